#!/bin/sh
# parts.sh - what tasks score in parts is, joined, what one task scores.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tiff.sh"

toy_pairs norm.tsv
# Five rows to score, in two groups and one without.
awk -F '\t' -v OFS='\t' '
	NR == 1 { print $0, "group"; next }
	NR < 4 { print $0, "" }
	NR == 4 {
		for (i = 1; i <= 5; i++) {
			$1 = "test" i
			$4 = "test"
			$5 = 120 + i / 7
			print $0, i < 3 ? "g1" : i < 5 ? "g2" : ""
		}
	}' norm.tsv > rows.tsv
ok "trains" xp-train -q --no-checks --depth=1 --num-fmaps=2 --patch=16 \
	--batch=2 --steps=3 rows.tsv > run.id
run=$(cat run.id)
score="xp-eval --all-baselines --resamples=200"
# shellcheck disable=SC2086
ok "one task scores" $score "$run" --summary one.sum --panel one.png > one.tsv
for n in 2 7; do
	rm -f part-*
	for i in $(seq $n); do
		# shellcheck disable=SC2086
		ok "part $i of $n" $score -q "$run" --part "$i/$n" \
			> "part-$i.tsv"
	done
	# The order of the tables does not count.
	# shellcheck disable=SC2046,SC2086
	ok "they are joined" $score "$run" --summary all.sum \
		--panel all.png $(ls -r part-* | sed 's/^/--joined=/') > all.tsv
	same "$n parts: the table" one.tsv all.tsv
	same "... the summary" one.sum all.sum
	same "... the panel" one.png all.png
done
ok "a part writes its predictions" xp-eval -q "$run" --part 2/2 --to p > part
ok "... and no others" test "$(echo p/*)" = \
	'p/test3.tif p/test4.tif p/test5.tif'
# shellcheck disable=SC2046,SC2086
code 1 "what is required of all" $score -q "$run" --require 'pearson > 2' \
	$(ls part-* | sed 's/^/--joined=/')

# shellcheck disable=SC2086
like "a part is missing" "image 'test1' is in 0 of the tables" \
	$score "$run" --joined part-7.tsv
# shellcheck disable=SC2046,SC2086
like "a part is there twice" "image 'test5' is in 2 of the tables" \
	$score "$run" $(ls part-* | sed 's/^/--joined=/') --joined part-7.tsv
like "a whole table is no part" 'no table of xp-eval --part' \
	xp-eval "$run" --joined one.tsv
# --- parts of another evaluation ---------------------------------------------

ok "trains another" xp-train -q --no-checks --depth=1 --num-fmaps=2 --patch=16 \
	--batch=2 --steps=4 --seed=2 --val-every=1 --lr=1 norm.tsv > other.id
other=$(cat other.id)
parts() { # DIRECTORY [ARGUMENT]...: three parts
	parts_dir=$1
	shift
	mkdir -p "$parts_dir"
	for i in 1 2 3; do
		xp-eval -q "$@" --part "$i/3" > "$parts_dir/$i" || return 1
	done
}
joins() { # DIRECTORY [ARGUMENT]...
	joins_dir=$1
	shift
	xp-eval -q "$@" --joined "$joins_dir/1" --joined "$joins_dir/2" \
		--joined "$joins_dir/3"
}
refused() { # WHAT REGEX DIRECTORY [ARGUMENT]...
	refused_what=$1 refused_regex=$2
	shift 2
	code 3 "refuses $refused_what" joins "$@"
	like "... and says what" "$refused_regex" joins "$@"
}
ok "parts of one run" parts a "$run" rows.tsv
ok "parts of another" parts b "$other" rows.tsv
refused "another network" "'a/1' .*weights" a "$other" rows.tsv
cp -r a mixed
cp b/2 mixed/2
refused "a part of another network" "'mixed/2' .*weights" mixed "$run" rows.tsv
refused "... whatever is required" "'mixed/2' .*weights" mixed "$run" \
	rows.tsv --require 'nmse >= 0'
code 1 "its last weights are not its best" cmp \
	"$(run_dir other.id)/best.safetensors" \
	"$(run_dir other.id)/last.safetensors"
refused "other weights of the run" "'b/1' .*weights" b "$other" rows.tsv \
	--checkpoint last
refused "the mean over flips" 'differs in tta' a "$run" rows.tsv --tta
refused "all baselines" 'differs in all-baselines' a "$run" rows.tsv \
	--all-baselines
refused "no baselines" 'differs in baselines' a "$run" rows.tsv --no-baselines
refused "another range" 'differs in range' a "$run" rows.tsv --range 4095
awk -F '\t' -v OFS='\t' 'NR == 4 { $NF = "g9" } 1' rows.tsv > regrouped.tsv
refused "another manifest" "'a/1' .*manifest" a "$run" regrouped.tsv
# A part has the regions whether they are asked for or not.
ok "one task scores regions" xp-eval -q "$run" rows.tsv --regions > one.tsv
ok "regions are joined" joins a "$run" rows.tsv --regions > all.tsv
same "... to the same" one.tsv all.tsv

cp -r a edited
awk -F '\t' -v OFS='\t' 'NR == 2 { $4 = 0.999 } 1' a/2 > edited/2
refused "a changed cell" "'edited/2' is not as xp-eval --part" edited "$run" \
	rows.tsv
sed 2d a/2 > edited/2
refused "a row taken out" "'edited/2' is not as xp-eval --part" edited "$run" \
	rows.tsv
echo '{"id":"test1","method":"model"}' > json
like "JSON is no table" "'json' is JSON, not a table" \
	xp-eval "$run" rows.tsv --joined json
code 2 "a part is no JSON" xp-eval "$run" --part 1/2 --json

for bad in 0/2 3/2 2 a/b 1/0; do
	code 2 "--part $bad" xp-eval "$run" --part $bad
done
code 2 "nothing is required of a part" xp-eval "$run" --part 1/2 \
	--require 'pearson > 0'
code 2 "a part or all" xp-eval "$run" --part 1/2 --joined part-1.tsv
done_testing
