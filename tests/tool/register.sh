#!/bin/sh
# Targets that lie beside their sources: xp-pairs --register writes by how
# much, xp-train and xp-eval go by it.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tiff.sh"

yeast=$builddir/examples/yeast
steps=150
[ -z "${XP_QUICK:-}" ] || steps=2

# draw OPTION...: all.tsv of a set in d/, registered and normalised.
draw() {
	rm -rf d
	"$yeast" -q --to d --positions 6 --times 2 --size 256x256 \
		--drift 0.3 "$@" > drawn.tsv
	xp-pairs -q --no-log --source 'd/BF_*.tif' --target 'd/YFP_*.tif' \
		--group 'Position([0-9]+)' --split 60:20:20 --register |
		xp-norm -q --no-log > all.tsv
}

# without FILE COLUMN...: the table but for these columns.
without() {
	awk -F '\t' -v list="$*" '
	BEGIN { n = split(list, w, " "); for (i = 2; i <= n; i++) out[w[i]] }
	NR == 1 { for (i = 1; i <= NF; i++) keep[i] = !($i in out) }
	{
		line = ""
		for (i = 1; i <= NF; i++)
			if (keep[i])
				line = line "\t" $i
		print substr(line, 2)
	}' "$1"
}

# train NAME TABLE OPTION...
train() {
	name=$1
	shift
	xp-train --no-log --weights="$name" --depth=2 --num-fmaps=8 \
		--patch=64 --batch=4 --steps="$steps" --lr=3e-3 "$@"
}
# evaluate TABLE WEIGHTS MANIFEST OPTION...
evaluate() {
	out=$1
	shift
	xp-eval --no-log "$@" > "$out"
}
# score TABLE METHOD METRIC: the mean over the images.
score() {
	awk -F '\t' -v method="$2" -v metric="$3" '
	NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; next }
	$c["id"] == "*" && $c["method"] == method { print $c[metric] }' "$1"
}
# In normalised units or in the target's own: the same but for rounding.
agree() {
	echo "$1, $2"
	awk -v a="$1" -v b="$2" 'BEGIN {
		d = a - b; exit !(a != "" && b != "" && d < 1e-5 && -d < 1e-5)
	}'
}
better() {
	echo "$1, without $2"
	awk -v a="$1" -v b="$2" 'BEGIN { exit !(a != "" && a > b + 0.05) }'
}

# --- a set with every target 4 pixels off, each way --------------------------
draw --fault shift:4
without all.tsv shift_y shift_x shift_quality > blind.tsv
ok "trains on a registered set" eval 'train moved.st all.tsv 2> said'
ok "says what is moved" grep -Eq \
	'^xp-train: .*targets moved onto .*: .* of .*, by up to 4 pixels' said
code 1 "the same set as it is fails C7" train blind.st blind.tsv
ok "trains on the same set as it is" \
	train blind.st blind.tsv --allow=C7
like "scoring says so, too" 'xp-eval: targets moved onto .* 4 pixels' \
	xp-eval --no-log moved.st all.tsv
ok "scores it" evaluate moved.tsv moved.st all.tsv --to pred
sed 's,	test	,	val	,' all.tsv > held.tsv
ok "validates on moved images" xp-train --no-log --weights=held.st --depth=2 \
	--num-fmaps=8 --patch=64 --steps=10 --val-every=10 --metrics=m.tsv \
	held.tsv
ok "scores them" evaluate held-scores.tsv held.st held.tsv --split val
ok "as training did" agree "$(score held-scores.tsv model pearson)" \
	"$(awk -F '\t' '$3 == "val" && $4 == "pearson" { print $5 }' m.tsv)"
ok "scores the other" evaluate blind-scores.tsv blind.st blind.tsv
if [ -z "${XP_QUICK:-}" ]; then
	ok "registered, the network does clearly better" better \
		"$(score moved.tsv model pearson)" \
		"$(score blind-scores.tsv model pearson)"
fi
ok "so does the straight line" better "$(score moved.tsv affine pearson)" \
	"$(score blind-scores.tsv affine pearson)"
ok "predicts the same from the other table" \
	evaluate blind-scores.tsv moved.st blind.tsv --to blind-pred
n=0
for f in pred/*.tif; do
	same "a prediction lies where its source does: ${f##*/}" "$f" \
		"blind-pred/${f##*/}"
	n=$((n + 1))
done
ok "there are predictions" test "$n" -gt 0

# --- a set that lies as it should --------------------------------------------
draw
without all.tsv shift_y shift_x shift_quality > blind.tsv
steps=3
ok "trains on a registered clean set" train moved.st all.tsv
ok "trains on it without the columns" train blind.st blind.tsv
same "nothing is changed: weights" blind.st moved.st
ok "scores it" evaluate moved.tsv moved.st all.tsv
ok "scores it without the columns" evaluate blind-scores.tsv blind.st blind.tsv
same "nothing is changed: scores" blind-scores.tsv moved.tsv

# --- numbers that a hand can check -------------------------------------------
# The target is the source, 2 pixels further down and 3 further left, where
# it shows it; beyond that it is something else.
tiff a.tif 24 20 8 '40 + (x * 7 + y * 13 + x * y) % 50'
tiff b.tif 24 20 8 'y < 2 || x > 20 ? 250 : 40 + ((x + 3) * 7 + (y - 2) * 13 \
	+ (x + 3) * (y - 2)) % 50'
three='shift_y	shift_x	shift_quality'
# table COLUMNS...: one row twice, as train and as test.
table() {
	printf 'id\tsource\ttarget\tsplit\t%s\n' "$1"
	printf '1\ta.tif\tb.tif\ttrain\t%s\n2\ta.tif\tb.tif\ttest\t%s\n' \
		"$2" "$2"
}
net="--no-log --no-checks --depth=1 --num-fmaps=2 --patch=8 --batch=1 --steps=1"
# shellcheck disable=SC2086
ok "makes some weights" eval \
	'table group x | xp-train $net --weights=any.st'
line() {
	evaluate scores.tsv any.st table.tsv
	score scores.tsv affine pearson
}
table 'shift_y	shift_x' '2	-3' > table.tsv
ok "shifts typed by hand are applied" test "$(line)" = 1
table "$three" '2.4	-2.6	1.5' > table.tsv
ok "to the nearest pixel" test "$(line)" = 1
table "$three" '2	-3	1.49' > table.tsv
ok "an unclear shift is not applied" test "$(line)" != 1
like "and a warning says so" \
	"left where they are .*unclear.*: 2 of 2, first '1'" \
	xp-eval --no-log any.st table.tsv
# shellcheck disable=SC2086
like "by xp-train, too" 'left where they are .*unclear.*: 1 of 1,' \
	xp-train $net --weights=none.st table.tsv
table "$three" '		' > table.tsv
ok "a row without a shift stays" test "$(line)" != 1
table 'shift_y	shift_x' '12	0' > table.tsv
# shellcheck disable=SC2086
ok "patches fit into what both show" xp-train $net --weights=none.st table.tsv
table 'shift_y	shift_x' '13	0' > table.tsv
# shellcheck disable=SC2086
code 3 "and into nothing less" xp-train $net --weights=none.st table.tsv
# shellcheck disable=SC2086
like "which is named" "'a.tif' .*24x7 pixels.*--patch=7" \
	xp-train $net --weights=none.st table.tsv

# refused WORDS COLUMNS CELLS
refused() {
	table "$2" "$3" > table.tsv
	for t in "xp-train $net --weights=none.st" "xp-eval --no-log any.st"; do
		code 3 "${t%% *}: $1" $t table.tsv
		like "${t%% *}: names the row: $1" "table.tsv:[23]: .*$1" \
			$t table.tsv
	done
}
refused 'leaves nothing' 'shift_y	shift_x' '20	0'
refused 'leaves nothing' 'shift_y	shift_x' '0	-24'
refused "shift_x" 'shift_y	shift_x' '2	far'
refused 'a shift of nan' 'shift_y	shift_x' 'nan	0'
refused 'a shift of 1e\+30' 'shift_y	shift_x' '1e30	0'
refused 'a shift needs both' 'shift_y	shift_x' '2	'
refused 'shift_quality' "$three" '2	0	good'
table shift_y 2 > table.tsv
like "one column alone is refused" "no column 'shift_x'" \
	xp-eval --no-log any.st table.tsv

# --- the names that the columns had before -----------------------------------
table "$three" '2.4	-2.6	1.5' > table.tsv
sed '1s/shift/offset/g' table.tsv > old.tsv
ok "scores a table with the names of today" evaluate new.tsv any.st table.tsv
ok "scores one with the names of before" evaluate old-scores.tsv any.st old.tsv
same "with the same scores" new.tsv old-scores.tsv
table offset_y 2 > table.tsv
like "one of these alone is refused" "no column 'offset_x'" \
	xp-eval --no-log any.st table.tsv
table 'offset_y	offset_x	shift_y' '2	-3	2' > table.tsv
code 3 "both names of one column are refused" xp-eval --no-log any.st table.tsv
like "and named" "'offset_y' is the earlier name of the column 'shift_y'" \
	xp-eval --no-log any.st table.tsv
code 3 "by xp-pairs --register, too" xp-pairs --register --allow duplicate \
	--table table.tsv
ok "--register renames the columns of before" eval \
	'xp-pairs --register --allow duplicate --table old.tsv > again.tsv'
head -n 1 again.tsv > head.tsv
ok "in their place" grep -q \
	'split	shift_y	shift_x	shift_quality	group' head.tsv
ok "and keeps none of them" eval '! grep -q offset head.tsv'
done_testing
