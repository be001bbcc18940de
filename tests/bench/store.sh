#!/bin/sh
# store.sh - what commands of xp-log take in a small store and in a large one,
# how long they take to start, and what recording adds to a command.
#
#	make bench-store [RUNS=10000] [FILES=50000] [ROUNDS=7]
#
# Prints three tables: README.md here.  The least processor time of ROUNDS
# counts, in milliseconds, since others may use the machine meanwhile.
set -eu

RUNS=${RUNS:-10000} FILES=${FILES:-50000} ROUNDS=${ROUNDS:-7}
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "${XP_BUILD:-build}" && pwd)
took=$build/tests/bench/took
PATH=$build/tools:$PATH
[ ! -w /dev/shm ] || TMPDIR=/dev/shm
dir=$(mktemp -d "${TMPDIR:-/tmp}/xp-bench.XXXXXX")
trap 'rm -rf "$dir"' EXIT
trap 'exit 130' INT TERM
unset XP_DIR

# store DIR N: N runs that have nothing to do with each other, then three whose
# ids are in DIR.runs.
store() {
	echo "store.sh: making a store of $2 runs" >&2
	mkdir "$dir/$1"
	cd "$dir/$1"
	xp-log init -q .
	python3 "$here/many_runs.py" .xp "$2"
	printf 'b\na\n' > in.txt
	xp-log run -q -- sort in.txt > mid.txt
	xp-log run -q -- cp mid.txt out.txt
	xp-log run -q -- sort mid.txt > out2.txt
	sleep 3 # what has just changed is not cached
	xp-log ls -n 3 | sed 1d | cut -f 1 > "../$1.runs"
	xp-log show @1 > /dev/null
}
# least DIR COMMAND...: A and B among its words are the last run and the first
# of the three.
least() {
	cd "$dir/$1"
	if [ -f "../$1.runs" ]; then
		a=$(tail -n 1 "../$1.runs") b=$(head -n 1 "../$1.runs")
	fi
	shift
	for word; do
		shift
		case $word in
		A) set -- "$@" "$a" ;;
		B) set -- "$@" "$b" ;;
		*) set -- "$@" "$word" ;;
		esac
	done
	i=0
	while [ $i -lt "$ROUNDS" ]; do
		"$took" "$@" 2> /dev/null || :
		i=$((i + 1))
	done | awk '{ print 1000 * $2 }' | sort -n | head -n 1
}
# compare NAME COMMAND...: in both stores.
compare() {
	name=$1
	shift
	echo "$name $(least small "$@") $(least large "$@")" | awk '{
		printf "%s\t%.1f\t%.1f\t%.2f\n", $1, $2, $3, $3 / $2 }'
}
# against PEER NAME DIR COMMAND...: PEER is milliseconds.
against() {
	peer=$1 name=$2
	shift 2
	least "$@" | awk -v name="$name" -v peer="$peer" '{
		printf "%s\t%.1f\t%.2f\t%.1f\n", name, $1, $1 / peer,
			$1 - peer }'
}

store small 10
store large "$RUNS"
printf 'command\t10 runs, ms\t%s runs, ms\tratio\n' "$RUNS"
compare ls xp-log ls
compare show xp-log show A
compare diff xp-log diff A B
compare verify xp-log verify B
compare archive xp-log archive -q B -o "$dir/x.tar"
compare cat xp-log cat A
compare whence xp-log whence out2.txt
compare check xp-log check A
compare tag xp-log tag --force A x
compare note xp-log note A text
compare record xp-log run -q -- true
git=$(least small git --version) plain=$(least small true)
printf '\nstarting\tms\ttimes git --version\tmore\n'
against "$git" true small true
against "$git" 'xp-log --help' small xp-log --help
against "$git" ls small xp-log ls
against "$git" show small xp-log show A

mkdir -p "$dir/files/d"
cd "$dir/files"
git init -q . && xp-log init -q . 2> /dev/null
(cd d && seq "$FILES" | xargs -n 1000 touch)
xp-log run -q -- true
printf '\nrecording true\tms\ttimes true\tmore\n'
against "$plain" 'outside git' small xp-log run -q -- true
against "$plain" "$FILES files, untracked" files xp-log run -q -- true
cd "$dir/files"
git add . && git -c user.name=x -c user.email=x@y commit -q -m x
xp-log run -q -- true
against "$plain" "$FILES files, tracked" files xp-log run -q -- true
