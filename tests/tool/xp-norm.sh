#!/bin/sh
# xp-norm: what is fitted, to which rows, and the way there and back.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tiff.sh"

# Expected numbers are numpy's: percentile (linear), mean, std, median.
tiff a.tif 10 10 16 'i'
tiff b.tif 10 10 16 '1000 + 3 * i'
tiff c.tif 10 10 16 'i * i'
tiff d.tif 10 10 8 '255 - i'
tiff flat.tif 10 10 8 '7'
tiff nan.tif 10 10 32 'i == 5 ? 2143289344 : 1065353216 + i'
# mostly zero: percentiles 1 and 50 are equal
tiff sparse.tif 10 10 8 'i > 97 ? 200 : 0'
{
	printf 'id\tsource\tnote\ttarget\tsplit\tgroup\n'
	printf '1\ta.tif\tkeep\td.tif\ttrain\tg\n'
	printf '2\tb.tif\tme\td.tif\ttrain\th\n'
	printf '3\tc.tif\t\ta.tif\ttest\th\n'
} > p.tsv

norm() {
	xp-norm --no-log "$@"
}
# fits COLUMN ROW VALUE: of n.tsv, to nine digits
fits() {
	near "$(cell n.tsv "$1" "$2")" "$3" 2e-9 || {
		echo "$1 of row $2: $(cell n.tsv "$1" "$2"), want $3"
		return 1
	}
}

ok 'percentiles of the set' norm -q p.tsv > n.tsv
ok 'keeps columns it does not know' test "$(cell n.tsv note 2)" = me
ok 'adds its own at the right' test "$(head -n 1 n.tsv | cut -f 7-)" = \
	"$(printf 'source_offset\tsource_scale\ttarget_offset\ttarget_scale')"
ok 'offset: of the train rows' fits source_offset 1 1.99
ok 'scale: of the train rows' fits source_scale 1 0.0007729074304228731
ok 'the same for all' fits source_offset 3 1.99
ok 'target offset' fits target_offset 3 156.99
ok 'target scale' fits target_scale 3 0.01020304050607081
like 'says which rows' "fitted to 2 of 3 images \(split 'train'\)" norm p.tsv
like 'says what leaves 0 to 1' 'source: .* % of pixels below 0' norm p.tsv

ok 'minmax by image' norm -q --method=minmax --scope=image p.tsv > n.tsv
ok 'offset' fits source_offset 2 1000
ok 'scale' fits source_scale 2 0.003367003367003367
ok 'of a row not in train too' fits source_scale 3 0.00010203040506070809
ok 'zscore' norm -q --method=zscore --scope=image p.tsv > n.tsv
ok 'mean' fits source_offset 3 3283.5
ok 'standard deviation' fits source_scale 3 0.0003386046583002913
ok 'robust' norm -q --method=robust --scope=image p.tsv > n.tsv
ok 'median' fits source_offset 3 2450.5
ok 'interquartile range' fits source_scale 3 0.00020406081012141618
ok 'fixed' norm -q --method=fixed --range=-5,45 p.tsv > n.tsv
ok 'low' fits source_offset 1 -5
ok 'range' fits target_scale 3 0.02
ok 'none' norm -q --method=none p.tsv > n.tsv
ok 'offset 0' fits source_offset 1 0
ok 'scale 1' fits source_scale 1 1
ok 'each side its own' norm -q --source-method=none --target-method=fixed \
	--target-range=0,255 p.tsv > n.tsv
ok 'source' fits source_scale 1 1
ok 'target' fits target_scale 1 0.00392156862745098
ok 'scopes apart' norm -q --method=minmax --target-scope=image p.tsv > n.tsv
ok 'source by set' fits source_scale 1 0.0007710100231303007
ok 'target by image' fits target_scale 3 0.010101010101010102

ok 'by group' norm -q --method=minmax --scope=group p.tsv > n.tsv
ok 'the train rows of the group' fits source_offset 3 1000
ok 'another group' fits source_offset 1 0
sed 's/	g$/	i/; s/	h$/	j/; 4s/j$/k/' p.tsv > groups.tsv
code 3 'a group without train rows' norm --scope=group groups.tsv
like 'is named' "'k' has no rows of the split 'train'" \
	norm --scope=group groups.tsv
ok 'unless all rows count' norm -q --scope=group --fit-split=all groups.tsv
ok 'another split' norm -q --method=minmax --fit-split=test p.tsv > n.tsv
ok 'is fitted to' fits source_scale 1 0.00010203040506070809
cut -f 1,2,4 p.tsv > nosplit.tsv
like 'no splits: a warning' "no column 'split'" norm nosplit.tsv
ok 'no splits: all rows' norm -q --method=minmax nosplit.tsv > n.tsv
ok 'are fitted to' fits source_scale 1 0.00010203040506070809
sed 's/train/val/' p.tsv > notrain.tsv
code 3 'no train rows' norm notrain.tsv
like 'says which there are' "'test', 'val'" norm notrain.tsv
ok 'by image none are needed' norm -q --scope=image notrain.tsv

ok 'a second time' sh -c 'xp-norm --no-log -q p.tsv > n.tsv &&
	xp-norm --no-log -q n.tsv > n2.tsv'
same 'gives the same' n.tsv n2.tsv
ok 'threads do not show' sh -c 'xp-norm --no-log -q -j 3 p.tsv | cmp - n.tsv'
ok 'in a pipe' sh -c 'xp-norm --no-log -q < p.tsv | cmp - n.tsv'

# with FILE: the manifest with FILE as the third source
with() {
	sed "4s/c.tif/$1/" p.tsv > with.tsv
}
with flat.tif
code 3 'a constant image' norm with.tsv
like 'is named with its row' \
	"with.tsv:4: 'flat.tif' is constant: every pixel is 7" norm with.tsv
ok 'may be allowed' norm -q --allow-constant with.tsv
code 3 'but not by itself' norm -q --allow-constant --scope=image with.tsv
with nan.tif
code 3 'a pixel that is no number' norm with.tsv
like 'is named with its row' "with.tsv:4: 'nan.tif': 1 of its pixels" \
	norm with.tsv
code 3 'whatever the method' norm --method=none with.tsv
with sparse.tif
code 3 'equal percentiles' norm --scope=image --high=90 with.tsv
like 'are named' "with.tsv:4: 'sparse.tif' cannot be scaled .* percentiles" \
	norm --scope=image --high=90 with.tsv
with none.tif
code 3 'a missing image' norm with.tsv
code 2 'low above high' norm --low=50 --high=50 p.tsv
code 2 'fixed without a range' norm --method=fixed p.tsv
code 2 'a range that falls' norm --method=fixed --range=5,1 p.tsv
code 2 'an unknown method' norm --method=best p.tsv
code 2 'invert to nowhere' norm --invert p.tsv

ok 'files' norm -q --to=A p.tsv > a.tsv
ok 'named after id and side' test -f A/source/2.tif -a -f A/target/3.tif
ok 'in the manifest too' test "$(cell a.tsv source 2)" = A/source/2.tif
ok 'offset is 0 now' test "$(cell a.tsv source_offset 2)" = 0
ok 'scale is 1 now' test "$(cell a.tsv target_scale 2)" = 1
ok 'what it was is kept' test "$(cell a.tsv source_was_type 2)" = uint16
ok 'float32' xp-stats --no-log -q A/source/2.tif > t.tsv
ok 'is their type' test "$(cell t.tsv type 1)" = float32
ok 'and their values' near "$(cell t.tsv max 1)" 1.0010 1e-4
ok 'back again' norm -q --invert --to=B a.tsv > b.tsv
for id in 1 2 3; do
	for side in source target; do
		xp-stats --no-log -q "B/$side/$id.tif" > back.tsv
		xp-stats --no-log -q "$(cell p.tsv $side $id)" > was.tsv
		ok "the same pixels: $side $id" sh -c \
			'for f in back was; do cut -f 7- $f.tsv > $f.cut
			done; cmp back.cut was.cut'
	done
done
same 'the same file: an image of our own' A/target/1.tif A/target/2.tif
ok 'raw again' test "$(cell b.tsv source_scale 1)" = \
	"$(cell n.tsv source_scale 1)"
code 3 'invert what was not normalised' norm --invert --to=C n.tsv
ok 'ids of any kind' sh -c 'sed "2s,^1,../a b/../1," p.tsv > id.tsv &&
	xp-norm --no-log -q --to=E/F id.tsv > e.tsv'
ok 'stay inside' test "$(find . -name '*.tif' -path './E/F/*/*' | wc -l)" -eq 6
cut -f 1 id.tsv > ids
ok 'writing over an input is refused' sh -c \
	'xp-norm --no-log -q --to=A a.tsv; test $? -eq 2'
done_testing
