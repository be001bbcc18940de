#!/bin/sh
# Binned targets, dark and flat images: from xp-pairs to xp-eval.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tiff.sh"

# Targets are half as large, and a row and a column of the sources is left over.
raw='1000 + (x * 37 + y * 91 + x * y % 50) % 400'
mkdir set
for i in 1 2 3 4 5 6; do
	tiff set/bf_$i.tif 65 49 16 "$raw + $i"
	tiff set/dna_$i.tif 32 24 16 "200 + (x * 74 + y * 182) % 400 / 4 + $i"
done
tiff dark.tif 65 49 16 '90 + (x + y) % 3'
tiff flat.tif 65 49 16 'x == 5 && y == 7 ? 0 : 3000 + 10 * x'
tiff empty.tif 32 24 16 '0'
tiff full.tif 65 49 16 '65535'
tiff small.tif 8 8 16 'x + y'

pairs() {
	xp-pairs --no-log --source 'set/bf_*.tif' --target 'set/dna_*.tif' \
		--assign 'train=_[1-4]' --assign 'val=_5' --assign 'test=_6' \
		"$@"
}
refuses() {
	refuses_what=$1 refuses_regex=$2
	shift 2
	code 3 "$refuses_what" "$@" > refused.out 2> refused.err
	ok "$refuses_what: and says why" grep -Eq -e "$refuses_regex" \
		refused.err
	same "$refuses_what: and prints no table" /dev/null refused.out
}

# --- binned ------------------------------------------------------------------
refuses "binned targets" \
	"binned, --bin-to-match takes 'set/bf_1.tif\[bin=2\]'" pairs
ok "--bin-to-match" pairs --bin-to-match > binned.tsv 2> said
ok "says what it did" grep -q '6 of 6 sources binned' said
ok "and what is left out" grep -q '6 images have a row or column' said
ok "writes it" test "$(cell binned.tsv source 1)" = 'set/bf_1.tif[bin=2]'
ok "and the size" test "$(cell binned.tsv width 1)" = 32
ok "and the type in the file" test "$(cell binned.tsv source_type 1)" = uint16
same_digest() {
	test "$(cell binned.tsv source_sha256 1)" = \
		"$(sha256sum < set/bf_1.tif | cut -c 1-64)"
}
ok "and the file's digest" same_digest
ok "the table made again" xp-pairs --no-log --table binned.tsv > again.tsv
same "is the same" binned.tsv again.tsv
xp-pairs --no-log --bin-to-match --source 'set/dna_*' --target 'set/bf_*' \
	> turned.tsv
ok "targets are binned as well" test "$(cell turned.tsv target 1)" = \
	'set/bf_1.tif[bin=2]'
refuses "what is binned by too little" "'set/bf_1.tif\[bin=3\]' is 21x16" \
	xp-pairs --no-log --bin-to-match --source 'set/bf_*.tif[bin=3]' \
	--target 'set/dna_*.tif'
stack crop.tif 65 49 1 '' 'x + y' 10000 1 3
stack cropped.tif 32 24 1 '' 'x + y' 10000 1 3
refuses "a crop, by its pixels' size" 'not binned, but a crop' \
	xp-pairs --no-log --bin-to-match --source crop.tif --target cropped.tif
code 2 "--check makes no manifest" pairs --check --bin-to-match
sed 's/\[bin=2\]//' binned.tsv > whole.tsv
ok "a manifest without it" xp-norm -q --no-log whole.tsv > norm.tsv
code 3 "is refused in training" xp-train --no-log --steps 1 --no-checks \
	--patch 16 norm.tsv 2> said
ok "with advice" grep -q 'make the manifest with xp-pairs --bin-to-match' said

# mean SELECTION: of set/bf_1.tif, by xp-stats.
mean() {
	xp-stats --no-log -q "set/bf_1.tif$1" > stats.tsv &&
		cell stats.tsv mean 1
}
# formula DARK FLAT: the mean of the same pixels, by the formula.
formula() {
	awk -v dark="$1" -v flat="$2" 'BEGIN {
		for (y = 0; y < 49; y++)
			for (x = 0; x < 65; x++) {
				d = dark ? 90 + (x + y) % 3 : 0
				f = x == 5 && y == 7 ? 0 : 3000 + 10 * x
				if (f > d) { m += f - d; n++ }
			}
		m /= n
		for (y = 0; y < 48; y++)
			for (x = 0; x < 64; x++) {
				d = dark ? 90 + (x + y) % 3 : 0
				f = x == 5 && y == 7 ? 0 : 3000 + 10 * x
				v = '"$raw"' + 1 - d
				sum += flat && f > d ? v * m / (f - d) : v
			}
		printf "%.9g\n", sum / 48 / 64
	}'
}
ok "binned" near "$(mean '[bin=2]')" "$(formula 0 0)" 1e-7
ok "less the dark image" near "$(mean '[dark=dark.tif,bin=2]')" \
	"$(formula 1 0)" 1e-7
ok "by the flat image" near "$(mean '[flat=flat.tif,bin=2]')" \
	"$(formula 0 1)" 1e-7
ok "by both" near "$(mean '[bin=2,flat=flat.tif,dark=dark.tif]')" \
	"$(formula 1 1)" 1e-7

# --- dark and flat images ----------------------------------------------------
# Its values are below those of all targets.
tiff tdark.tif 32 24 8 '100 + x % 2'
both() {
	pairs --bin-to-match --dark source=dark.tif --flat source=flat.tif \
		--dark target=tdark.tif "$@"
}
ok "--dark and --flat" both > pairs.tsv 2> said
cell pairs.tsv source 1 > got
echo 'set/bf_1.tif[dark=dark.tif,flat=flat.tif,bin=2]' > want
same "stand in the references" want got
ok "of each side" test "$(cell pairs.tsv target 6)" = \
	'set/dna_6.tif[dark=tdark.tif]'
sha256sum < flat.tif | cut -c 1-64 > want
cell pairs.tsv source_flat_sha256 1 > got
same "with the digests of their files" want got
ok "only of those there are" test -z "$(cell pairs.tsv target_flat_sha256 1)"
ok "a dead pixel is said" grep -q \
	"not brighter than 'dark.tif' at 1 pixel, .* row 7, column 5" said
ok "the table made again" xp-pairs --no-log --table pairs.tsv > again.tsv
same "is the same" pairs.tsv again.tsv
mkdir darks
for i in 1 2 3 4 5 6; do
	tiff darks/d$i.tif 65 49 16 "80 + 3 * $i + x % 2"
done
each() {
	pairs --bin-to-match --group 'bf_([0-9])' \
		--dark 'source=darks/d{group}.tif'
}
ok "a dark image a group" into each.tsv each
ok "... by its name" test "$(cell each.tsv source 4)" = \
	'set/bf_4.tif[dark=darks/d4.tif,bin=2]'
ok "... by its digest" test "$(cell each.tsv source_dark_sha256 4)" = \
	"$(sha256sum < darks/d4.tif | cut -c 1-64)"
ok "... is trained with" eval 'xp-norm -q --no-log each.tsv > norm.tsv &&
	xp-train -q --no-log --no-checks --steps=2 --depth=1 --num-fmaps=2 \
		--patch=16 --weights=each.st norm.tsv 2> /dev/null'
refuses "... and needed for new images" \
	"in different ways, such as with a dark image for each group" \
	xp-eval --no-log each.st set/bf_1.tif --to each
ok "... which name their own" eval 'xp-eval --no-log -q each.st \
	"set/bf_1.tif[dark=dark.tif]" --to own > /dev/null'
rm darks/d5.tif
refuses "... each must be there" "cannot open 'darks/d5.tif'" each
refuses "two dark images" "has another dark image than 'flat.tif'" \
	xp-pairs --no-log --table pairs.tsv --dark flat.tif
refuses "a small one" "'set/bf_1.tif' has 65x49 pixels, and its dark image" \
	pairs --bin-to-match --dark source=small.tif
refuses "an image of another side" "has 32x24 pixels, and its dark image" \
	pairs --bin-to-match --dark dark.tif
refuses "confused ones" 'do not confuse the two' \
	pairs --bin-to-match --dark source=flat.tif --flat source=dark.tif
refuses "one that is not there" "cannot open 'none.tif'" \
	pairs --bin-to-match --dark source=none.tif
ok "one error for all images" test "$(grep -c none.tif refused.err)" = 1
refuses "a flat one that is not there" "^xp-pairs: --flat: .*'none.tif'" \
	pairs --bin-to-match --flat none.tif
refuses "one that is no image" "^xp-pairs: --dark: .*'pairs.tsv'" \
	pairs --bin-to-match --dark pairs.tsv
for bad in taget=dark.tif Source=dark.tif =dark.tif; do
	code 2 "no side: $bad" pairs --bin-to-match --dark "$bad"
	like "... and says which there are" \
		"'${bad%%=*}' is no side: write source=FILE or target=FILE" \
		pairs --bin-to-match --dark "$bad"
done
cp dark.tif a=dark.tif
ok "a name may have the sign" pairs --bin-to-match --dark source=a=dark.tif \
	> named.tsv
stack frames.tif 65 49 3 '' '90 + (x + y) % 3' 10000 1 3
ok "the mean of planes" pairs --bin-to-match --dark 'source=frames.tif[*]' \
	> mean.tsv
refuses "a plane not there" "^xp-pairs: --dark: .*frames.tif.*no page 7" \
	pairs --bin-to-match --dark 'source=frames.tif[7]'
code 2 "a path with a comma" pairs --dark a,b.tif
code 2 "a path with half a bracket" pairs --dark 'a[.tif'
code 2 "no path" pairs --dark source=
ok "strange ones" pairs --bin-to-match --dark target=empty.tif \
	--flat source=full.tif 2> said > odd.tsv
ok "are warned of: empty" grep -q "dark image 'empty.tif' is constant" said
ok "saturated" grep -q "100 % of the flat image 'full.tif' is saturated" said

# --- findings ----------------------------------------------------------------
# finds CHECK VERDICT WHAT
finds() {
	awk -F '\t' -v check="$1" -v verdict="$2" -v what="$3" '
		$1 == check && $2 == verdict && index($3, what) { found = 1 }
		END { exit !found }' checks.tsv
}
xp-pairs --no-log -q --check pairs.tsv > checks.tsv 2> said
for what in 'images whose dark' 'images darker than'; do
	ok "none of: $what" finds C4 PASS "$what"
done
ok "nothing saturated" finds C5 PASS 'dark or flat image of the sources'
ok "all corrected" finds C2 PASS 'sources that are not corrected'
xp-pairs --no-log -q --check odd.tsv > checks.tsv 2> said
ok "constant ones" finds C4 WARN 'images whose dark or flat'
ok "a saturated one" finds C5 FAIL 'dark or flat image of the sources'
sed '2s/dark=dark.tif,flat=flat.tif,//' pairs.tsv > some.tsv
xp-pairs --no-log -q --check some.tsv > checks.tsv 2> said
ok "one that is not corrected" finds C2 WARN 'sources that are not corrected'
xp-pairs --no-log --table some.tsv > out 2> said
ok "which xp-pairs says, too" grep -q 'only 5 of 6 sources corrected' said
xp-pairs --no-log -q --bin-to-match --source 'set/bf_*' --target 'set/dna_*' \
	--dark source=flat.tif > dark.tsv
xp-pairs --no-log -q --check dark.tsv > checks.tsv 2> said
ok "images darker than their dark image" finds C4 FAIL 'images darker than'
xp-pairs --no-log -q --check binned.tsv > checks.tsv 2> said
ok "nothing of this without them" eval '! grep -q flat checks.tsv'

# --- and on ------------------------------------------------------------------
ok "xp-norm" xp-norm -q --no-log pairs.tsv > norm.tsv
ok "xp-norm --to" xp-norm -q --no-log --to normed pairs.tsv > files.tsv
ok "writes what is corrected" test -z "$(cell files.tsv source_dark_sha256 1)"
ok "and binned" test "$(xp-stats --no-log -q normed/source/1.tif |
	cut -f 8,9 | sed -n 2p)" = "32	24"
train() {
	xp-train -q --steps 4 --no-checks --patch 16 --depth 2 --num-fmaps 4 \
		--batch 2 "$@" norm.tsv
}
ok "xp-train" train > run.id
ok "on three threads" train -j 3 > three.id
same_run "the same" run.id three.id
for f in dark.tif flat.tif tdark.tif set/bf_1.tif; do
	ok "$f is an input of the run" grep -qF " $f" \
		"$(run_dir run.id)/inputs"
done
ok "xp-eval" xp-eval -q - --to pred < run.id > scores.tsv
ok "predicts the binned image" test "$(xp-stats --no-log -q pred/*.tif |
	cut -f 8,9 | sed -n 2p)" = "32	24"
mkdir -p over
cp dark.tif over/6.tif
sed 's/dark=dark.tif/dark=over\/6.tif/' norm.tsv > over.tsv
code 3 "a dark image is not overwritten" xp-eval --no-log -q \
	"$(cat run.id)" over.tsv --to over --overwrite > out 2> said
same "but stays" dark.tif over/6.tif
mkdir new
cp set/bf_6.tif new/n.tif
ok "a new image" xp-eval --no-log "$(cat run.id)" new --to told > told.tsv \
	2> said
ok "is read as the train sources were" grep -q \
	'1 source is read as .*: \[dark=dark.tif,flat=flat.tif,bin=2\]' said
same "and gives the same prediction" pred/6.tif told/n.tif
ok "which its row says" test "$(cell told.tsv source 1)" = \
	'new/n.tif[dark=dark.tif,flat=flat.tif,bin=2]'
ok "by the weights alone, too" xp-eval --no-log -q \
	"$(run_dir run.id)/best.safetensors" new --to alone > alone.tsv
same "the same" told/n.tif alone/n.tif
ok "unless it says itself how" xp-eval --no-log "$(cat run.id)" \
	'new/n.tif[bin=1]' --to whole > whole.tsv 2> said
ok "whole" test "$(cell whole.tsv width 1)" = 65
ok "which is warned of" grep -q '1 source is not read as' said

# Other programs read what xp exports, and know nothing of it.
first='subtract the dark image, divide by the flat image less the dark image'
ok "an ONNX file" xp-log export --onnx net.onnx "$(cat run.id)" 2> said
ok "is warned of" grep -q "not part of the model: .*, $first .*bin by 2" said
ok "and says it" grep -aq "Before, as in training: $first" net.onnx
ok "a package" xp-log export --bioimage net.zip "$(cat run.id)" 2> said
ok "is warned of, too" grep -q "not part of the model: .*, $first" said
ok "and says it" grep -aq "Prepare source images as in training - $first" \
	net.zip
ok "in its README, too" grep -aq "^$first" net.zip

# Away from the training, only the weights know which files were meant.
mkdir away away/sub away/other
cp "$(run_dir run.id)/best.safetensors" away/w.st
cp flat.tif set/bf_6.tif away
cp dark.tif away/other
tiff away/dark.tif 65 49 16 '91 + (x + y) % 3'
cd away || exit 99
code 3 "another dark image at the same path" \
	xp-eval --no-log w.st bf_6.tif --to o > out 2> said
ok "is named, with what to do" grep -q "'dark.tif' is not the dark \
image of the training, .*'bf_6.tif\[dark=DIR/dark.tif,flat=DIR/fl" said
ok "that of the training, elsewhere" xp-eval --no-log w.st \
	'bf_6.tif[dark=other/dark.tif,flat=flat.tif,bin=2]' --to o \
	> out 2> said
code 1 "is no other" grep -q 'not read as' said
same "and gives the same prediction" ../pred/6.tif o/bf_6.tif
ok "one of its own, by another path" xp-eval --no-log w.st \
	'bf_6.tif[dark=./dark.tif,flat=flat.tif,bin=2]' --to own \
	> out 2> said
ok "is warned of" grep -q '1 source is not read as those' said
cd sub || exit 99
code 3 "no dark image at that path" \
	xp-eval --no-log ../w.st ../bf_6.tif --to o > out 2> said
ok "is said so" grep -q "no 'dark.tif', the dark image of the \
training, whose path is relative to .*\[dark=DIR/dark.tif,flat=" said
cd ../.. || exit 99
cp dark.tif was.tif
tiff dark.tif 65 49 16 '91 + (x + y) % 3'
code 3 "a dark image that was changed" train > out 2> said
ok "is named" grep -q "norm.tsv:2: 'dark.tif' does not match" said
code 3 "nor predicted with" \
	xp-eval --no-log "$(cat run.id)" new --to told2 > out 2> said
ok "which is said of the training" grep -q \
	"^xp-eval: 'dark.tif' is not the dark image of the training" said
ok "xp-pairs --table" xp-pairs --no-log --table norm.tsv > out 2> said
ok "says so, too" grep -q \
	'the dark or flat image of 6 images changed since' said

# --- pixels of another size --------------------------------------------------
mkdir px && cd px && mkdir s t new || exit 99
# sized FILE WIDTH HEIGHT EXPRESSION UM: with pixels of UM micrometres
sized() {
	stack "$1" "$2" "$3" 1 "<OME><Image><Pixels DimensionOrder='XYCZT' \
SizeX='$2' SizeY='$3' SizeC='1' SizeZ='1' SizeT='1' PhysicalSizeX='$5'\
><TiffData/></Pixels></Image></OME>" "$4"
}
for i in 1 2 3 4; do
	sized s/$i.tif 64 48 "(x * 3 + y * 5 + x * y * $i) % 200" 0.1
	sized t/$i.tif 32 24 "(x * 6 + y * 10 + x * y * $i) % 200" 0.2
done
xp-pairs --no-log -q --bin-to-match --source s --target t \
	--assign test=4 --assign val=3 --assign train=. > p.tsv &&
	xp-norm --no-log -q p.tsv > n.tsv &&
	xp-train --no-log -q --steps 2 --no-checks --patch 16 --depth 2 \
		--num-fmaps 2 --batch 2 --weights w.st n.tsv > out || exit 99
ok "weights know how large pixels were, once binned" grep -aq \
	'"source_pixel_um":"0.2"' w.st
# new NAME WIDTH HEIGHT UM: predicts such an image.
new() {
	sized "new/$1.tif" "$2" "$3" '(x * 3 + y * 5) % 200' "$4"
	xp-eval --no-log w.st "new/$1.tif" --to o > "$1.tsv" 2> said
}
ok "a new image of the camera" new camera 64 48 0.1
ok "is binned, and nothing is wrong" eval 'test "$(cell camera.tsv width 1)" = \
	32 && grep -q "1 source is read as .*bin=2" said && ! grep -q warn said'
ok "one that is binned already" new binned 32 24 0.19
ok "is not binned again, and nothing is wrong" eval 'test "$(cell binned.tsv \
	width 1)" = 32 && ! grep -q warn said && grep -q "1 source is not read \
with \[bin=2\], .*: its pixels are 0.2 um already" said'
sized new/asked.tif 32 24 'x + y' 0.2
ok "one that is binned already can be binned" xp-eval --no-log w.st \
	'new/asked.tif[bin=2]' --to o > out 2> said
ok "but that is warned of" grep -q "1 of 1 sources has other pixels .*, as \
'new/asked.tif\[bin=2\]' with 0.4 um instead of 0.2 um: .*; resample them" said
ok "pixels of half the size" new small 64 48 0.05
ok "are warned of, with what to do" grep -q "as 'new/small.tif\[bin=2\]' with \
0.1 um instead of 0.2 um: .*; add \[bin=4\]" said
ok "pixels nobody knows the size of" new none 64 48 0
ok "may be binned already" grep -q "warning: 1 source is binned, and does not \
say how large its pixels are: if they are 0.2 um already, .*\[bin=1\]" said
ok "the rows of the training" xp-eval --no-log -q w.st n.tsv > out 2> said
code 1 "have its pixels" grep -q 'other pixels' said
for i in 1 2 3 4; do
	sized s/$i.tif 64 48 "(x * 3 + y * 5 + x * y * $i) % 200" 0.3
done
ok "the same images with another size" xp-eval --no-log -q w.st n.tsv > out \
	2> said
ok "are warned of" grep -q "1 of 1 sources has other pixels .*, as \
's/4.tif\[bin=2\]' with 0.6 um instead of 0.2 um" said
cd .. || exit 99
done_testing
