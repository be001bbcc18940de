#!/bin/sh
# examples/yeast: the same bytes, a ceiling that holds, faults that show.
. "$(dirname "$0")/../lib.sh"

yeast=$builddir/examples/yeast

# draw DIR OPTION...: a small set.
draw() {
	"$yeast" -q --size 96x64 --positions 4 --to "$@"
}

# cell FILE COLUMN WHERE VALUE: of the row in which WHERE holds VALUE.
cell() {
	awk -F'\t' -v want="$2" -v where="$3" -v value="$4" '
	NR == 1 {
		for (i = 1; i <= NF; i++)
			c[$i] = i
		next
	}
	$c[where] == value { print $c[want] }' "$1"
}

# stat IMAGE COLUMN: what xp-stats says of it.
stat_of() {
	xp-stats --no-log -q --images "$1" > stat.tsv 2> /dev/null || return
	cell stat.tsv "$2" scope image
}

# holds EXPRESSION: a condition on numbers.
holds() {
	awk "BEGIN { exit !($1) }"
}

# --- the same bytes ------------------------------------------------------
ok "draws" draw a > a.tsv
ok "draws again" draw b > b.tsv
ok "the same bytes" diff -r a b
sed 's,\([	]\)a/,\1b/,g' a.tsv > want
same "the same table" want b.tsv
ok "fewer, smaller sets" "$yeast" -q --size 96x64 --positions 2 --times 1 \
	--to c > c.tsv
alike() {
	for f in c/*; do
		cmp "$f" "a/${f#c/}" || return 1
	done
}
ok "hold the same images" alike
ok "draws with another seed" draw d --seed 2 > d.tsv
code 1 "another seed, other bytes" cmp -s a/BF_Position01_time01.tif \
	d/BF_Position01_time01.tif
ls a > got
for w in BF YFP; do
	for p in 01 02 03 04; do
		printf '%s\n' "${w}_Position${p}_time01.tif" \
			"${w}_Position${p}_time02.tif"
	done
done > want
same "names as researchers have them" want got
for i in a/BF_Position02_time01.tif a/YFP_Position02_time01.tif; do
	ok "$i is 16 bits" [ "$(stat_of $i type)" = uint16 ]
	ok "of which it uses few" \
		holds "$(stat_of $i effective_bits) < 11"
	ok "and saturates none" [ "$(stat_of $i saturated)" = 0 ]
	ok "96 wide" [ "$(stat_of $i width)" = 96 ]
	ok "64 high" [ "$(stat_of $i height)" = 64 ]
done

# --- the ceiling, from the pictures themselves ---------------------------
# Both ways of drawing from Poisson's law: few electrons and many.
for electrons in 140 20; do
	"$yeast" --positions 2 --times 1 --truth --electrons $electrons \
		--to true$electrons > true$electrons.tsv 2> said
	rm -rf clean noisy
	mkdir clean noisy
	for p in 01 02; do
		i=Position${p}_time01.tif
		mv true$electrons/TRUE_$i clean/$p.tif
		mv true$electrons/YFP_$i noisy/$p.tif
	done
	ok "$electrons electrons: the noise-free target is scored" \
		xp-eval --no-log -q --prediction clean --target noisy \
		--range dtype > scores.tsv
	for p in 01 02; do
		id=Position${p}_time01
		got=$(cell scores.tsv mse id $p)
		want=$(cell true$electrons.tsv noise_mse id $id)
		# 65,536 pixels: a standard error of about 0.8 %
		ok "noise_mse of $id: $want, seen $got" \
			holds "$got < 1.04 * $want && $got > 0.96 * $want"
		got=$(cell scores.tsv pearson id $p)
		want=$(cell true$electrons.tsv ceiling_r id $id)
		ok "ceiling_r of $id: $want, seen $got" \
			holds "$got - $want < 0.005 && $want - $got < 0.005"
		got=$(cell scores.tsv slope id $p)
		ok "the noise does not lean: slope $got" \
			holds "$got < 1.02 && $got > 0.98"
	done
	set_r=$(sed -n 's/.*Pearson r \([0-9.]*\).*/\1/p' said)
	cut -f 8 true$electrons.tsv | sed 1d | sort -n > ceilings
	lowest=$(head -n 1 ceilings)
	highest=$(tail -n 1 ceilings)
	ok "the set's ceiling lies between: $lowest $set_r $highest" \
		holds "$set_r >= $lowest - 1e-4 && $set_r <= $highest + 1e-4"
done
ok "less light, lower ceiling" holds \
	"$(cell true20.tsv ceiling_r position 1) < \
	 $(cell true140.tsv ceiling_r position 1) - 0.02"

# --- faults --------------------------------------------------------------
# hit NAME: the target (or source) of the pair that has the fault.
hit() {
	awk -F'\t' -v name="$2" -v side="$1" '
	NR == 1 {
		for (i = 1; i <= NF; i++)
			c[$i] = i
		next
	}
	index($c["fault"], name ":") { print $c[side] }' f.tsv
}
fault() {
	rm -rf f
	ok "fault $1" draw f --fault "$1" > f.tsv
}
# changed N: so many files differ from the set without faults.
changed() {
	[ "$(diff -rq a f | wc -l)" -eq "$1" ]
}

fault swap
ok "two targets" changed 2
two=$(hit target swap)
# shellcheck disable=SC2086 # two names
set -- $two
same "one is the other" "$1" "a/${2#f/}"
same "and the other way round" "$2" "a/${1#f/}"

fault duplicate
ok "one pair" changed 2
twice() {
	[ "$(cat f/* | wc -c)" -gt 0 ] &&
		[ "$(sha256sum f/* | cut -c 1-64 | sort | uniq -d |
			wc -l)" -eq 2 ]
}
ok "is there twice" twice
other_position() {
	sha256sum f/* | sort | awk '$1 == last { print file; print $2 }
		{ last = $1; file = $2 }' | sed 's/.*Position\(..\).*/\1/' |
		sort -u > positions
	[ "$(wc -l < positions)" -eq 2 ]
}
ok "under the name of another position" other_position

fault shift:3
ok "every target" changed 8
# the first 93 pixels of row 0 are in row 3, 3 pixels to the right
row() { # FILE Y X COUNT: pixels of a plain 96x64 file
	offset=$(stat_offset "$1")
	od -An -v -tu2 -w2 -j $((offset + 2 * (96 * $2 + $3))) \
		-N $((2 * $4)) "$1"
}
# The pixels of a file of one plain strip are all that is neither its
# header nor its directory: find tag 273 (StripOffsets).
stat_offset() {
	od -An -v -tu2 -w2 "$1" | awk '
	{ w[NR - 1] = $1 }
	END {
		d = (w[2] + 65536 * w[3]) / 2
		for (i = 0; i < w[d]; i++) {
			e = d + 1 + 6 * i
			if (w[e] == 273 && w[e + 2] == 1)
				print w[e + 4] + (w[e + 1] == 4 ? \
					65536 * w[e + 5] : 0)
		}
	}'
}
row a/YFP_Position01_time01.tif 10 0 93 > want
row f/YFP_Position01_time01.tif 13 3 93 > got
ok "pixels can be read" [ "$(sort -u want | wc -l)" -gt 5 ]
same "is moved down and right" want got

fault jump:5
ok "one target" changed 1
name=$(hit target jump)
row "a/${name#f/}" 20 0 91 > want
row "$name" 25 5 91 > got
same "is moved" want got

fault nan:7
ok "one source" changed 1
name=$(hit source nan)
ok "is float32" [ "$(stat_of "$name" type)" = float32 ]
ok "with so many pixels that are no number" \
	[ "$(stat_of "$name" nonfinite)" = 7 ]

fault saturate:10
ok "one target" changed 1
name=$(hit target saturate)
ok "reaches the top" [ "$(stat_of "$name" max)" = 65535 ]
top=$(stat_of "$name" saturated)
ok "with about that share of its pixels: $top of 6144" \
	holds "$top > 0.09 * 6144 && $top < 0.13 * 6144"

fault constant:300
ok "one target" changed 1
name=$(hit target constant)
ok "is constant" [ "$(stat_of "$name" min) $(stat_of "$name" max)" = \
	"300 300" ]

fault depth:4
ok "one source" changed 1
name=$(hit source depth)
ok "is 8 bits" [ "$(stat_of "$name" type)" = uint8 ]
ok "a quarter as bright" holds "4 * $(stat_of "$name" p50) - \
	$(stat_of "a/${name#f/}" p50) < 4"

fault bits:4
ok "one source" changed 1
name=$(hit source bits)
ok "is 16 times as bright" holds "$(stat_of "$name" p50) == \
	16 * $(stat_of "a/${name#f/}" p50)"

fault truncate:50
ok "one target" changed 1
name=$(hit target truncate)
head -c "$(wc -c < "$name")" "a/${name#f/}" > want
same "is the beginning of the file" want "$name"
ok "half of it" holds "$(wc -c < "$name") * 2 - \
	$(wc -c < "a/${name#f/}") < 2"
code 3 "which no tool takes" xp-stats --no-log --images "$name"

fault size:9
ok "one target" changed 1
name=$(hit target size)
ok "is smaller" [ "$(stat_of "$name" width)x$(stat_of "$name" height)" = \
	87x55 ]

fault drift:10
ok "all images" changed 16
spread() {
	cut -f 9 "$1" | sed 1d | awk '{ s += $1; q += $1 * $1 }
		END { print sqrt(q / NR - (s / NR) ^ 2) }'
}
ok "offsets are ten times as far apart" \
	holds "$(spread f.tsv) > 9 * $(spread a.tsv) && \
	$(spread f.tsv) < 11 * $(spread a.tsv)"

rm -rf f
ok "several at once" draw f --fault shift:2 --fault nan --fault constant \
	--fault swap --fault jump > f.tsv
ok "each has a pair of its own" \
	[ "$(cut -f 13 f.tsv | grep -Ec '(nan|constant|swap|jump)')" = 5 ]
ok "that of all is everywhere" [ "$(cut -f 13 f.tsv | grep -c shift:2)" = 8 ]

# --- usage ---------------------------------------------------------------
code 2 "an unknown fault" draw h --fault ghosts
code 2 "an amount out of range" draw h --fault shift:1000
code 2 "no amount" draw h --fault shift:
code 2 "more faults than pairs" "$yeast" -q --positions 1 --times 1 \
	--size 64x64 --to h --fault nan --fault constant
code 2 "nobody to swap with" "$yeast" -q --positions 1 --size 64x64 --to h \
	--fault swap
code 2 "no size" draw h --size 96
code 2 "an operand" draw h i
ok "refused before anything is written" [ ! -e h ]
: > file
code 4 "no directory" draw file/x
done_testing
