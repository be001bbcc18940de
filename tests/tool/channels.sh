#!/bin/sh
# channels.sh - sources of several channels, of one file or of files of their
# own, from xp-pairs to xp-eval.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tiff.sh"

cell_is() {
	echo "$3 of $2 is '$(cell_of "$1" "$3" id="$2")', want '$4'"
	test "$(cell_of "$1" "$3" id="$2")" = "$4"
}
# score FILE METHOD: the mean squared error of a method over all images.
score() {
	awk -F '\t' -v method="$2" '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		$at["id"] == "*" && $at["method"] == method { print $at["mse"] }
	' "$1"
}
below() {
	echo "$1, want below $2"
	awk -v x="$1" -v most="$2" 'BEGIN { exit !(x != "" && x + 0 < most) }'
}

# --- images: the target is 3 a - b / 2, so both channels are needed ----------
mkdir one two tgt both
hyper=$(printf 'ImageJ=1.53t\nimages=2\nchannels=2\nhyperstack=true\n')
a='int(100 + 60 * sin((x + 3 * K) * y / 40))'
b='int(90 + 50 * cos((2 * x - K * y) / (5 + K)))'
for k in 1 2 3 4 5 6; do
	at_a=$(echo "$a" | sed "s/K/$k/g")
	at_b=$(echo "$b" | sed "s/K/$k/g")
	tiff one/p${k}_a.tif 40 36 8 "$at_a"
	tiff two/p${k}_b.tif 40 36 16 "100 * $at_b"
	tiff tgt/p${k}_t.tif 40 36 16 "1000 + 30 * $at_a - 5 * $at_b"
	stack both/p${k}_s.tif 40 36 2 "$hyper" "p ? $at_b : $at_a"
done

# --- pairs -------------------------------------------------------------------
files="one/*_a.tif + two/*_b.tif"
split='--split 4:1:1 --split-exact --seed 3'
# shellcheck disable=SC2086
ok "channels in files of their own" into pairs.tsv \
	xp-pairs --source "$files" --target 'tgt/*.tif' $split
ok "one cell names both" cell_is pairs.tsv p1 source \
	'one/p1_a.tif + two/p1_b.tif'
ok "types that differ" cell_is pairs.tsv p1 source_type uint8+uint16
ok "a digest a file" cell_is pairs.tsv p1 source_sha256 \
	"$(sha256sum < one/p1_a.tif | cut -c1-64)+$(sha256sum < two/p1_b.tif |
		cut -c1-64)"
# shellcheck disable=SC2086
ok "channels of one file" into both.tsv \
	xp-pairs --source 'both/*.tif[c=all]' --target 'tgt/*.tif' $split
ok "their numbers are written" cell_is both.tsv p1 source \
	'both/p1_s.tif[c=0+1]'
ok "one digest" cell_is both.tsv p1 source_sha256 \
	"$(sha256sum < both/p1_s.tif | cut -c1-64)"
ok "checks are made of each channel" into checks.tsv \
	xp-pairs --check --allow C9 pairs.tsv
ok "and say which" holds checks.tsv 'source channel 1'
ok "targets are said once" test \
	"$(grep -c "worst target's share of saturated" checks.tsv)" -eq 1
grep '^C7' checks.tsv | grep -o 'source channel [0-9]*' | sort -u > best
ok "targets are compared with one channel" test "$(wc -l < best)" -eq 1
ok "which says that the other is not" test \
	"$(grep -c '^C7.*source channel [01] (not compared: channel [01])' \
		checks.tsv)" -eq "$(grep -c '^C7' checks.tsv)"
tiff one/p9_a.tif 40 36 8 x
like "a file without a partner" "'one/p9_a.tif'" xp-pairs --source "$files" \
	--target 'tgt/*.tif'
rm one/p9_a.tif
mv two/p6_b.tif p6
code 3 "a channel that is missing" xp-pairs --source "$files" \
	--target 'tgt/*.tif'
like "is named" "'one/p6_a.tif' has no partner among 'two/\*_b.tif'" \
	xp-pairs --source "$files" --target 'tgt/*.tif'
ok "or its row is left out" into few.tsv xp-pairs --source "$files" \
	--target 'tgt/*.tif' --allow unmatched
ok "so five are left" test "$(wc -l < few.tsv)" -eq 6
tiff two/p6_b.tif 41 36 16 x
like "another size" "two/p6_b.tif' has 41x36 pixels" \
	xp-pairs --source "$files" --target 'tgt/*.tif'
mv p6 two/p6_b.tif
code 2 "globs of one and of two files" xp-pairs --source "$files" \
	--source 'both/*.tif' --target 'tgt/*.tif' --target 'tgt/*.tif'

# --- statistics and normalisation --------------------------------------------
ok "each channel is a set" into stats.tsv xp-stats pairs.tsv
ok "with its name" holds stats.tsv 'source channel 1'
ok "so is what both globs match" into stats.tsv xp-stats "$files"
ok "of twelve images" test "$(cut -f 1,2 stats.tsv | grep -c '_[ab].tif')" \
	-eq 12
ok "two that are named, with planes" into /dev/null xp-stats \
	'one/p1_a.tif[raw] + two/p1_b.tif'
code 3 "one that no file matches" xp-stats 'one/*_a.tif + two/*_c.tif'
like "is named" "no image matches 'two/\*_c.tif'$" \
	xp-stats 'one/*_a.tif + two/*_c.tif'
ok "each is fitted" into norm.tsv xp-norm --source-method=percentile pairs.tsv
ok "by itself" test "$(cell_of norm.tsv source_offset id=p1 |
	tr ',' '\n' | sort -u | wc -l)" -eq 2
ok "values for others" into /dev/null xp-norm --source-method=percentile \
	--save fit.tsv pairs.tsv
ok "are applied" into applied.tsv xp-norm --apply fit.tsv pairs.tsv
ok "channel by channel" test \
	"$(cell_of applied.tsv source_scale id=p2)" = \
	"$(cell_of norm.tsv source_scale id=p2)"
code 2 "images of one channel only are written" xp-norm --to out pairs.tsv
sed '2s/\(\t[0-9.]*\),[0-9.]*\t/\1\t/' norm.tsv > short.tsv
code 3 "a number for each channel" xp-train short.tsv --steps 1
like "says what is wanted" 'has 1 number, but the image has 2 channels' \
	xp-train short.tsv --steps 1
sed '3s/ + two[^\t]*//' pairs.tsv > uneven.tsv
code 3 "rows that differ" xp-norm uneven.tsv
like "are named" 'uneven.tsv:3: .* names 1 channel, but .* names 2' \
	xp-norm uneven.tsv
code 3 "a channel twice" xp-stats --images 'both/p1_s.tif[c=1+1]'
code 3 "one image wants one channel" xp-pairs --source 'one/*_a.tif' \
	--target 'tgt/*.tif' --dark 'both/p1_s.tif[c=0+1]'

# --- a network ---------------------------------------------------------------
net='--depth=1 --num-fmaps=4 --patch=16 --batch=4 --lr=0.01 --seed=2'
# shellcheck disable=SC2086
ok "training" into id xp-train $net --steps=60 --augment=noise,brightness \
	--no-checks --weights best.safetensors norm.tsv
ok "an evaluation" into scores.tsv xp-eval "$(cat id)" --split test
ok "the line of both channels is the target" \
	below "$(score scores.tsv affine)" 1
code 1 "with the checks, targets that are a sum of channels are copies" \
	xp-train $net --steps=8 norm.tsv
# shellcheck disable=SC2086
like "which is said" 'C20 FAIL' xp-train $net --steps=8 norm.tsv

# --- new images --------------------------------------------------------------
ok "a manifest's predictions" into /dev/null xp-eval best.safetensors \
	norm.tsv --split test --to known
ok "new images" into new.tsv xp-eval best.safetensors "$files" --to new
id=$(awk -F '\t' 'NR > 1 && $0 ~ /\ttest\t/ { print $1; exit }' norm.tsv)
same "are predicted alike" "known/$id.tif" "new/${id}_a.tif"
code 3 "too few channels" xp-eval best.safetensors 'one/*.tif' --to few
like "are refused" 'names 1 channel, but the network takes 2' \
	xp-eval best.safetensors 'one/*.tif' --to few
like "as is what a run was trained on" "such as 'one/p" \
	xp-eval "$(cat id)" 'one/*.tif' --to few
awk -F '\t' -v OFS='\t' 'NR > 1 { sub(/ \+ .*/, "", $2)
	for (i = 3; i <= NF; i++) if ($i ~ /^[0-9.e-]+,/) sub(/,.*/, "", $i) }
	{ print }' norm.tsv | cut -f1-9,12- > one.tsv
# shellcheck disable=SC2086
like "weights of another number of channels" 'takes 2 channels' \
	xp-train --init best.safetensors $net --steps=1 --no-checks one.tsv
ok "a model for others" xp-log export --onnx net.onnx best.safetensors

# --- a dark image a channel --------------------------------------------------
mkdir cam
tiff cam/a.tif 40 36 8 '20 + x % 2'
tiff cam/b.tif 40 36 16 '3000 + 100 * (y % 2)'
# shellcheck disable=SC2086
ok "channels are corrected each by its own" into dark.tsv xp-pairs \
	--source 'one/*_a.tif[dark=cam/a.tif] + two/*_b.tif[dark=cam/b.tif]' \
	--target 'tgt/*.tif' $split
ok "with the digest of each" cell_is dark.tsv p1 source_dark_sha256 \
	"$(sha256sum < cam/a.tif | cut -c1-64)+$(sha256sum < cam/b.tif |
		cut -c1-64)"
code 3 "another dark image for one" xp-pairs --table dark.tsv \
	--dark source=cam/a.tif
# shellcheck disable=SC2086
ok "and are trained with" eval 'xp-norm dark.tsv > darkn.tsv && xp-train $net \
	--steps=2 --no-checks --weights dark.st darkn.tsv'
ok "predictions of the manifest" into /dev/null xp-eval dark.st darkn.tsv \
	--split test --to dark-known
ok "new images get those of the training" into dark-new.tsv \
	xp-eval dark.st "$files" --to dark-new
ok "each its own" holds dark-new.tsv \
	'p1_a.tif[dark=cam/a.tif] + two/p1_b.tif[dark=cam/b.tif]'
same "and are predicted alike" "dark-known/$id.tif" "dark-new/${id}_a.tif"
ok "one says its own" into own.tsv xp-eval dark.st --to dark-own \
	'one/*_a.tif + two/*_b.tif[bin=1]'
ok "which stays, and the other gets its" holds own.tsv \
	'p1_a.tif[dark=cam/a.tif] + two/p1_b.tif[bin=1]'
xp-eval dark.st 'one/*_a.tif + two/*_b.tif[bin=1]' --to dark-own2 \
	> own.tsv 2> said
ok "which is said of this" grep -q \
	'channel 1 of 6 sources is not read as .*dark=cam/b.tif.*as it is' \
	said
ok "and of that" grep -q \
	'channel 0 of 6 sources is read as that .*, with .dark=' said
ok "and of no source as a whole" lacks said ': 6 sources'
tiff cam/c.tif 40 36 16 '2900 + x % 3'
like "another image is named" \
	"_b.tif.dark=cam/c.tif.' is read with .dark=cam/c.tif." \
	xp-eval dark.st 'one/*_a.tif + two/*_b.tif[dark=cam/c.tif]' --to dark-3
like "a model names both" 'in channel 0: subtract .*; in channel 1: subtract' \
	xp-log export --onnx dark.onnx dark.st
cp cam/b.tif b.tif
cp cam/a.tif cam/b.tif
like "the file of channel 1 is compared" \
	"'cam/b.tif' is not the dark image of the training" \
	xp-eval dark.st "$files" --to dark-other
code 3 "by every program" xp-stats dark.tsv
like "and by the checks" 'C3.FAIL.images whose dark or flat image changed' \
	xp-pairs --check dark.tsv
mv b.tif cam/b.tif
ok "--assign matches names, not those of dark images" into assigned.tsv \
	xp-pairs --target 'tgt/*.tif' --assign 'train=p[1-4]' --assign val=p5 \
	--source 'one/*_a.tif[dark=cam/a.tif] + two/*_b.tif[dark=cam/b.tif]' \
	--assign test=cam --assign test=p6
ok "so the sixth image is tested" cell_is assigned.tsv p6 split test
like "and no other" "'test=cam' matches no source" xp-pairs --no-log \
	--source 'one/*_a.tif[dark=cam/a.tif]' --target 'tgt/*.tif' \
	--assign test=cam --split 4:1:1

# --- each source by itself ---------------------------------------------------
# shellcheck disable=SC2086
ok "channels normalised image by image" eval 'xp-norm --source-scope=image \
	--source-method=zscore pairs.tsv > alone.tsv && xp-train $net \
	--steps=2 --no-checks --weights alone.st alone.tsv'
like "are so in new images, which is said" \
	'sources of 6 rows are normalised as in training, each by itself' \
	xp-eval alone.st "$files" --to alone-to

# --- what no later program would take ----------------------------------------
mkdir same
for k in 1 2 3; do
	cp one/p${k}_a.tif same/p${k}_a.tif
	cp two/p${k}_b.tif same/p${k}_b.tif
done
code 3 "a target that is a channel of its source" xp-pairs \
	--source 'same/*_a.tif + same/*_b.tif' --target 'same/*_b.tif'
like "is named" \
	"source 'same/p1_b.tif' .*, target 'same/p1_b.tif' .*are one and the" \
	xp-pairs --source 'same/*_a.tif + same/*_b.tif' --target 'same/*_b.tif'
like "also in one file" "'both/p1_s.tif\[c=1\]'.* are one and the same" \
	xp-pairs --source 'both/*.tif[c=0+1]' --target 'both/*.tif[c=1]'
printf 'source\ttarget\n%s\t%s\n%s\t%s\n' \
	'one/p1_a.tif + two/p1_b.tif' tgt/p1_t.tif one/p2_a.tif tgt/p2_t.tif \
	> list.tsv
code 3 "rows of one and of two channels" xp-pairs --table list.tsv
like "are named" 'list.tsv:[23]: .* names [12] channels*, but .* names' \
	xp-pairs --table list.tsv

# --- messages that name the channel ------------------------------------------
mkdir bright
tiff bright/p1_b.tif 40 36 16 '60000 + x'
like "an unlike channel is named by its file" \
	"of 'bright/p1_b.tif', channel 1, is" \
	xp-eval best.safetensors 'one/p1_a.tif + bright/p1_b.tif' --to bright-to
ok "two directories of new images" into /dev/null \
	xp-eval best.safetensors 'one + two' --to dirs
same "are predicted as by their globs" new/p1_a.tif dirs/p1_a.tif
like "an option is named by its side" 'use --source-method=percentile' \
	xp-norm --source-method=none pairs.tsv

# --- movies of several channels ----------------------------------------------
mkdir film
film=$(printf 'ImageJ=1.53t\nimages=6\nchannels=2\nframes=3\n')
for k in 1 2; do
	stack film/src$k.tif 40 36 6 "$film" "10 * p + $k * x + y"
	stack film/tgt$k.tif 40 36 3 \
		"$(printf 'ImageJ=1.53t\nimages=3\nframes=3\n')" \
		"p + $k * y + x"
done
ok "every frame of all channels" into film.tsv xp-pairs \
	--source 'film/src*.tif[c=all,t=*]' --target 'film/tgt*.tif[t=*]'
ok "is a row" holds film.tsv 'film/src2.tif[c=0+1,t=2]'
ok "as is each of two" into film2.tsv xp-pairs \
	--source 'film/src*.tif[c=0+1,t=*]' --target 'film/tgt*.tif[t=*]'
same "in the same table" film.tsv film2.tsv
ok "all channels of a movie" into film-all.tsv \
	xp-stats --images 'film/src1.tif[c=all]'
ok "are those of its planes" into film-two.tsv \
	xp-stats --images 'film/src1.tif[c=0+1]'
same "which are measured alike" film-all.tsv film-two.tsv
for what in 'c=0+1' 'c=all' 'c=0+1,t=*' 'c=all,t=*'; do
	rm -rf film-to
	ok "a movie is predicted: [$what]" into film-to.tsv \
		xp-eval best.safetensors "film/src1.tif[$what]" --to film-to
	mv film-to/*.tif "film-$what.tif"
done
for what in 'c=all' 'c=0+1,t=*' 'c=all,t=*'; do
	same "alike: [$what]" 'film-c=0+1.tif' "film-$what.tif"
done

# --- names of joined files ---------------------------------------------------
mkdir ser ser/dark
for p in 1 2 3; do
	for t in 0 1 2; do
		n=p${p}_time$t
		tiff ser/BF_$n.tif 24 24 8 "(x * $p + y * ($t + 2)) % 200"
		tiff ser/TFP_$n.tif 24 24 16 "300 + (y * $p + 3 * x + $t) % 200"
		tiff ser/YFP_$n.tif 24 24 8 "(x * y + $p + 7 * $t) % 199"
	done
	tiff ser/dark/p$p.tif 24 24 8 "x % ($p + 2)"
done
joined() { # joined [OPTION]...
	xp-pairs --no-log --source 'ser/BF_* + ser/TFP_*' \
		--target 'ser/YFP_*' "$@"
}
groups() { # groups N COMMAND...: of N groups
	want=$1
	shift
	"$@" > groups.tsv || return
	n=$(awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "group")
		at = i; next } { print $at }' groups.tsv | sort -u | wc -l)
	echo "$n groups, want $want"
	test "$n" -eq "$want"
}
ok "the group is cut out of the first file" groups 3 joined \
	--group '(.*)_time'
ok "and is its" cell_is groups.tsv p1_time0 group ser/BF_p1
cp groups.tsv by-file.tsv
ok "so is it of a table" groups 3 xp-pairs --no-log --table by-file.tsv \
	--group '(.*)_t'
like "a series is seen, though" "each series together with --group '(.*)" \
	joined --group '(.*)[.]tif'
ok "a way is no part of the name" groups 1 xp-pairs --no-log \
	--source 'ser/BF_*[dark=ser/dark/p1.tif]' --target 'ser/YFP_*' \
	--group '(.*)/'
ok "nor of a second file's" groups 3 xp-pairs --no-log --group '(.*)_time' \
	--source 'ser/BF_* + ser/TFP_*[dark=ser/dark/p1.tif]' \
	--target 'ser/YFP_*'
ok "a dark image of the group" groups 3 joined \
	--group '/BF_(.*)_time' --dark 'source=ser/dark/{group}.tif'
ok "is that of each file" cell_is groups.tsv p2_time1 source \
	"ser/BF_p2_time1.tif[dark=ser/dark/p2.tif] + $(
	)ser/TFP_p2_time1.tif[dark=ser/dark/p2.tif]"
ok "folds keep the groups" groups 3 joined --group '(.*)_time' --folds 3 \
	--fold 1
ok "each is whole" test "$(cut -f 4,5 groups.tsv | sed 1d | sort -u |
	wc -l)" -eq 3
code 3 "files of a source that are of different groups" joined \
	--group '(BF_p[0-9]+|TFP_p[0-9]+_time0|TFP_p[0-9]+)'
like "are named" "puts 'ser/TFP_p1_time[012].*' and .* into two groups, but" \
	joined --group '(BF_p[0-9]+|TFP_p[0-9]+_time0|TFP_p[0-9]+)'
like "as is a leak" "puts 'ser/TFP_p[12].*' and .* into one group, but" \
	joined --group '(BF_p[0-9]+|TFP_p)'
like "a match never crosses from file to file" 'matches no source' \
	joined --assign 'test=BF.*TFP'
ok "--assign matches any file" into assigned.tsv joined \
	--assign 'val=^ser/TFP_p2' --assign train=tif$
ok "so val is these" test "$(grep -c '	val	' assigned.tsv)" -eq 3
ok "--key does not see ways" into keyed.tsv xp-pairs --no-log \
	--source 'ser/BF_*[dark=ser/dark/p1.tif]' --target 'ser/YFP_*' \
	--key '_(.*)[.]'
ok "nor does --table" groups 9 xp-pairs --no-log --table keyed.tsv \
	--key '_(.*)[.]'
ok "a second file is left out, with its image" into few.tsv joined \
	--exclude 'TFP_p1*'
ok "six are left" test "$(wc -l < few.tsv)" -eq 7
like "which is said" '3 images left out by --exclude' joined \
	--exclude 'TFP_p1*'
cp ser/TFP_p1_time0.tif ser/TFP_p1_time0_copy.tif
ok "one that would have no image, too" into few.tsv joined \
	--exclude '*_copy*'
ok "nine are left" test "$(wc -l < few.tsv)" -eq 10
rm ser/TFP_p1_time0_copy.tif

# --- folders with equal names ------------------------------------------------
mkdir sep sep/a sep/b
for d in a b; do
	for k in 1 2 3; do
		tiff sep/$d/p${k}_ch1.tif 24 24 8 "(x * $k + y) % 9$(
			)+ $(printf '%d' "'$d")"
		tiff sep/$d/p${k}_ch2.tif 24 24 8 "(y * $k + x) % 8$(
			)+ $(printf '%d' "'$d")"
		tiff sep/$d/p${k}_ch3.tif 24 24 8 "(x + y * $k) % 17$(
			)+ $(printf '%d' "'$d")"
	done
done
sep() {
	xp-pairs --no-log --source 'sep/a/*_ch1.tif + sep/a/*_ch2.tif' \
		--source 'sep/b/*_ch1.tif + sep/b/*_ch2.tif' \
		--target 'sep/a/*_ch3.tif' --target 'sep/b/*_ch3.tif' "$@"
}
ok "two folders with equal names" into sep.tsv sep
ok "each glob has its own partners" holds sep.tsv \
	'sep/b/p2_ch1.tif + sep/b/p2_ch2.tif'
rm sep/b/p2_ch2.tif
like "a partner in the other folder is none" \
	"'sep/b/p2_ch1.tif' has no partner among 'sep/b/\*_ch2.tif'" sep
cp sep/b/p1_ch2.tif sep/b/p2_ch2.tif
ok "new images of two folders" into sep-new.tsv xp-eval best.safetensors \
	'sep/a/*_ch1.tif + sep/a/*_ch2.tif' \
	'sep/b/*_ch1.tif + sep/b/*_ch2.tif' --to sep-new
ok "are six" test "$(wc -l < sep-new.tsv)" -eq 7
ok "with partners of their own" holds sep-new.tsv \
	'sep/b/p2_ch1.tif + sep/b/p2_ch2.tif'

# --- files that name their channels, in two orders ---------------------------
# named FILE K ORDER NAME NAME: two channels, as OME-TIFF.
named() {
	ome='<OME><Image><Pixels DimensionOrder="XYCZT" SizeX="40" SizeY="36"
SizeC="2" SizeZ="1" SizeT="1" Type="uint8"><Channel ID="Channel:0:0"
Name="'$4'"/><Channel ID="Channel:0:1" Name="'$5'"/><TiffData/></Pixels>
</Image></OME>'
	at_a=$(echo "$a" | sed "s/K/$2/g")
	at_b=$(echo "$b" | sed "s/K/$2/g")
	stack "$1" 40 36 2 "$ome" "p == $3 ? $at_b : $at_a"
}
mkdir ome fresh
for k in 1 2 3 4 5 6; do
	named ome/p${k}_s.ome.tif $k 1 DAPI GFP
done
named fresh/p1_s.ome.tif 1 0 GFP DAPI
named fresh/p2_s.ome.tif 2 1 dapi gfp
named fresh/p3_s.ome.tif 3 1 DAPI Cy5
train_toy() {
	# shellcheck disable=SC2086
	xp-train $net --steps=2 --no-checks --weights "$2" "$1"
}
# shellcheck disable=SC2086
xp-pairs --source 'ome/*.tif[c=all]' --target 'tgt/*.tif' $split \
	> ome.tsv 2> said
ok "names in one order" lacks said warning
xp-norm -q ome.tsv > norm.tsv
ok "a training" train_toy norm.tsv ome.st
ok "its weights know the names" holds ome.st 'DAPI\tGFP'
into /dev/null xp-eval ome.st norm.tsv --split test 2> said
ok "the same order: nothing" lacks said order
into /dev/null xp-eval --to pred ome.st 'fresh/*.tif[c=0+1]' 2> said
ok "another order, without targets" grep -q "1 of 3 sources has its channels \
in another order than in training: 'fresh/p1_s.ome.tif\[c=0+1\]' has 'GFP', \
'DAPI', not 'DAPI', 'GFP'; .*'\[c=1+0\]'" said
into /dev/null xp-eval --to second ome.st 'fresh/p1_s.ome.tif[c=1+0]' 2> said
ok "... named as it says" lacks said order
into /dev/null xp-eval --to third ome.st 'fresh/p3_s.ome.tif[c=0+1]' 2> said
ok "another name" grep -q "1 of 1 sources has other channels than in training: \
.*'DAPI', 'Cy5', not" said
sed 's,ome/p2_s.ome.tif,fresh/p1_s.ome.tif,; s,source_sha256,sha,' norm.tsv \
	> mixed.tsv
at=$(cell_of mixed.tsv split id=p2)
like "rows of two orders: scores" 'in another order than in training' \
	xp-eval ome.st mixed.tsv --split "$at"
like "... training" 'in another order than' train_toy mixed.tsv mixed.st
ok "... whose weights know no names" lacks mixed.st source_channels
like "... pairs" 'in another order' xp-pairs --table mixed.tsv
xp-pairs -q --check --allow C9 mixed.tsv > checks.tsv
like "... --check" '^C2.WARN.sources whose file names.*p2' cat checks.tsv

done_testing
