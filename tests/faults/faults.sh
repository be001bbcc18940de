#!/bin/sh
# faults.sh [TABLE] - trains with faults put in on purpose and without, and says
# which were found: README.md.  One row a training is added to TABLE
# (faults.tsv), so a corpus that was interrupted goes on where it was.
#
# From the environment: SETS, FAULTS, SEEDS (of faults), CLEAN (of trainings
# without one), LOSS (instead of mse), AUGMENT (instead of none), JOBS (side by
# side), XP_BUILD, XP_DATA (real images; their sets are left out without),
# FAULTS_WORK (a directory for the trainings).
set -eu

here=$(cd "$(dirname "$0")" && pwd)
XP_BUILD=$(cd "${XP_BUILD:-$here/../../build}" && pwd)
FAULTS_WORK=${FAULTS_WORK:-$PWD/faults.work}
PATH=$XP_BUILD/tools:$XP_BUILD/examples:$PATH
LC_ALL=C
export XP_BUILD FAULTS_WORK PATH LC_ALL
unset XP_DIR
table=${1:-faults.tsv}
real=${XP_DATA:+cells yeast focus fly stain}
SETS=${SETS:-drawn noisy bright drift movie $real}
FAULTS=${FAULTS:-shuffle noise raw small large invert slow fast clip dead \
constant channel duplicate shift saturate patch}

mkdir -p "$FAULTS_WORK"
touch "$table"
jobs() {
	for seed in ${CLEAN-$(seq 20)}; do
		for set in $SETS; do
			echo "$set $seed none"
		done
	done
	for seed in ${SEEDS-1 2 3}; do
		for fault in $FAULTS; do
			for set in $SETS; do
				echo "$set $seed $fault"
			done
		done
	done
}
jobs | awk -v table="$table" '
	BEGIN { while ((getline line < table) > 0) {
		split(line, c, "\t")
		done[c[1] " " c[2] " " c[3]] = 1 } }
	!($0 in done)' |
	xargs -P "${JOBS:-2}" -L 1 sh "$here/one.sh" >> "$table"
find "$FAULTS_WORK/numbers" -type f | sort |
	xargs cat > "$FAULTS_WORK/numbers.tsv"
awk -f "$here/report.awk" "$table" "$FAULTS_WORK/numbers.tsv"
