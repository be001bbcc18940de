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
# shellcheck disable=SC2046
code 1 "what is required of all" xp-eval -q "$run" --require 'pearson > 2' \
	$(ls part-* | sed 's/^/--joined=/')

like "a part is missing" "image 'test1' is in 0 of the tables" \
	xp-eval "$run" --joined part-7.tsv
# shellcheck disable=SC2046
like "a part is there twice" "image 'test5' is in 2 of the tables" \
	xp-eval "$run" $(ls part-* | sed 's/^/--joined=/') --joined part-7.tsv
like "a whole table is no part" 'no table of xp-eval --part' \
	xp-eval "$run" --joined one.tsv
for bad in 0/2 3/2 2 a/b 1/0; do
	code 2 "--part $bad" xp-eval "$run" --part $bad
done
code 2 "nothing is required of a part" xp-eval "$run" --part 1/2 \
	--require 'pearson > 0'
code 2 "a part or all" xp-eval "$run" --part 1/2 --joined part-1.tsv
done_testing
