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
# by_set: as most do; what the default is comes at the end
by_set() {
	xp-norm --no-log --method=percentile --scope=set "$@"
}
# fits COLUMN ROW VALUE: of n.tsv, to nine digits
fits() {
	near "$(cell n.tsv "$1" "$2")" "$3" 2e-9 || {
		echo "$1 of row $2: $(cell n.tsv "$1" "$2"), want $3"
		return 1
	}
}

ok 'percentiles of the set' by_set -q p.tsv > n.tsv
like 'are said' \
	'all images are scaled so that percentile 1 [(]1.99[)] becomes 0 and' \
	by_set p.tsv
ok 'keeps columns it does not know' test "$(cell n.tsv note 2)" = me
ok 'adds its own at the right' test "$(head -n 1 n.tsv | cut -f 7-)" = \
	"$(printf 'source_offset\tsource_scale\ttarget_offset\ttarget_scale'
	printf '\tsource_fit\ttarget_fit')"
ok 'what sources were fitted to' test "$(cell n.tsv source_fit 3)" = set:train
ok 'what targets were fitted to' test "$(cell n.tsv target_fit 3)" = set:train
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
ok 'scopes apart' norm -q --method=minmax --scope=set --target-scope=image \
	p.tsv > n.tsv
ok 'source by set' fits source_scale 1 0.0007710100231303007
ok 'target by image' fits target_scale 3 0.010101010101010102
ok 'by set' test "$(cell n.tsv source_fit 3)" = set:train
ok 'by image' test "$(cell n.tsv target_fit 3)" = image

# Predictions are turned back by what their target was fitted to.
leak='warning: target: values are fitted to the very targets that will be sco'
# leaks OPTION...: the warning is printed
leaks() {
	norm -q "$@" p.tsv 2>&1 > l.tsv | grep -F "$leak"
}
ok 'targets by image leak' leaks --target-scope=image
ok 'the splits are named' sh -c "xp-norm --no-log -q --target-scope=image \
	p.tsv 2>&1 > l.tsv | grep -F \"scored ('test'): \""
ok 'all rows' leaks --fit-split=all
like 'with what to do' 'too good; use --fit-split=train$' \
	norm --fit-split=all p.tsv
ok 'are said in the table' test "$(cell l.tsv target_fit 1)" = set
sed '3s/train/Train/' p.tsv > misspelt.tsv
like 'a misspelt split is told' \
	"warning: 1 of .* is not fitted to: 1 of split 'Train' .did you" \
	xp-norm --no-log misspelt.tsv
ok 'another split' leaks --fit-split=test
ok 'is named there' test "$(cell l.tsv source_fit 2)" = set:test
ok 'by group' leaks --target-scope=group --fit-split=all
ok 'is group' test "$(cell l.tsv target_fit 2)" = group
for option in --source-scope=image --target-scope=set --target-scope=group \
	--method=none; do
	ok "$option does not leak" sh -c "xp-norm --no-log -q $option p.tsv \
		2>&1 > l.tsv | grep -c 'will be scored' | grep -qx 0"
done
ok 'nothing was fitted to' test "$(cell l.tsv target_fit 2)" = none
ok 'by image, then written' norm -q --source-scope=set --target-scope=image \
	--to=L p.tsv > l.tsv
ok 'and normalised again' norm -q --method=none l.tsv > l2.tsv
like 'is told' 'the original images with --target-scope=set' \
	norm --method=none l.tsv
ok 'leaks as before' test "$(cell l2.tsv target_fit 2)" = image
ok 'as do the sources' test "$(cell l2.tsv source_fit 3)" = set:train

ok 'by group' norm -q --method=minmax --scope=group p.tsv > n.tsv
ok 'the train rows of the group' fits source_offset 3 1000
ok 'another group' fits source_offset 1 0
sed 's/	g$/	i/; s/	h$/	j/; 4s/j$/k/' p.tsv > groups.tsv
code 3 'a group without train rows' norm --scope=group groups.tsv
like 'is named' "'k' has no source images in the split 'train' .*set or image" \
	norm --scope=group groups.tsv
like 'of targets, with what can be done' \
	"'k' has no target images .*: use --target-scope=set$" \
	norm --target-scope=group groups.tsv
ok 'unless all rows count' norm -q --scope=group --fit-split=all groups.tsv
ok 'another split' norm -q --method=minmax --fit-split=test p.tsv > n.tsv
ok 'is fitted to' fits source_scale 1 0.00010203040506070809
cut -f 1,2,4 p.tsv > nosplit.tsv
like 'no splits: a warning' "no column 'split'" norm nosplit.tsv
ok 'no splits: all rows' norm -q --method=minmax --scope=set nosplit.tsv \
	> n.tsv
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
ok 'may be allowed' by_set -q --allow-constant with.tsv
code 3 'but not by itself' norm -q --allow-constant --scope=image with.tsv
with nan.tif
code 3 'a pixel that is no number' norm with.tsv
like 'is named with its row' "with.tsv:4: 'nan.tif': 1 of the pixels" \
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

by_set -q p.tsv > n.tsv 2> err
ok 'files' by_set -q --to=A p.tsv > a.tsv
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

code 4 'a limit to the size of files' sh -c 'ulimit -f 0
	xp-norm --no-log -q --to=F p.tsv > /dev/null 2>&1'
ok 'leaves nothing half-written' test -z "$(find F -type f)"
code 3 'a directory that a table cannot name' norm -q --to='a	b' p.tsv
ok 'is not made' test ! -e 'a	b'

# The fifth tag says which end is black: 0, white is 0.
tiff white.tif 10 10 8 'i'
printf '\000' | dd of=white.tif bs=1 seek=166 conv=notrunc 2> dd.err
printf 'id\tsource\ttarget\n1\twhite.tif\ta.tif\n' > white.tsv
like 'white that was 0 is told' \
	'source: 1 image is converted on reading: white was 0, inverted' \
	norm white.tsv
ok 'and turned over' norm -q --method=minmax white.tsv > n.tsv
ok '0 to 99 are 156 to 255' fits source_offset 1 156

# What is known of the pixels goes with them.
stack um.tif 10 10 1 'ImageJ=1.53
unit=nm
' 'i' 1 65
printf 'id\tsource\ttarget\n1\tum.tif\ta.tif\n' > um.tsv
ok 'images with a pixel size' norm -q --to=U um.tsv > u.tsv
ok 'there' xp-stats --no-log -q U/source/1.tif U/target/1.tif > t.tsv
ok 'keep it' test "$(cell t.tsv pixel_um 1)" = 0.065
ok 'as others keep none' test "$(cell t.tsv pixel_um 2)" = ''
ok 'and back' norm -q --invert --to=U2 u.tsv > u2.tsv
ok 'too' xp-stats --no-log -q U2/source/1.tif > t.tsv
ok 'keep it' test "$(cell t.tsv pixel_um 1)" = 0.065

# What xp-pairs said of the files is said of the new ones.
ok 'a manifest with digests' sh -c 'mkdir -p S T && cp a.tif S/1.tif &&
	cp b.tif T/1.tif && xp-pairs --no-log -q --source "S/*" \
	--target "T/*" > digests.tsv'
ok 'files' norm -q --to=H digests.tsv > h.tsv
ok 'with theirs' test "$(cell h.tsv source_sha256 1)" = \
	"$(sha256sum < H/source/1.tif | cut -d ' ' -f 1)"
ok 'and their type' test "$(cell h.tsv target_type 1)" = float32
ok 'and back' norm -q --invert --to=HB h.tsv > hb.tsv
ok 'theirs again' test "$(cell hb.tsv source_sha256 1)" = \
	"$(sha256sum < HB/source/1.tif | cut -d ' ' -f 1)"
ok 'their type again' test "$(cell hb.tsv target_type 1)" = uint16

# Normalised twice: there is one way back.
ok 'normalised' norm -q --to=T1 p.tsv > t1.tsv
ok 'and again' norm -q --method=zscore --to=T2 t1.tsv > t2.tsv
ok 'was what it was' test "$(cell t2.tsv source_was_type 2)" = uint16
ok 'back' norm -q --invert --to=T3 t2.tsv > t3.tsv
ok 'all the way' sh -c 'for f in T3/source/2.tif b.tif; do
	xp-stats --no-log -q --images "$f" | cut -f 7- > "$(basename $f).x"
	done; cmp 2.tif.x b.tif.x'
sed '2s/uint16/uint17/' t1.tsv > type.tsv
code 3 'back to no type' norm --invert --to=T4 type.tsv
like 'is named with its row' "type.tsv:2: .* called 'uint17'" \
	norm --invert --to=T4 type.tsv
code 2 'to no directory' norm --to= p.tsv
code 2 'nothing is fitted to invert' norm --invert --method=zscore --to=T4 \
	t1.tsv
like 'percentiles that are for nothing' \
	'warning: --low does nothing: no side is fitted by percentiles' \
	norm --method=zscore --low=1 p.tsv
like 'a method that is for nothing' \
	'warning: --method does nothing: both sides have their own' norm \
	--method=minmax --source-method=zscore --target-method=robust p.tsv
like 'a scope that is for nothing' \
	'warning: --scope does nothing: neither side is fitted to images' \
	norm --method=none --scope=set p.tsv
like 'a range that is for nothing' \
	'the range is ignored: only --method=fixed uses a range' \
	norm --range=0,1 p.tsv

# 1234567808 and up, a float32 apart (128): nine digits are tens.
tiff far.tif 10 10 32 '1318267909 + i'
printf 'id\tsource\ttarget\n1\tfar.tif\ta.tif\n' > far.tsv
ok 'far from 0' norm -q --method=minmax far.tsv > n.tsv
ok 'starts exactly there' test "$(cell n.tsv source_offset 1)" = 1234567808
like 'is said exactly, too' \
	'[(]1234567808[)] becomes 0 and .*[(]1234580480[)] becomes 1' \
	norm --method=minmax far.tsv
# one value, 0.1, whose sum is rounded
tiff tenth.tif 10 9 32 '1036831949'
printf 'id\tsource\ttarget\n1\ttenth.tif\ta.tif\n' > tenth.tsv
code 3 'no deviation at all' norm --allow-constant --method=zscore tenth.tsv

# Values carried to other images
ok 'save' by_set -q --save=fit.tsv p.tsv > n.tsv
ok 'a row a side' test "$(wc -l < fit.tsv)" -eq 3
ok 'what was fitted to' test "$(cell fit.tsv images 1)" = 2
ok 'the offset' test "$(cell fit.tsv offset 1)" = \
	"$(cell n.tsv source_offset 1)"
# b alone would have other values
{
	printf 'id\tsource\ttarget\tgroup\n9\tb.tif\td.tif\th\n'
} > new.tsv
ok 'apply' norm -q --apply=fit.tsv new.tsv > m.tsv
ok 'says that it does' test "$(cell m.tsv target_fit 1)" = saved
ok 'takes the offset over' test "$(cell m.tsv source_offset 1)" = \
	"$(cell n.tsv source_offset 1)"
ok 'and the scale' test "$(cell m.tsv target_scale 1)" = \
	"$(cell n.tsv target_scale 1)"
like 'says so' "values for 1 image come from 'fit.tsv': nothing was fitted" \
	norm --apply=fit.tsv new.tsv
ok 'save by group' norm -q --method=minmax --scope=group --save=g.tsv p.tsv \
	> n.tsv
ok 'a row a group' test "$(wc -l < g.tsv)" -eq 5
ok 'apply by group' norm -q --apply=g.tsv new.tsv > m.tsv
ok 'the values of the group' test "$(cell m.tsv source_offset 1)" = 1000
sed 's/h$/other/' new.tsv > other.tsv
code 3 'an unknown group' norm --apply=g.tsv other.tsv
like 'is named' "other.tsv:2: 'g.tsv' has no values for the group 'other'" \
	norm --apply=g.tsv other.tsv
ok 'save by image' norm -q --method=zscore --scope=image --save=i.tsv p.tsv \
	> n.tsv
ok 'apply by image' norm -q --apply=i.tsv new.tsv > m.tsv
ok 'fits each by itself, by the method' test \
	"$(cell m.tsv source_scale 1)" = "$(cell n.tsv source_scale 2)"
with nan.tif
code 3 'apply looks at the images, too' norm --apply=fit.tsv with.tsv
code 2 'apply and a method' norm --apply=fit.tsv --method=minmax p.tsv
code 2 'apply and a split' norm --apply=fit.tsv --fit-split=all p.tsv
for edit in '1s/scale/x/' '2s/source/sauce/' '2s/percentile/best/' \
	'2s/set/sett/' '3d' '3s/target/source/' '2s/99.8/0.5/' '2s/1/nan/' \
	'2s/[^	]*$/0/' '2s/[^	]*$/x/' '2s/[^	]*$//'; do
	sed "$edit" fit.tsv > broken.tsv
	code 3 "values that are none: $edit" norm --apply=broken.tsv p.tsv
done
ok 'save a range' norm -q --method=fixed --range=0,50 --scope=image \
	--save=x.tsv p.tsv > n.tsv
ok 'apply it' norm -q --apply=x.tsv p.tsv > m.tsv
same 'the same' n.tsv m.tsv
code 2 'nothing is fitted to save' norm --apply=x.tsv --save=y.tsv p.tsv
sed '2s/[^	]*$/-0.01/' fit.tsv > down.tsv
like 'turned over' 'normalised values -[0-9.]+ to [0-9.]+$' \
	norm --apply=down.tsv p.tsv
code 3 'a file of values that is not there' norm --apply=none.tsv p.tsv
code 2 'no --clip without images' norm --clip p.tsv
code 2 'no --clip without a range' norm --clip --to=X --method=zscore p.tsv
code 2 'no --type of normalised images' norm --type=float32 --to=X p.tsv
code 2 'nothing is fitted to invert' norm --invert --to=X --save=s.tsv a.tsv

# 0 to 99: 25 to 74 become 0 to 1, 25 pixels fall below and 25 above.
{
	printf 'id\tsource\ttarget\n1\ta.tif\ta.tif\n'
} > clip.tsv
ok 'clip' norm -q --clip --method=fixed --range=25,74 \
	--target-method=zscore --to=K clip.tsv > k.tsv
ok 'counts by image' test "$(cell k.tsv source_clipped 1)" = 50
ok 'not where there is no range' test "$(cell k.tsv target_clipped 1)" = ''
like 'and in all' '50 pixels were cut off at 0 or 1' norm --clip \
	--method=fixed --range=25,74 --target-method=none --to=K2 clip.tsv
ok 'the written image' xp-stats --no-log -q K/source/1.tif > t.tsv
ok 'starts at 0' test "$(cell t.tsv min 1)" = 0
ok 'and ends at 1' test "$(cell t.tsv max 1)" = 1

# There and back, every method and scope: as float32 within 1e-4 of the
# image's range, in the old type to the bit.
tiff f.tif 10 10 32 '1065353216 + i * 65536'
{
	printf 'id\tsource\ttarget\tsplit\tgroup\n'
	printf '1\ta.tif\td.tif\ttrain\tg\n2\tb.tif\tf.tif\ttrain\th\n'
	printf '3\tc.tif\ta.tif\ttest\th\n'
} > r.tsv
# far FILE FILE: in how many statistics they differ by over 1e-4 of the range
far() {
	awk -F '\t' -v names='min max mean p1 p25 p50 p75 p99' '
	FNR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
	FNR == 2 {
		if (NR == 2) range = $at["max"] - $at["min"]
		n = split(names, name, " ")
		for (i = 1; i <= n; i++) {
			d = $at[name[i]] - was[name[i]]
			if (NR > 2 && (d < 0 ? -d : d) > 1e-4 * range) bad++
			was[name[i]] = $at[name[i]]
		}
	}
	END { print bad + 0; exit bad || NR < 4 }' "$1" "$2"
}
for side in source target; do
	for id in 1 2 3; do
		xp-stats --no-log -q "$(cell r.tsv $side $id)" \
			> "was-$side-$id.tsv"
	done
done
for method in percentile minmax zscore robust fixed none; do
	for scope in set group image; do
		d=R-$method-$scope
		ok "$method by $scope" norm -q --method=$method --scope=$scope \
			--range=3,700 --fit-split=all --to="$d" r.tsv > a.tsv
		for type in float32 original; do
			ok "back as $type" norm -q --invert --type=$type \
				--to="$d-$type" a.tsv > b.tsv
			for id in 1 2 3; do for side in source target; do
				xp-stats --no-log -q "$d-$type/$side/$id.tif" \
					> back.tsv
				ok "the same: $side $id" far \
					"was-$side-$id.tsv" back.tsv
			done; done
		done
		ok 'the old type' test "$(cell back.tsv type 1)" = uint16
		ok 'to the bit' sh -c "xp-stats --no-log -q \
			'$d-original/source/1.tif' | cut -f 7- > x &&
			cut -f 7- was-source-1.tsv | cmp - x"
	done
done
like 'says when the numbers speak for another scope' \
	'source: against the advice: --source-scope=image: medians' by_set p.tsv

# One hot pixel has nearly all of the variance: 65,200^2 of it beside 1e4
# pixels of 14^2.
tiff hot.tif 100 100 16 'i == 4321 ? 65535 : 300 + i % 50'
tiff hotter.tif 100 100 32 'i == 4321 ? 1202702336 : 1133903872 + i % 50'
tiff cool.tif 100 100 16 '300 + i % 50 + (i < 30 ? 9000 : 0)'
printf 'id\tsource\ttarget\n1\tcool.tif\thot.tif\n' > hot.tsv
like 'a hot pixel in a target' \
	"warning: target: 1 image has a few .* image is 'hot.tif': .* 1 pixel" \
	norm hot.tsv
tiff dead.tif 128 128 16 'i % 4000 ? 4000 + i % 50 : 0'
printf 'id\tsource\ttarget\n1\tcool.tif\tdead.tif\n' > hot.tsv
like 'five dead pixels' "'dead.tif': .* 5 pixels .*: remove dead pixels" \
	norm hot.tsv
printf 'id\tsource\ttarget\n1\thotter.tif\tcool.tif\n' > hot.tsv
like 'in a source of real numbers' 'warning: source: 1 image has a few' \
	norm hot.tsv

# Values that are no network's, by whatever name.
raw='warning: source: NOT NORMALISED: --method='
like 'no method' "${raw}none leaves values from 0.495 to .* networks rarely" \
	norm --method=none p.tsv
like 'with what to do' 'use --source-method=percentile' \
	norm --method=none p.tsv
like 'a range that is none of theirs' "${raw}fixed leaves" \
	norm --method=fixed --range=0,1 p.tsv
ok 'not of a range of theirs' sh -c "xp-norm --no-log --method=fixed \
	--range=0,9999 p.tsv 2>&1 > n.tsv | grep -c NOT | grep -qx 0"
ok 'not of normalised images' sh -c "xp-norm --no-log -q --to=N p.tsv |
	xp-norm --no-log --method=none 2>&1 > n.tsv | grep -c NOT |
	grep -qx 0"

# Left alone it does what xp-stats advises. Medians of a, b and d, d: far
# apart for their range, and equal.
like 'what was chosen is said' \
	'as advised: --source-method=percentile --source-scope=image: medians' \
	norm p.tsv
ok 'the default' norm -q p.tsv > n.tsv
ok 'is by image' fits source_offset 2 1002.97
ok 'of a row not in train, too' fits source_scale 3 0.000102448478
ok 'targets by set' fits target_offset 3 156.99
xp-stats --no-log --advise p.tsv 2> advice > t.tsv
ok 'as is advised' grep -q 'source-method=percentile --source-scope=image' \
	advice
sed 's/d.tif/a.tif/2; 3s/d.tif/b.tif/' p.tsv > apart.tsv
ok 'targets by set, whatever their medians' sh -c 'xp-norm --no-log \
	apart.tsv 2>&1 > n.tsv | grep -q "target-scope=set"'
ok 'is kept' norm -q --save=auto.tsv p.tsv
ok 'by its name' test "$(cell auto.tsv scope 1) $(cell auto.tsv method 2)" = \
	'image percentile'
ok 'by image, without splits' norm -q --scope=image nosplit.tsv > n.tsv
ok 'is as advised, too' fits source_offset 2 1002.97
printf 'id\tsource\ttarget\n1\tsparse.tif\ta.tif\n' > sparse.tsv
ok 'mostly one value' norm -q --scope=image --high=90 sparse.tsv > n.tsv
ok 'is advised minmax' fits source_scale 1 0.005
ok 'one side asked for' norm -q --source-scope=set p.tsv > n.tsv
ok 'is as asked' fits source_offset 3 1.99
like 'only what was left to it is said to be chosen' \
	'source: as advised: --source-scope=image: ' \
	norm --method=zscore p.tsv
like 'nor a scope asked for' \
	'source: as advised: --source-method=percentile: ' \
	norm --scope=set p.tsv
like 'which may be the wrong one' \
	'source: against the advice: --source-scope=image' \
	norm --scope=set p.tsv
ok 'no range to choose for' norm -q --method=none p.tsv > n.tsv
ok 'is none' fits source_scale 3 1

# --- cells that a spreadsheet has put in quotes ---------------------------
printf 'id\tsource\ttarget\na\ta.tif\t"b.tif[c=0,t=1]"\n' > quotes.tsv
code 3 "a target in quotes" xp-norm --no-log quotes.tsv 2> said
ok "which is named" \
	grep -q "quotes.tsv:2: the cell of column 'target' is in quotes" said
done_testing
