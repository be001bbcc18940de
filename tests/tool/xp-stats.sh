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

mkdir folder
cp a.tif b.tif folder
for what in folder 'folder/*.tif' 'folder/[ab].tif[0]'; do
	ok "images of '$what'" stats "$what" > t.tsv
	ok 'are two' test "$(wc -l < t.tsv)" -eq 4
	ok 'in order' is min 2 100
done
code 3 'an empty one' stats 'folder/*.tiff'

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
	'values 0 to 199 over all images [(]narrowest image 0 to 99, widest' \
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
like 'and said' "'nan.tif' has pixels that are not finite" stats nan.tif

cp a.tif 'strange name[1]'
ok 'a strange name' stats --images 'strange name[1]'
cp a.tif 'tab	name.tif'
code 3 'a name that a table cannot hold' stats 'tab	name.tif'
like 'is told' 'contains a tab or a line break' stats 'tab	name.tif'
code 3 'a missing file' stats none.tif
like 'is named' "'none.tif'" stats none.tif
head -c 150 a.tif > short.tif
code 3 'a file cut short' stats short.tif
like 'is named' "'short.tif'" stats short.tif
: > empty.tif
code 3 'an empty file' stats empty.tif
printf 'id\tsource\ttarget\nx\ta.tif\tshort.tif\n' > bad.tsv
code 3 'a file cut short in a manifest' stats bad.tsv
for j in 1 2 7; do
	stats -q -j "$j" folder c.tif flat.tif nan.tif > "j$j.tsv"
	like "of several at fault the first is named ($j)" "'empty.tif'" \
		stats -j "$j" a.tif b.tif empty.tif short.tif none.tif
done
ok 'images in their order, whatever the threads' cmp j1.tsv j2.tsv
ok 'whatever their number' cmp j1.tsv j7.tsv
ok 'all of them' test "$(wc -l < j1.tsv)" -eq 7
code 2 'no number of percentiles' stats --percentiles=5,x p.tsv
code 2 'a percentile of 101' stats --percentiles=101 p.tsv
code 2 'a split of images' stats --split=train a.tif
code 2 'two manifests' stats p.tsv p.tsv
code 2 '--images without one' stats --images

# Last strips that hold more than the image has rows: all is 7.
for f in "$srcdir"/fuzz/seeds/tiff/deflate-*; do
	ok "all of ${f##*/}" stats -q --images "$f" > t.tsv
	ok 'its minimum' is min 1 7
	ok 'its maximum' is max 1 7
done

# Pages: what they are, if nothing in the file says so.
stack pages.tif 6 5 6 '' 'p * 40 + x'
stack named.tif 6 5 6 'ImageJ=1.53
images=6
channels=2
slices=3
unit=micron
' 'p * 40 + x' 100 26
ok 'pages' stats -q pages.tif > t.tsv
ok 'are numbered' is image 6 'pages.tif[5]'
ok 'and known to be of no size' is pixel_um 1 ''
ok 'or are what --axes says' stats -q --axes=tz3 pages.tif > t.tsv
ok 'in order' is image 6 'pages.tif[axes=tz3,c=0,z=2,t=1]'
ok 'as they are numbered' is min 6 200
ok 'one of them' stats -q --axes=t 'pages.tif[t=4]' > t.tsv
ok 'by its number' is min 1 160
ok 'as a table says it' stats -q "$(cell t.tsv image 1)"
code 3 'axes that do not fit' stats --axes=tz4 pages.tif
like 'are named' "'pages.tif': axes 'tz4' do not make 6 pages" \
	stats --axes=tz4 pages.tif
code 3 'a page of no known kind' stats 'pages.tif[t=1]'
like 'asks for --axes' "'pages.tif': it does not say .* --axes" \
	stats 'pages.tif[t=1]'
code 2 'axes of a manifest' stats --axes=t p.tsv
ok 'a hyperstack' stats -q 'named.tif[c=1]' > t.tsv
ok 'all of a channel' test "$(wc -l < t.tsv)" -eq 5
ok 'by name' is image 3 'named.tif[c=1,z=2,t=0]'
ok 'its pixels are as big' is pixel_um 3 0.26
ok 'in all' is pixel_um 4 0.26
like 'as is said' 'uint8, a pixel is 0.26 um; 180 pixels' stats named.tif

# What histograms say; numbers by hand: of 0 to 99 the median is 49.5, the
# distances from it 0.5, 0.5, 1.5, ... with the median 25.
ok 'grain' stats -q a.tif c.tif > t.tsv
ok 'median' is median 1 49.5
ok 'interquartile range' is iqr 1 49.5
ok 'median deviation' is mad 1 25
ok 'of two levels' is mad 2 127.5
ok 'entropy' near "$(cell t.tsv entropy 1)" 6.643856189774724 1e-8
ok 'of two levels' is entropy 2 1
ok 'step' is step 1 1
ok 'of two levels' is step 2 255
ok 'mode' is mode 2 0
ok 'share of the range' is range_share 2 1
ok 'share of the range of 16 bits' near "$(cell t.tsv range_share 1)" \
	0.00152587890625 1e-8
ok 'no low bits' is low_bits 1 0
tiff shifted.tif 10 10 16 '16 * i + 16 * (i % 7 == 0)'
ok 'shifted' stats -q shifted.tif flat.tif > t.tsv
ok 'four low bits' is low_bits 1 4
ok 'steps of 16' is step 1 16
ok 'five high bits: 16 * 98 + 16 has eleven' is high_bits 1 5
ok 'and five of eight' is high_bits 2 5
like 'said' 'the highest 5 bits of every pixel are 0: 11 of 16 are used' \
	stats shifted.tif
ok 'one level has none' is step 2 0
ok 'and no deviation' is mad 2 0
ok 'and no entropy' is entropy 2 0
ok 'and its mode' is mode 2 7
like 'said' 'the lowest 4 bits of every pixel are 0' stats shifted.tif
tiff stepped.tif 10 10 16 '3 * i + 1'
like 'steps are said' 'levels come in steps of 3' stats stepped.tif
tiff large.tif 10 10 32 '1318267909 + i'
ok 'large numbers' stats large.tif > t.tsv
ok 'have all digits' is max 1 1234580480
like 'as is said' 'values 1234567808 to 1234580480, mean 1234574144' \
	stats large.tif
ok 'floats' stats -q nan.tif > t.tsv
ok 'have none of it' is entropy 1 ''
ok 'but a median' near "$(cell t.tsv median 1)" 1.000000834465027 1e-8

# One hot pixel has nearly all of the variance: 65,200^2 of it beside 1e4
# pixels of 14^2.
tiff hot.tif 100 100 16 'i == 4321 ? 65535 : 300 + i % 50'
tiff hotter.tif 100 100 32 'i == 4321 ? 1202702336 : 1133903872 + i % 50'
tiff cool.tif 100 100 16 '300 + i % 50 + (i < 30 ? 9000 : 0)'
like 'a hot pixel is told' \
	"1 image has a few .*'hot.tif': .* 1 pixel .the farthest .* 65535." \
	stats hot.tif cool.tif
like 'of how much weight' \
	' between 300 and 349, .* makes up 99.9 % of the variance' \
	stats hot.tif
like 'with what to do' 'remove hot pixels .*--clip' stats hot.tif
like 'among real numbers, too' "'hotter.tif': .* 1 pixel .the far" \
	stats hotter.tif
tiff blob.tif 100 100 16 \
	'int(x / 2) == 9 && int(y / 2) == 7 || i == 9 ? 65535 : 300 + i % 50'
like 'a blob and one more' "'blob.tif': .* 5 pixels .*: remove hot" \
	stats blob.tif
tiff dead.tif 100 100 16 'i % 2000 ? 3000 + i % 50 : 0'
like 'dead pixels' "'dead.tif': .* 5 pixels .*: remove dead" stats dead.tif
ok 'not what is more than a few' sh -c \
	"xp-stats --no-log cool.tif 2>&1 > t.tsv | grep -c far | grep -qx 0"

# Too little light is another thing than too much.
tiff low.tif 10 10 16 'i % 3 * i'
like 'values cut off below 0' \
	"'low.tif' has more than 1 % of its pixels at 0: values below 0 were" \
	stats low.tif
ok 'is not saturated' sh -c \
	"xp-stats --no-log low.tif 2>&1 > t.tsv | grep -c satur | grep -qx 0"
tiff top.tif 10 10 16 'i % 3 ? 65535 : i + 1'
like 'at the top: saturated' \
	"'top.tif' has more .* top of its range: it is satur" stats top.tif
ok 'has no values cut off below 0' sh -c \
	"xp-stats --no-log top.tif 2>&1 > t.tsv | grep -c 'cut' | grep -qx 0"

# signed FILE EXPRESSION: as tiff, 60 x 60 signed numbers of 16 bits, of the
# random number u.
signed() {
	u='700 * sqrt(-2 * log(1 - rand())) * cos(6.283185 * rand())'
	tiff "$1" 60 60 16 "((u = int($u)) * 0) + ((v = $2) < 0) * 65536 + v"
	# the value of the last tag, which is SampleFormat
	printf '\2' | dd of="$1" bs=1 conv=notrunc status=none \
		seek=$((8 + 7200 + 2 + 8 * 12 + 8))
}
signed cut1.tif 'u < -468 ? -32768 : u - 32300'
signed cut2.tif 'u < -500 ? -500 : u'
signed cut3.tif 'u > 500 ? 500 : u'
signed cut4.tif 'u < 0 ? 0 : u'
signed whole.tif u
like 'signed values cut off at the lowest of all' \
	"'cut1.tif' has a heap of pixels at its lowest value" stats cut1.tif
like 'at another' "'cut2.tif' has a heap .* lowest value" stats cut2.tif
like 'at the top' "'cut3.tif' has a heap .* highest value" stats cut3.tif
like 'at 0' "'cut4.tif' has .* at 0: values below 0 were" stats cut4.tif
ok 'not cut off' sh -c \
	"xp-stats --no-log whole.tif 2>&1 > t.tsv | grep -c 'cut' | grep -qx 0"
tiff two.tif 20 20 8 'x < 5 ? 255 : 0'
like 'a mask is told' 'it has two values, 0 and 255: it is a mask' \
	stats two.tif
ok 'and neither saturated nor cut off' sh -c \
	"xp-stats --no-log two.tif 2>&1 > t.tsv | grep -Ec 'cut|satur|steps' |
		grep -qx 0"

# A board of 0 and 10: |L| is 80 in every window.
tiff board.tif 16 8 8 '(x + y) % 2 * 10'
tiff slope.tif 16 8 16 '3 * x + 100 * y'
tiff noise.tif 100 100 16 \
	'1000 + x + 20 * sqrt(-2 * log(1 - rand())) * cos(6.283185 * rand())'
ok 'noise' stats -q --noise board.tif slope.tif noise.tif nan.tif > t.tsv
ok 'of a board' near "$(cell t.tsv noise 1)" 16.71085516420667 1e-8
ok 'of a slope is 0' is noise 2 0
ok 'of Gaussian noise, sd 20' near "$(cell t.tsv noise 3)" 20 0.05
ok 'of no whole window' is noise 4 ''
ok 'the same with more threads' sh -c 'xp-stats --no-log -q -j 3 --noise \
	board.tif slope.tif noise.tif nan.tif | cmp - t.tsv'
# Slices far apart, each without noise.
stack steps.tif 8 4 3 'ImageJ=1.53
images=3
slices=3
' 'p % 2 * 200'
ok 'noise of a stack' stats -q --noise 'steps.tif[z=all]' > t.tsv
ok 'is not what lies between its slices' is noise 1 0
# Slices: each by itself, over all stacks.
stack deep.tif 8 4 11 'ImageJ=1.53
images=11
slices=11
' 'p * 10 + x % 2'
ok 'by slice' stats -q --by=slice 'steps.tif[z=all]' 'deep.tif[z=all]' > t.tsv
ok 'a row a slice' test "$(wc -l < t.tsv)" -eq 15
ok 'its scope' is scope 3 slice
ok 'its name' is slice 3 z0
ok 'in the order of numbers' is slice 13 z10
ok 'of all stacks that have it' is images 5 2
ok 'its pixels' is pixels 5 64
ok 'its lowest' is min 5 0
ok 'its highest' is max 5 21
ok 'of a deep stack only' is images 13 1
ok 'its pixels, too' is mean 13 100.5
ok 'stacks as before' is slice 1 ''
like 'how they run' 'medians of 11 slices: 0.5 in z0 to 100.5 in z10, lowest' \
	stats --by=slice 'deep.tif[z=all]'
printf 'id\tsource\ttarget\nx\tdeep.tif[z=all]\tsteps.tif[z=all]\n' > z.tsv
ok 'of a manifest' stats -q --by=slice z.tsv > t.tsv
ok 'on both sides' test "$(grep -c '^slice' t.tsv)" -eq 14
ok 'named by side' is side 14 target
code 3 'no slices of planes' stats --by=slice a.tif
like 'are named' 'no image is a stack' stats --by=slice a.tif
ok 'not unless asked' test "$(stats -q board.tif | head -n 1 |
	grep -c noise)" -eq 0

# Images 1 to 20: each a little brighter, the last but one far off.
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	tiff "n$i.tif" 10 10 16 "i + $i"
	tiff "m$i.tif" 10 10 16 "i + $((i % 3)) + $((i == 19 ? 500 : 0))"
done
like 'a drift' "medians rise in the order of the names .*rho 1.00" \
	stats n[0-9]*.tif
ok 'in the table' stats -q n[0-9]*.tif > t.tsv
ok 'on the row of the set' is drift 21 1
like 'an outlier' "1 image with a median far .*: 'm19.tif' [(].*[)]$" \
	stats m*.tif
ok 'in the table' stats -q m*.tif > t.tsv
# medians 49.5 + 0, 1, 2 and 550.5: median 50.5, MAD 1
ok 'robust z' near "$(awk -F '\t' 'NR == 1 {
	for (i = 1; i <= NF; i++) at[$i] = i }
	$at["id"] == "m19.tif" { print $at["median_z"] }' t.tsv)" \
	337.2453797 1e-8
ok 'no outlier, no drift, no word' test \
	"$(stats m1.tif m2.tif m3.tif m4.tif m5.tif 2>&1 > t.tsv |
	grep -cE 'far from|order of')" -eq 0
ok 'too few for it' stats -q a.tif b.tif > t.tsv
ok 'no number' is median_z 1 ''

# 0 to 99 in train, 50 to 149 in test: distance one half.
tiff d.tif 10 10 16 'i + 50'
tiff a1.tif 10 10 16 'i + 1'
tiff b1.tif 10 10 16 'i + 101'
{
	printf 'id\tsource\ttarget\tsplit\tgroup\n'
	printf 'x\ta.tif\ta.tif\ttrain\tg\ny\td.tif\ta1.tif\ttest\tg\n'
} > ks.tsv
ok 'by split' stats -q --by=split ks.tsv > t.tsv
ok 'a row each, of each side' test "$(wc -l < t.tsv)" -eq 11
ok 'its scope' is scope 5 split
ok 'its name' is split 5 test
ok 'its pixels' is mean 5 99.5
ok 'distance to train' is ks 5 0.5
ok 'of train itself' is ks 6 0
ok 'of the targets' is ks 7 0.01
like 'said' "source: split 'test': Kolmogorov-Smirnov distance to train 0.500" \
	stats --by=split ks.tsv
ok 'by group' stats -q --by=group ks.tsv > t.tsv
ok 'its scope' is scope 5 group
ok 'to the whole set' is ks 5 0
# One pixel of 1e30 hides nothing: train 1 to 2, val 2 to 3 and 1.
tiff hot.tif 10 10 32 'i ? 1065353216 + i * 83886 : 1900671690'
tiff cold.tif 10 10 32 'i ? 1073741824 + i * 41943 : 1065353216'
{
	printf 'id\tsource\ttarget\tsplit\n'
	printf 'x\thot.tif\ta.tif\ttrain\ny\tcold.tif\ta.tif\tval\n'
} > hot.tsv
ok 'a hot pixel' stats -q --by=split hot.tsv > t.tsv
ok 'does not hide a distance' near "$(cell t.tsv ks 6)" 0.98 1e-3
sed 's/train/test/' hot.tsv > notrain.tsv
like 'none without train' "source: no row is in the split 'train'" \
	stats --by=split notrain.tsv
code 2 'parts of images' stats --by=split a.tif
code 3 'parts without names' stats --by=group p.tsv

# The sd of 49.5 and 149.5 is 50, their interquartile range 49.5.
cut -f 1-3 p.tsv > nosplit.tsv
like 'advice' \
	'source: advice: --source-method=percentile --source-scope=image: med' \
	stats --advise nosplit.tsv
like 'its numbers' 'differ by 50 \(sd\), more than half the interquartile' \
	stats --advise nosplit.tsv
like 'is of the train rows, if there are any' \
	'source: advice \(train rows\): .* --source-scope=set' \
	stats --advise p.tsv
ok 'in the table' stats -q --advise nosplit.tsv > t.tsv
ok 'the scope' is advice_scope 5 image
ok 'apart' is between_images 5 50
ok 'wide' is within_images 5 49.5
like 'alike: by set' 'source: advice .* --source-scope=set: .* no more than' \
	stats --advise ks.tsv
like 'targets: by set, whatever their medians' \
	'target: advice: .* --target-scope=set: .* one scale .* differ by 50' \
	stats --advise nosplit.tsv
{
	printf 'id\tsource\ttarget\tgroup\n'
	printf '1\ta.tif\tc.tif\tg\n2\ta1.tif\tc.tif\tg\n'
	printf '3\tb.tif\tc.tif\th\n4\tb1.tif\tc.tif\th\n'
} > groups.tsv
like 'alike in groups: by group' 'source: advice: .* --source-scope=group' \
	stats --advise groups.tsv
# Groups that only others than the train rows belong to.
awk -F '\t' -v OFS='\t' '{ print $0, NR == 1 ? "split" : "train" }
	END { print "5", "b.tif", "c.tif", "i", "test" }' groups.tsv > split.tsv
like 'not by group where one has no image to fit to' \
	'source: advice \(train rows\): .*=image: .* not every group has' \
	stats --advise split.tsv
like 'also when only the train rows are asked about' \
	'source: advice: .*=image: .* not every group has' \
	stats --advise --split=train split.tsv
# What is advised is what xp-norm does, says, and can be told to do.
advice() {
	sed -nE 's/^xp-[a-z]*: ([a-z]*): (advice[^:]*|as advised): /\1: /p'
}
for f in nosplit.tsv groups.tsv split.tsv; do
	stats --advise "$f" 2>&1 > t.tsv | advice > want
	xp-norm --no-log "$f" 2>&1 > auto.tsv | advice > followed
	ok "xp-norm does what is advised: $f" cmp want followed
	ok 'on both sides' test "$(wc -l < followed)" -eq 2
	options=$(grep -o -e '--[a-z]*-[a-z]*=[a-z]*' want | tr '\n' ' ')
	ok 'as when it is asked to' sh -c \
		"xp-norm --no-log -q $options $f | cmp - auto.tsv"
done
like 'images by themselves' 'image: advice: --method=percentile --scope=set' \
	stats --advise a.tif
tiff sparse.tif 10 10 8 'i > 97 ? 200 : 0'
like 'mostly one value' 'advice: --method=minmax' stats --advise sparse.tif

ok 'histogram' stats --hist c.tif 2> err > t.tsv
ok 'a bar for the lowest' grep -qE '^xp-stats:  +0 \|#{56}$' err
ok 'one for the highest' grep -qE '^xp-stats:  +248 \|#{56}$' err
ok 'none between' grep -qE '^xp-stats:  +128 \|$' err
# picture FILE: the width and height that a PNG says
picture() {
	head -c 24 "$1" | od -An -v -tu1 | awk '{ for (i = 1; i <= NF; i++)
		b[n++] = $i } END { print b[1] b[2] b[3],
		b[18] * 256 + b[19], b[22] * 256 + b[23] }'
}
ok 'as a picture' stats -q --hist -o h.png p.tsv > t.tsv
ok 'of two panels' test "$(picture h.png)" = '807871 1056 656'
ok 'as lines' stats -q --hist -o h.svg p.tsv > t.tsv
ok 'one drawing' test "$(grep -c '^<svg.*>$\|^</svg>$' h.svg)" = 2
ok 'of two sides, dark and light' test "$(grep -c '<path fill' h.svg)" = 4
ok 'with its words' grep -q '>source: 200 pixels, median 99.5 (light' h.svg
ok 'montage' stats -q --montage=m.png --images m[0-9]*.tif > t.tsv
ok 'of 20 images' test "$(picture m.png)" = '807871 1688 376'
ok 'of one' stats -q --montage=m1.png --images flat.tif > t.tsv
ok 'room for words' test "$(picture m1.png)" = '807871 680 208'
ok 'of what is no number' stats -q --montage=m2.png nan.tif > t.tsv
code 2 'no picture of nothing' stats -o h.png p.tsv
code 4 'a picture nowhere' stats --montage=none/m.png a.tif
like 'a float histogram' ' 1 [|]#' stats --hist nan.tif

# What a file holds counts, and not how it is called.
mkdir vendor
for name in x.stk x.lsm x.svs x.ndpi plain; do
	cp a.tif "vendor/$name"
done
echo 'no image' > vendor/notes.txt
ok 'an image of any name' stats -q vendor/plain > t.tsv
ok 'an image of another ending' stats -q vendor/x.stk > t.tsv
ok 'a directory of them' stats -q vendor > t.tsv
ok 'all five' test "$(grep -c '^image' t.tsv)" = 5
printf 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n' \
	> lfs.tif
code 3 'a git-lfs pointer' stats lfs.tif
like 'called so' "git-lfs pointer.* 'git lfs pull'" stats lfs.tif
printf '/annex/objects/MD5E-s2906760--0a1b2c3d.tif\n' > annex.tif
like 'a git-annex pointer' "git-annex pointer.* 'git annex get'" stats annex.tif
printf '../.git/annex/objects/aB/cD/MD5E-s1--0.tif/MD5E-s1--0.tif' > annex.tif
like 'a link as a text' "git-annex pointer.* 'git annex get'" stats annex.tif
ln -sf ../.git/annex/objects/aB/cD/MD5E-s1--0.tif/MD5E-s1--0.tif annex.tif
code 3 'a link into git-annex' stats annex.tif
like 'with what to do' "open 'annex.tif': git-annex .* 'git annex get'" \
	stats annex.tif
ln -sf gone.tif annex.tif
like 'a link to nothing' "is a link to 'gone.tif', which does not exist" \
	stats annex.tif
rm annex.tif
printf 'ZISRAWFILE\0\0\0\0\0\0' > zeiss.tif
code 3 'a CZI file' stats zeiss.tif
like 'which says so' 'not a TIFF file: it is a CZI file' stats zeiss.tif

# An acquisition that crashed: what is there can be had by name.
for how in loop broken; do
	cp "$srcdir/fuzz/seeds/tiff/chain-$how" "$how.tif"
	code 3 "a $how list of pages" stats "$how.tif"
	ok 'a page of it' stats -q "$how.tif[1]" > t.tsv
	ok 'which is the right one' is min 1 50
	like 'with a warning' 'warning: .*a file whose list of pages is dam' \
		stats "$how.tif[1]"
done

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
