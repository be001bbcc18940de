#!/bin/sh
# xp-pairs --check: each check fires on what it is for, and all are silent
# when nothing is wrong, over ten sets.  --register: offsets that were put in.
. "$(dirname "$0")/../lib.sh"

yeast=$builddir/examples/yeast
. "$srcdir/tiff.sh"
seeds="1 2 3 4 5 6 7 8 9 10"
[ -z "${XP_QUICK:-}" ] || seeds="1 2"

# draw SEED OPTION...: a set in d/ under a lamp that hardly drifts.
draw() {
	draw_seed=$1
	shift
	rm -rf d
	"$yeast" -q --to d --positions 24 --times 2 --size 128x128 \
		--drift 0.3 --seed "$draw_seed" "$@" > drawn.tsv
}

pairs() {
	xp-pairs -q --no-log --source 'd/BF_*.tif' --target 'd/YFP_*.tif' \
		--group 'Position([0-9]+)' --split 60:20:20 "$@"
}

# cell CHECK REGEX COLUMN: that cell of the finding about REGEX.
cell() {
	awk -F'\t' -v id="$1" -v what="$2" -v c="$3" '
	$1 == id && $3 ~ what { print $c }' checks.tsv
}

# says VERDICT CHECK REGEX
says() {
	[ "$(cell "$2" "$3" 2)" = "$1" ] || {
		cat checks.tsv
		return 1
	}
}

# silent CHECK: all findings are PASS but for those of CHECK.
silent() {
	! awk -F'\t' -v but="$1" 'NR > 1 && $2 != "PASS" && $1 != but' \
		checks.tsv | grep .
}

# faulty ID: the pair that has the fault of that name.
faulty() {
	awk -F'\t' -v f="$1:" 'index($NF, f) { print $1 }' drawn.tsv
}

# names CHECK REGEX FAULT: the finding names the pair with the fault.
names() {
	for id in $(faulty "$3"); do
		case " $(cell "$1" "$2" 6) " in
		*" $id "*) ;;
		*)
			echo "$id is not in '$(cell "$1" "$2" 6)'"
			return 1
			;;
		esac
	done
}

for s in $seeds; do
	ok "set $s" draw "$s"
	ok "set $s: no check fails" pairs --check > checks.tsv
	# Twelve bits in sixteen is what the camera does.
	ok "set $s: nothing else is odd" silent C6
	ok "set $s: a small range is told" says WARN C6 'narrowest source'
	pairs > pairs.tsv 2> /dev/null
	xp-norm -q --no-log pairs.tsv > normed.tsv
	ok "set $s: normalised, all pass" \
		xp-pairs -q --no-log --check normed.tsv > checks.tsv
	ok "set $s: and nothing is odd" silent ''

	draw "$s" --fault nan --fault saturate --fault constant:0 \
		--fault depth --fault bits --fault truncate --fault size \
		--fault duplicate
	code 1 "set $s: faults are found" pairs --check > checks.tsv
	ok "C1: a pair there twice" says FAIL C1 'same pixels'
	ok "C1: is named" names C1 'same pixels' duplicate
	ok "C2: two sizes" says FAIL C2 'images differ in size'
	ok "C2: are named" names C2 'images differ in size' size
	ok "C2: another type" says FAIL C2 'another type'
	ok "C2: is named" names C2 'another type' depth
	ok "C3: a truncated file" says FAIL C3 'cannot be read'
	ok "C3: is named" names C3 'cannot be read' truncate
	ok "C3: pixels that are no numbers" says FAIL C3 'source.*not numbers'
	ok "C3: are named" names C3 'source.*not numbers' nan
	ok "C3: and counted" [ "$(cell C3 'source.*not numbers' 4)" = 25 ]
	ok "C4: a constant image" says WARN C4 blank
	ok "C4: is named" names C4 blank constant
	ok "C5: saturation" says FAIL C5 'target.*saturated'
	ok "C5: is named" names C5 'target.*saturated' saturate
	ok "C6: shifted bits" says WARN C6 'step.*sources'
	ok "C6: are named" names C6 'step.*sources' bits
	ok "C6: and measured" [ "$(cell C6 'step.*sources' 4)" = 16 ]
	ok "C10: an odd image" says WARN C10 'oddest source'
	ok "C10: is named" names C10 'oddest source' bits
done

# --- registration: larger images, as shifts are found in what they show ---
for s in $seeds; do
	draw "$s" --size 256x256 --positions 8 --fault swap --fault jump
	pairs --check > checks.tsv
	ok "C7: set $s: all lie on each other" says PASS C7 'median shift'
	ok "C7: set $s: but some are odd" says WARN C7 'unlike the rest'
	ok "C7: set $s: the jump is named" names C7 'unlike the rest' jump
	ok "C7: set $s: the swapped ones are named" \
		names C7 'unlike the rest' swap
done
for s in $seeds; do
	draw "$s" --size 256x256 --positions 4 --fault shift:2
	pairs --check > checks.tsv
	ok "C7: set $s, 2 pixels each way" says WARN C7 'median shift'
	draw "$s" --size 256x256 --positions 4 --fault shift:4
	code 1 "C7: set $s, 4 pixels each way" pairs --check > checks.tsv
	ok "C7: fail" says FAIL C7 'median shift'
done
for s in $seeds; do
	draw "$s"
	"$yeast" -q --to other --positions 24 --times 2 --size 128x128 \
		--seed "8$s" > drawn.tsv
	xp-pairs -q --no-log --source 'd/BF_*.tif' --target 'other/YFP_*.tif' \
		--check > checks.tsv
	ok "C7: set $s: with nothing in common, no offset is believed" \
		says PASS C7 'median shift.*not clear enough'
	ok "C7: set $s: nor that they belong together" \
		says WARN C7 'pairs fit than shuffled pairs'
	rm -rf other
done

# shuffled LAG MANIFEST: the targets LAG rows further down.
shuffled() {
	awk -F '\t' -v OFS='\t' -v lag="$1" '
	NR == 1 {
		for (i = 1; i <= NF; i++)
			c[$i] = i
		print
		next
	}
	{
		row[n++] = $0
		for (i = 1; i <= NF; i++)
			cell[n - 1, i] = $i
	}
	END {
		for (r = 0; r < n; r++) {
			$0 = row[r]
			from = (r + lag) % n
			$c["target"] = cell[from, c["target"]]
			$c["target_sha256"] = cell[from, c["target_sha256"]]
			print
		}
	}' "$2"
}
for s in $seeds; do
	draw "$s" --times 1
	xp-pairs -q --no-log --source 'd/BF_*.tif' --target 'd/YFP_*.tif' \
		> pairs.tsv 2> /dev/null
	shuffled 1 pairs.tsv > shuffled.tsv
	xp-pairs -q --no-log --check pairs.tsv > checks.tsv
	ok "C7: set $s: pairs fit best as they are" \
		says PASS C7 'targets fit other sources'
	ok "C7: set $s: and better than other pairs" \
		says PASS C7 'pairs fit than shuffled pairs'
	code 1 "C7: set $s: shuffled pairs fail" \
		xp-pairs -q --no-log --check shuffled.tsv > checks.tsv
	ok "C7: set $s: others fit better" \
		says FAIL C7 'targets fit other sources'
	ok "C7: set $s: those are no better than other pairs" \
		says WARN C7 'pairs fit than shuffled pairs'
	# A source, and the target that is its own: of the row before.
	cell C7 'targets fit other sources' 6 | awk '
	{
		gsub(/[^0-9 ]/, "")
		print
	}' > where
	ok "C7: set $s: a source and its own target are named" awk '
	{
		a = substr($1, 1, 2) + 0
		b = substr($2, 1, 2) + 0
		exit !(a == b % 24 + 1)
	}' where
done
for s in $seeds; do
	# A third of the targets 3 pixels off each way, a third 6.
	for by in 3 6; do
		draw "$s" --size 256x256 --positions 9 --times 1 \
			--fault "shift:$by"
		mv d "off$by"
	done
	draw "$s" --size 256x256 --positions 9 --times 1
	cp off3/YFP_*[147]_time01.tif off6/YFP_*[258]_time01.tif d
	rm -rf off3 off6
	pairs --check > checks.tsv
	ok "C7: set $s: each is off by another amount" \
		says WARN C7 "distance of the pairs' shifts"
done
draw 1 --size 256x256 --positions 4 --fault shift:4
ok "--allow lets it pass" pairs --check --allow C7 > checks.tsv
ok "and says so" [ "$(awk -F'\t' '/median shift/ { print $2, $7 }' \
	checks.tsv | grep -c 'WARN.*accepted by --allow C7')" = 1 ]
code 2 "no such check to allow" pairs --check --allow C99
ok "--register" pairs --register > pairs.tsv
ok "writes the 4 pixels each way of every pair" awk -F'\t' '
	NR == 1 {
		for (i = 1; i <= NF; i++)
			c[$i] = i
		next
	}
	{
		y = $c["shift_y"]; x = $c["shift_x"]
		bad = bad || y < 3.3 || y > 4.7 || x < 3.3 || x > 4.7
		bad = bad || $c["shift_quality"] < 1.5
	}
	END { exit bad || NR != 9 }' pairs.tsv

# --- rows without a split ------------------------------------------------
draw 1 --positions 12
pairs > pairs.tsv 2> /dev/null
awk -F'\t' -v OFS='\t' '
NR > 1 { $4 = NR < 6 ? "" : NR < 16 ? "train" : "val" } 1' pairs.tsv > part.tsv
xp-pairs --no-log --check part.tsv > checks.tsv 2> said
ok "rows without a split are told" grep -q \
	'warning: 4 rows have no split, so they are neither trained on' said
ok "and get none" grep -q ': train 10 pairs in .*, val 10 pairs in' said
ok "C9: val has the pairs of the table" [ "$(cell C9 'pairs in val' 4)" = 10 ]
xp-pairs --no-log --check part.tsv --seed 3 > checks.tsv 2> said
ok "an option of the split fills them" eval '! grep -q "no split" said'
awk -F'\t' -v OFS='\t' 'NR > 1 { $4 = "" } 1' pairs.tsv > none.tsv
xp-pairs --no-log --check none.tsv > checks.tsv 2> said
ok "a table without any is checked as it would be split" \
	grep -q 'no row of the table has a split: what is checked is' said

# --- across the split ----------------------------------------------------
for s in $seeds; do
	draw "$s" --positions 12
	pairs > pairs.tsv 2> /dev/null
	# Two times of a position, torn apart.
	awk -F'\t' -v OFS='\t' 'NR > 1 {
		$4 = NR % 4 ? "train" : "val" } 1' pairs.tsv > torn.tsv
	code 1 "C9: set $s, torn" \
		xp-pairs -q --no-log --check torn.tsv > checks.tsv
	ok "C9: groups are shared" says FAIL C9 'groups on both'
	ok "C9: all six that were torn" \
		[ "$(cell C9 'groups on both' 4)" = 6 ]
	ok "C9: no two groups are alike" lacks checks.tsv 'leading zeros'
	ok "C8: most show a scene of the other side" \
		[ "$(cell C8 'one scene' 4)" -ge 5 ]
	ok "C8: set $s, not torn" xp-pairs -q --no-log --check pairs.tsv \
		> checks.tsv
	ok "C8: none does" says PASS C8 'one scene'
	awk -F'\t' -v OFS='\t' 'NR == 1 {
		for (i = 1; i <= NF; i++)
			c[$i] = i }
		NR == 2 { $c["group"] = "0" $c["group"] }
		1' pairs.tsv > zero.tsv
	xp-pairs -q --no-log --check zero.tsv > checks.tsv
	ok "C9: set $s, a group with another zero" says WARN C9 'leading zeros'
	# The same fields taken again with another noise, now as val.
	"$yeast" -q --to again --positions 12 --times 2 --size 128x128 \
		--drift 0.3 --seed "$s" --read-noise 3 > drawn.tsv
	{
		printf 'id\tsource\ttarget\tsplit\n'
		awk -F'\t' -v OFS='\t' 'NR > 1 {
			print "a" $1, $4, $5, "train"
			sub("again/", "d/", $4); sub("again/", "d/", $5)
			print "b" $1, $4, $5, "val"
		}' drawn.tsv
	} > twice.tsv
	code 1 "C8: set $s, fields taken twice" \
		xp-pairs -q --no-log --check twice.tsv > checks.tsv
	ok "C8: nearly identical" says FAIL C8 nearly
	ok "C8: but not identical" says PASS C8 '^identical'
	ok "C9: val looks like train" says WARN C9 'closely resemble'
	awk -F'\t' -v OFS='\t' 'NR == 3 { $2 = was } { was = $2 } 1' \
		twice.tsv > copied.tsv
	xp-pairs -q --no-log --check copied.tsv > checks.tsv
	ok "C8: identical" says FAIL C8 '^identical'
	# A scene that stands still: 4 images of it are in train, 3 in val.
	awk -F'\t' -v OFS='\t' 'NR == 1; NR == 2 || NR == 3 {
		for (i = NR; i < 6; i++)
			print i $1, $2, $3, $4 }' twice.tsv > still.tsv
	xp-pairs -q --no-log --check still.tsv > checks.tsv
	ok "C8: each image of a still scene counts once" \
		[ "$(cell C8 '^identical' 4)$(cell C8 nearly 4)" = 06 ]
	# A quarter turn of what is trained on.
	tiff s1.tif 128 64 8 "128 + 120 * sin(x * x / 999 + $s) * cos(y / 5)"
	tiff s2.tif 64 128 8 \
		"128 + 120 * sin((127 - y) * (127 - y) / 999 + $s) * cos(x / 5)"
	tiff t1.tif 128 64 8 "x * y * 7 + $s"
	tiff t2.tif 64 128 8 "x * x + y * 3 + $s"
	{
		printf 'id\tsource\ttarget\tsplit\n'
		printf 'a\ts1.tif\tt1.tif\ttrain\nb\ts2.tif\tt2.tif\tval\n'
	} > turned.tsv
	xp-pairs -q --no-log --check turned.tsv > checks.tsv
	ok "C8: set $s, a turned copy" says FAIL C8 nearly
	awk 'NR == 1 || !/^b/ || NR < 6' twice.tsv > few.tsv
	xp-pairs -q --no-log --check few.tsv > checks.tsv
	ok "C9: few in val" says WARN C9 'pairs in val'

	# --- left over, normalised by the type's range, another exposure -----
	pairs > pairs.tsv 2> /dev/null
	xp-norm -q --no-log --method fixed --range 0,65535 pairs.tsv \
		> normed.tsv
	code 1 "C6: set $s, normalised by the type's range" \
		xp-pairs -q --no-log --check normed.tsv > checks.tsv
	ok "C6: says so" says FAIL C6 'source, after normalisation'
	awk -F'\t' -v OFS='\t' 'NR > 1 { $4 = "train" } 1' pairs.tsv > val.tsv
	"$yeast" -q --to other --positions 6 --times 1 --size 128x128 \
		--drift 0.3 --seed "9$s" --electrons 900 |
		awk -F'\t' -v OFS='\t' 'NR > 1 { print "v" $1, $4, $5, "val", \
			"v" $1, "", "", "", "", "", "", "", "" }' >> val.tsv
	code 1 "C10: set $s, a val of another exposure" \
		xp-pairs -q --no-log --check val.tsv > checks.tsv
	ok "C10: says so" says FAIL C10 'against val, targets'
	rm d/YFP_Position03_time01.tif
	code 1 "C1: set $s, a source left over" pairs --check > checks.tsv
	ok "C1: says so" says FAIL C1 'without a partner'
	ok "C1: counts it" [ "$(cell C1 'without a partner' 4)" = 1 ]
	ok "may be left out" pairs --check --allow unmatched > checks.tsv
	rm -rf again other
done

# --- drift ---------------------------------------------------------------
for s in $seeds; do
	draw "$s" --fault drift:20
	pairs --check > checks.tsv
	ok "C10: drift of set $s" says WARN C10 'spread of sources'
done

# --- the size of a pixel ---------------------------------------------------
for um in 26 52; do
	for i in 1 2 3; do
		stack s$um-$i.tif 40 40 1 'ImageJ=1.53
unit=um
' "(x * 7 + y * 13 + i * $i * 31) % 251" 100 $um
	done
done
{
	printf 'id\tsource\ttarget\n'
	printf 'a\ts26-1.tif\ts26-2.tif\nb\ts52-1.tif\ts26-3.tif\n'
	printf 'c\ts52-2.tif\ts52-3.tif\n'
} > um.tsv
xp-pairs -q --no-log --check um.tsv > checks.tsv
ok "C2: pixels of two sizes" says FAIL C2 'pixels differ in size'
ok "C2: are named" [ "$(cell C2 'pixels differ in size' 6)" = b ]
ok "C2: two magnifications in a set" says WARN C2 'another pixel size'
ok "C2: are named" [ "$(cell C2 'another pixel size' 6)" = 'b c' ]

# --- white is 0 in some files only -----------------------------------------
printf 'id\tsource\ttarget\n' > white.tsv
for i in 1 2 3 4 5; do
	tiff "w$i.tif" 64 64 8 \
		"128 + 60 * sin(x * $i / 9) + 60 * cos(y * $i / 7)"
	tiff "v$i.tif" 64 64 8 \
		"128 + 50 * sin(x * $i / 9) + 60 * cos(y * $i / 7)"
	printf '%s\tw%s.tif\tv%s.tif\n' $i $i $i >> white.tsv
done
xp-pairs -q --no-log --check white.tsv > checks.tsv
ok "C2: all read alike" says PASS C2 'targets converted otherwise'
# The fifth tag says which end is black: 0, white is 0.
printf '\000' | dd of=v4.tif bs=1 seek=4162 conv=notrunc 2> dd.err
xp-pairs -q --no-log --check white.tsv > checks.tsv
ok "C2: one target inverted" says WARN C2 'targets converted otherwise'
ok "C2: is named" [ "$(cell C2 'targets converted otherwise' 6)" = 4 ]
ok "C2: sources are not" says PASS C2 'sources converted otherwise'
for i in 1 2 3 5; do
	printf '\000' | dd of=v$i.tif bs=1 seek=4162 conv=notrunc 2> dd.err
done
xp-pairs -q --no-log --check white.tsv > checks.tsv
ok "C2: all inverted are alike" says PASS C2 'targets converted otherwise'

# --- ends of the range --------------------------------------------------
# pattern NUMBER: noise from 0 to 96, another for each image.
pattern() {
	echo "((x * 7919 + y * 104729 + x * y * 31 + $1 * 977) % 97)"
}
{
	printf 'id\tsource\ttarget\n'
	for i in 1 2 3 4; do
		tiff "end$i.tif" 64 64 16 "300 + $(pattern "$i")"
		printf '%s\tend%s.tif\tlow%s.tif\n' "$i" "$i" "$i"
	done
} > ends.tsv
# draw_targets EXPRESSION OF THE THIRD
draw_targets() {
	for i in 1 2 3 4; do
		tiff "low$i.tif" 64 64 16 "200 + $(pattern "7$i")"
	done
	tiff low3.tif 64 64 16 "$1"
	xp-pairs -q --no-log --check ends.tsv > checks.tsv
}
draw_targets "200 + $(pattern 73)"
ok "C5: noise is none of these" eval \
	'! grep -E "^C5	(WARN|FAIL)" checks.tsv'
draw_targets "$(pattern 73) < 41 ? 0 : $(pattern 73) - 40"
ok "C5: zeros are not called saturated" says PASS C5 'target.*saturated'
ok "C5: but cut off, and that is no failure" says WARN C5 'target.*bottom'
ok "C5: are named" [ "$(cell C5 'target.*bottom' 6)" = 3 ]
draw_targets "$(pattern 73) > 55 ? 65535 : $(pattern 73)"
ok "C5: what is cut off at the top fails" says FAIL C5 'target.*saturated'
draw_targets "x == 5 && y == 7 ? 65535 : 200 + $(pattern 73)"
ok "C5: one hot pixel is told" says WARN C5 'target.*hot pixels'
ok "C5: is named" [ "$(cell C5 'target.*hot pixels' 6)" = 3 ]
ok "C5: with what to do" [ "$(cell C5 'target.*hot pixels' 7 |
	grep -c 'Remove Outliers')" = 1 ]
ok "C5: and is not saturated" says PASS C5 'target.*saturated'
for spot in 'int(x / 2) == 3 && int(y / 2) == 5' \
	'x * 977 % 64 == 9 && y % 8 == 1'; do
	draw_targets "$spot ? 65535 : 200 + $(pattern 73)"
	ok "C5: $spot are hot" says WARN C5 'target.*hot pixels'
	ok "C4: $spot do not make it blank" says PASS C4 'blank'
done
# Masks have two values, and are as good a target as any.
for high in 1 255; do
	for i in 1 2 3 4; do
		tiff "low$i.tif" 64 64 8 \
			"x * x + y * y < 300 * $i * ($i != 3) ? $high : 0"
	done
	xp-pairs -q --no-log --check ends.tsv > checks.tsv
	ok "C4: masks of 0 and $high are told" says PASS C4 'targets.*masks'
	ok "C4 to C6: and are fine, an empty one, too" eval \
		'! grep -E "^C[1456]	(WARN|FAIL).*target|blank" checks.tsv |
			grep -v PASS'
done
tiff low1.tif 64 64 8 'x < 9 ? 255 : x == 9 ? 7 : 0'
xp-pairs -q --no-log --check ends.tsv > checks.tsv
ok "C5: three values are no mask" says FAIL C5 'target.*saturated'
draw_targets "x == 5 && y == 7 ? 0 : 4000 + $(pattern 73)"
ok "C5: a dead pixel is told" says WARN C5 'target.*dead pixels'
ok "C5: and is not hot" says PASS C5 'target.*hot pixels'
# hot_all EXPRESSION: each target has these pixels.
hot_all() {
	for i in 1 2 3 4; do
		tiff "low$i.tif" 64 64 16 "$1 ? 65535 : 200 + $(pattern "7$i")"
	done
	xp-pairs -q --no-log --check ends.tsv > checks.tsv
}
for hot in 'x == 5 && y % 8 == 1' 'x == 5 && y < 40'; do
	hot_all "$hot"
	ok "C4: $hot hides the rest" says FAIL C4 'hide the rest'
	ok "C4: which is not blank" says PASS C4 'blank'
	ok "C8: nor all alike" eval '! grep -E "^C8	(WARN|FAIL)" checks.tsv'
done

# --- what is gone ----------------------------------------------------------
rm d/YFP_Position03_time01.tif
xp-pairs -q --no-log --check < normed.tsv - > checks.tsv
ok "C3: a file that is gone, manifest on stdin" says FAIL C3 'cannot be read'

# --- the same, whatever the machine does -----------------------------------
pairs --check -j 1 > one.tsv
pairs --check -j 3 > three.tsv
same "threads change nothing" one.tsv three.tsv
code 2 "--check with --register" pairs --check --register
code 2 "two manifests" xp-pairs --no-log --check one.tsv three.tsv

# --- real images, aligned to within a pixel --------------------------------
if [ -n "${XP_DATA:-}" ]; then
	xp-pairs -q --no-log --source "$XP_DATA/ifc-bf-dna/Ch3_*.tif" \
		--target "$XP_DATA/ifc-bf-dna/Ch4_*.tif" --check > checks.tsv
	ok "C7: bright field and DNA lie on each other" \
		says PASS C7 'median shift of targets, pixels$'
	ok "C7: clearly" [ "$(cell C7 'share of pairs' 4)" = 1 ]
	xp-pairs -q --no-log --source "$XP_DATA/yeast-bf-yfp/BF_*.tif" \
		--target "$XP_DATA/yeast-bf-yfp/YFP_*.tif" --check > checks.tsv
	ok "C6: a hundred levels are told" says WARN C6 'narrowest target'
	for set in "ifc-bf-dna/Ch3_*:ifc-bf-dna/Ch4_*:1 2 3 4" \
		"yeast-bf-yfp/BF_*:yeast-bf-yfp/YFP_*:2 3 4" \
		"fly-3channel/*_D*:fly-3channel/*_F*:1 2" \
		"fly-3channel/*_F*:fly-3channel/*_R*:1 2"; do
		target=${set#*:}
		xp-pairs -q --no-log --source "$XP_DATA/${set%%:*}" \
			--target "$XP_DATA/${target%:*}" > pairs.tsv \
			2> /dev/null
		xp-pairs -q --no-log --check pairs.tsv > checks.tsv
		ok "C7: ${set%%:*}: pairs fit best as they are" \
			says PASS C7 'targets fit other sources'
		ok "C7: ${set%%:*}: and better than other pairs" \
			says PASS C7 'pairs fit than shuffled pairs'
		for lag in ${set##*:}; do
			shuffled "$lag" pairs.tsv > shuffled.tsv
			xp-pairs -q --no-log --check shuffled.tsv > checks.tsv
			ok "C7: ${set%%:*}: shuffled by $lag is a finding" \
				[ "$(cell C7 'targets fit other' 2)" != PASS ]
		done
	done
else
	skip "real images" "XP_DATA is not set"
fi
done_testing
