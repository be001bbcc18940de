#!/bin/sh
# xp-eval: scores that a hand can check, and the same bytes however a
# prediction was cut up.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tiff.sh"

# tiff FILE WIDTH HEIGHT EXPRESSION [BITS]: 16 or 32 bits, one strip, of x, y
# and k (the number of the pixel).  FILE.px gets the pixels, one a line.
tiff() {
	LC_ALL=C awk -v w="$2" -v h="$3" -v px="$1.px" \
		-v bits="${5:-16}" '
	function byte(v) { text = text sprintf("\\%03o", v) }
	function two(v) { byte(v % 256); byte(int(v / 256)) }
	function four(v) { two(v % 65536); two(int(v / 65536)) }
	function tag(id, type, v) { two(id); two(type); four(1); four(v) }
	BEGIN {
		text = "II"; two(42); four(8 + bits / 8 * w * h)
		for (y = 0; y < h; y++)
			for (x = 0; x < w; x++) {
				k = y * w + x
				v = int('"$4"')
				if (bits == 16) two(v)
				else four(v)
				print v > px
			}
		two(8)
		tag(256, 4, w); tag(257, 4, h); tag(258, 3, bits)
		tag(259, 3, 1); tag(262, 3, 1); tag(273, 4, 8)
		tag(278, 4, h); tag(279, 4, bits / 8 * w * h); four(0)
		print text
	}' > text
	# shellcheck disable=SC2059
	printf "$(cat text)" > "$1"
}

# near WANT GOT: to one part in a million.
near() {
	echo "want $1, got $2"
	awk -v a="$1" -v b="$2" 'BEGIN {
		d = a - b; m = a < 0 ? -a : a
		exit !(b != "" && d <= 1e-6 * m + 1e-9 && -d <= 1e-6 * m + 1e-9)
	}'
}
# has TABLE ID METHOD COLUMN WANT
has() {
	near "$5" "$(cell_of "$1" "$4" id="$2" method="$3")"
}
is_empty() {
	grep -q "^$2	" "$1" &&
		test -z "$(cell_of "$1" "$4" id="$2" method="$3")"
}

# --- two folders -------------------------------------------------------------
mkdir pred truth
tiff truth/a.tif 17 14 '500 + 40 * sin(k / 3) + k % 7'
tiff pred/a.tif 17 14 '480 + 42 * sin(k / 3) + k % 5'
tiff truth/b.tif 16 12 '900 + 2 * x + 3 * y'
cp truth/b.tif pred/b.tif

# The formulas once more, from the pixels: mse mae nmse pearson slope psnr.
by_hand() {
	paste "$1" "$2" | awk -v r="$3" '
		{ x[NR] = $1; y[NR] = $2; sx += $1; sy += $2 }
		END {
			for (i = 1; i <= NR; i++) {
				d = x[i] - y[i]; se += d * d
				ae += d < 0 ? -d : d
				u = x[i] - sx / NR; v = y[i] - sy / NR
				xx += u * u; yy += v * v; xy += u * v
			}
			printf "%.12g %.12g %.12g %.12g %.12g %.12g\n", \
				se / NR, ae / NR, se / yy, \
				xy / sqrt(xx * yy), xy / xx, \
				10 * log(r * r * NR / se) / log(10)
		}'
}

mkdir px
mv pred/a.tif.px px/pred-a
mv truth/*.px px/
ok "scores two folders" into two.tsv \
	xp-eval --prediction pred --target truth --range 300
by_hand px/pred-a px/a.tif.px 300 > hand
read -r mse mae nmse pearson slope psnr < hand
ok "mse" has two.tsv a prediction mse "$mse"
ok "mae" has two.tsv a prediction mae "$mae"
ok "nmse" has two.tsv a prediction nmse "$nmse"
ok "pearson" has two.tsv a prediction pearson "$pearson"
ok "slope" has two.tsv a prediction slope "$slope"
ok "psnr" has two.tsv a prediction psnr "$psnr"
for m in mse rmse mae nmse nrmse intercept; do
	ok "an image is itself: $m 0" has two.tsv b prediction $m 0
done
for m in ssim pearson r2 slope; do
	ok "an image is itself: $m 1" has two.tsv b prediction $m 1
done
ok "psnr without an error is undefined" is_empty two.tsv b prediction psnr
ok "the set row is the mean" has two.tsv '*' prediction mse \
	"$(awk "BEGIN { print $mse / 2 }")"
ok "of the images where it is defined" has two.tsv '*' prediction psnr "$psnr"
ok "the range is told" has two.tsv a prediction range 300
like "what is undefined is counted" 'psnr is undefined for 1 of 2 images' \
	xp-eval --prediction pred --target truth --range 300
like "the worst image is named" "worst image: 'a'" \
	xp-eval --prediction pred --target truth
ok "patterns do, too" into glob.tsv xp-eval --prediction 'pred/*.tif' \
	--target 'truth/*.tif' --range 300
same "with the same scores" two.tsv glob.tsv
ok "no range" into none.tsv xp-eval --prediction pred --target truth
ok "no psnr" is_empty none.tsv a prediction psnr
ok "no ssim" is_empty none.tsv a prediction ssim
ok "the range of the type" into type.tsv \
	xp-eval --prediction pred --target truth --range dtype
ok "is 65535" has type.tsv a prediction range 65535
ok "as JSON" into two.json xp-eval --json --prediction pred --target truth
ok "one object a row" test "$(wc -l < two.json)" -eq 3
ok "with null for what is undefined" grep -q '"psnr":null' two.json
ok "draws a panel" xp-eval --prediction pred --target truth --panel p.png
ok "that is a PNG" test "$(head -c 4 p.png | tail -c 3)" = PNG

cp truth/a.tif truth/c.tif
code 3 "an unmatched image" xp-eval --prediction pred --target truth
like "is named" "has no prediction.*'truth/c.tif'" \
	xp-eval --prediction pred --target truth
rm truth/c.tif
cp pred/a.tif pred/a.TIFF
code 3 "two images of one name" xp-eval --prediction pred --target truth
like "are named" "pred/a.TIFF.*pred/a.tif" \
	xp-eval --prediction pred --target truth
rm pred/a.TIFF
code 3 "nothing there" xp-eval --prediction 'none/*' --target truth
mkdir small
cp pred/a.tif small/b.tif
cp pred/b.tif small/a.tif
code 3 "sizes that differ" xp-eval --prediction small --target truth
like "are told" "16x12 pixels.*17x14|17x14.*16x12" \
	xp-eval --prediction small --target truth
head -c 300 pred/a.tif > small/a.tif
code 3 "an image that is cut off" xp-eval --prediction small --target truth
code 2 "one folder" xp-eval --prediction pred
code 2 "folders and a model" xp-eval --prediction pred --target truth @1
code 2 "folders and --to" xp-eval --prediction pred --target truth --to x
for r in 0 -1 nan inf much; do
	code 2 "--range $r" xp-eval --prediction pred --target truth --range $r
done

# --- a model -----------------------------------------------------------------
mkdir src tgt
k=1
for name in train1 train2 val1 test1 test2 test3; do
	size="$((29 + k)) $((34 - k))"
	# shellcheck disable=SC2086
	tiff src/$name.tif $size "1000 + 200 * sin(x * $k / 9) + 50 * cos(y)"
	# shellcheck disable=SC2086
	tiff tgt/$name.tif $size \
		"400 + 30 * sin(x * $k / 9 + 0.3) + (7 * k) % 11"
	k=$((k + 1))
done
mv src/train1.tif.px src/train2.tif.px src/test1.tif.px px/ && rm src/*.px
mkdir pxt && mv tgt/*.px pxt/

# manifest NAME...: the split is in the name.
manifest() {
	printf 'id\tsource\ttarget\tsplit\tsource_offset\tsource_scale\t'
	printf 'target_offset\ttarget_scale\n'
	for name; do
		printf '%s\tsrc/%s.tif\ttgt/%s.tif\t%s\t' \
			"$name" "$name" "$name" "${name%[0-9]}"
		printf '1000\t0.01\t400\t0.05\n'
	done
}
manifest train1 train2 val1 test1 test2 test3 > norm.tsv
net='--depth=2 --num-fmaps=4 --patch=12 --batch=3 --steps=60 --lr=0.01'
# shellcheck disable=SC2086
ok "a run to score" into id xp-train $net --weights best.safetensors norm.tsv
id=$(cat id)

ok "scores a run" into run.tsv xp-eval "$id" --to out --panel panel.png
printf 'id\tsplit\tmethod\n' > want
for name in test1 test2 test3 '*'; do
	for method in model mean affine; do
		printf '%s\ttest\t%s\n' "$name" $method
	done
done >> want
cut -f 1-3 run.tsv > rows
same "one row an image and method, then the set" want rows
ok "the prediction is written where the table says" \
	test -s "$(cell_of run.tsv prediction id=test2 method=model)"
ok "baselines write none" is_empty run.tsv test2 mean prediction

mkdir once
cp tgt/test*.tif once
ok "what was written is scored" into again.tsv xp-eval --prediction out \
	--target once --range "$(cell_of run.tsv range id=test1 method=model)"
for name in test1 test2 test3 '*'; do
	for m in mse nrmse psnr ssim pearson intercept; do
		cell_of run.tsv $m id="$name" method=model
	done
done > model
for name in test1 test2 test3 '*'; do
	for m in mse nrmse psnr ssim pearson intercept; do
		cell_of again.tsv $m id="$name" method=prediction
	done
done > again
same "and has the model's scores" model again

# Baselines: the line through all train pixels, and their mean.
cat px/train1.tif.px px/train2.tif.px > x
cat pxt/train1.tif.px pxt/train2.tif.px > y
paste x y | awk '{ n++; x[n] = $1; y[n] = $2; sx += $1; sy += $2 }
	END {
		for (i = 1; i <= n; i++) {
			xx += (x[i] - sx / n) ^ 2
			xy += (x[i] - sx / n) * (y[i] - sy / n)
		}
		printf "%.15g %.15g\n", xy / xx, sy / n - xy / xx * sx / n
	}' > line
read -r slope intercept < line
awk "{ printf \"%.12g\n\", $slope * \$1 + $intercept }" px/test1.tif.px > p
by_hand p pxt/test1.tif.px 100 > hand
read -r mse mae nmse pearson slope psnr < hand
ok "affine is the best line of the train pixels" \
	has run.tsv test1 affine mse "$mse"
ok "affine has the source's r" has run.tsv test1 affine pearson "$pearson"
mse=$(awk 'NR == FNR { s += $1; n++; next } { e += ($1 - s / n) ^ 2; m++ }
	END { printf "%.12g", e / m }' y pxt/test1.tif.px)
ok "mean is that of the train pixels" has run.tsv test1 mean mse "$mse"
ok "and has no r" is_empty run.tsv test1 mean pearson
sort -n y | awk '{ v[NR - 1] = $1 }
	function at(q,  h, i) {
		h = (NR - 1) * q; i = int(h)
		return v[i] + (h - i) * (v[i + 1 < NR ? i + 1 : i] - v[i])
	}
	END { printf "%.12g\n", at(0.999) - at(0.001) }' > r
ok "the range is of the train targets" \
	has run.tsv test1 model range "$(cat r)"

# --- the same bytes ----------------------------------------------------------
for how in "--tile=4 -j1" "--tile=8 -j2" "--tile=16 -j3" "--tile=999 -j1" \
	"--tile=1 -j2"; do
	rm -rf out2
	# shellcheck disable=SC2086
	ok "with $how" into other.tsv xp-eval "$id" --to out2 $how \
		--panel other.png
	sed 's,out2/,out/,' other.tsv > other2.tsv
	same "the same scores" run.tsv other2.tsv
	same "the same picture" panel.png other.png
	ok "the same predictions" diff -r out out2
done
ok "no baselines" into bare.tsv xp-eval "$id" --no-baselines --range \
	"$(cell_of run.tsv range id=test1 method=model)"
grep -v -e '	mean	' -e '	affine	' run.tsv | cut -f 1-18 > want
same "change nothing else" want bare.tsv

# --- how a run is named ------------------------------------------------------
cut -f 1-18 run.tsv > want
named() {
	xp-eval "$@" > named.tsv && cmp want named.tsv
}
from_pipe() {
	xp-eval - < id > named.tsv && cmp want named.tsv
}
ok "a tag for it" xp-log tag "$id" good
ok "by its tag" named good
ok "by the end of its id" named "${id##*-}"
ok "by a pipe" from_pipe
ok "with another manifest" named "$id" norm.tsv
ok "its weights as a file" named best.safetensors norm.tsv
manifest test1 train2 test2 val1 test3 train1 > mixed.tsv
ok "in another order" named "$id" mixed.tsv
ok "from an archive without the run's files" cp -r .xp moved
chmod -R u+w moved
rm "moved/runs/$id/best.safetensors"
ok "takes the copy that is kept" env XP_DIR="$PWD/moved" xp-eval "$id"
# shellcheck disable=SC2086
piped() {
	xp-train $net norm.tsv | xp-eval - > named.tsv && cmp want named.tsv
}
ok "trains and scores in one line" piped
lineage() {
	xp-log show "$(xp-log ls --tool xp-eval --last 1 | tail -n 1 |
		cut -f 1)"
}
last=$(xp-log ls --tool xp-train --last 1 | tail -n 1 | cut -f 1)
like "its record leads back to the training" \
	"(stdin|best.safetensors): xp-train $last" lineage
ok "the last checkpoint" into last.tsv xp-eval "$id" --checkpoint last
ok "another split" into val.tsv xp-eval "$id" --split val
ok "has its rows" test "$(cut -f 1 val.tsv | sort -u | wc -l)" -eq 3

# --- warnings ----------------------------------------------------------------
cut -f 1-4 norm.tsv > raw.tsv
like "rows without normalisation get that of the training" \
	'sources are normalised as in training: offset 1000, scale 0.01' \
	xp-eval "$id" raw.tsv
ok "and have its scores" named "$id" raw.tsv
ok "also by what the weights say" named best.safetensors raw.tsv --range \
	"$(cell_of run.tsv range id=test1 method=model)"
sed '2s/\ttrain\t/\tTest\t/' norm.tsv > misspelt.tsv
like "a split that was meant to be scored" \
	"1 of [0-9]+ rows is left out: 1 of split 'Test' .did you mean 'test'" \
	xp-eval "$id" misspelt.tsv
cut -f 1-3,5-8 norm.tsv > nosplit.tsv
like "no splits" "no column 'split'" xp-eval "$id" nosplit.tsv
manifest test1 test2 > notrain.tsv
ok "the training's rows give baselines and range" into notrain.out \
	xp-eval "$id" notrain.tsv
for m in affine mean; do
	ok "as they do for its own: $m" has notrain.out test1 $m mse \
		"$(cell_of run.tsv mse id=test1 method=$m)"
done
like "no baselines without train rows" "no rows of split 'train'" \
	xp-eval best.safetensors notrain.tsv
like "and no range" "psnr and ssim stay empty" \
	xp-eval best.safetensors notrain.tsv
code 3 "a range of train rows that are not there" \
	xp-eval best.safetensors notrain.tsv --range train
like "ssim does not stand alone" 'ssim says little without' \
	xp-eval --prediction pred --target truth --range 300
like "but beside the baselines'" \
	'ssim [0-9.]+ .mean [0-9.]+, affine [0-9.]+.' xp-eval "$id"
sed 's,	train	,	TEST	,; s,	test	,	train	,' norm.tsv |
	sed 's,TEST,test,' > swapped.tsv
like "scores on what was trained on" \
	"2 of 2 pairs .* have a source that is trained on, first 'train1'" \
	xp-eval "$id" swapped.tsv
# with_sums TABLE: a column of digests, as xp-pairs adds it.
with_sums() {
	tail -n +2 "$1" | cut -f 2 | xargs sha256sum |
		sed '1i source_sha256
			s/ .*//' | paste "$1" -
}
ln -s src other
with_sums norm.tsv > summed.tsv
grep -v train2 summed.tsv | sed 's,src/,other/,' |
	sed 's,	train	,	test	,' > copied.tsv
# shellcheck disable=SC2086
ok "trains on images with digests" into sum.id xp-train $net summed.tsv
like "a copy by another name is found out" \
	"1 of 4 pairs .* has a source that is trained on, first 'train1'" \
	xp-eval "$(cat sum.id)" copied.tsv
ok "in the table, too" into copied.out xp-eval "$(cat sum.id)" copied.tsv
ok "at the image that was trained on" test "$(cell_of copied.out leak \
	id=train1 method=model)" = train
ok "and at no other" is_empty copied.out test1 model leak
ok "counted in the rows of means" \
	test "$(cell_of copied.out leak id='*' method=model)" = '1 of 4'
quiet() {
	xp-eval "$id" norm.tsv > flat 2> said &&
		! grep -E "trained on|LEAK|unlike" said && ! grep leak flat
}
ok "images kept apart raise no alarm" quiet
ok "the rows trained on" into own.out xp-eval "$id" --split train
ok "leak" test "$(cell_of own.out leak id=train2 method=model)" = train
ok "rows validated on" into own.out xp-eval "$id" --split val
ok "leak, too" test "$(cell_of own.out leak id=val1 method=model)" = val
# shellcheck disable=SC2086
ok "trains on the rows that are scored by default" \
	into test.id xp-train $net --train-split=test norm.tsv
ok "which are known" into own.out xp-eval "$(cat test.id)"
ok "as trained on" test "$(cell_of own.out leak id=test2 method=model)" = train
# shellcheck disable=SC2086
ok "trains on from these weights" \
	into on.id xp-train $net --init "$(cat test.id)" norm.tsv
# shellcheck disable=SC2086
ok "and on" into far.id xp-train $net --init "$(cat on.id)" norm.tsv
like "what the first was trained on is known" "SCORES LEAK: 3 scored images .*\
 were trained on by run $(cat test.id), from whose weights" \
	xp-eval "$(cat far.id)"
ok "... by the table, too" into own.out xp-eval "$(cat far.id)"
ok "... at its rows" \
	test "$(cell_of own.out leak id=test2 method=model)" = train
cp "$(run_dir on.id)/best.safetensors" copy.safetensors
like "a weights file alone knows its images" \
	"SCORES LEAK: 3 scored images .* the same pixels as a train source" \
	xp-eval copy.safetensors norm.tsv
like "... and those validated on" "helped to choose the best weights: the" \
	xp-eval copy.safetensors --split val norm.tsv
ok "new images raise no alarm" eval 'xp-eval ".xp/runs/$id/best.safetensors" \
	norm.tsv > none.out 2> said && ! grep -E "LEAK|which images" said'
# shellcheck disable=SC2086
ok "from a copy that no record knows" \
	into far.id xp-train $net --init copy.safetensors norm.tsv
ok "its images are known, too" eval 'xp-eval "$(cat far.id)" > own.out \
	2> said && grep -q "SCORES LEAK: 3 .* train source" said &&
	! grep "is not known" said'
sed 's/train_pixels/train_pixelz/' copy.safetensors > lost.safetensors
like "of a file that says nothing that is said" \
	'weights file does not say which images its network was trained on' \
	xp-eval lost.safetensors norm.tsv
# shellcheck disable=SC2086
ok "from a file that says nothing" \
	into far.id xp-train $net --init lost.safetensors norm.tsv
like "it is not known, which is said" \
	"trained on before the run is not known.*'lost.safetensors' is no" \
	xp-eval "$(cat far.id)"
# shellcheck disable=SC2086
ok "validates on them" into test.id xp-train $net --val-split=test norm.tsv
like "which is said" \
	"3 scored images .such as '.*'. helped to choose the best" \
	xp-eval "$(cat test.id)"
# grouped MANIFEST: a column with the group of each row, the last of its id.
grouped() {
	awk -F '\t' -v OFS='\t' 'NR == 1 { print $0, "group"; next }
		{ print $0, "g" substr($1, length($1)) }' "$1"
}
grouped norm.tsv > grouped.tsv
# shellcheck disable=SC2086
ok "trains on groups" into group.id xp-train $net grouped.tsv
ok "of which some are scored" into group.out xp-eval "$(cat group.id)"
ok "which is known" \
	test "$(cell_of group.out leak id=test1 method=model)" = \
	train-group,val-group
ok "but not of others" is_empty group.out test3 model leak

# --- normalised by what training knew ----------------------------------------
# renorm MANIFEST SO SS TO TS FIT: other values in the test rows.
renorm() {
	awk -F '\t' -v OFS='\t' -v a="$2" -v b="$3" -v c="$4" -v d="$5" \
		-v fit="$6" '
		NR == 1 { print $0, "target_fit"; next }
		$4 == "test" { $5 = a; $6 = b; $7 = c; $8 = d }
		{ print $0, fit }' "$1"
}
renorm norm.tsv 900 0.02 400 0.05 set:train > elsewhere.tsv
like "values fitted elsewhere are said" \
	"of 3 rows .* row 'test1' with offset 900 .* offset 1000 and" \
	xp-eval "$id" elsewhere.tsv
ok "and not used" named "$id" elsewhere.tsv
renorm norm.tsv 1000 0.01 410 0.07 image > peeks.tsv
like "targets' own values are said" \
	"targets of 3 rows .* than the training, such as row 'test1'" \
	xp-eval "$id" peeks.tsv
ok "and not used, either" named "$id" peeks.tsv
# Each target by itself, in training, too.
awk -F '\t' -v OFS='\t' 'NR == 1 { print $0, "target_fit"; next }
	{ $7 = 400 + NR; $8 = 0.05 + NR / 1000; print $0, "image" }' \
	norm.tsv > image.tsv
# shellcheck disable=SC2086
ok "trains on targets that were fitted one by one" \
	into image.id xp-train $net image.tsv
ok "scores are made by the medians" eval \
	'xp-eval "$(cat image.id)" > image.out 2> said'
ok "of the train rows, which is said" grep -q \
	"no train row has, .* row 'test1'.* offset 402.5 and scale 0.0525" \
	said
ok "so none leaks" eval '! grep -q leak image.out'
renorm norm.tsv 1000 0.01 400 0.05 set > all.tsv
# shellcheck disable=SC2086
ok "trains on targets that were fitted together with those scored" \
	into all.id xp-train $net all.tsv
like "that leaks" 'SCORES LEAK: predictions of 3 rows' xp-eval "$(cat all.id)"
ok "and is in the table" eval 'xp-eval "$(cat all.id)" > all.out'
ok "at each row" test \
	"$(cell_of all.out leak id=test1 method=model)" = target-fit

# A train image that was saved again, under another name.
{ cat src/train1.tif; echo; } > src/again.tif
cp tgt/train1.tif tgt/again.tif
sed 's,src/test2,src/again,; s,tgt/test2,tgt/again,' norm.tsv > again.tsv
like "a copy of a train image is told by its pixels" \
	"1 scored image .'test2'. has the same pixels as a train source" \
	xp-eval "$id" again.tsv
ok "and is in the table" eval 'xp-eval "$id" again.tsv > again.out'
ok "at its row" test "$(cell_of again.out leak id=test2 method=model)" = train
ok "no other is" test -z "$(cell_of again.out leak id=test1 method=model)"
tiff src/again.tif 30 33 "1000 + 200 * sin(x / 9) + 50 * cos(y)" 32
for w in "$id" ".xp/runs/$id/best.safetensors"; do
	like "as one of 32 bits, too" \
		"1 scored image .'test2'. has the same pixels as a train" \
		xp-eval "$w" again.tsv
done
sed 's,src/val1,src/again,; s,tgt/val1,tgt/again,' norm.tsv > again.tsv
# shellcheck disable=SC2086
like "and by xp-train" "C8: 1 of 1 .*'val1' .the train row is 'train1'" \
	xp-train $net again.tsv
ok "new images are none" eval 'xp-eval "$id" norm.tsv > none.out 2> said &&
	! grep -q "same pixels" said && ! grep -q leak none.out'

# Each source by itself.
cut -f 1-4 norm.tsv > bare.tsv
ok "sources fitted one by one" eval "xp-norm -q --source-method=percentile \
	--source-scope=image --low=2 --target-scope=set bare.tsv > single.tsv"
# shellcheck disable=SC2086
ok "train a network" into single.id xp-train $net single.tsv
ok "that scores them" into single.out xp-eval "$(cat single.id)"
ok "and rows that say nothing" eval \
	'xp-eval "$(cat single.id)" bare.tsv > bare.out 2> said'
same "alike" single.out bare.out
ok "by the same rule, which is said" \
	grep -q 'sources of 3 rows are normalised as in training, each' said
cut -f 1-10 single.tsv > norule.tsv
ok "where no rule is known" test -z "$(head -n 1 norule.tsv | grep rule)"
# shellcheck disable=SC2086
ok "train on them" into norule.id xp-train $net norule.tsv
code 3 "it must be given" xp-eval "$(cat norule.id)" bare.tsv
like "and how is said" "the training normalised each source by itself" \
	xp-eval "$(cat norule.id)" bare.tsv

# --- another exposure --------------------------------------------------------
mkdir -p bright
for name in test1 test2; do
	tiff bright/$name.tif 32 31 "1800 + 200 * sin(x / 3) + 50 * cos(y)"
	tiff tgt/bright-$name.tif 32 31 "400 + 30 * sin(x / 3)"
done
manifest test1 test2 | sed 's,src/,bright/,; s,tgt/,tgt/bright-,' > bright.tsv
like "sources unlike those trained on are said" \
	"2 of 2 sources are unlike the train sources: percentile [0-9]+ of" \
	xp-eval "$id" bright.tsv
tiff tgt/flat.tif 16 16 '77'
tiff src/flat.tif 16 16 '1000 + x'
manifest train1 test1 flat1 |
	sed 's,src/flat1,src/flat,; s,tgt/flat1,tgt/flat,' |
	sed 's,	flat	,	test	,' > flat.tsv
ok "a constant target" into flat.out xp-eval "$id" flat.tsv
ok "has no r" is_empty flat.out flat1 model pearson
ok "and does not spoil the mean" has flat.out '*' model pearson \
	"$(cell_of flat.out pearson id=test1 method=model)"
code 3 "a directory that a table cannot name" xp-eval "$id" --to 'a
b'
ok "is not made" test ! -e 'a
b'
like "clipped pixels are told" "did not fit uint8" \
	xp-eval "$id" --to clipped --type uint8
ok "whole numbers on request" xp-eval "$id" --to whole --type uint16 -q

# A prediction's pixels are as big as the target's, or else the source's.
stack src/um.tif 30 30 1 'ImageJ=1.53
unit=um
' '100 + x' 100 26
stack tgt/um.tif 30 30 1 'ImageJ=1.53
unit=um
' '100 + y' 100 65
{
	sed 1q norm.tsv
	printf 'a\tsrc/um.tif\ttgt/um.tif\ttest\t1000\t0.01\t400\t0.05\n'
	printf 'b\tsrc/b.tif\tpxt/b.tif\ttest\t1000\t0.01\t400\t0.05\n'
} > um.tsv
cp src/um.tif src/b.tif
stack pxt/b.tif 30 30 1 '' '100 + x * y % 90'
ok "images with a pixel size" into um.out xp-eval "$id" um.tsv --to um -q
pitch() {
	xp-stats --no-log -q "$1" | awk -F '\t' 'NR == 1 {
		for (i = 1; i <= NF; i++) at[$i] = i }
		NR == 2 { print $at["pixel_um"] }'
}
ok "the target's" test "$(pitch um/a.tif)" = 0.65
ok "the source's" test "$(pitch um/b.tif)" = 0.26
sed 's,	test	,	train	,' um.tsv > um-train.tsv
# shellcheck disable=SC2086
ok "trains on them" into um.id xp-train $net --no-checks um-train.tsv
ok "the weights file has the pixel size of the files" grep -aq \
	'"source_pixel_um": *"0.26"' "$(run_dir um.id)/best.safetensors"
awk -v OFS='\t' 'BEGIN { cell[1] = "source_pixel_um"; cell[2] = 0.5 }
	{ print $0, cell[NR] }' um-train.tsv > um-cell.tsv
# shellcheck disable=SC2086
ok "of a manifest with an empty cell" into um.id \
	xp-train $net --no-checks um-cell.tsv
ok "that of the others" grep -aq \
	'"source_pixel_um": *"0.5"' "$(run_dir um.id)/best.safetensors"

# --- inputs at fault ---------------------------------------------------------
nothing() {
	"$@" > nothing
	status=$?
	test ! -s nothing || return 98
	return $status
}
code 3 "no such run" nothing xp-eval nosuch
code 3 "a run without weights" nothing xp-eval "$(xp-log ls --tool xp-eval \
	--last 1 | tail -n 1 | cut -f 1)"
code 3 "no such weights" nothing xp-eval none.safetensors norm.tsv
code 2 "weights without a manifest" nothing xp-eval best.safetensors
code 2 "nothing at all" nothing xp-eval
code 2 "too much" nothing xp-eval a b c
code 2 "two standard inputs" nothing xp-eval - -
code 3 "no such manifest" nothing xp-eval "$id" missing.tsv
code 3 "no such split" nothing xp-eval "$id" --split nosuch
like "the splits are told" "'test', 'train', 'val'" \
	xp-eval "$id" --split nosuch
code 3 "weights that are none" nothing xp-eval ./norm.tsv norm.tsv
head -c 400 best.safetensors > cut.safetensors
code 3 "weights that are cut off" nothing xp-eval cut.safetensors norm.tsv
empty_pipe() {
	nothing xp-eval - < /dev/null
}
wrong_pipe() {
	nothing xp-eval - < norm.tsv
}
code 3 "an empty pipe" empty_pipe
code 3 "a table for an id" wrong_pipe
code 3 "raw images are not written over" nothing xp-eval "$id" --to src
like "and named" "'src/test1.tif' is an image of the manifest" \
	xp-eval "$id" --to src
# --- a noise ceiling ---------------------------------------------------------
awk -F '\t' '{
	second = $1 ~ /test[12]/ ? "second/" $1 ".tif" : ""
	print $0 FS (NR == 1 ? "repeat" : second)
}' norm.tsv > again.tsv
mkdir first second
for name in test1 test2; do
	cp tgt/$name.tif first/
	cp src/$name.tif second/
done
ok "repeats of targets are scored" into again.out xp-eval "$id" again.tsv \
	--ceiling
xp-eval --prediction second --target first > alone.out 2> alone.log
ok "as any other prediction of them" has again.out test1 repeat pearson \
	"$(cell_of alone.out pearson id=test1 method=prediction)"
ok "where there is one" is_empty again.out test3 repeat pearson
r1=$(cell_of again.out pearson id=test1 method=repeat)
r2=$(cell_of again.out pearson id=test2 method=repeat)
want=$(echo "$r1 $r2" | awk '{ printf "%.4g\n", ($1 ^ .5 + $2 ^ .5) / 2 }')
like "their square root is the ceiling" \
	"by 2 repeated targets, a pearson of $want " xp-eval "$id" again.tsv \
	--ceiling
like "targets without a repeat are counted" \
	"no noise ceiling by 1 of 3 targets" xp-eval "$id" again.tsv --ceiling
code 2 "a ceiling without repeats" nothing xp-eval "$id" norm.tsv --ceiling
awk -F '\t' '{ print $0 FS (NR == 1 ? "repeat" : "tgt/" $1 ".tif") }' \
	norm.tsv > itself.tsv
xp-eval "$id" itself.tsv --ceiling > itself.out 2> itself.log
ok "a target is no repeat of itself" lacks itself.log "noise ceiling: by"
ok "... which is said" holds itself.log \
	"of 3 targets: the repeat has the same pixels"
tiff other.tif 33 30 'k * 7919 % 251'
sed 's,second/test1.tif,other.tif,; s,second/test2.tif,,' again.tsv > other.tsv
like "what is no repeat at all" "score exceeds it|does not correlate" \
	xp-eval "$id" other.tsv --ceiling
rm second/test2.tif
like "a repeat that is missing" "again.tsv:[0-9]*: .*second/test2.tif'" \
	xp-eval "$id" again.tsv --ceiling

ln -s src alias
code 3 "not by another name, either" nothing xp-eval "$id" --to alias
mkdir more
cp src/test1.tif more/
sed 's,src/test2,more/test1,; s,tgt/test2,tgt/test1,' norm.tsv > twice.tsv
ok "two sources of one name" into two.out xp-eval -q "$id" twice.tsv --to o2
ok "are told apart by their ids" cmp o2/test1.tif o2/test2.tif
code 3 "a prediction is not replaced" nothing xp-eval "$id" twice.tsv --to o2
like "and how it would be is said" "'o2/test1.tif': .* with --overwrite" \
	xp-eval "$id" twice.tsv --to o2
ok "as it then is" into two.out xp-eval -q "$id" twice.tsv --to o2 --overwrite
sed 's,^test1,a/b,; s,^test2,a_b,' norm.tsv > twice.tsv
code 3 "two predictions of one name" \
	nothing xp-eval "$id" twice.tsv --to o4
like "are named" "ids 'a/b' and 'a_b' would both be written to 'o4/a_b.tif'" \
	xp-eval "$id" twice.tsv --to o4
sed 's,^test1,../../a,; s,^test2,..,; s,^test3,/etc/x,' norm.tsv > up.tsv
ok "ids with dots and slashes" into up.out xp-eval -q "$id" up.tsv --to o5
ok "stay in the directory" test "$(find o5 -type f | LC_ALL=C sort | xargs)" = \
	"o5/_..tif o5/_._.._a.tif o5/_etc_x.tif"
head -c 900 src/test3.tif > more/test3.tif
sed 's,src/test3,more/test3,' norm.tsv > broken.tsv
code 3 "an image that is cut off" nothing \
	xp-eval "$id" broken.tsv --to o3 --panel o3.png
like "is named with its line" "broken.tsv:7: .*more/test3.tif" \
	xp-eval "$id" broken.tsv
ok "predictions before it are whole" cmp out/test1.tif o3/test1.tif
ok "nothing half-written is left" test -z \
	"$(find . -name '*.png' -newer broken.tsv; find o3 -name '.*.t*')"
done_testing
