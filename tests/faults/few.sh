#!/bin/sh
# few.sh - a small part of the corpus of faults: each once, on drawn images.
# faults.sh is all of it; README.md says what the faults are.  With XP_QUICK,
# as under sanitizers, which look for other things, one set and a few faults.
. "$(dirname "$0")/../lib.sh"

FAULTS_WORK=$PWD/work
export FAULTS_WORK
XP_BUILD=$builddir
export XP_BUILD

one() {
	sh "$srcdir/faults/one.sh" "$@" | tee row
}
# finds CHECK SET SEED FAULT: CHECK is among those that fail.
finds() {
	check=$1
	shift
	one "$@"
	awk -F '\t' -v check="$check" '$4 == 0 { exit 1 }
		index("," $5 ",", "," check ",") { found = 1 }
		END { exit !found }' row
}
clean() {
	one "$1" "$2" none
	awk -F '\t' '{ exit $4 != 0 || $5 != "" }' row
}

sets='drawn drift movie'
[ -z "${XP_QUICK:-}" ] || sets=drawn
for set in $sets; do
	ok "$set: no alarm" clean $set 1
done
while read -r check fault; do
	[ -z "${XP_QUICK:-}" ] || case $fault in
	shuffle | dead | clip | duplicate) ;;
	*) continue ;;
	esac
	ok "$check finds $fault" finds "$check" drawn 4 "$fault"
done << 'END'
C20 shuffle
C20 noise
C11 raw
C11 small
C11 large
C6 invert
C19 slow
C19 fast
C12 clip
C16 dead
C4 constant
C20 channel
C8 duplicate
C7 shift
C5 saturate
C14 patch
END
if [ -n "${XP_DATA:-}" ] && [ -z "${XP_QUICK:-}" ]; then
	for set in cells yeast fly; do
		ok "$set: no alarm" clean $set 1
		ok "$set: C20 finds noise" finds C20 $set 1 noise
	done
	ok "cells: C7 finds mirror" finds C7 cells 1 mirror
	ok "cells: C7 finds turn" finds C7 cells 1 turn
fi
like "the report says how sure that is" '^noise	1 of 1	20.7 to 100.0 %' \
	eval 'one drawn 4 noise > rows &&
		awk -f "$srcdir/faults/report.awk" rows'
code 2 "no such set" sh "$srcdir/faults/one.sh" nowhere 1 none

done_testing
