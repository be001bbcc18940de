#!/bin/sh
# stats.sh - processor seconds of xp-stats, each the median of some runs.
#
#	tests/bench/stats.sh IMAGE...
#
# From the environment: RUNS (5), and LIMIT, a command that takes the images
# and does the least there is to do: decode and count.  numpy with tifffile
# (statistics and percentiles of each file) takes part where it is
# installed.  Processor seconds, of all threads, do not depend on what
# else the machine does; runs take turns, so that what changes in between
# changes all.
set -eu

[ $# -gt 0 ] || {
	echo "usage: tests/bench/stats.sh IMAGE..." >&2
	exit 2
}
RUNS=${RUNS:-5}
PATH=${XP_BUILD:-build}/tools:$PATH
dir=$(mktemp -d "${TMPDIR:-/tmp}/xp-bench.XXXXXX")
trap 'rm -rf "$dir"' EXIT

cat > "$dir/peer.py" << 'END'
import sys
import numpy
import tifffile
for name in sys.argv[1:]:
    a = tifffile.imread(name)
    a.min(), a.max(), a.mean(), a.std()
    numpy.percentile(a, [0.5, 1, 5, 25, 50, 75, 95, 99, 99.5, 99.8])
END

# take NAME COMMAND...: user and system seconds of one run
take() {
	name=$1
	shift
	( "$@" > "$dir/out" 2> "$dir/err" && times ) > "$dir/times" || {
		cat "$dir/err" >&2
		exit 1
	}
	awk -v name="$name" '
	NR == 2 {
		for (i = 1; i <= 2; i++) {
			split($i, part, /[ms]/)
			sum += part[1] * 60 + part[2]
		}
		printf "%s\t%.3f\n", name, sum
	}' "$dir/times" >> "$dir/all"
}

i=0
while [ "$i" -lt "$RUNS" ]; do
	i=$((i + 1))
	[ -z "${LIMIT:-}" ] || take limit $LIMIT "$@"
	take one-thread xp-stats -q --no-log -j 1 --images "$@"
	take two-threads xp-stats -q --no-log -j 2 --images "$@"
	take noise xp-stats -q --no-log -j 1 --noise --images "$@"
	rm -rf "$dir/xp"
	take recorded env XP_DIR="$dir/xp" xp-stats -q -j 1 --images "$@"
	! python3 -c 'import numpy, tifffile' 2> "$dir/err" ||
		take numpy env OMP_NUM_THREADS=1 python3 "$dir/peer.py" "$@"
done
printf 'what\tcpu_seconds\tto_one_thread\n'
sort -t '	' -k 1,1 -k 2,2n "$dir/all" | awk -F '\t' '
{ n[$1]++; value[$1, n[$1]] = $2 }
END {
	for (w in n) {
		sum = value[w, int((n[w] + 1) / 2)]
		sum += value[w, int(n[w] / 2) + 1]
		middle[w] = sum / 2
	}
	for (w in n)
		printf "%s\t%.3f\t%.2f\n", w, middle[w],
			middle[w] / (middle["one-thread"] + 1e-9)
}' | sort
