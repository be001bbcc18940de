#!/bin/sh
# layers.sh - who may include whom, who may open files, who may print.
. "$(dirname "$0")/../lib.sh"

# A layer and what it may include besides itself; see lib/README.md.
cat > allowed << 'END'
base
ranks	base
file	base
image	file base
picture	file base
manifest	image file base
pairing	manifest image file base
stats	pairing manifest picture image file base
norm	stats manifest image file base
check	stats pairing manifest image file base
metric	image file base
loss	metric file base
kernel	file base
nn	ranks kernel loss file base
predict	ranks nn kernel manifest image file base
optimise	kernel file base
augment	base
batch	ranks augment manifest image file base
train	batch augment check predict nn kernel loss optimise metric manifest
train	picture ranks image file base
eval	train predict nn loss metric norm stats manifest picture image file base
store	file base
code	store file base
run	code store file base
diff	run code store file base
reuse	run code store manifest image file base
archive	diff run code store file base
export	run store train nn kernel norm stats manifest picture image file base
report	archive diff run code store eval train predict nn loss metric norm
report	stats manifest picture image file base
sweep	run code store file base
upkeep	archive diff run code store file base
import	upkeep archive diff run code store file base
remote	upkeep archive diff run code store file base
trace	store file base
app	trace reuse remote upkeep archive diff run code store file base
END

# layer file included-layer, for each #include "layer/..." below lib/.
(cd "$topdir/lib" && grep -HE '^[ 	]*#[ 	]*include[ 	]*"' */*.[ch]) |
	sed 's,^\([^/]*\)/\([^:]*\):[^"]*"\([^"]*\)".*,\1 \1/\2 \3,' \
		> graph

keeps_order() {
	awk 'NR == FNR {
		known[$1] = 1
		for (i = 1; i <= NF; i++)
			may[$1, $i] = 1
		next
	}
	$3 == "registry.h" || $3 == "config.h" || $3 ~ /^late_/ { next }
	{ to = $3; sub("/.*", "", to) }
	!known[$1] || !may[$1, to] {
		print $2 " includes " $3
		bad = 1
	}
	END { exit bad }' allowed graph
}

# An include by another path than from lib/ would slip through.
is_plain() {
	! grep -v -E ' (registry|config|late_[a-z0-9]*)\.h$' graph |
		grep -Ev ' [a-z]+/[a-z0-9_]+\.h$'
}

own_header_first() {
	bad=0
	for f in "$topdir"/lib/*/*.c; do
		own=${f#"$topdir/lib/"}
		own=${own%.c}.h
		[ -f "$topdir/lib/$own" ] || continue
		first=$(grep -m 1 '^#include' "$f")
		[ "$first" = "#include \"$own\"" ] || {
			echo "$f: first $first"
			bad=1
		}
	done
	return $bad
}

# in_one_file HEADER: at most one .c includes it, and no header does.
in_one_file() {
	(cd "$topdir" && grep -lE "#[ 	]*include[ 	]*[<\"]$1" \
		lib/*/*.[ch] tools/*.[ch] tools/*/*.c examples/*.[ch] \
		2> /dev/null) |
		sort > files
	cat files
	[ "$(wc -l < files)" -le 1 ] && ! grep -q '\.h$' files
}

# What flags.sh and cross.sh build holds all that their programs include.
engine_is_whole() {
	. "$srcdir/engine.sh"
	named=$(sed -n "/^tests='/,/'\$/p" "$srcdir/cross.sh" |
		tr -c 'a-z0-9_' '\n' | grep '^t_')
	for t in $named; do
		[ -f "$srcdir/unit/$t.c" ] || return 1
		sed -n 's,^#include "\([a-z]*\)/.*,\1,p' "$srcdir/unit/$t.c"
	done | sort -u > included
	tr ' ' '\n' << END | sort > built
$engine_layers
END
	comm -23 included built > outside
	cat outside
	[ -s included ] && ! [ -s outside ]
}

# only_in FILES-REGEX CALL-REGEX: comments and strings are blanked first.
only_in() {
	bad=0
	for f in "$topdir"/lib/*/*.[ch] "$topdir"/tools/*.c \
		"$topdir"/tools/*/*.c; do
		name=${f#"$topdir/"}
		echo "$name" | grep -Eqx "$1" && continue
		awk '{
			gsub(/\\./, "")
			gsub(/"[^"]*"/, "\"\"")
			sub(/\/\/.*/, "")
			while (match($0, /\/\*([^*]|\*[^\/])*\*\//))
				$0 = substr($0, 1, RSTART - 1) " " \
					substr($0, RSTART + RLENGTH)
		}
		in_comment {
			if (!(i = index($0, "*/"))) { $0 = ""; }
			else { $0 = substr($0, i + 2); in_comment = 0 }
		}
		(i = index($0, "/*")) {
			$0 = substr($0, 1, i - 1)
			in_comment = 1
		}
		{ print FILENAME ":" FNR ": " $0 }' "$f" |
			grep -E "[^A-Za-z0-9_.>]($2)[ 	]*\\(" && bad=1
	done
	return $bad
}

# What git holds at the top: outputs of a session committed by mistake show.
is_known_at_top() {
	git -C "$topdir" ls-files | sed 's,/.*,,' | sort -u |
		grep -vxE -e '\.(ci|clang-format|editorconfig|gitignore)' \
			-e 'LICENSE|README\.md|configure\.ac|Makefile\.am' \
			-e 'tools|lib|share|tests|examples|findings' &&
		return 1
	return 0
}

ok "there is something to look at" test -s graph
if git -C "$topdir" rev-parse -q --verify HEAD > git.log 2>&1; then
	ok "nothing else lies at the top" is_known_at_top
else
	skip "nothing else lies at the top" "no git work tree"
fi
ok "includes go down only" keeps_order
ok "includes name layer/file.h" is_plain
ok "the engine is built with all that its tests include" engine_is_whole
ok "a .c file includes its own header first" own_header_first
for h in 'tiff(io)?\.h' 'git2\.h' 'archive(_entry)?\.h' \
	'openssl/' 'jansson\.h' 'png\.h' 'expat\.h' 'mpi\.h'; do
	ok "$h is included by one file" in_one_file "$h"
done
# Besides: scratch.c makes files that have no name, mem.c asks the system for
# its memory, main.c holds closed streams, child.c keeps what another program
# prints among the run's live files, tracer.c hands over what a watched program
# opens, and other_writers.c sees who else writes to it.
opens="lib/base/mem\.c|lib/file/(file|in|out|path|scratch)\.c"
opens="$opens|lib/app/(main|child|detach|metrics_in)\.c"
opens="$opens|lib/trace/(tracer|traced_path|other_writers)\.c"
opens="$opens|lib/(store|code|run|diff|archive|sweep|import)/.*"
ok "files are opened in one place" only_in "$opens" \
	'f?open|openat|creat|freopen|fdopen|opendir|mkstemp|mkostemp'
# The processes that notify.c starts end there.
ok "the library neither prints nor exits" \
	only_in 'lib/base/mem\.c|lib/trace/notify\.c|lib/app/.*|tools/.*' \
	'printf|puts|putchar|perror|exit|_exit|vprintf'
ok "tools do not print errors or exit" \
	only_in 'lib/.*' 'printf|puts|putchar|perror|exit|_exit|main'
ok "nothing depends on the locale or hidden randomness" \
	only_in '' 'setlocale|rand|srand|random|drand48|lrand48'
# calc.c's are the same everywhere.
inexact='(exp|exp2|expm1|log|log2|log10|log1p|pow|sin|cos|tan|sincos|asin|acos'
inexact="$inexact|atan|atan2|sinh|cosh|tanh|hypot|cbrt|erf|erfc|tgamma|lgamma)"
ok "nothing depends on the C library's last bits" only_in '' "${inexact}[fl]?"
done_testing
