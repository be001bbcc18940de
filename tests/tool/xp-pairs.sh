#!/bin/sh
# xp-pairs: which images belong together, what is refused, how they are split.
. "$(dirname "$0")/../lib.sh"

yeast=$builddir/examples/yeast
tab=$(printf '\t')

# draw DIR OPTION...: a small set.
draw() {
	"$yeast" -q --size 64x64 --positions 4 --to "$@" > drawn.tsv
}

# column NAME FILE: its cells, without the header.
column() {
	awk -F'\t' -v name="$1" 'NR == 1 {
		for (i = 1; i <= NF; i++)
			if ($i == name)
				c = i
		next
	}
	{ print $c }' "$2"
}

# pairs OPTION...: of the set in raw/, unrecorded.
pairs() {
	xp-pairs --no-log --source 'raw/BF_*.tif' --target 'raw/YFP_*.tif' "$@"
}

# refuses "what" REGEX COMMAND...: exit 3, nothing on stdout, says so.
refuses() {
	refuses_what=$1 refuses_regex=$2
	shift 2
	code 3 "$refuses_what" "$@" > refused.out 2> refused.err
	ok "$refuses_what: and says why" \
		grep -Eq -e "$refuses_regex" refused.err
	same "$refuses_what: and prints no table" /dev/null refused.out
}

ok "a set is drawn" draw raw

# --- the table -----------------------------------------------------------
ok "two globs" pairs --group 'Position([0-9]+)' > pairs.tsv
head -n 1 pairs.tsv > header
printf 'id\tsource\ttarget\tsplit\tgroup\twidth\theight\tsource_type\t' > want
printf 'target_type\tsource_sha256\ttarget_sha256\t' >> want
printf 'source_pixel_um\ttarget_pixel_um\n' >> want
same "has the columns that scripts rely on" want header
cut -f 1-3 pairs.tsv | sed 1d > got
for p in 01 02 03 04; do
	for t in 01 02; do
		i=Position${p}_time$t
		printf '%s\traw/BF_%s.tif\traw/YFP_%s.tif\n' $i $i $i
	done
done > want
same "each source with its target, by id" want got
for side in source target; do
	{ column $side pairs.tsv | xargs sha256sum | cut -c 1-64; } > want
	column ${side}_sha256 pairs.tsv > got
	same "digests of the ${side}s are those of sha256sum" want got
done
cut -f 6-9 pairs.tsv | sed 1d | sort -u > got
printf '64\t64\tuint16\tuint16\n' > want
same "sizes and types" want got
column group pairs.tsv > got
printf '%s\n' 01 01 02 02 03 03 04 04 > want
same "the group is what the expression cuts out" want got

mkdir bf yfp
for i in $(column id pairs.tsv); do
	cp "raw/BF_$i.tif" "bf/$i.tif"
	cp "raw/YFP_$i.tif" "yfp/$i.TIFF"
done
echo hello > bf/README.txt
ok "two directories, other files in them" \
	xp-pairs --no-log --source bf --target yfp > dirs.tsv
column id dirs.tsv > got
column id pairs.tsv > want
same "equal names make a pair" want got
ok "a recorded run" xp-pairs --source bf --target yfp > rec.tsv
same "and the table is the same" dirs.tsv rec.tsv

# --- planes of one file --------------------------------------------------
. "$srcdir/tiff.sh"
ome() {
	printf '<?xml version="1.0"?><OME><Image><Pixels SizeX="6" SizeY="5" '
	printf 'DimensionOrder="XYCZT" SizeC="2" SizeZ="1" SizeT="12" '
	printf 'PhysicalSizeX="0.26"><Channel Name="BF"/><Channel '
	printf 'Name="DAPI"/><TiffData/></Pixels></Image></OME>'
}
mkdir movies
stack movies/a.ome.tif 6 5 24 "$(ome)" 'p * 10 + x'
stack movies/b.ome.tif 6 5 24 "$(ome)" 'p * 10 + y'
stack movies/plain.tif 6 5 6 '' 'p * 10 + y + x'
ok "channels by name, every frame" xp-pairs --no-log \
	--source 'movies/*.ome.tif[c=BF,t=*]' \
	--target 'movies/*.ome.tif[c=DAPI,t=*]' > movies.tsv 2> said
ok "24 pairs" test "$(sed 1d movies.tsv | wc -l)" -eq 24
column id movies.tsv | sed -n '1p;12p;24p' > got
printf '%s\n' a_t00 a_t11 b_t11 > want
same "named by file and frame" want got
column target movies.tsv | sed -n 12p > got
echo 'movies/a.ome.tif[c=DAPI,t=11]' > want
same "the other channel of the same frame" want got
column source_pixel_um movies.tsv | sort -u > got
echo 0.26 > want
same "with the size of a pixel" want got
ok "a file is proposed as a group" grep -qF \
	-e "--group '([^/]+)[[]' (2 groups)" said
ok "which keeps its frames together" xp-pairs --no-log \
	--source 'movies/*.ome.tif[c=BF,t=*]' --group '([^/]+)[[]' \
	--target 'movies/*.ome.tif[c=DAPI,t=*]' > grouped.tsv
ok "on one side" test \
	"$(cut -f 4,5 grouped.tsv | sed 1d | sort -u | wc -l)" -eq 2
ok "the tools that follow read it" xp-stats --no-log -q movies.tsv
ok "channels by number, too" xp-pairs --no-log \
	--source 'movies/a.ome.tif[c=0,t=*]' \
	--target 'movies/a.ome.tif[c=1,t=*]' > one.tsv 2> said
ok "all of one movie is told" grep -q 'all pairs belong to one series' said
refuses "a channel that is not there" "'BF', 'DAPI'" xp-pairs --no-log \
	--source 'movies/a.ome.tif[c=FITC,t=*]' --target 'movies/b.ome.tif[c=0]'
refuses "frames of a file that names none" 'by --axes' xp-pairs --no-log \
	--source 'movies/plain.tif[c=0,t=*]' \
	--target 'movies/plain.tif[c=1,t=*]'
ok "unless --axes does" xp-pairs --no-log --axes tc2 \
	--source 'movies/plain.tif[c=0,t=*]' \
	--target 'movies/plain.tif[c=1,t=*]' > axes.tsv
column source axes.tsv | sed -n 3p > got
echo 'movies/plain.tif[axes=tc2,c=0,t=2]' > want
same "which the table keeps" want got
ok "for those that follow" xp-norm --no-log -q --fit-split=all axes.tsv
ok "pages by number" xp-pairs --no-log --source 'movies/a.ome.tif[*]' \
	--target 'movies/b.ome.tif[*]' > pages.tsv
ok "one by one" test "$(column id pages.tsv | sed -n 11p)" = p10
printf 'source\ttarget\n' > table.tsv
printf 'movies/plain.tif[t=0,c=0]\tmovies/plain.tif[t=0,c=1]\n' >> table.tsv
ok "a table" xp-pairs --no-log --axes tc2 --table table.tsv > axes.tsv
ok "gets its axes, too" test "$(column target axes.tsv)" = \
	'movies/plain.tif[axes=tc2,t=0,c=1]'
refuses "axes that do not fit" "axes 'tc5' do not make 6 pages" \
	xp-pairs --no-log --axes tc5 --table table.tsv

# --- order and growth ----------------------------------------------------
ok "the same images in pieces, backwards" xp-pairs --no-log \
	--target 'raw/YFP_*2.tif' --target 'raw/YFP_*1.tif' \
	--source 'raw/BF_*04_*.tif' --source 'raw/BF_*03_*.tif' \
	--source 'raw/BF_*.tif' --group 'Position([0-9]+)' > pieces.tsv
same "give the same table" pairs.tsv pieces.tsv
"$yeast" -q --size 64x64 --positions 40 --to many > drawn.tsv
mkdir grown
cp raw/*.tif grown
grow() {
	xp-pairs -q --no-log --source 'grown/BF_*' --target 'grown/YFP_*' \
		--group 'Position([0-9]+)' --seed 3 2>/dev/null | cut -f 1,4
}
steps_keep() {
	grow > before
	for p in 05 17 06 23 40; do
		cp many/*Position${p}_* grown || return 1
		grow > after
		# every row of before is in after
		[ -z "$(sort after | comm -23 "$sorted" -)" ] || return 1
	done
	[ "$(wc -l < after)" -eq 19 ]
}
grow | sort > sorted
sorted=sorted
ok "adding images never moves another" steps_keep
xp-pairs --no-log --source 'many/BF_*' --target 'many/YFP_*' \
	--group 'Position([0-9]+)' --split 50:25:25 > many.tsv 2> said
like "it says what came out" \
	'train [0-9]+ pairs in [0-9]+ groups, val [0-9]+ .* test [0-9]+' \
	cat said
one_label_each() {
	cut -f 4,5 "$1" | sed 1d | sort -u | cut -f 2 | uniq -d > torn
	[ ! -s torn ]
}
ok "a group is on one side only" one_label_each many.tsv
pairs --seed 1 > one.tsv
pairs --seed 2 > two.tsv
code 1 "another seed, another split" cmp -s one.tsv two.tsv

# --- assignment, warnings ------------------------------------------------
pairs --assign 'train=Position0[12]' --assign test=Position04 \
	--assign 'holdout=Position' > assigned.tsv
column split assigned.tsv > got
printf '%s\n' train train train train holdout holdout test test > want
same "--assign: the first that matches" want got
like "one that matches nothing is told" \
	"warning: --assign 'test=plate9' matches no source" \
	pairs --assign test=plate9
like "one that comes too late, too" \
	"warning: --assign 'test=Position04' assigns nothing: an earlier" \
	pairs --assign train=Position --assign test=Position04
like "or in part" "--assign 'val=Position' does not assign 2 of the 8 sou" \
	pairs --assign test=Position04 --assign val=Position
ok "but not one with the same label" eval "! pairs --assign train=Position \
	--assign train=Position04 2>&1 > got | grep -q -e '--assign .*ass'"
like "a part that is empty is told" 'no pair is in val' \
	pairs --split 100:0:0 --assign test=01 --split 90:10:0 \
	--assign train=.
like "and what to do where no seed helps" \
	'no pair is in .*; 1 group cannot fill 3 parts: .* --split 80:20:0$' \
	pairs --group '(time)'
awk -F'\t' -v OFS='\t' 'NR > 1 { $4 = "train" } 1' pairs.tsv > train.tsv
ok "a part that a table leaves empty is told" eval \
	'xp-pairs --no-log --table train.tsv > got.tsv 2> said'
like "with no seed, which would not help" \
	'no pair is in val or test; the table.s column .* gives.*--assign$' \
	cat said
# --- by count ------------------------------------------------------------
exact() {
	xp-pairs --no-log --table wells.tsv --group 'well([0-9]+)' "$@"
}
# of SPLIT TABLE: how many pairs it has
of() {
	awk -F '\t' -v label="$1" '
	NR == 1 {
		for (i = 1; i <= NF; i++)
			c[$i] = i
		next
	}
	$c["split"] == label { n++ }
	END { print n + 0 }' "$2"
}
{
	printf 'id\tsource\ttarget\tplate\n'
	for w in 1 2 3 4 5 6 7 8; do
		cp raw/BF_Position01_time01.tif "well${w}_bf.tif"
		cp raw/YFP_Position01_time01.tif "well${w}_yfp.tif"
		printf '%s\twell%s_bf.tif\twell%s_yfp.tif\tp%s\n' \
			"$w" "$w" "$w" $(((w + 1) / 4))
	done
} > wells.tsv
like "an empty part: --split-exact is offered" 'use --split-exact, or assign' \
	exact --allow duplicate --seed 1
ok "--split-exact leaves none empty" eval \
	'exact --allow duplicate --split-exact > exact.tsv 2> said'
ok "and meets the shares" test \
	"$(of train exact.tsv) $(of val exact.tsv) $(of test exact.tsv)" \
	= "6 1 1"
ok "and warns of none" eval '! grep -q "no pair is in" said'
like "a lopsided split is told" \
	'(train|val|test) has .* % of the pairs, not .* --split-exact' \
	exact --allow duplicate --split 50:50:0 --seed 5
ok "--stratify" eval \
	'exact --allow duplicate --split 50:50:0 --stratify plate > strata.tsv'
ok "keeps the shares in each plate" awk -F '\t' '
	NR == 1 {
		for (i = 1; i <= NF; i++)
			c[$i] = i
		next
	}
	{
		n[$c["plate"]]++
		val[$c["plate"]] += $c["split"] == "val"
	}
	END {
		for (p in n) {
			d = 2 * val[p] - n[p]
			bad = bad || d > 1 || d < -1
		}
		exit bad || !NR
	}' strata.tsv
sed '1s/$/	dish/; 2,$s/$/	d/' wells.tsv > dish.tsv
like "--stratify by a column of one value is told" \
	"warning: --stratify 'dish' does nothing: every row has 'd'" \
	xp-pairs --no-log --table dish.tsv --allow duplicate --stratify dish
code 3 "--stratify by a column that is not there" exact --stratify dish
like "which is named" "no column 'dish'" exact --stratify dish
code 2 "--stratify without a table" pairs --stratify plate
code 2 "--split-exact with folds" exact --split-exact --folds 2 --fold 1

# --- what is left out -------------------------------------------------------
ok "--exclude" eval "pairs --exclude '*Position02*' > got.tsv 2> said"
ok "leaves out what matches by name" eval \
	'! grep -q Position02 got.tsv && grep -q Position01 got.tsv'
ok "says how many" grep -q '4 images left out by --exclude' said
ok "or by path" eval "pairs --exclude 'raw/*Position02*' > path.tsv 2> said"
same "with the same pairs" got.tsv path.tsv
like "one that leaves out nothing is told" "'none\*' leaves out no image" \
	pairs --exclude 'none*'
refuses "all of them" "--exclude leaves out all images that 'raw/BF_" \
	pairs --exclude 'BF_*'
ok "rows of a table" xp-pairs --no-log --table pairs.tsv \
	--exclude '*Position02*' > got.tsv 2> said
cut -f 1-3 path.tsv > want
cut -f 1-3 got.tsv > got
same "as well" want got
ok "says how many, too" grep -q '2 rows left out by --exclude' said
refuses "all rows" '--exclude leaves out all rows' xp-pairs --no-log \
	--table pairs.tsv --exclude 'BF_*'

# --- several sources and targets, in order -----------------------------------
mkdir -p days/mon/bf days/mon/yfp days/tue
for i in $(column id pairs.tsv | sed -n '1,4p'); do
	cp "raw/BF_$i.tif" "days/mon/bf/$i.tif"
	cp "raw/YFP_$i.tif" "days/mon/yfp/$i.tif"
done
for i in $(column id pairs.tsv | sed -n '5,8p'); do
	n=$(echo "$i" | tr -dc 0-9)
	cp "raw/BF_$i.tif" "days/tue/open$n.tif"
	cp "raw/YFP_$i.tif" "days/tue/gfp_$n.tif"
done
ok "names of two kinds" xp-pairs --no-log \
	--source days/mon/bf --target days/mon/yfp \
	--source 'days/tue/open*' --target 'days/tue/gfp*' > got.tsv 2> said
ok "make all pairs" test "$(sed 1d got.tsv | wc -l)" -eq 8
ok "each with the target of its day" eval \
	'! cut -f 2,3 got.tsv | grep "mon.*tue" && ! cut -f 2,3 got.tsv |
		grep "tue.*mon"'
ok "says how, for each" test "$(grep -c '4 pairs' said)" -eq 2
xp-pairs --no-log --target 'days/tue/gfp*' --target days/mon/yfp \
	--source 'days/tue/open*' --source days/mon/bf > turned.tsv
same "in any order of the kinds" got.tsv turned.tsv
# The same names in both folders.
mkdir -p days/wed/bf days/wed/yfp
for i in $(column id pairs.tsv | sed -n '5,8p'); do
	j=$(echo "$i" |
		sed 's/Position03/Position01/; s/Position04/Position02/')
	cp "raw/BF_$i.tif" "days/wed/bf/$j.tif"
	cp "raw/YFP_$i.tif" "days/wed/yfp/$j.tif"
done
ok "equal names in two folders" xp-pairs --no-log \
	--source days/mon/bf --target days/mon/yfp --group 'days/([a-z]+)' \
	--source days/wed/bf --target days/wed/yfp > got.tsv 2> said
column id got.tsv | sed -n '1p;8p' > got
printf '%s\n' mon/bf/Position01_time01 wed/bf/Position02_time02 > want
same "get ids of folders and names" want got
ok "says so" grep -q "ids are made of folders and names" said
column group got.tsv | sort -u | xargs > got
echo mon wed > want
same "and groups of folders" want got
cut -f 2,3 got.tsv > table.tsv
ok "a table of them" xp-pairs --no-log --table table.tsv \
	--group 'days/([a-z]+)' > again.tsv
ids_of() {
	for c in id group split source target; do
		column $c "$1"
	done
}
ids_of got.tsv > want
ids_of again.tsv > got
same "has the same ids and groups" want got
refuses "a source with two targets" "is the source of two pairs" xp-pairs \
	--no-log --source 'raw/BF_*' --target 'raw/YFP_*' \
	--source 'raw/BF_*' --target 'days/mon/yfp' --allow unmatched
ok "crossed as before" xp-pairs --no-log --group 'Position([0-9]+)' \
	--source 'raw/BF_*1.tif' --source 'raw/BF_*2.tif' \
	--target 'raw/YFP_*2.tif' --target 'raw/YFP_*1.tif' > got.tsv
same "all are paired together" pairs.tsv got.tsv

# --- names that differ in several words ------------------------------------
# hinted LABEL SOURCE TARGET: one is proposed that pairs all 6.
hinted() {
	xp-pairs --no-log --source "$2" --target "$3" > got.tsv 2> said
	proposed=$(sed -n "s/.*give --key '\(.*\)', which makes 6 p.*/\1/p" \
		said)
	ok "$1: a --key is proposed" test -n "$proposed"
	xp-pairs --no-log --allow duplicate --source "$2" --target "$3" \
		--key "$proposed" > got.tsv 2> said
	ok "$1: it pairs all" test "$(column id got.tsv | sort -u | wc -l)" = 6
	for side in source target; do
		column $side got.tsv | sed 's/.*\(A[0-9]*_[0-9]\).*/\1/' \
			> "own.$side"
	done
	same "$1: each with its own partner" own.source own.target
}
mkdir guid times rows words end middle
n=0
for well in A01_1 A01_2 A02_1 A02_2 A03_1 A03_2; do
	n=$((n + 1))
	for side in 1:BF:Brightfield 2:YFP:GFP; do
		file=raw/${side#*:}
		file=${file%:*}_Position01_time01.tif
		channel=${side%%:*}
		cp "$file" "guid/p_${well}_w${channel}F${n}A-9$channel$n.tif"
		cp "$file" "times/${side##*:} 10$n${channel}0$n (x$n) $well.tif"
		cp "$file" "rows/i${channel}0${n}_$well-ch${channel}sk$n$n.tif"
		filter='Bright Field'
		[ "$channel" = 1 ] || filter='GFP 469,525'
		cp "$file" "words/Plate 1_${well}_${channel}_[$filter]_001.tif"
		cp "$file" "end/$filter, day 3, $well ($n$channel).tif"
		late=$((n + n * channel / 12))
		cp "$file" "middle/${n}_w$channel ${filter}_0${late}_$well.tif"
	done
done
hinted "ImageXpress' ids" 'guid/*_w1*' 'guid/*_w2*'
hinted "times of day" 'times/Bright*' 'times/GFP*'
hinted "numbers of each camera" 'rows/*ch1*' 'rows/*ch2*'
hinted "a filter of two words" 'words/*Bright*' 'words/*GFP*'
like "the hint gives an example" \
	"such as '.*A01_1_1_.Bright Field.* with '.*A01_1_2_.GFP 469,525" \
	xp-pairs --no-log --source 'words/*Bright*' --target 'words/*GFP*'
hinted "a filter in front" 'end/Bright*' 'end/GFP*'
hinted "a filter amid, and a minute of another value" \
	'middle/*w1*' 'middle/*w2*'
rm guid/p_A01_1_w2*
code 1 "none where a file is missing, too" sh -c '
	xp-pairs --no-log --source "raw/BF_*" --target "raw/YFP_*2.tif" 2>&1 |
		grep "which makes"'
like "the hint says how many have no partner" \
	"give --key '.*', which makes 5 pairs of the 6 sources and 5 targets" \
	sh -c '! xp-pairs --no-log --source "guid/*_w1*" \
		--target "guid/*_w2*"'

like "a series is seen, and how to group it" \
	"--group 'Position\(\[0-9\]\+\)' \(4 groups\)" pairs
code 1 "unless there are groups" sh -c '
	xp-pairs --no-log --source "raw/BF_*" --target "raw/YFP_*" \
		--group "Position([0-9]+)" 2>&1 | grep series'
refuses "a group torn by --assign" "group '01' would be in two parts" \
	pairs --group 'Position([0-9]+)' --assign train=time01 \
	--assign test=time02
refuses "a group that is not in every name" \
	"--group 'Well' does not match 'raw/BF_" pairs --group Well

# --- groups that are whole, and series that are not ----------------------
warns() { # warns "what" TEXT COMMAND...
	warns_what=$1 warns_text=$2
	shift 2
	"$@" > warned.tsv 2> warned
	ok "$warns_what" test $? -eq 0
	ok "$warns_what: and says so" grep -qe "$warns_text" warned
}
warns "a group for each time" \
	"4 series .* such as 'raw/BF_Position01_time01.tif' (train) and" \
	pairs --group '(time[0-9]+)' --split-exact --split 50:50:0
ok "names the series" grep -qe "--group '(.\*)time\[0-9\]+(.\*)'" warned
pairs --group '(.*)time[0-9]+(.*)' --split-exact > whole.tsv 2> warned
ok "which keeps them together" test $? -eq 0
ok "and is silent" lacks warned series
warns "an expression that gives each pair its own group" \
	"keep each series together with --group 'Position" \
	pairs --group '(Position.*)'
mkdir s4
for name in A1_t0 A1_t1 B2_t0 B2_t1; do
	stack s4/${name}_w1.tif 6 5 1 '' "x + 2 * y + $(printf '%d' "'$name")"
	stack s4/${name}_w2.tif 6 5 1 '' "3 * x + ${name#*t}"
done
warns "a number of the directory is no place" \
	"keep each series together with --group '(.*)t.* (2 groups)" \
	xp-pairs --no-log --source 's4/*_w1.tif' --target 's4/*_w2.tif' \
	--allow duplicate
warns "planes of one file in several groups" \
	"2 series .*keep each series together with --group '(\[^\[]+)'" \
	xp-pairs --no-log --source 'movies/*.ome.tif[c=BF,t=*]' \
	--target 'movies/*.ome.tif[c=DAPI,t=*]' --group '(t=[0-9]+)'
stack movies/one.tif 6 5 1 '' 'x + 2 * y'
stack movies/two.tif 6 5 1 '' '2 * x + y'
warns "planes beside whole files" \
	"keep each series together with --group '(\[^\[]+)' (2 groups)" \
	xp-pairs --no-log --source 'movies/a.ome.tif[c=BF,t=*]' \
	--target 'movies/a.ome.tif[c=DAPI,t=*]' \
	--source movies/one.tif --target movies/two.tif
sheet() { # sheet GROUP...: a table with these groups
	pairs -q | cut -f 1-3 | sed 1d > sheet.pairs
	for g in "$@"; do
		echo "$g"
	done | paste sheet.pairs - > sheet.rows
	{ printf 'id\tsource\ttarget\tgroup\n'; cat sheet.rows; } > sheet.tsv
}
sheet a '' b '' c '' d ''
warns "merged cells of a spreadsheet" \
	'4 rows have no group, so each is a group of its own, but others' \
	xp-pairs --no-log --table sheet.tsv
sheet a A b b '03' '3' 'd' 'd '
warns "groups whose names are perhaps one" \
	'and 3 names like this in all' xp-pairs --no-log --table sheet.tsv
sheet a a b b c c d d
sed '1s/group/Group/' sheet.tsv > capital.tsv
warns "a column whose name is another" \
	"column 'Group' is not read: .*'group'; rename it" \
	xp-pairs --no-log --table capital.tsv
ok "groups as they must be" into whole.tsv sh -c \
	'xp-pairs --no-log --table sheet.tsv 2> warned'
ok "need no word" lacks warned 'no group|perhaps one|series'
awk -v OFS='\t' '{ print $0, (NR > 2 ? "" : NR > 1 ? "test" : "split") }' \
	sheet.tsv > kept.tsv
refuses "a group with one row to be tested" "group 'a' would be in two parts" \
	xp-pairs --no-log --table kept.tsv --folds 2 --fold 1

# --- what is refused -----------------------------------------------------
cp -r raw less
rm less/YFP_Position02_time01.tif less/BF_Position03_time02.tif
less() {
	xp-pairs --no-log --source 'less/BF_*' --target 'less/YFP_*' "$@"
}
refuses "no partner" "'less/BF_Position02_time01.tif'.*no partner" less
ok "the target without one is named, too" \
	grep -q "'less/YFP_Position03_time02.tif'.*no partner" refused.err
ok "--allow unmatched leaves both out" less --allow unmatched > got.tsv
ok "and only them" [ "$(wc -l < got.tsv)" -eq 7 ]

ambiguous() {
	xp-pairs --no-log --source 'raw/BF_*time01*' --target 'raw/YFP_*' \
		--key 'Position([0-9]+)' "$@"
}
refuses "a key of several images" \
	"key '01' is shared by 1 source .*BF_Position01.* and 2 targets" \
	ambiguous
refuses "nothing left" "no source has a target" ambiguous --allow ambiguous
refuses "nothing there" "no image matches 'none/\*'" \
	xp-pairs --no-log --source 'none/*' --target raw

mkdir -p deep/a/raw
cp raw/BF_Position01_time01.tif deep/a/raw
refuses "directories that a glob matches" \
	"no image matches 'deep/\*/raw', but images match 'deep/\*/raw/\*'" \
	xp-pairs --no-log --source 'deep/*/raw' --target raw
refuses "a directory of directories" \
	"no image matches 'deep/a', but images match 'deep/a/\*/\*'" \
	xp-pairs --no-log --source deep/a --target raw

# An OME-TIFF of five frames of two channels, of which two were taken.
stack ome.tif 8 8 4 "<OME><Image><Pixels DimensionOrder='XYCZT' SizeX='8' \
SizeY='8' SizeC='2' SizeZ='1' SizeT='5'><TiffData/></Pixels></Image></OME>" \
	'p * 50 + x + y'
stopped() {
	xp-pairs --no-log --source 'ome.tif[c=0,t=*]' \
		--target 'ome.tif[c=1,t=*]' > stopped.tsv 2> stopped.err
}
ok "an acquisition that stopped early" stopped
ok "has the pairs that are there" test "$(wc -l < stopped.tsv)" -eq 3
ok "and one warning" test "$(grep -c 'missing' stopped.err)" -eq 1
ok "of what is missing" grep -q "'ome.tif': 6 of the planes .*5 frames.* are \
missing, the first at c=0,z=0,t=2" stopped.err

# A set of files of three planes: the channels of frame 1 lie in two files.
mkdir set
planes() {
	i=0
	for place in 00 10 01 11 02 12; do
		printf '<TiffData FirstC="%s" FirstT="%s" IFD="%s">' \
			"${place%?}" "${place#?}" $((i % 3))
		printf '<UUID FileName="s%s.tif">urn:uuid:%s</UUID>' \
			$((i / 3)) $((i / 3))
		echo '</TiffData>'
		i=$((i + 1))
	done
}
for k in 0 1; do
	stack set/s$k.tif 8 8 3 "<OME><Image><Pixels DimensionOrder='XYCZT' \
SizeX='8' SizeY='8' SizeC='2' SizeZ='1' SizeT='3'>$(planes)</Pixels></Image>\
</OME>" "$k * 150 + p * 50 + x + y"
done
split_set() {
	xp-pairs --no-log --source 'set/*.tif[c=0,t=*]' \
		--target 'set/*.tif[c=1,t=*]' "$@"
}
refuses "a frame in two files has two keys" \
	"give --key '.t=.0-9...', which makes 3 pairs of the 3 sources" \
	split_set
ok "the proposed --key" into set.tsv split_set --key '(t=[0-9]+)'
ok "pairs all frames" test "$(wc -l < set.tsv)" -eq 4

# Sets of four files, whose names tell the frame; in one set they are wrong.
mkdir named
named() {
	for place in 00 01 10 11; do
		printf '<TiffData FirstC="%s" FirstT="%s" IFD="0">' \
			"${place%?}" "${place#?}"
		printf '<UUID FileName="%s_c%s_t%s.tif">urn:uuid:%s</UUID>' \
			"$1" "${place%?}" "${place#?}" "$1$place"
		echo '</TiffData>'
	done
}
for p in p4 p12; do
	for place in 00 01 10 11; do
		t=${place#?}
		stack "named/${p}_c${place%?}_t$t.tif" 8 8 1 \
			"<OME UUID='urn:uuid:$p$place'><Image><Pixels \
DimensionOrder='XYCZT' SizeX='8' SizeY='8' SizeC='2' SizeZ='1' SizeT='2'>\
$(named $p)</Pixels></Image></OME>" "${p#p} * 9 + $place * 3 + x + y"
	done
done
mv named/p4_c0_t0.tif t && mv named/p4_c0_t1.tif named/p4_c0_t0.tif &&
	mv t named/p4_c0_t1.tif
named_set() {
	xp-pairs --no-log --source 'named/*.tif[c=0,t=*]' \
		--target 'named/*.tif[c=1,t=*]' "$@"
}
refuses "names that belie the frames" 'images without a partner: 4' named_set
proposed=$(sed -n "s/.*give --key '\(.*\)', which makes 4 p.*/\1/p" refused.err)
ok "a --key with the frame is proposed" eval \
	'case $proposed in *"(t=[0-9]+)"*) ;; *) false ;; esac'
ok "which pairs all" into named.tsv named_set --key "$proposed"
ok "with their frames" awk -F'\t' 'NR > 1 {
	sub(/.*t=/, "", $2)
	sub(/.*t=/, "", $3)
	bad = bad || $2 != $3
}
END { exit bad || NR != 5 }' named.tsv
like "a --key that pairs other frames is told" \
	"warning: --key pairs 2 images with those of another frame or slice" \
	named_set --key '(p[0-9]+)_c._(t[0-9])'

ok "a copy in another position is drawn" draw raw2 --fault duplicate
copies() {
	xp-pairs --no-log --source 'raw2/BF_*' --target 'raw2/YFP_*' "$@"
}
refuses "one image under two names" "are one and the same image" copies
ok "--allow duplicate keeps both" copies --allow duplicate > got.tsv
ok "all of them" [ "$(wc -l < got.tsv)" -eq 9 ]
like "a copy across the split is told" 'on both sides of the split' \
	copies --split 50:25:25 \
	--assign "train=$(awk -F'\t' '$NF ~ /duplicate/ { print $1 }' \
		drawn.tsv)" --assign test=.

ok "an 8-bit image among others is drawn" draw raw3 --fault depth
mixed() {
	xp-pairs --no-log --source 'raw3/BF_*' --target 'raw3/YFP_*' "$@"
}
refuses "another type" "source 'raw3/BF_.*' is uint8, but most are uint16" \
	mixed
ok "--allow mixed" mixed --allow mixed > got.tsv

ok "a smaller target is drawn" draw raw4 --fault size:5
refuses "a target of another size" "is 64x64, but its target .* is 59x59" \
	xp-pairs --no-log --source 'raw4/BF_*' --target 'raw4/YFP_*'
cp -r raw sizes
"$yeast" -q --size 80x64 --positions 1 --times 1 --to sizes > drawn.tsv
like "pairs of several sizes are only told" 'the pairs differ in size' \
	xp-pairs --no-log --source 'sizes/BF_*' --target 'sizes/YFP_*'

cp -r raw broken
head -c 5 raw/BF_Position01_time01.tif > broken/BF_Position01_time01.tif
: > broken/YFP_Position02_time02.tif
refuses "files that are none" "BF_Position01_time01.tif" \
	xp-pairs --no-log --source 'broken/BF_*' --target 'broken/YFP_*'
ok "all of them in one go" grep -q YFP_Position02_time02.tif refused.err

mkdir odd
cp raw/BF_Position01_time01.tif "odd/BF${tab}1.tif"
cp raw/YFP_Position01_time01.tif odd/YFP_1.tif
refuses "a tab in a name" 'tab' \
	xp-pairs --no-log --source 'odd/BF*' --target 'odd/YFP*'
mv "odd/BF${tab}1.tif" "$(printf 'odd/BF_\377.tif')"
refuses "a name that is no UTF-8" 'UTF-8' \
	xp-pairs --no-log --source 'odd/BF*' --target 'odd/YFP*'

# --- usage ---------------------------------------------------------------
code 2 "no source" xp-pairs --no-log --target raw
code 2 "a glob that the shell has spread" \
	xp-pairs --no-log --source raw/BF_Position0* --target 'raw/YFP_*'
code 2 "a bad expression" pairs --group 'Position([0-9]+'
code 2 "a bad split" pairs --split 70:30
code 2 "a bad assignment" pairs --assign Position01
code 2 "an unknown kind" pairs --allow everything
code 2 "table and globs" pairs --table pairs.tsv

# --- tables --------------------------------------------------------------
{
	printf 'lab\tsource\ttarget\n'
	sed 1d pairs.tsv | awk -F'\t' '{ print "x\t" $2 "\t" $3 }' | sort -r
} > table.tsv
xp-pairs --no-log --table table.tsv --key '(Position.*)\.tif' \
	--group 'Position([0-9]+)' > got.tsv
head -n 1 got.tsv | cut -f 1-4 > got
printf 'lab\tsource\ttarget\tid\n' > want
same "--table: its columns come first and are kept" want got
for c in id source target split group source_sha256; do
	column $c got.tsv > got
	column $c pairs.tsv > want
	same "--table: column $c is that of the globs" want got
done
xp-pairs --no-log --table - < pairs.tsv > got.tsv
same "a table through a pipe comes out as it went in" pairs.tsv got.tsv
printf 'source\ttarget\nraw/a.tif\t\n' > bad.tsv
refuses "a table with a hole" 'bad.tsv:2: the target is missing' \
	xp-pairs --no-log --table bad.tsv
printf 'source,target\nraw/a.tif,raw/b.tif\n' > bad.csv
refuses "a table with commas" "columns of this table are separated by ','" \
	xp-pairs --no-log --table bad.csv
printf 'source\ttarget\n"raw/a.tif[c=0,t=0]"\traw/b.tif\n' > bad.tsv
refuses "a cell in quotes" \
	"bad.tsv:2: the cell of column 'source' is in quotes, .* or remove" \
	xp-pairs --no-log --table bad.tsv
printf '"source"\t"target"\nraw/a.tif\traw/b.tif\n' > bad.tsv
refuses "a header in quotes" "no column 'source', but \"source\" in quotes" \
	xp-pairs --no-log --table bad.tsv
printf 'source\ttarget\n' > bad.tsv
refuses "a table without rows" 'bad.tsv: the table has no rows' \
	xp-pairs --no-log --table bad.tsv
printf 'id\tsource\ttarget\na\tx\ty\na\tz\ty\n' > bad.tsv
refuses "an id twice" "'x' and 'z' have the same id 'a'" \
	xp-pairs --no-log --table bad.tsv

# --- real names, real files ----------------------------------------------
data=${XP_DATA:-}
ids() {
	xp-pairs --no-log -q --source "$1" --target "$2" > real.tsv || return
	column id real.tsv | xargs > got
	echo "$3" > want
	cmp want got
}
if [ -d "$data/ifc-bf-dna" ]; then
	ok "ifc-bf-dna" ids "$data/ifc-bf-dna/Ch3*" "$data/ifc-bf-dna/Ch4*" \
		"CP0001 CP0002 CP0003 CP0004 CP0005"
else
	skip "ifc-bf-dna" "XP_DATA is not set"
fi
if [ -d "$data/yeast-bf-yfp" ]; then
	p12="Position12_time10 Position12_time20 Position12_time30"
	p4="Position4_time10 Position4_time20 Position4_time30"
	for side in YFP TFP; do
		ok "yeast-bf-yfp, $side" ids "$data/yeast-bf-yfp/BF_*" \
			"$data/yeast-bf-yfp/${side}_*" "$p12 $p4"
	done
else
	skip "yeast-bf-yfp" "XP_DATA is not set"
fi
if [ -d "$data/fly-3channel" ]; then
	for side in F R; do
		ok "fly-3channel, $side, .TIF" ids \
			"$data/fly-3channel/*_D.TIF" \
			"$data/fly-3channel/*_$side.TIF" \
			"01_POS002 01_POS076 01_POS218"
	done
else
	skip "fly-3channel" "XP_DATA is not set"
fi
zoo=$data/tiff-zoo/valid/ebimage
if [ -d "$zoo" ]; then
	ok "a page of each of two stacks" \
		ids "$zoo/nuclei.tif[2]" "$zoo/cells.tif[2]" nuclei
	ok "two pages of one file" \
		ids "$zoo/nuclei.tif[0]" "$zoo/nuclei.tif[1]" nuclei
	refuses "a stack without a page" 'it has 4 pages' \
		xp-pairs --no-log --source "$zoo/nuclei.tif" \
		--target "$zoo/cells.tif"
	refuses "a page that is not there" 'no page 4' \
		xp-pairs --no-log --source "$zoo/nuclei.tif[0]" \
		--target "$zoo/cells.tif[4]"
	refuses "an image with itself" 'one and the same image' \
		xp-pairs --no-log --source "$zoo/nuclei.tif[0]" \
		--target "$zoo/nuclei.tif[0]"
else
	skip "pages of stacks" "XP_DATA is not set"
fi

# --- white that is 0 ---------------------------------------------------------
# The fifth tag says which end is black.
for i in 1 2 3; do
	tiff a$i.tif 10 10 8 "i + $i"
	tiff b$i.tif 10 10 8 "i / 2 + $i"
	[ $i = 1 ] || printf '\000' |
		dd of=a$i.tif bs=1 seek=166 conv=notrunc 2> dd.err
done
turned() {
	xp-pairs --no-log --source "a*.tif$1" --target 'b*.tif' \
		> white.tsv 2> white.err
}
ok "pairs with a white that is 0" turned ''
ok "says so" grep -q "source: 2 of 3 images are converted on reading, \
and the others are not; conversion: white was 0, inverted; \
first such image: 'a2.tif'" white.err
ok "once" test "$(grep -c 'white was 0, inverted' white.err)" -eq 1
white_checked() {
	xp-pairs --no-log --source "a*.tif$1" --target 'b*.tif' --check \
		> white.tsv 2> checked.err || [ $? = 1 ]
}
ok "so does --check" white_checked ''
grep turned white.err > want.err
grep turned checked.err > got.err
same "in the same words" want.err got.err
ok "of a manifest, too" sh -c 'xp-pairs --no-log -q --source "a*.tif" \
		--target "b*.tif" > white.tsv 2> white.err
	xp-pairs --no-log --check white.tsv 2> checked.err > got
	grep "2 of 3 images are converted" checked.err'
ok "raw ones checked" white_checked '[raw]'
code 1 "are not changed" grep turned checked.err
ok "takes them raw" turned '[raw]'
code 1 "and has nothing to say of that" grep turned white.err

# --- folds -----------------------------------------------------------------
rm -rf raw
draw raw --positions 12
for f in 1 2 3; do
	ok "fold $f of 3" pairs --group 'Position([0-9]+)' --folds 3 \
		--fold $f --assign test=Position07 > fold$f.tsv
	awk -F'\t' '$4 == "val" { print $1 }' fold$f.tsv
done | grep Position | sort > vals
awk -F'\t' 'NR > 1 && $4 != "test" { print $1 }' fold1.tsv | sort > want
same "each pair but the test's is in val once" want vals
for f in 1 2 3; do
	awk -F'\t' '/Position07/ { print $4 }' fold$f.tsv
done | sort -u > got
echo test > want
same "the fixed test set stays" want got
awk -F'\t' -v OFS='\t' '{ $1 = $1 } NR > 1 { print $5, $4 }' fold2.tsv |
	sort -u | cut -f 1 | uniq -d > got
same "groups stay together" /dev/null got
xp-pairs --no-log --table fold1.tsv --folds 3 --fold 2 > got 2> /dev/null
same "a table is dealt again" fold2.tsv got
grep -v Position03 fold2.tsv > want
rm raw/*Position03*
pairs --group 'Position([0-9]+)' --folds 3 --fold 2 \
	--assign test=Position07 > got
same "fewer images move no others" want got
like "a fold that is empty says what to do" \
	'no pair is in (train|val); .* fewer --folds' \
	pairs --group '(time)' --folds 3 --fold 2
ln -s nowhere raw/BF_Position99_time01.tif
ln -s nowhere raw/YFP_Position99_time01.tif
refuses "images that are elsewhere and not there" \
	"cannot open 'raw/BF_Position99_time01.tif'" pairs
rm raw/*Position99*
code 2 "--fold without --folds" pairs --fold 1
code 2 "a fold too many" pairs --folds 3 --fold 4
code 2 "one fold" pairs --folds 1 --fold 1

# --- Croissant ---------------------------------------------------------------
ok "--croissant" pairs --croissant set.json --describe name=yeast \
	--describe license=CC0-1.0 --describe 'creator=A. Person' \
	2> said > pairs.tsv
ok "says what else is wanted" \
	grep -q 'description, url, datePublished' said
if command -v python3 > told; then
	ok "is a Dataset of the files and pairs" python3 - << 'END'
import hashlib, json
d = json.load(open("set.json"))
assert d["@type"] == "sc:Dataset" and d["name"] == "yeast"
assert d["conformsTo"] == "http://mlcommons.org/croissant/1.0"
# A file's digest is a word of schema.org, not of Croissant.
assert d["@context"]["@vocab"] == "https://schema.org/"
assert "sha256" not in d["@context"]
assert d["@context"]["conformsTo"] == "dct:conformsTo"
rows = [r.split("\t") for r in open("pairs.tsv").read().splitlines()]
want = [dict(zip(rows[0], r)) for r in rows[1:]]
files = {f["@id"]: f for f in d["distribution"]}
assert len(files) == len(d["distribution"]) == 2 * len(want)
for f in files.values():
    data = open(f["contentUrl"], "rb").read()
    assert f["sha256"] == hashlib.sha256(data).hexdigest()
data = d["recordSet"][0]["data"]
assert len(data) == len(want) > 0
for got, row in zip(data, want):
    for name in "id", "source", "target", "split", "group":
        assert got["pairs/" + name] == row[name]
END
else
	skip "is a Dataset of the files and pairs" "python3 is not installed"
fi
code 2 "no such key" pairs --croissant set.json --describe colour=red
done_testing
