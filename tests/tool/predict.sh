#!/bin/sh
# predict.sh - new images, without targets, through a trained network: one by
# one, as stacks and as movies.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tiff.sh"

nothing() {
	"$@" > nothing
	status=$?
	test ! -s nothing || return 98
	return $status
}
has() {
	echo "$2: $3 is $(cell_of "$1" "$3" id="$2"), want $4"
	test "$(cell_of "$1" "$3" id="$2")" = "$4"
}
# plane FILE PAGES I BYTES: the pixels of one page of a file that we wrote.
plane() {
	tail -c $((($2 - $3) * $4)) "$1" | head -c "$4"
}

# --- a network ---------------------------------------------------------------
mkdir src tgt
for k in 1 2 3 4 5 6; do
	tiff src/p$k.tif 30 26 16 "1000 + 20 * $k + 200 * sin(x * $k / 9)"
	tiff tgt/p$k.tif 30 26 16 "400 + 30 * sin(x * $k / 9)"
done
xp-pairs --source src --target tgt --split 60:20:20 --seed 3 \
	--split-exact > pairs.tsv
net='--depth=2 --num-fmaps=4 --patch=12 --batch=3 --steps=40 --lr=0.01'
net="$net --no-checks"
norms='--source-scope=set --source-method=percentile'
# shellcheck disable=SC2086
{
	xp-norm $norms pairs.tsv > norm.tsv
	ok "a network" into id xp-train $net --weights best.safetensors norm.tsv
}
id=$(cat id)

# --- images ------------------------------------------------------------------
ok "a folder" into folder.tsv xp-eval "$id" src/ --to folder
ok "a row an image" test "$(wc -l < folder.tsv)" -eq 7
ok "the id is the name" has folder.tsv p3 source src/p3.tif
ok "so is the file's" has folder.tsv p3 prediction folder/p3.tif
ok "its size" has folder.tsv p3 width 30
ok "its height" has folder.tsv p3 height 26
ok "its planes" has folder.tsv p3 frames 1
ok "its type" has folder.tsv p3 type float32
range() {
	xp-stats --no-log -q "$1" | awk -F '\t' -v low="$2" -v high="$3" '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
		NR == 2 { exit !($at["min"] == low && $at["max"] == high) }'
}
ok "the range of the values" range folder/p3.tif \
	"$(cell_of folder.tsv low id=p3)" "$(cell_of folder.tsv high id=p3)"
ok "a glob" into glob.tsv xp-eval "$id" 'src/p*.tif' --to glob
ok "the same files" diff -r folder glob
# shellcheck disable=SC2046
ok "many names" into many.tsv xp-eval "$id" src/p1.tif src/p2.tif src/p3.tif \
	src/p4.tif src/p5.tif src/p6.tif --to many
ok "the same files" diff -r folder many
printf 'id\tsource\n' > new.tsv
for k in 1 2 3 4 5 6; do
	printf 'p%s\tsrc/p%s.tif\n' $k $k
done >> new.tsv
ok "a manifest of sources" into table.tsv xp-eval "$id" new.tsv --to table
ok "the same files" diff -r folder table
ok "one through a pipe" sh -c "xp-eval $id - --to pipe < new.tsv > pipe.tsv"
ok "the same files" diff -r folder pipe
awk -F '\t' -v OFS='\t' '{ print $0, NR == 1 ? "target" : "" }' new.tsv \
	> empty.tsv
ok "with a column target that is empty" into t.tsv \
	xp-eval "$id" empty.tsv --to empty
ok "the same files" diff -r folder empty
awk -F '\t' -v OFS='\t' 'NR > 1 { $3 = "" } { print }' pairs.tsv > gone.tsv
ok "with digests of targets that it does not name" into t.tsv \
	xp-eval "$id" gone.tsv --to gone
like "rows of other splits are said" \
	"only rows of split 'test' .*; 5 other rows are left out .*of 'train'" \
	xp-eval "$id" gone.tsv --to gone2
ok "unless a split was asked for" into t.tsv sh -c \
	"xp-eval $id gone.tsv --split train --to gone3 2> why"
ok "which is said by itself" lacks why 'left out'
ok "weights alone" into alone.tsv xp-eval best.safetensors src --to alone
ok "the same files" diff -r folder alone
ok "the end of a pipe" sh -c \
	"xp-train $net norm.tsv | xp-eval - src --to piped > piped.tsv"
ok "the same files" diff -r folder piped
ok "scores of the same images" into scored.tsv xp-eval "$id" norm.tsv \
	--split train --to scored
for f in scored/*.tif; do
	same "${f#scored/} is the same" "$f" "folder/${f#scored/}"
done
ok "the rows of one split" into split.tsv sh -c \
	"cut -f 1,2,4 pairs.tsv | xp-eval $id - --split val --to split"
ok "are predicted" test "$(wc -l < split.tsv)" -eq \
	"$(($(cut -f 4 pairs.tsv | grep -c val) + 1))"
for how in '--tile 16' '--threads 1' '--threads 3' '--tile 8 --threads 2'; do
	# shellcheck disable=SC2086
	ok "with $how" into t.tsv xp-eval "$id" src --to how $how --overwrite
	ok "the same files" diff -r folder how
done
like "no scores are promised" 'no scores, since there are no targets' \
	xp-eval "$id" src --to said
ok "as JSON" into t.json xp-eval --json "$id" src/p1.tif --to json
ok "an object an image" grep -q '"id":"p1","source":"src/p1.tif"' t.json

mkdir -p deep/a deep/b
cp src/p1.tif deep/a/x.tif
cp src/p2.tif deep/b/x.tif
ok "one name in two folders" into deep.tsv xp-eval "$id" 'deep/*/x.tif' \
	--to deeper
same "the first" deeper/a_x.tif folder/p1.tif
same "the second" deeper/b_x.tif folder/p2.tif
ok "by two names" into deep.tsv xp-eval "$id" deep/a/x.tif deep/b/x.tif \
	--to both
ok "each has its own file" test "$(find both -type f | wc -l)" -eq 2

# --- the file's type ---------------------------------------------------------
ok "whole numbers" into t.tsv xp-eval "$id" src/p1.tif --to u16 --type uint16
ok "nothing is clipped" has t.tsv p1 clipped 0
like "what does not fit is said" \
	"'u8/p1.tif': 780 of 780 pixels did not fit uint8 and were clipped" \
	xp-eval "$id" src/p1.tif --to u8 --type uint8
ok "and counted" into t.tsv xp-eval "$id" src/p1.tif --to u8 --type uint8 \
	--overwrite
ok "in the table" has t.tsv p1 clipped 780

# --- the record --------------------------------------------------------------
last() {
	xp-log ls --tool xp-eval --last 1 | tail -n 1 | cut -f 1
}
xp-eval -q "$id" src --to recorded > recorded.tsv
run=$(last)
like "the sources are inputs" 'src/p6.tif' xp-log show "$run"
like "the predictions are outputs" 'recorded/p6.tif' xp-log show "$run"
like "the model's run is where it comes from" "best.safetensors.*$id" \
	xp-log show "$run"
like "it is verified" 'same bytes: 7 outputs' xp-log verify "$run"

# --- stacks and movies -------------------------------------------------------
mkdir movies
about='ImageJ=1.54f
images=12
channels=2
slices=3
frames=2
hyperstack=true
unit=um
spacing=0.5
finterval=20
'
stack movies/m.tif 30 26 12 "$about" '100 + 20 * sin(x / 9 * (p + 1))' 4 1 1
ok "one channel of a movie" into m.tsv xp-eval "$id" 'movies/m.tif[c=1]' \
	--to m
ok "is one file" has m.tsv m_c1 prediction m/m_c1.tif
ok "of its slices" has m.tsv m_c1 slices 3
ok "and frames" has m.tsv m_c1 frames 2
for star in 'c=1,t=*' 'c=1,z=*,t=*' 'c=1,z=all'; do
	ok "by a star ($star)" into t.tsv \
		xp-eval "$id" "movies/m.tif[$star]" --to star --overwrite
	same "the same file" m/m_c1.tif star/m_c1.tif
done
# A set of two files, of which each has one channel.
mkdir set
for c in 0 1; do
	stack set/s$c.tif 30 26 2 "<OME UUID='urn:uuid:$c'><Image><Pixels \
DimensionOrder='XYTZC' SizeX='30' SizeY='26' SizeC='2' SizeZ='1' SizeT='2'>\
<TiffData FirstC='0' IFD='0' PlaneCount='2'><UUID FileName='s0.tif'>\
urn:uuid:0</UUID></TiffData><TiffData FirstC='1' IFD='0' PlaneCount='2'>\
<UUID FileName='s1.tif'>urn:uuid:1</UUID></TiffData></Pixels></Image></OME>" \
		"$c * 90 + p * 30 + x + y"
done
for select in c=1 'c=1,t=*'; do
	ok "a glob of a set of files [$select]" into t.tsv xp-eval "$id" \
		"set/*.tif[$select]" --to set.out --overwrite
	cut -f 2,6 t.tsv | sed 1d > got
	printf 'set/s1.tif[%s]\t2\n' "$select" > want
	same "takes those that have the planes" want got
done
ok "and xp-stats, which measures each plane" into t.tsv \
	xp-stats 'set/*.tif[c=1]'
ok "of these files" test "$(grep -c '^image.*set/s1.tif' t.tsv)" -eq 2
code 3 "planes that no file matched has" xp-eval "$id" set/s0.tif'[c=1]' \
	--to set.out --overwrite
bytes=$((30 * 26 * 4))
for place in 0,0,0 1,1,0 2,2,0 3,0,1 5,2,1; do
	i=${place%%,*} z=${place#*,}
	ok "plane $place alone" into t.tsv xp-eval "$id" \
		"movies/m.tif[c=1,z=${z%,*},t=${z#*,}]" --to one --overwrite
	plane m/m_c1.tif 6 "$i" $bytes > of.movie
	plane one/*.tif 1 0 $bytes > of.one
	same "the same pixels" of.movie of.one
	rm one/*
done
printf 'id\tsource\nwhole\tmovies/m.tif[c=1,t=*]\n' > movie.tsv
ok "a movie in a manifest" into t.tsv xp-eval "$id" movie.tsv --to listed
same "the same file" m/m_c1.tif listed/whole.tif
ok "each channel" into t.tsv xp-eval "$id" 'movies/m.tif[c=*]' --to each
ok "in one file" has t.tsv m channels 2
plane m/m_c1.tif 6 4 $bytes > of.movie
plane each/m.tif 12 9 $bytes > of.each
same "channel by channel" of.movie of.each
ok "as OME-TIFF" into o.tsv xp-eval "$id" 'movies/m.tif[c=1]' --to m \
	--dialect ome
ok "has its extension" has o.tsv m_c1 prediction m/m_c1.ome.tif
for i in 0 5; do
	plane m/m_c1.tif 6 $i $bytes > of.movie
	plane m/m_c1.ome.tif 6 $i $bytes > of.ome
	same "the same pixels" of.movie of.ome
done
ok "an OME-TIFF is predicted" into t.tsv xp-eval "$id" m/m_c1.ome.tif \
	--to again --dialect ome
ok "to as many slices" has t.tsv m_c1 slices 3
ok "and frames" has t.tsv m_c1 frames 2
for want in 'SizeZ="3" SizeT="2"' 'PhysicalSizeX="0.25"' 'PhysicalSizeZ="0.5"' \
	'TimeIncrement="20"' 'DimensionOrder="XYCZT"'; do
	ok "it says $want" grep -aq "$want" again/m_c1.ome.tif
done
stack movies/pages.tif 30 26 4 '' '100 + 20 * sin(x / 9 * (p + 1))'
ok "pages of no kind" into t.tsv xp-eval "$id" movies/pages.tif --to pages
ok "all of them" has t.tsv pages frames 4
ok "are said to be frames" into t.tsv xp-eval "$id" movies/pages.tif \
	--axes t --to frames
ok "if asked for" grep -aq 'frames=4' frames/pages.tif
code 3 "OME-TIFF would have to say what they are" nothing \
	xp-eval "$id" movies/pages.tif --to pages --dialect ome

# ome FRAMES DATA: a description; page_is C T PAGE FILE: a part of its DATA.
ome() {
	echo '<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06">'
	echo '<Image><Pixels DimensionOrder="XYCZT" Type="uint8" SizeX="30"'
	echo "SizeY='26' SizeC='2' SizeZ='1' SizeT='$1'>$2</Pixels></Image>"
	echo '</OME>'
}
page_is() {
	printf '<TiffData FirstC="%s" FirstT="%s" IFD="%s">' "$1" "$2" "$3"
	printf '<UUID FileName="%s">urn:uuid:%s</UUID></TiffData>' "$4" "$4"
}
signal='100 + 20 * sin(x / 9 * (p + 1))'
stack movies/stop.tif 30 26 4 "$(ome 5 '<TiffData/>')" "$signal"
like "a recording that was stopped early is told of" \
	"'movies/stop.tif': 6 of the planes in its description .* are missing" \
	xp-eval "$id" 'movies/stop.tif[c=1]' --to stop
ok "what is there is predicted" into stop.tsv \
	xp-eval "$id" 'movies/stop.tif[c=1,t=*]' --to stop --overwrite
ok "frame by frame" has stop.tsv stop_c1 frames 2
ok "the last alone" into t.tsv xp-eval "$id" 'movies/stop.tif[c=1,t=1]' \
	--to stop1
plane stop/stop_c1.tif 2 1 $bytes > of.movie
plane stop1/stop_c1_t1.tif 1 0 $bytes > of.one
same "is the same" of.movie of.one
set=$(page_is 0 0 0 s0.tif; page_is 1 0 1 s0.tif; page_is 0 1 0 s1.tif
	page_is 1 1 0 s2.tif)
mkdir set
stack set/s0.tif 30 26 2 "$(ome 2 "$set")" "$signal"
stack set/s1.tif 30 26 1 "$(ome 2 "$set")" "$signal"
stack set/s2.tif 30 26 1 "$(ome 2 "$set")" "$signal"
ok "a file of a set has a part" into set.tsv xp-eval "$id" \
	'set/s0.tif[c=0,t=*]' set/s1.tif set/s2.tif --to sets
for f in s0_c0 s1 s2; do
	ok "$f is one plane" has set.tsv $f frames 1
done
code 3 "a plane of another file" nothing xp-eval "$id" 'set/s2.tif[c=0]' --to x

ij=/usr/share/java/ij.jar
imagej() {
	java -Djava.awt.headless=true -cp $ij \
		"$srcdir/ref/imagej_opens.java" "$1"
}
if [ -f $ij ] && imagej folder/p1.tif > /dev/null 2>&1; then
	ok "ImageJ opens it" into ij imagej m/m_c1.tif
	echo "30 26 1 3 2 32 0.2500 0.2500 0.5000 micron 20.0" > want
	sed 1q ij > got
	same "with its axes and distances" want got
	imagej each/m.tif > ij
	sed 1q ij > got
	echo "30 26 2 3 2 32 0.2500 0.2500 0.5000 micron 20.0" > want
	same "with channels, too" want got
	xp-stats --no-log -q 'each/m.tif[c=1,z=1,t=1]' > t.tsv
	imagej folder/p1.tif > ij
	sed 1q ij > got
	echo "30 26 1 1 1 32 1.0000 1.0000 1.0000 pixel 0.0" > want
	same "and single planes" want got
	imagej u16/p1.tif > ij
	like "of whole numbers" '^30 26 1 1 1 16 ' cat ij
else
	skip "ImageJ opens it" \
		"there is no ImageJ, or no Java for it"
fi

# --- what training knew ------------------------------------------------------
xp-norm --source-scope=image --source-method=zscore pairs.tsv > own.tsv
# shellcheck disable=SC2086
ok "sources normalised one by one" into own.id xp-train $net \
	--weights own.safetensors own.tsv
own=$(cat own.id)
ok "new ones, too" into own.out xp-eval "$own" src --to own
id_of=$(awk -F '\t' '$4 == "train" { print $1; exit }' pairs.tsv)
ok "by the rule of the training" has own.out "$id_of" source_offset \
	"$(cell_of own.tsv source_offset id="$id_of")"
ok "as scores are" into t.tsv xp-eval "$own" own.tsv --split train --to own2
for f in own2/*.tif; do
	same "${f#own2/} is the same" "$f" "own/${f#own2/}"
done
like "which is said" 'sources of 6 rows are normalised .*, each by itself' \
	xp-eval "$own" src --to own6
ok "the weights know the rule" into t.tsv sh -c \
	'xp-eval own.safetensors src --to own3 2> why'
ok "and say so" grep -q 'sources of 6 rows are normalised .*, each by itself' \
	why
ok "the same files" diff -r own own3
ok "each plane of a movie by itself" into t.tsv \
	xp-eval "$own" 'movies/m.tif[c=1]' --to own4
ok "which no one value tells" has t.tsv m_c1 source_offset ''
ok "one plane" into t.tsv xp-eval "$own" 'movies/m.tif[c=1,z=2,t=1]' --to own5
plane own4/m_c1.tif 6 5 $bytes > of.movie
plane own5/*.tif 1 0 $bytes > of.one
same "as the plane alone" of.movie of.one

xp-norm --source-scope=group --fit-split=all pairs.tsv > group.tsv
awk -F '\t' -v OFS='\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
	NR > 1 { $at["source_fit"] = "group" } { print }' group.tsv > g.tsv
# shellcheck disable=SC2086
ok "sources normalised by group" into group.id xp-train $net \
	--weights group.safetensors g.tsv
group=$(cat group.id)
code 3 "which group?" nothing xp-eval "$group" src --to g
like "says what to do" "column 'group'" xp-eval "$group" src --to g
awk -F '\t' -v OFS='\t' -v g="$(awk -F '\t' '$4 == "train" { print $5; exit }' \
	pairs.tsv)" '{ print $0, NR == 1 ? "group" : g }' new.tsv > grouped.tsv
ok "this one" into t.tsv sh -c "xp-eval $group grouped.tsv --to g 2> why"
ok "is said" grep -q 'are normalised as in training, each with its group' why
like "weights alone do not know the groups" \
	'each source by itself or with its group, and the weights do not' \
	xp-eval group.safetensors grouped.tsv --to g0
sed 's/\t[^\t]*$/\tnosuch/; 1s/nosuch$/group/' grouped.tsv > other.tsv
code 3 "none of the training" nothing xp-eval "$group" other.tsv --to g2
like "is named" "the training had no group 'nosuch'" \
	xp-eval "$group" other.tsv --to g2

xp-norm --target-scope=image $norms pairs.tsv > targets.tsv
# shellcheck disable=SC2086
xp-train $net targets.tsv > targets.id
like "units that nobody can know are said" \
	'only about right; to avoid this, fit targets with --target' \
	xp-eval "$(cat targets.id)" src/p1.tif --to t
tiff bright.tif 30 26 16 '20000 + 4000 * sin(x / 3)'
like "another exposure is said" "1 of 1 sources is unlike the train sources" \
	xp-eval "$id" bright.tif --to bright

# --- inputs at fault ---------------------------------------------------------
code 2 "without --to" nothing xp-eval "$id" src
like "says what is missing" 'say where predictions go by --to DIR' \
	xp-eval "$id" src
code 2 "a panel without targets" nothing xp-eval "$id" src --to x --panel x.png
code 2 "a range without targets" nothing xp-eval "$id" src --to x --range 9
code 2 "images and a manifest" nothing xp-eval "$id" src/p1.tif new.tsv --to x
code 2 "axes of a manifest" nothing xp-eval "$id" new.tsv --axes t --to x
code 3 "several channels" nothing xp-eval "$id" movies/m.tif --to x
like "of which one is to be named" \
	"has 2 channels, and the network takes one: name the channel" \
	xp-eval "$id" movies/m.tif --to x
mkdir none
code 3 "an empty folder" nothing xp-eval "$id" none --to x
like "is named" "no image matches 'none'" xp-eval "$id" none --to x
code 3 "no such images" nothing xp-eval "$id" 'none/*.tif' --to x
head -c 500 src/p1.tif > none/cut.tif
code 3 "a file that is cut short" nothing xp-eval "$id" none --to x
like "is named, too" "none/cut.tif" xp-eval "$id" none --to x
echo text > none/cut.tif
code 3 "no image at all" nothing xp-eval "$id" none --to x
like "is no table, either" "'none/cut.tif': not a TIFF" \
	xp-eval "$id" none/cut.tif --to x
like "nor is one that is not there" "no image matches 'none/no.tif'" \
	xp-eval "$id" none/no.tif --to x
code 3 "predictions are not replaced" nothing xp-eval "$id" src --to folder
code 3 "nor are sources" nothing xp-eval "$id" src --to src --overwrite
ok "no file was begun" test ! -e x
tiff tiny.tif 1 1 16 '1000'
tiff odd.tif 3 5 16 '1000 + x'
ok "images smaller than the network's grid" into t.tsv \
	xp-eval "$id" tiny.tif odd.tif --to tiny
ok "are as large as they were" has t.tsv odd height 5
printf 'id\tsource\na\tsrc/p1.tif\nb\tnosuch.tif\n' > missing.tsv
code 3 "a source that is not there" nothing xp-eval "$id" missing.tsv --to x
like "is found in its line" 'missing.tsv:3: .*nosuch.tif' \
	xp-eval "$id" missing.tsv --to x
if [ "$(id -u)" -ne 0 ]; then
	mkdir locked && chmod 555 locked
	code 4 "a folder that may not be written to" nothing \
		xp-eval "$id" src --to locked
	chmod 000 none/cut.tif
	code 3 "a file that may not be read" nothing \
		xp-eval "$id" none --to x2
else
	skip "permissions" "root may do anything"
fi
full() {
	( ulimit -f 8; nothing xp-eval "$id" 'movies/m.tif[c=1]' --to full )
}
code 4 "no room for the file" full
ok "leaves none" test -z "$(find full -type f)"
like "a network of stacks" \
	'is a single plane, and the network is for stacks' sh -c '
	xp-pairs --source "movies/m.tif[c=0,z=all,t=*]" \
		--target "movies/m.tif[c=1,z=all,t=*]" \
		--key "t=([0-9])" --split 50:50:0 --split-exact > st.tsv
	xp-norm --source-scope=set st.tsv > sn.tsv
	xp-train --ndim=3 --depth=1 --num-fmaps=2 --patch=8 --slices=2 \
		--batch=2 --steps=5 --no-checks --weights st.safetensors \
		sn.tsv > st.id
	xp-eval "$(cat st.id)" src/p1.tif --to st'
ok "takes stacks" into t.tsv xp-eval st.safetensors 'movies/m.tif[c=1]' --to st
ok "frame by frame" has t.tsv m_c1 frames 2
ok "all slices" has t.tsv m_c1 slices 3
ok "one frame" into t.tsv xp-eval st.safetensors 'movies/m.tif[c=1,t=1]' \
	--to st1
for i in 3 4 5; do
	plane st/m_c1.tif 6 $i $bytes > of.movie
	plane st1/m_c1_t1.tif 3 $((i - 3)) $bytes > of.one
	same "the same slice" of.movie of.one
done
done_testing
