#!/bin/sh
# xp-stats: the table, the sentences, and what is refused.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tiff.sh"

# 0..99 in every image, shifted: numpy.percentile(range(100), 1) is 0.99.
tiff a.tif 10 10 16 'i'
tiff b.tif 10 10 16 'i + 100'
tiff c.tif 20 5 8 'i % 2 * 255'
tiff flat.tif 10 10 8 '7'
# 1.0, but NaN (2143289344) and infinity (2139095040) in three places
tiff nan.tif 4 4 32 \
	'i == 5 ? 2143289344 : i > 13 ? 2139095040 : 1065353216 + i'
{
	printf 'id\tsource\ttarget\tsplit\n'
	printf 'x\ta.tif\tb.tif\ttrain\n'
	printf 'y\tb.tif\ta.tif\ttest\n'
} > p.tsv

stats() {
	xp-stats --no-log "$@"
}
is() {
	test "$(cell t.tsv "$1" "$2")" = "$3" || {
		echo "$1 of row $2: $(cell t.tsv "$1" "$2"), want $3"
		return 1
	}
}

ok 'a manifest' stats --percentiles=0,1,50,99.8,100 p.tsv > t.tsv
ok 'two rows a pair, and two of the sets' test "$(wc -l < t.tsv)" -eq 7
ok 'sides by turns' is side 2 target
ok 'the file' is image 2 b.tif
ok 'the split' is split 3 test
ok 'the size' is width 1 10
ok 'the type' is type 1 uint16
ok 'the minimum' is min 2 100
ok 'the maximum' is max 2 199
ok 'the mean' is mean 1 49.5
ok 'the standard deviation' near "$(cell t.tsv sd 1)" 28.86607004772212 1e-8
ok 'percentile 1' is p1 1 0.99
ok 'percentile 99.8' near "$(cell t.tsv p99.8 1)" 98.802 1e-8
ok 'zeros' is zeros 1 1
ok 'sets come last' is scope 5 set
ok 'the set: images' is images 5 2
ok 'the set: pixels' is pixels 5 200
ok 'the set: maximum' is max 6 199
ok 'the set: median' is p50 5 99.5
like 'how many' '^xp-stats: 2 pairs$' stats p.tsv
like 'how big, of what type' '^xp-stats: source: 2 images, 10x10, uint16' \
	stats p.tsv
like 'what range over all and in one' \
	'values 0 to 199 over all images, in the narrowest 0 to 99, in the' \
	stats p.tsv
like 'how many levels' \
	'99 % of pixels lie in 200 of 65,536 levels: 7.6 eff' stats p.tsv
ok 'one split' stats -q --split=test p.tsv > t.tsv
ok 'has its rows only' test "$(wc -l < t.tsv)" -eq 5
ok 'and knows their images' is image 1 b.tif
code 3 'a split that is not there' stats --split=val p.tsv
like 'names those that are' "'test', 'train'" stats --split=val p.tsv

ok 'the manifest from a pipe' sh -c 'xp-stats --no-log -q < p.tsv > t2.tsv &&
	xp-stats --no-log -q p.tsv | cmp - t2.tsv'
ok 'the same with more threads' sh -c 'xp-stats --no-log -q -j 5 p.tsv |
	cmp - t2.tsv'
ok 'JSON' stats -q --json p.tsv > t.json
ok 'a line a row' test "$(grep -c '^{.*}$' t.json)" -eq 6

ok 'images' stats a.tif c.tif > t.tsv
ok 'side is image' is side 1 image
ok 'id is the name' is id 2 c.tif
ok 'the set: types differ' is type 3 mixed
ok 'the set: sizes differ' is width 3 ''
ok 'saturated: 255 of 8 bits' is saturated 2 50
ok 'constant' stats --images flat.tif > t.tsv
ok 'is marked' is constant 1 1
like 'and said' "'flat.tif' is constant" stats flat.tif
ok 'numbers that are none' stats nan.tif > t.tsv
ok 'are counted' is nonfinite 1 3
ok 'and left out' is max 1 1.00000155
ok 'have no effective bits' is effective_bits 1 ''
like 'and said' "'nan.tif' holds pixels that are not finite" stats nan.tif

cp a.tif 'strange name[1]'
ok 'a strange name' stats --images 'strange name[1]'
code 3 'a missing file' stats none.tif
like 'is named' "'none.tif'" stats none.tif
head -c 150 a.tif > short.tif
code 3 'a file cut short' stats short.tif
like 'is named' "'short.tif'" stats short.tif
: > empty.tif
code 3 'an empty file' stats empty.tif
printf 'id\tsource\ttarget\nx\ta.tif\tshort.tif\n' > bad.tsv
code 3 'a file cut short in a manifest' stats bad.tsv
code 2 'no number of percentiles' stats --percentiles=5,x p.tsv
code 2 'a percentile of 101' stats --percentiles=101 p.tsv
code 2 'a split of images' stats --split=train a.tif
code 2 'two manifests' stats p.tsv p.tsv
code 2 '--images without one' stats --images

if [ -n "${XP_DATA:-}" ] && [ -d "$XP_DATA/yeast-bf-yfp" ]; then
	for f in "$XP_DATA"/yeast-bf-yfp/YFP_*.tif; do
		printf '%s\n' "$f"
	done > names
	# The numbers are numpy's, of tifffile's pixels.
	ok 'real images' sh -c 'tr "\n" "\0" < names |
		xargs -0 xp-stats --no-log --percentiles=1,50,99,99.8 > t.tsv'
	ok 'minimum' is min 7 236
	ok 'maximum' is max 7 866
	ok 'mean' near "$(cell t.tsv mean 7)" 298.782032 1e-8
	ok 'median' is p50 7 298
	ok 'percentile 99' is p99 7 341
else
	skip 'real images' 'no XP_DATA'
fi
done_testing
