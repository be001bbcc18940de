#!/bin/sh
# names.sh - a name says where a thing is: what a header declares carries
# the header's name, and no name stands for two things.
. "$(dirname "$0")/../lib.sh"

if ! ctags --version 2> /dev/null | grep -q Universal; then
	skip "names say where things are" "universal-ctags is not installed"
	done_testing
	exit
fi
cd "$topdir/lib" || exit 99

# tags KINDS FORMAT FILE...: headers are C, too.
tags() {
	kinds=$1 format=$2
	shift 2
	ctags -x --languages=C --langmap=C:.c.h --kinds-C="$kinds" \
		--_xformat="$format" "$@"
}

# name file, for each function that a header declares.
tags p '%N %F' */*.h > "$scratch/declared"
# kind name file:line, for each struct, union and enum with a tag.
tags sug '%K %N %F:%n' */*.[ch] | grep -v ' __anon' > "$scratch/tagged"
# includer included, for all that lies below lib/.
grep -HE '^[ 	]*#[ 	]*include[ 	]*"' */*.[ch] |
	sed 's,^\([^:]*\):[^"]*"\([^"]*\)".*,\1 \2,' |
	grep -vE ' (registry|config)\.h$' > "$scratch/included"

# A declaration of room/x.h is x or x_something.
carries_name() {
	awk '{
		stem = $2
		sub(/.*\//, "", stem)
		sub(/\.h$/, "", stem)
		if ($1 != stem && index($1, stem "_") != 1) {
			print $2 ": " $1
			bad = 1
		}
	}
	END { exit bad || !NR }' "$scratch/declared"
}

# It is defined in room/x.c.
has_source() {
	bad=0
	for h in $(cut -d ' ' -f 2 "$scratch/declared" | sort -u); do
		[ -f "${h%.h}.c" ] || {
			echo "$h declares functions, and ${h%.h}.c is missing"
			bad=1
		}
	done
	return $bad
}

no_file_twice() {
	for f in */*.[ch]; do
		f=${f%.[ch]}
		echo "$f ${f##*/}"
	done | sort -u | awk '{
		if ($2 in seen) {
			print seen[$2] " and " $1
			bad = 1
		}
		seen[$2] = $1
	}
	END { exit bad }'
}

no_tag_twice() {
	awk '{
		if ($2 in seen) {
			print $1 " " $2 ": " seen[$2] " and " $3
			bad = 1
		}
		seen[$2] = $3
	}
	END { exit bad || !NR }' "$scratch/tagged"
}

# outside ROOM: its headers that files of other rooms, tools or examples
# include.
outside() {
	{
		cat "$scratch/included"
		(cd .. && grep -HE '^#include "' tools/*.c tools/*/*.c \
			examples/*.[ch]) |
			sed 's,^\([^:]*\):[^"]*"\([^"]*\)".*,\1 \2,'
	} | awk -v room="$1/" '
		index($1, room) != 1 && index($2, room) == 1 { print $2 }' |
		sort -u
}

# The comment on top of an inner header says "Inside lib/ROOM only.", and
# no other room includes it; all other headers are included by some.
inner_is_marked() {
	bad=0
	for room in */; do
		room=${room%/}
		outside "$room" > "$scratch/face"
		for h in "$room"/*.h; do
			[ -f "$h" ] || continue
			marked=0 face=0
			awk '{ text = text $0 } /\*\// { exit }
			END { gsub(/[ \t]*\n?[ \t]*\*[ \t]*/, " ", text)
			exit text !~ /Inside lib\/[a-z]+ only\./ }' "$h" &&
				marked=1
			grep -qxF "$h" "$scratch/face" && face=1
			[ $marked != $face ] || {
				echo "$h: marked as inner: $marked," \
					"included from outside: $face"
				bad=1
			}
		done
	done
	return $bad
}

# Each room has a README.md of at most 40 lines that names its face.
face_is_told() {
	bad=0
	for room in */; do
		room=${room%/}
		[ -f "$room/README.md" ] || {
			echo "$room/README.md is missing"
			bad=1
			continue
		}
		n=$(wc -l < "$room/README.md")
		[ "$n" -le 40 ] || {
			echo "$room/README.md: $n lines, at most 40"
			bad=1
		}
		for h in $(outside "$room"); do
			grep -qF "${h##*/}" "$room/README.md" || {
				echo "$room/README.md does not name $h"
				bad=1
			}
		done
	done
	return $bad
}

# A module is a header and its source; no two include each other, in however
# many steps.
no_circles() {
	sed 's/\.[ch]\( \|$\)/\1/g' "$scratch/included" |
		awk '$1 != $2' | sort -u > "$scratch/modules"
	tsort "$scratch/modules" 2>&1 > /dev/null |
		sed 's/^tsort: //' > "$scratch/circles"
	cat "$scratch/circles"
	! [ -s "$scratch/circles" ]
}

ok "functions carry the name of their header" carries_name
ok "headers that declare functions have a source beside them" has_source
ok "no file name twice" no_file_twice
ok "no struct, union or enum name twice" no_tag_twice
ok "inner headers are marked, and no others are" inner_is_marked
ok "each folder has a README that names its face" face_is_told
ok "no circles between modules" no_circles
done_testing
