#!/bin/sh
# xp-eval-judge: is a network any good: more baselines, foreground, groups,
# intervals, what is required.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tiff.sh"

# near WANT GOT: to one part in a million.
near() {
	echo "want $1, got $2"
	awk -v a="$1" -v b="$2" -v most="${3:-1e-6}" 'BEGIN {
		d = a - b; m = most * (a < 0 ? -a : a) + 1e-9
		exit !(b != "" && d <= m && -d <= m)
	}'
}
below() {
	echo "want at most $1, got $2"
	awk -v a="$1" -v b="$2" 'BEGIN { exit !(b != "" && b + 0 <= a) }'
}

# --- images: the target is a filter of 5 x 5 pixels of the source ------------
mkdir src tgt
value='function v(x, y) {
	x = x < 0 ? 0 : x > 35 ? 35 : x; y = y < 0 ? 0 : y > 29 ? 29 : y
	return 1000 + int((x * x * k + y * 17 + x * y * 3) % 97)
}'
# draw NAME K
draw() {
	LC_ALL=C awk -v k="$2" "$value"' BEGIN {
		for (y = 0; y < 30; y++)
			for (x = 0; x < 36; x++) {
				print v(x, y) > "s"
				print 3 * v(x + 2, y - 1) - v(x - 2, y + 2) \
					+ 500 > "t"
			}
	}'
	for side in s t; do
		paste -s -d ' ' $side > line
		dir=src
		[ $side = s ] || dir=tgt
		tiff_list $dir/"$1".tif 36 30 line
		mv $side $dir/"$1".px
	done
}
# tiff_list FILE WIDTH HEIGHT LINE: 16 bits, from numbers in a file.
tiff_list() {
	LC_ALL=C awk -v w="$2" -v h="$3" '
	function byte(v) { printf "\\%03o", v }
	function two(v) { byte(v % 256); byte(int(v / 256)) }
	function four(v) { two(v % 65536); two(int(v / 65536)) }
	function tag(id, type, v) { two(id); two(type); four(1); four(v) }
	{
		printf "II"; two(42); four(8 + 2 * w * h)
		for (i = 1; i <= w * h; i++) two($i)
		two(8)
		tag(256, 4, w); tag(257, 4, h); tag(258, 3, 16)
		tag(259, 3, 1); tag(262, 3, 1); tag(273, 4, 8)
		tag(278, 4, h); tag(279, 4, 2 * w * h); four(0)
	}' "$4" > text
	# shellcheck disable=SC2059
	printf "$(cat text)" > "$1"
}
k=2
for name in train1 train2 val1 test1 test2 test3; do
	draw $name $k
	k=$((k + 1))
done
{
	printf 'id\tsource\ttarget\tsplit\tgroup\tsource_offset\t'
	printf 'source_scale\ttarget_offset\ttarget_scale\n'
	for name in train1 train2 val1 test1 test2 test3; do
		group=${name#test}
		[ "$group" = 3 ] && group=1 # test1 and test3 are one group
		printf '%s\tsrc/%s.tif\ttgt/%s.tif\t%s\tg%s\t' $name $name \
			$name "${name%[0-9]}" "$group"
		printf '1000\t0.02\t2500\t0.01\n'
	done
} > norm.tsv
ok "a run to score" into id xp-train -q --depth=2 --num-fmaps=4 --patch=12 \
	--batch=3 --steps=40 --lr=0.01 norm.tsv
id=$(cat id)

# --- baselines ---------------------------------------------------------------
ok "scores" into plain.tsv xp-eval -q "$id"
ok "with all baselines" into all.tsv xp-eval -q "$id" --all-baselines
ok "predictions" xp-eval -q "$id" --to out
grep -v -e '	linear	' -e '	shuffled	' all.tsv > rest.tsv
same "the other rows stay" plain.tsv rest.tsv
ok "a linear filter is found" below 1e-6 \
	"$(cell_of all.tsv nmse id=test2 method=linear)"
ok "at the edges, too" below 1e-6 \
	"$(cell_of all.tsv nmse id=test3 method=linear)"
mkdir swapped
cp out/test2.tif swapped/test1.tif
cp out/test3.tif swapped/test2.tif
cp out/test2.tif swapped/test3.tif
mkdir once
cp tgt/test*.tif once
ok "predictions of another group's image" into swapped.tsv \
	xp-eval -q --prediction swapped --target once
for name in test1 test2 test3; do
	ok "are what shuffled is: $name" near \
		"$(cell_of swapped.tsv mse id=$name method=prediction)" \
		"$(cell_of all.tsv mse id=$name method=shuffled)"
done
awk -F '\t' 'NR == 1 || $1 != "test2" && $1 != "test3"' norm.tsv > one.tsv
ok "of a single image" into one.out xp-eval -q "$id" one.tsv --all-baselines
ok "nothing is shuffled" test -z "$(cell_of one.out mse id=test1 \
	method=shuffled)"
code 2 "not all and none" xp-eval -q "$id" --no-baselines --all-baselines
ok "no baselines" into no.tsv xp-eval -q "$id" --no-baselines
ok "none" test "$(cut -f 3 no.tsv | sort -u | wc -l)" = 2

# --- foreground and background -----------------------------------------------
ok "regions" into regions.tsv xp-eval "$id" --regions
cut -f 1-18 regions.tsv > front
xp-eval -q "$id" | cut -f 1-18 > want
same "are columns at the right" want front
threshold=$(xp-eval "$id" --regions 2>&1 > /dev/null |
	sed -n 's/.*target is above \([0-9.]*\), Otsu.*/\1/p')
ok "the threshold is said" test -n "$threshold"
# Otsu once more, over the train targets: largest n0 n1 (m0 - m1)^2.
otsu=$(cat tgt/train1.px tgt/train2.px | sort -n | awk '
	{ v[NR] = $1; sum += $1 }
	END {
		for (i = 1; i < NR; i++) {
			low += v[i]
			if (v[i] == v[i + 1]) continue
			d = low / i - (sum - low) / (NR - i)
			between = i * (NR - i) * d * d
			if (between > best) { best = between; at = v[i] }
		}
		print at
	}')
ok "and is Otsu's of the train targets" test "$threshold" = "$otsu"
part=$(awk -v t="$otsu" '{ n += $1 > t } END { printf "%.9g", n / NR }' \
	tgt/test1.px)
ok "so is the part of the pixels" near "$part" \
	"$(cell_of regions.tsv foreground id=test1 method=model)"
# Of the baseline mean, whose value is known (to a float), over the foreground.
mean=$(cat tgt/train1.px tgt/train2.px | awk '{ s += $1 }
	END { printf "%.12g", s / NR }')
mse=$(awk -v t="$otsu" -v m="$mean" '$1 > t { e += ($1 - m) ^ 2; n++ }
	END { printf "%.12g", e / n }' tgt/test1.px)
ok "mse of the foreground" near "$mse" \
	"$(cell_of regions.tsv mse_foreground id=test1 method=mean)" 1e-5
mse=$(awk -v t="$otsu" -v m="$mean" '$1 <= t { e += ($1 - m) ^ 2; n++ }
	END { printf "%.12g", e / n }' tgt/test1.px)
ok "mse of the background" near "$mse" \
	"$(cell_of regions.tsv mse_background id=test1 method=mean)" 1e-5
code 1 "no ssim of a region" grep -q ssim_foreground regions.tsv
like "without train rows there are none" 'are not scored separately' \
	xp-eval --prediction out --target once --regions

# --- groups and intervals ----------------------------------------------------
ok "a summary" into again.tsv xp-eval -q "$id" --summary sum.tsv
same "changes no score" plain.tsv again.tsv
printf 'group\tmethod\tregion\tmetric\timages\tmean\tlow\thigh\n' > want
sed 1q sum.tsv > got
same "its columns" want got
ok "the mean of all" near "$(cell_of plain.tsv mse id='*' method=model)" \
	"$(cell_of sum.tsv mean group='*' method=model region=all metric=mse)"
two=$(awk "BEGIN { printf \"%.12g\", ($(cell_of plain.tsv mae id=test1 \
	method=model) + $(cell_of plain.tsv mae id=test3 method=model)) / 2 }")
ok "the mean of a group" near "$two" \
	"$(cell_of sum.tsv mean group=g1 method=model region=all metric=mae)"
ok "of two images" test "$(cell_of sum.tsv images group=g1 method=model \
	region=all metric=mae)" = 2
# Two groups of 2 and 1 images: the extremes of the means have a chance of 1/4.
ok "the interval over groups" near \
	"$(printf '%s\n%s\n' "$two" "$(cell_of plain.tsv mae id=test2 \
		method=model)" | sort -g | sed 1q)" \
	"$(cell_of sum.tsv low group='*' method=model region=all metric=mae)"
ok "of a group there is none" test -z "$(cell_of sum.tsv low group=g1 \
	method=model region=all metric=mae)"
like "is said" 'intervals over 2 groups: .*2000 resamples, seed 1' \
	xp-eval "$id"
cut -f 1-4,6-9 norm.tsv > nogroup.tsv
like "or over images" 'intervals over 3 images' xp-eval "$id" nogroup.tsv
ok "the same seed" xp-eval -q "$id" --summary sum2.tsv
same "gives the same summary" sum.tsv sum2.tsv
ok "of many images" into big.tsv awk -F '\t' -v OFS='\t' '
	NR == 1 { print; next }
	$4 == "test" { for (i = 0; i < 5; i++) { $1 = $1 i; $5 = $1; print }
		next }
	{ print }' norm.tsv
ok "another seed" xp-eval -q "$id" big.tsv --seed 2 --summary sum2.tsv
ok "and the first" xp-eval -q "$id" big.tsv --summary sum3.tsv
code 1 "differ" cmp -s sum2.tsv sum3.tsv
code 2 "too few resamples" xp-eval "$id" --resamples 3

# --- what is required --------------------------------------------------------
ok "what is met" xp-eval "$id" --require 'mse >= 0, pearson<=1'
like "is said" "requirement 'mse >= 0' is met: the mean is [0-9.]" \
	xp-eval "$id" --require 'mse >= 0'
code 1 "what is not met" into no.tsv xp-eval -q "$id" --require 'mse >= 0' \
	--require 'pearson > 1'
same "still gives the table" plain.tsv no.tsv
like "says the number" \
	"requirement 'pearson > 1' is not met: the mean is -?[0-9.]+" \
	xp-eval -q "$id" --require 'pearson > 1'
code 1 "one of two" xp-eval -q "$id" --require 'pearson > 1,mse>=0'
code 1 "below" xp-eval -q "$id" --require 'mse < 0'
code 1 "at most" xp-eval -q "$id" --require 'mse <= -1e-9'
code 1 "of the foreground" xp-eval -q "$id" --require 'mae_foreground < 0'
ok "or the background" xp-eval -q "$id" --require 'mae_background >= 0'
code 1 "what is undefined is never met" xp-eval -q --prediction once \
	--target once --require 'psnr > 0'
code 1 "neither way" xp-eval -q --prediction once --target once \
	--require 'psnr < 1e9'
like "which is said" 'undefined for 3 images' xp-eval -q --prediction once \
	--target once --require 'psnr < 1e9'
code 2 "an unknown metric" xp-eval "$id" --require 'fid < 3'
like "those there are" "no metric 'fid'; the metrics are mse, rmse, .*frc" \
	xp-eval "$id" --require 'fid < 3'
for bad in 'pearson' 'pearson = 1' 'pearson > ' '> 1' 'pearson > nan' \
	'pearson > 1 0' 'pearson > 0.8,' 'ssim_foreground > 0' \
	'pearson_middle > 0' 'pearson == 1' 'pearson >> 1'; do
	code 2 "--require '$bad'" xp-eval "$id" --require "$bad"
done

# --- the mean over orientations ----------------------------------------------
# turned NAME HOW: both images of test1, each pixel of which is pixel HOW.
turned() {
	for side in src tgt; do
		LC_ALL=C awk -v w=36 -v h=30 '
			{ v[NR - 1] = $1 }
			END {
				W = '"$3"' ? h : w; H = '"$3"' ? w : h
				for (y = 0; y < H; y++)
					for (x = 0; x < W; x++)
						print v['"$2"']
			}' $side/test1.px | paste -s -d ' ' - > line
		if [ "$3" = 1 ]; then
			tiff_list $side/"$1".tif 30 36 line
		else
			tiff_list $side/"$1".tif 36 30 line
		fi
	done
}
turned test4 'y * w + w - 1 - x' 0
turned test5 '(h - 1 - y) * w + x' 0
turned test6 'x * w + y' 1
turned test7 'x * w + w - 1 - y' 1
{
	sed 1q norm.tsv
	grep '^test1	' norm.tsv
	for name in test4 test5 test6 test7; do
		grep '^test1	' norm.tsv | sed "s,test1,$name,g"
	done
} > turned.tsv
ok "without --tta orientations differ" into plain.out \
	xp-eval -q "$id" turned.tsv
code 1 "in their scores" near "$(cell_of plain.out mse id=test1 method=model)" \
	"$(cell_of plain.out mse id=test6 method=model)"
ok "with it" into tta.out xp-eval -q "$id" turned.tsv --tta
for name in test4 test5 test6 test7; do
	ok "they do not: $name" near \
		"$(cell_of tta.out mse id=test1 method=model)" \
		"$(cell_of tta.out mse id=$name method=model)" 1e-5
done
ok "and none is worse by it" below \
	"$(cell_of plain.out mse id='*' method=model)" \
	"$(cell_of tta.out mse id='*' method=model)"
ok "baselines stay" test "$(cell_of tta.out mse id=test1 method=affine)" = \
	"$(cell_of plain.out mse id=test1 method=affine)"
ok "in other tiles" into tile.out xp-eval -q "$id" turned.tsv --tta --tile=8 -j1
same "the same scores" tta.out tile.out
code 2 "without a model" xp-eval --prediction out --target once --tta
done_testing
