#!/bin/sh
# examples/seeds.sh - is one way of training better than another, beyond
# seed-to-seed noise?
#
#	examples/seeds.sh norm.tsv 5 '--config=demo' '--config=demo --lr=0.003'
#
# Trains both ways with seeds 1 to 5 and scores the best weights of each on the
# test rows.  stdout is a table: way (a, b), seed, losses and scores; its last
# rows give for each column the mean of each way, the difference (b - a, of
# equal seeds) with its standard error, and the standard deviation over seeds.
#
# JOBS (1) trainings run at the same time, on THREADS (1) each.  WORK (a new
# directory) keeps the weights.  Nothing is recorded.
set -eu

[ $# -eq 4 ] || {
	sed -n '5s/^#	/usage: /p' "$0" >&2
	exit 2
}
top=$(cd "$(dirname "$0")/.." && pwd)
PATH=${XP_BUILD:-$top/build}/tools:$PATH
manifest=$1 seeds=$2
WORK=${WORK:-$(mktemp -d "${TMPDIR:-/tmp}/xp-seeds.XXXXXX")}
mkdir -p "$WORK"
ways=$(printf 'a	%s\nb	%s\n' "$3" "$4")

# one WAY SEED OPTIONS: train and score, unless WORK has the scores.
one() {
	name=$WORK/$1-$2
	[ ! -s "$name.scores.tsv" ] || return 0
	# shellcheck disable=SC2086 # options are words
	xp-train -q --no-log $3 --seed="$2" -j "${THREADS:-1}" \
		--weights="$name.safetensors" --metrics="$name.metrics.tsv" \
		"$manifest" &&
		xp-eval -q --no-log --no-baselines -j "${THREADS:-1}" \
			"$name.safetensors" "$manifest" > "$name.tmp" &&
		mv "$name.tmp" "$name.scores.tsv"
}

# Worker I of JOBS takes every JOBS-th training.
worker() {
	n=0
	for seed in $(seq "$seeds"); do
		echo "$ways" | while IFS='	' read -r way options; do
			n=$((n + 1))
			[ $(((seed + n) % ${JOBS:-1})) -ne "$1" ] ||
				one "$way" "$seed" "$options" < /dev/null ||
				exit 1
		done || return 1
	done
}

workers=
for i in $(seq 0 $((${JOBS:-1} - 1))); do
	worker "$i" &
	workers="$workers $!"
done
for w in $workers; do
	wait "$w" || {
		echo "seeds.sh: a training failed" >&2
		exit 4
	}
done

# The lowest validation loss with its r, the last training loss, the mean
# scores of the test rows.
for way in a b; do
	for seed in $(seq "$seeds"); do
		awk -F '\t' -v way=$way -v seed="$seed" '
		FNR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
		FILENAME ~ /metrics.tsv$/ && $at["metric"] == "loss" {
			if ($at["split"] == "train")
				train = $at["value"]
			else if (val == "" || $at["value"] < val) {
				val = $at["value"]
				step = $at["step"]
			}
		}
		FILENAME ~ /metrics.tsv$/ && $at["metric"] == "pearson" &&
			$at["step"] == step { r = $at["value"] }
		FILENAME ~ /scores.tsv$/ && $1 == "*" {
			test_r = $at["pearson"]
			nmse = $at["nmse"]
		}
		END {
			OFS = "\t"
			print way, seed, train, val, r, test_r, nmse
		}' "$WORK/$way-$seed.metrics.tsv" \
			"$WORK/$way-$seed.scores.tsv"
	done
done | awk -F '\t' '
BEGIN {
	OFS = "\t"
	$0 = "way\tseed\ttrain_loss\tval_loss\tval_r\ttest_r\ttest_nmse"
	print
	columns = NF
}
{
	print
	n = $2
	for (c = 3; c <= NF; c++)
		v[$1, c, $2] = $c
}
function mean(of, c,    i, sum) {
	for (i = 1; i <= n; i++)
		sum += of[c, i]
	return sum / n
}
function sd(of, c,    i, m, sum) {
	m = mean(of, c)
	for (i = 1; i <= n; i++)
		sum += (of[c, i] - m) ^ 2
	return n > 1 ? sqrt(sum / (n - 1)) : 0
}
END {
	for (c = 3; c <= columns; c++) {
		for (i = 1; i <= n; i++) {
			a[c, i] = v["a", c, i]
			b[c, i] = v["b", c, i]
			d[c, i] = b[c, i] - a[c, i]
		}
		row["a\tmean"] = row["a\tmean"] "\t" mean(a, c)
		row["b\tmean"] = row["b\tmean"] "\t" mean(b, c)
		row["a\tsd"] = row["a\tsd"] "\t" sd(a, c)
		row["b\tsd"] = row["b\tsd"] "\t" sd(b, c)
		row["b-a\tmean"] = row["b-a\tmean"] "\t" mean(d, c)
		row["b-a\tse"] = row["b-a\tse"] "\t" sd(d, c) / sqrt(n)
	}
	split("a\tmean,a\tsd,b\tmean,b\tsd,b-a\tmean,b-a\tse", names, ",")
	for (i = 1; i <= 6; i++)
		print names[i] row[names[i]]
}'
