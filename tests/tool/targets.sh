#!/bin/sh
# targets.sh - targets of several channels, from xp-pairs to new images.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tiff.sh"

# score TABLE METRIC CHANNEL METHOD: over all images.
score() {
	cell_of "$1" "$2" id='*' channel="$3" method="$4"
}
is() {
	echo "'$1', want '$2'"
	test "$1" = "$2"
}
about() {
	echo "$1, want about $2"
	near "$1" "$2" 1e-5
}

# --- images: channel 0 of a target is its source, channel 1 is not a line of
# it -------------------------------------------------------------------------
mkdir src tgt
names='<Channel ID="Channel:0:0" Name="DAPI" SamplesPerPixel="1"/>
<Channel ID="Channel:0:1" Name="GFP" SamplesPerPixel="1"/>'
ome='<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><Image
ID="Image:0"><Pixels ID="Pixels:0" DimensionOrder="XYCZT" Type="uint8"
SizeX="40" SizeY="36" SizeC="2" SizeZ="1" SizeT="1">'"$names"'<TiffData
IFD="0" PlaneCount="2"/></Pixels></Image></OME>'
a='int(100 + 60 * sin((x + 3 * K) * y / 40))'
for k in 1 2 3 4 5 6; do
	at=$(echo "$a" | sed "s/K/$k/g")
	tiff src/p$k.tif 40 36 8 "$at"
	stack tgt/p$k.tif 40 36 2 "$ome" \
		"p ? 20 + ($at - 100) * ($at - 100) / 20 : $at"
done
split='--split 4:1:1 --split-exact --seed 3'

# --- pairs and normalisation -------------------------------------------------
# shellcheck disable=SC2086
ok "pairs" into pairs.tsv xp-pairs --source 'src/*.tif' \
	--target 'tgt/*.tif[c=all]' $split
ok "a target names its channels" is "$(cell_of pairs.tsv target id=p1)" \
	'tgt/p1.tif[c=0+1]'
code 1 "a channel that is its source" xp-pairs --check pairs.tsv \
	--allow C9 > checks.tsv
ok "is found and named" holds checks.tsv \
	'images with the same pixels as another image, target channel 0	6'
for k in 0 1; do
	ok "C7 compares target channel $k" holds checks.tsv \
		"share of pairs with a clear shift, target channel $k"
done
ok "each is normalised" into norm.tsv xp-norm --method=zscore pairs.tsv
ok "by numbers of its own" is "$(cell_of norm.tsv target_scale id=p1 |
	tr ',' '\n' | sort -u | wc -l)" 2
sed 's/^\(p3\t[^\t]*\tt[^\t]*\)c=0+1/\1c=0/' pairs.tsv > uneven.tsv
like "rows that differ are named" \
	"uneven.tsv:4: 'tgt/p3.tif.c=0.' names 1 channel, but .* names 2" \
	xp-norm uneven.tsv

# --- training ----------------------------------------------------------------
net='--depth=1 --num-fmaps=4 --patch=16 --batch=4 --lr=0.01 --seed=2'
# shellcheck disable=SC2086
ok "training" into id xp-train $net --steps=60 --val-every=30 --no-checks \
	--weights best.safetensors --tensorboard tb norm.tsv
xp-log cat @1:metrics.tsv > metrics.tsv 2> /dev/null ||
	cp .xp/runs/"$(cat id)"/metrics.tsv .
value() {
	cell_of metrics.tsv value step=60 split=val metric="$1"
}
ok "each channel has a loss" about "$(value loss)" "$(awk \
	-v a="$(value loss.c0)" -v b="$(value loss.c1)" \
	'BEGIN { printf "%.9g", (a + b) / 2 }')"
ok "a line is channel 0" near 1 "$(awk -v x="$(value loss_affine.c0)" \
	'BEGIN { print 1 + x }')" 1e-6
code 1 "a channel that is its source is found" xp-train $net --steps=8 norm.tsv
like "and named" 'C20 FAIL: .* loss of the mean, channel 0' \
	xp-train $net --steps=8 norm.tsv
tiff dull.tif 40 36 8 'x > 38 ? 101 : 100'
sed 's,tgt/\(p[0-9]\)[^\t]*,tgt/\1.tif[c=1] + dull.tif,' norm.tsv |
	cut -f1-9,12- > dull.tsv
# shellcheck disable=SC2086
like "an output that learns nothing is named" \
	'val loss of target channel 1 .* is no better than' \
	xp-train $net --steps=1 --no-checks dull.tsv

# --- scores ------------------------------------------------------------------
ok "an evaluation" into scores.tsv xp-eval "$(cat id)" --split val --to known \
	--summary sum.tsv --all-baselines --panel panel.png
p=$(awk -F '\t' 'NR > 1 && $4 == "val" { print $1 }' norm.tsv)
for metric in mse pearson ssim; do
	ok "the mean over channels: $metric" about \
		"$(score scores.tsv $metric '*' model)" "$(awk \
		-v a="$(score scores.tsv $metric 0 model)" \
		-v b="$(score scores.tsv $metric 1 model)" \
		'BEGIN { printf "%.9g", (a + b) / 2 }')"
done
ok "a line is channel 0" near 1 "$(awk \
	-v x="$(score scores.tsv nmse 0 affine)" 'BEGIN { print 1 + x }')" 1e-6
ok "a line is not channel 1" test \
	"$(score scores.tsv nmse 1 affine | cut -c1-4)" != 0
ok "the summary has each" is "$(cut -f2 sum.tsv | sort -u | xargs)" \
	'* 0 1 channel'
ok "a requirement on a channel" xp-eval "$(cat id)" --split val \
	--require 'mse[c=0] < 1e9, pearson_foreground[c=1] > -1'
code 1 "that is not met" xp-eval "$(cat id)" --split val \
	--require 'pearson[c=1] > 1'
code 2 "on a channel that there is not" xp-eval "$(cat id)" --split val \
	--require 'pearson[c=2] > 0'
code 2 "or on something else" xp-eval "$(cat id)" --require 'pearson[z=1] > 0'
ok "what was written" into again.tsv xp-eval --prediction 'known/*.tif[c=all]' \
	--target "tgt/$p.tif[c=all]"
for k in 0 1; do
	ok "has the same score in channel $k" about \
		"$(score again.tsv mse $k prediction)" \
		"$(score scores.tsv mse $k model)"
done
code 3 "predictions of too few channels" xp-eval --prediction 'known[c=0]' \
	--target "tgt/$p.tif[c=all]"
# shellcheck disable=SC2086
ok "another training" into id2 xp-train $net --steps=5 --no-checks norm.tsv
ok "its scores" into scores2.tsv xp-eval "$(cat id2)" --split val
ok "compared" into compared.tsv xp-log compare "$(cat id)" "$(cat id2)"
ok "in each channel" is \
	"$(tail -n +2 compared.tsv | cut -f3 | sort -u | xargs)" '* 0 1'
for k in 1 2; do
	ok "part $k" into part$k.tsv xp-eval "$(cat id)" --split train \
		--part $k/2
done
ok "all" into whole.tsv xp-eval "$(cat id)" --split train
ok "joined" into joined.tsv xp-eval "$(cat id)" --split train \
	--joined part1.tsv --joined part2.tsv
same "parts are the whole" whole.tsv joined.tsv
ok "a page" xp-eval "$(cat id)" --split val --report page.html
ok "has a column a channel" holds page.html 'channel 1, model'
ok "also from the store" xp-log report "$(cat id)" -o stored.html
ok "has them, too" holds stored.html 'channel 1, model'

# --- new images and other programs -------------------------------------------
ok "new images" into new.tsv xp-eval best.safetensors "src/$p.tif" --to new
same "are predicted alike" known/"$p".tif new/"$p".tif
ok "with the numbers of each channel" is \
	"$(cell_of new.tsv target_offset id="$p")" \
	"$(cell_of norm.tsv target_offset id="$p")"
for k in 0 1; do
	xp-stats -q --images "known/$p.tif[c=$k]" > one.tsv 2> /dev/null
	ok "the mean is that of channel $k" about "$(cell_of new.tsv mean \
		id="$p" | cut -d , -f $((k + 1)))" "$(awk -F '\t' 'NR == 1 {
		for (i = 1; i <= NF; i++) at[$i] = i; next }
		$at["mean"] != "" { print $at["mean"]; exit }' one.tsv)"
done
ok "as OME-TIFF" into /dev/null xp-eval best.safetensors "src/$p.tif" \
	--to ome --dialect ome
ok "channels have their names" holds ome/"$p".ome.tif 'Name="GFP"'
ok "a channel is found by its name" into /dev/null xp-stats \
	--images "ome/$p.ome.tif[c=GFP]"
sed 's/c=0+1/c=1+0/' pairs.tsv | xp-norm -q --method=zscore > turned.tsv
ok "targets in another order" into /dev/null xp-eval "$(cat id)" turned.tsv \
	--to turned --dialect ome 2> said
ok "are said to be" grep -q "targets* .* channels in another order than in \
training: 'tgt/p.*' has 'GFP', 'DAPI', not 'DAPI', 'GFP'; .*'.c=0+1.'" said
ok "and what is predicted keeps its name" is "$(grep -ao 'Name="[A-Z]*"' \
	turned/*.ome.tif | xargs)" 'Name=DAPI Name=GFP'
xp-eval -q "$(cat id)" --split val --expect 'val.pearson.c1 > -1' > val.tsv
ok "the record has the figures of each channel" is \
	"$(xp-log ls --tool xp-eval --columns val.mse.c0,val.mse.c1,val.mse |
		tail -n 1)" "$(for k in 0 1 '*'; do
		score val.tsv mse "$k" model; done | paste -s)"
ok "... which can be expected" xp-log check @1
xp-log show @1 > shown
code 1 "... and neither numbers of channels nor one range of all" \
	grep -E ' channel|model range ' shown
ok "... and exported" into /dev/null xp-log export --prometheus out @1
ok "... by the same names" grep -rq 'mse.c1' out
stack film.tif 40 36 3 "$(printf 'ImageJ=1.53t\nimages=3\nframes=3\n')" \
	"50 * p + x"
ok "a movie" into film.tsv xp-eval best.safetensors film.tif --to film
ok "has as many frames" is "$(cell_of film.tsv channels id=film) \
$(cell_of film.tsv frames id=film)" '2 3'
ok "each predicted by itself" into /dev/null xp-eval best.safetensors \
	'film.tif[t=1]' --to frame
mkdir moved
mv film/film.tif moved/film_t1.tif
ok "and found in its place" into frames.tsv xp-eval \
	--prediction 'moved/film_t1.tif[c=all,t=1]' \
	--target "$(echo frame/*.tif)[c=all]"
ok "with its pixels" is "$(score frames.tsv mse '*' prediction)" 0
ok "a model for others" xp-log export --onnx net.onnx "$(cat id)"
ok "a package" xp-log export --bioimage net.zip "$(cat id)"

# --- what does not fit -------------------------------------------------------
sed 's/c=0+1/c=0/; s/\(-*[0-9.e-]*\),-*[0-9.e-]*/\1/g' norm.tsv > one.tsv
like "targets of too few channels" \
	"names 1 channel, but the network predicts 2, such as 'tgt/p" \
	xp-eval "$(cat id)" one.tsv --split val
# shellcheck disable=SC2086
like "weights of another number" \
	'predicts 2 channels, but the targets of the manifest have 1' \
	xp-train --init best.safetensors $net --steps=1 --no-checks one.tsv
# shellcheck disable=SC2086
ok "one channel alone" into id3 xp-train $net --steps=5 --no-checks one.tsv
like "is not compared with two" 'of 1: compare runs with the same targets' \
	eval 'xp-eval "$(cat id3)" --split val > one-scores.tsv &&
	xp-log compare "$(cat id)" "$(cat id3)"'
ok "has no column for it" lacks one-scores.tsv channel
awk -F '\t' -v OFS='\t' '
	NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
	NR > 1 { $at["target"] = ""; $at["target_sha256"] = ""
		$at["target_offset"] = 2; $at["target_scale"] = 1 }
	{ print }' norm.tsv > bare.tsv
like "one number for two outputs" 'have 1 number, but the network predicts 2' \
	xp-eval best.safetensors bare.tsv --split val --to bare
# --- channels that do not lie alike ------------------------------------------
# Of the pages of far/, 1 lies on 0, 2 is shifted, 3 is mirrored, 4 is 1.
mkdir far
f='sin(int(X / 3) * 12.9 + int(Y / 3) * 78.2 + K) * 43758'
at() {
	echo "$f" | sed "s/X/$1/; s/Y/$2/; s/K/$k/"
}
for k in 1 2 3 4 5 6; do
	v="p == 2 ? $(at '(x + 33)' '(y + 26)') : \
p == 3 ? $(at '(101 - x)' '(y + 30)') : $(at '(x + 30)' '(y + 30)')"
	stack far/p$k.tif 72 72 5 '' \
		"120 + 100 * (($v) % 1) + (p > 0) * (i * 7 + p % 3) % 5"
done
far() {
	c=$1
	shift
	xp-pairs -q --source 'far/*.tif[c=0]' --target "far/*.tif[c=$c]" \
		--axes c --assign 'train=p[1-4]' --assign 'val=p[56]' "$@"
}
same_pixels='target channels with the same pixels'
far 1+4 > copies.tsv
code 1 "two channels that are one" xp-pairs --check copies.tsv > checks.tsv
ok "are found" holds checks.tsv \
	"C1	FAIL	images of $same_pixels as another channel	6"
xp-pairs -q --source 'far/*.tif[c=1+4]' --target 'far/*.tif[c=0]' \
	--axes c > copies0.tsv
xp-pairs -q --check copies0.tsv > checks.tsv
ok "as sources, too" holds checks.tsv \
	'C1	WARN	images of source channels with the same pixels'
ok "one channel has no such row" lacks checks.tsv "$same_pixels"
far 1+2 > far.tsv
code 1 "a channel that is shifted" xp-pairs --check far.tsv > checks.tsv
ok "has advice that helps" grep -q \
	'^C7	FAIL	median shift.* channel 1	[45].*align' checks.tsv
ok "no copies are found" grep -q \
	"^C1	PASS	.*$same_pixels.*	0" checks.tsv
xp-norm -q far.tsv > norm-far.tsv
xp_far='xp-train --depth=1 --num-fmaps=2 --patch=16 --steps=4'
like "training finds it" \
	'C7 FAIL: .* some train pairs, pixels, target channel 1 [45].*align' \
	$xp_far norm-far.tsv
like "--register moves no channel by the shift of another" \
	'target channels 0 and 1 lie [45].* pixels apart .*--allow C7' \
	far 1+2 --register
code 3 "but stops" far 1+2 --register
ok "unless it is allowed" into moved.tsv far 1+2 --register --allow C7
like "and says what it measured" 'measured .* target channel [01]' \
	far 1+2 --register --allow C7
sed '/p6/s/c=1+4/c=1+2/' copies.tsv > odd.tsv
like "a single pair is named" \
	"in 1 of 6 pairs, such as 'p6', .* channels lie more than a pixel" \
	xp-pairs --table odd.tsv --axes c --register
far 1+3 > turned.tsv
xp-norm -q turned.tsv > norm-turned.tsv
like "training finds a mirrored channel" \
	'C7 FAIL: .* mirrored, .* target channel 1 .* mirrored left to right' \
	$xp_far norm-turned.tsv
ok "channels that lie alike are registered" into alike.tsv far 1+4 --register
done_testing
