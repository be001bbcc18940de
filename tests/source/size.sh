#!/bin/sh
# size.sh - nothing grows past what a person reads at once.
#
# An exception is a line in the list below, with its reason.
. "$(dirname "$0")/../lib.sh"

# file or file:function	reason
cat > "$scratch/excepted" << 'END'
lib/image/	readers of one format, up to 46 files
tools/xp-train.c	its table of options, a third of it, does not count
END

is_excepted() {
	awk -v name="$1" '$1 == name { found = 1 } END { exit !found }' \
		"$scratch/excepted"
}

table='/^static const struct opt .*\[\] = {$/,/^};$/d'

# no_longer LINES FILE...
no_longer() {
	most=$1 bad=0
	shift
	for f; do
		[ -f "$f" ] || continue
		n=$(wc -l < "$f")
		! is_excepted "$f" || n=$(sed "$table" "$f" | wc -l)
		[ "$n" -le "$most" ] || {
			echo "$f: $n lines, at most $most"
			bad=1
		}
	done
	return $bad
}

# no_fuller FILES FOLDER...
no_fuller() {
	most=$1 bad=0
	shift
	for d; do
		n=$(find "$d" -name '*.[ch]' | wc -l)
		[ "$n" -le "$most" ] || is_excepted "$d" || {
			echo "$d: $n files, at most $most"
			bad=1
		}
	done
	return $bad
}

no_wider() {
	bad=0
	for f; do
		[ -f "$f" ] || continue
		LC_ALL=C.UTF-8 expand "$f" | LC_ALL=C.UTF-8 awk -v f="$f" '
			length > 80 { print f ":" NR ": " length; bad = 1 }
			END { exit bad }' || bad=1
	done
	return $bad
}

no_long_functions() {
	ctags -x --languages=C --kinds-C=f --_xformat='%F %N %n %{end}' \
		"$@" > "$scratch/functions"
	awk 'NR == FNR && FILENAME != ARGV[2] { excepted[$1] = 1; next }
	$4 - $3 + 1 > 40 && !excepted[$1 ":" $2] {
		print $1 ":" $3 ": " $2 ": " $4 - $3 + 1 " lines"
		bad = 1
	}
	{ n++ }
	END { exit bad || !n }' "$scratch/excepted" "$scratch/functions"
}

no_trailing_blanks() {
	! grep -nE '[ 	]+$' "$@"
}

cd "$topdir" || exit 99
code=$(ls lib/*/*.[ch] tools/*.c tools/*/*.c examples/*.[ch] tests/*/*.[ch] \
	2> /dev/null)
text=$(ls tests/*.sh tests/*/*.sh share/*.sh examples/*.sh findings/*.sh \
	examples/Makefile \
	Makefile.am 2> /dev/null)
# Only what is one thing may be as long as that.
ok "files have at most 600 lines" no_longer 600 lib/*/*.[ch] \
	tools/*.c tools/*/*.c
ok "folders have at most 40 files" no_fuller 40 lib/*/
ok "lib/image has at most 46 files" test \
	"$(find lib/image -name '*.[ch]' | wc -l)" -le 46
# shellcheck disable=SC2086 # lists of plain names
{
	ok "no line is wider than 80 columns" no_wider $code $text
	ok "no line ends in blanks" no_trailing_blanks $code $text
}
if ctags --version 2> /dev/null | grep -q Universal; then
	ok "functions have at most 40 lines" \
		no_long_functions lib/*/*.c tools/*.c tools/*/*.c
else
	skip "functions have at most 40 lines" \
		"universal-ctags is not installed"
fi
done_testing
