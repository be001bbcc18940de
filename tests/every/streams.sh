#!/bin/sh
# streams.sh - every tool with a full disk, closed streams, bad inputs.
. "$(dirname "$0")/../lib.sh"

# to_full COMMAND...: fails as the system's fault and says so.
to_full() {
	rc=0
	"$@" > /dev/full 2> err || rc=$?
	cat err
	[ $rc -eq 4 ] || { echo "exit status $rc"; return 1; }
	grep -q 'No space left' err
}

# into_nothing COMMAND...: the same with stdout closed.
into_nothing() {
	rc=0
	"$@" >&- 2> err || rc=$?
	cat err
	[ $rc -eq 4 ] || { echo "exit status $rc"; return 1; }
	[ -s err ]
}

# fails CODE COMMAND...: nothing is printed but a complaint.
fails() {
	want=$1 rc=0
	shift
	timeout 20 "$@" > out 2> err || rc=$?
	cat err
	[ $rc -eq "$want" ] || { echo "exit status $rc"; return 1; }
	[ ! -s out ] || { echo "printed:"; cat out; return 1; }
	grep -q "^$1" err
}

# The tool given FILE where it reads a manifest; else what it reads instead.
refuses() {
	case $tool in
	xp-pairs) fails 3 xp-pairs --no-log --source "$1" --target "$1.x" ;;
	xp-eval) fails 3 xp-eval --no-log "$1" header ;;
	xp-log) fails 3 xp-log show "$1" ;;
	*) fails 3 "$tool" --no-log "$1" ;;
	esac
}

# Whoever called it with no stdin is at fault, not the data.
refuses_closed() {
	fails 4 "$tool" --no-log - <&-
}

refuses_null() {
	fails 3 "$tool" --no-log - < /dev/null
}

nothing_left() {
	rm -f out err
	[ "$(ls -A)" = "$before" ] || { ls -A; return 1; }
}

# Before the tools: what they must leave as it is.
mkdir dir
: > empty
printf 'id\tsource\ttarget\n' > header
printf 'id\tsource\ttarget\na\tb\n' > short
printf 'id\tid\ttarget\na\tb\tc\n' > twice
printf 'id\tsource\ttarget\na\tnowhere.tif\tnowhere.tif\n' > dangling
printf 'id\tsource\ttarget\na\t\303\050\tb\n' > latin
printf 'id\tsource\ttarget\na\t\0\tb\n' > nul
head -c 100000 "$builddir/libxp.a" > binary
awk 'BEGIN { for (i = 0; i < 100000; i++) printf "x"; print "" }' > wide
before=$(ls -A)

for tool in $tools; do
	for word in --help --version --help=man --help=options; do
		ok "$tool $word > /dev/full" to_full "$tool" $word
		ok "$tool $word with stdout closed" into_nothing "$tool" \
			$word
	done
	for f in nowhere dir empty header short twice dangling latin nul \
		binary wide; do
		ok "$tool: $f as its input" refuses $f
	done
	case $tool in
	xp-pairs | xp-log) ;;	# they read no stdin
	*)
		ok "$tool: stdin closed" refuses_closed
		ok "$tool: stdin empty" refuses_null
		;;
	esac
	ok "$tool: a failure leaves nothing behind" nothing_left
done
done_testing
