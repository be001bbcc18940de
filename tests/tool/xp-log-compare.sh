#!/bin/sh
# xp-log-compare: is one network better than another, by tables that a hand can
# check and by recorded runs.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tiff.sh"

# cell TABLE METRIC COLUMN
cell() {
	cell_of "$1" "$3" metric="$2"
}

# --- tables ------------------------------------------------------------------
# table VALUE...: pearson of the images i1, i2 ...
table() {
	i=0
	printf 'id\tmethod\tmse\tpearson\tslope\n'
	for r; do
		i=$((i + 1))
		printf 'i%s\tmodel\t1\t%s\t1\n' $i "$r"
		printf 'i%s\tmean\t5\t\t\n' $i
	done
	printf '*\tmodel\t1\t0\t1\n'
}
table 0.5 0.625 0.75 0.375 0.5 0.625 0.25 0.8 > a.tsv
table 0.625 0.75 1 0.5 0.75 0.5 0.75 0.8 > b.tsv
ok "compares tables" into ab.tsv xp-log compare a.tsv b.tsv
ok "the means" test "$(cell ab.tsv pearson mean_a) $(cell ab.tsv pearson \
	mean_b)" = '0.553125 0.709375'
ok "the difference" test "$(cell ab.tsv pearson difference)" = 0.15625
ok "images" test "$(cell ab.tsv pearson images)" = 8
ok "on how many the second is better" test "$(cell ab.tsv pearson b_better)" = 6
ok "differences that are not 0" test "$(cell ab.tsv pearson units)" = 7
# Sizes 1/8 (four), 1/4 (two), 1/2 have the ranks 2.5, 5.5 and 7; the one below
# 0 has 2.5, and 5 of the 128 choices of signs give no more: p = 10 / 128.
ok "Wilcoxon's p" test "$(cell ab.tsv pearson p)" = 0.078125
ok "the interval is above 0" awk "BEGIN { exit !($(cell ab.tsv pearson low) \
	> 0 && $(cell ab.tsv pearson high) < 0.35) }"
ok "equal scores" test "$(cell ab.tsv mse p) $(cell ab.tsv mse units)" = '1 0'
ok "slope is neither better nor worse" test -z "$(cell ab.tsv slope p)"
like "says who is better" "'b.tsv' is better on 6 of 8 images; p = 0.0781" \
	xp-log compare a.tsv b.tsv
ok "the other way round" into ba.tsv xp-log compare b.tsv a.tsv
ok "the difference has the other sign" \
	test "$(cell ba.tsv pearson difference)" = -0.15625
ok "and the same p" test "$(cell ba.tsv pearson p)" = "$(cell ab.tsv pearson p)"
ok "many" into abb.tsv xp-log compare a.tsv b.tsv a.tsv
ok "are compared to the first" test "$(cut -f 1,2 abb.tsv | sort -u | wc -l)" \
	= 3
ok "as JSON" into ab.json xp-log compare --json a.tsv b.tsv
ok "one object a row" test "$(wc -l < ab.json)" -eq "$(($(wc -l < ab.tsv) - 1))"
sed '/^i8/d' b.tsv > fewer.tsv
like "images that one table lacks are said" \
	'compared on the 7 images in both .* only one of .* has 1 image$' \
	xp-log compare a.tsv fewer.tsv
table 0.625 nan 1 0.5 0.75 '' 0.75 0.8 > lost.tsv
like "images that one could not score are said" \
	"pearson of 'lost.tsv' is undefined for 2 images for which 'a.tsv'" \
	xp-log compare a.tsv lost.tsv
like "... of the first, too" "pearson of 'lost.tsv' is undefined for 2" \
	xp-log compare lost.tsv a.tsv
sed 's/	5		/	6		/' b.tsv > other.tsv
like "other targets are said" "baseline 'mean' of image 'i1' differs" \
	xp-log compare a.tsv other.tsv
sed 's/^i/k/' b.tsv > none.tsv
code 3 "no image in common" xp-log compare a.tsv none.tsv
code 3 "no such table" xp-log compare ./a.tsv ./missing.tsv
printf 'x\ty\n1\t2\n' > no.tsv
code 3 "a table of something else" xp-log compare a.tsv no.tsv
code 3 "a method that is not there" xp-log compare a.tsv b.tsv --method affine
code 2 "a single run" xp-log compare a.tsv

# --- runs --------------------------------------------------------------------
mkdir s t
printf 'id\tsource\ttarget\tsplit\tgroup\tsource_offset\tsource_scale\t' > n.tsv
printf 'target_offset\ttarget_scale\n' >> n.tsv
for i in 1 2 3 4 5 6 7 8; do
	tiff s/$i.tif 40 36 16 "1000 + 100 * sin(x * $i / 9) + y"
	tiff t/$i.tif 40 36 16 "400 + 90 * sin(x * $i / 9) ^ 2 + y % 3"
	split='train'
	[ $i -le 2 ] || split='test'
	[ $i -ne 3 ] || split='val'
	printf '%s\ts/%s.tif\tt/%s.tif\t%s\tg%s\t1000\t0.01\t400\t0.02\n' \
		$i $i $i $split $((i / 2)) >> n.tsv
done
net='--depth=2 --num-fmaps=4 --patch=12 --batch=3 --lr=0.01 --no-checks'
# shellcheck disable=SC2086
ok "one training" into few.id xp-train -q $net --steps=5 n.tsv
# shellcheck disable=SC2086
ok "a longer one" into many.id xp-train -q $net --steps=200 n.tsv
ok "with names" eval 'xp-log tag $(cat few.id) few &&
	xp-log tag $(cat many.id) many'
code 3 "what is not scored" xp-log compare few many
like "is told how" "has not been scored yet; 'xp-eval [0-9]" \
	xp-log compare few many
ok "scores them" eval 'xp-eval -q few > few.tsv && xp-eval -q many > many.tsv'
ok "compares trainings by their scores" into runs.tsv xp-log compare few many
ok "over groups" test "$(cell runs.tsv mse images) $(cell runs.tsv mse units)" \
	= '5 3'
ok "with their names" test "$(sed -n 2p runs.tsv | cut -f 1,2)" = 'few	many'
ok "the longer is better" test "$(cell runs.tsv mse b_better)" = 5
ok "or the runs that scored" into again.tsv xp-log compare @2 @1
ok "gives the same numbers" eval 'cut -f 3- runs.tsv > x &&
	cut -f 3- again.tsv | cmp - x'
ok "or one of each" into mixed.tsv xp-log compare few.tsv many
ok "has groups, too" test "$(cell mixed.tsv mse units)" = 3
xp-pairs --table n.tsv > p.tsv 2> /dev/null
code 3 "a run of another tool" xp-log compare few \
	"$(xp-log ls --last 1 | tail -n 1 | cut -f 1)"
# --- groups ------------------------------------------------------------------
export XP_DIR="$PWD/groups.xp"
for i in 1 2; do
	tiff "g$i.tif" 24 24 16 "x * 7 + y * $i" &&
		tiff "h$i.tif" 24 24 16 "x * 5 + y * $i" || exit 99
done
printf 'id\tsource\ttarget\tsplit\n1\tg1.tif\th1.tif\ttrain\n' > g.tsv
printf '2\tg2.tif\th2.tif\tval\n' >> g.tsv
toy='xp-train -q --depth 1 --num-fmaps 2 --patch 16 --batch 1 --no-checks'
for seed in 1 2 3; do
	$toy --steps 3 --seed $seed g.tsv
done > /dev/null 2>&1
$toy --steps 2 --seed 1 g.tsv > /dev/null 2>&1
xp-log ls --columns steps,val.loss,seed,state > each.tsv
xp-log ls --group-by-settings --columns steps,val.loss,state > group.tsv
ok "runs that differ in the seed are one row" sh -c '
	test "$(cut -f 1,2,5 group.tsv | tr "\t\n" ", ")" = \
	"runs,steps,state 3,3,done 1,2,done "'
ok "... with the mean" awk -F '\t' 'FNR == NR { if ($1 == 3) s += $2 / 3; next }
	FNR == 2 { d = $3 / s - 1; exit !(d * d < 1e-14) }' each.tsv group.tsv
ok "... and the deviation" awk -F '\t' '
	FNR == NR { if ($1 == 3) { s += $2; q += $2 * $2 }; next }
	FNR == 1 { head = $4 }
	FNR == 2 { d = $4 / sqrt((q - s * s / 3) / 2) - 1
		exit !(head == "val.loss.sd" && d * d < 1e-10) }' \
	each.tsv group.tsv
ok "... which one run has not" sh -c 'test -z "$(sed -n 3p group.tsv |
	cut -f 4)"'
printf 'id\tsource\ttarget\tsplit\n1\tg1.tif\tg0.tif\ttrain\n' > g.tsv
$toy --steps 2 --seed 9 g.tsv > /dev/null 2>&1
xp-log ls --group-by-settings --columns steps,state > group.tsv
ok "a run that failed is no part of those that did not" grep -qx \
	'1	2	failed' group.tsv
like "what varies, but for the seed" '^runs	.*	steps$' \
	xp-log ls --group-by-settings --varying
like "sorted" '^1	2$' sh -c 'xp-log ls --group-by-settings \
	--columns steps --sort steps | sed -n 2p'
ok "as JSON" sh -c 'xp-log ls --group-by-settings --json | grep -c runs'

done_testing
