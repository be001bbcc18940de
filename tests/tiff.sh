# tiff.sh - small TIFF files for test scripts, made by awk and printf.
#
#	tiff FILE WIDTH HEIGHT BITS EXPRESSION
#
# One grey image, one strip; EXPRESSION is awk, of x, y and i = y * w + x.
# BITS: 8, 16 (unsigned), or 32: the bits of a float32.
#
# shellcheck shell=sh
tiff() {
	LC_ALL=C awk -v w="$2" -v h="$3" -v bits="$4" '
	function byte(v) { printf "\\%03o", v }
	function two(v) { byte(v % 256); byte(int(v / 256)) }
	function four(v) { two(v % 65536); two(int(v / 65536)) }
	function tag(id, type, v) { two(id); two(type); four(1); four(v) }
	BEGIN {
		n = w * h * bits / 8
		printf "II"; two(42); four(8 + n + n % 2)
		for (i = 0; i < w * h; i++) {
			x = i % w; y = int(i / w)
			v = int('"$5"')
			if (bits == 8) byte(v)
			else if (bits == 16) two(v)
			else four(v)
		}
		if (n % 2) byte(0)
		two(9)
		tag(256, 4, w); tag(257, 4, h); tag(258, 3, bits)
		tag(259, 3, 1); tag(262, 3, 1); tag(273, 4, 8)
		tag(278, 4, h); tag(279, 4, n)
		tag(339, 3, bits == 32 ? 3 : 1); four(0)
	}' > "$1.text"
	# shellcheck disable=SC2059
	printf "$(cat "$1.text")" > "$1"
	rm "$1.text"
}

#	stack FILE WIDTH HEIGHT PAGES DESCRIPTION EXPRESSION [N D UNIT]
#
# Pages of 8 bits, of which the first is described (""; not); EXPRESSION
# may ask for the page p, too.  N / D pixels a UNIT (1: none, 2: inch, 3:
# centimetre).
stack() {
	about=$5 LC_ALL=C awk -v w="$2" -v h="$3" -v pages="$4" \
		-v n="${7:-0}" -v d="${8:-1}" -v unit="${9:-1}" '
	function byte(v) { printf "\\%03o", v; at++ }
	function two(v) { byte(v % 256); byte(int(v / 256)) }
	function four(v) { two(v % 65536); two(int(v / 65536)) }
	function tag(id, type, v) { two(id); two(type); four(1); four(v) }
	BEGIN {
		for (i = 0; i < 256; i++)
			code[sprintf("%c", i)] = i
		about = ENVIRON["about"]; size = length(about) + 1
		room = w * h + w * h % 2
		printf "II"; at = 2
		two(42); four(8 + room)
		for (p = 0; p < pages; p++) {
			start = at
			for (i = 0; i < w * h; i++) {
				x = i % w; y = int(i / w)
				byte(int('"$6"'))
			}
			if (w * h % 2) byte(0)
			described = size > 4 && !p
			tags = 9 + described + (n ? 3 : 0)
			two(tags); end = at + 12 * tags + 4
			tag(256, 4, w); tag(257, 4, h); tag(258, 3, 8)
			tag(259, 3, 1); tag(262, 3, 1)
			if (described) {
				two(270); two(2); four(size)
				four(end + (n ? 8 : 0))
			}
			tag(273, 4, start); tag(277, 3, 1)
			tag(278, 4, h); tag(279, 4, w * h)
			if (n) {
				tag(282, 5, end); tag(283, 5, end)
				tag(296, 3, unit)
			}
			next_at = end + (n ? 8 : 0)
			if (described) next_at += size + size % 2
			four(p + 1 < pages ? next_at + room : 0)
			if (n) { four(n); four(d) }
			for (i = 1; i <= size && described; i++)
				byte(i < size ? code[substr(about, i, 1)] : 0)
			if (described && size % 2) byte(0)
		}
	}' > "$1.text"
	# shellcheck disable=SC2059
	printf "$(cat "$1.text")" > "$1"
	rm "$1.text"
}

# cell FILE COLUMN ROW: a cell of a table, by name; ROW from 1.
cell() {
	awk -F '\t' -v name="$2" -v row="$3" '
	NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) c = i }
	NR == row + 1 && c { print $c }' "$1"
}

# near A B RELATIVE
near() {
	awk -v a="$1" -v b="$2" -v e="$3" 'BEGIN {
		if (a == "" || b == "") exit 1
		d = a - b; if (d < 0) d = -d
		m = b < 0 ? -b : b
		exit !(d <= e * m + 1e-300)
	}'
}

#	toy_pairs MANIFEST
#
# Images of 40 x 33, train1 and train2 to train on and val1 to validate, here,
# and their normalised MANIFEST.
toy_pairs() {
	k=1
	{
		printf 'id\tsource\ttarget\tsplit\tsource_offset\t'
		printf 'source_scale\ttarget_offset\ttarget_scale\n'
	} > "$1"
	for name in train1 train2 val1; do
		for side in a b; do
			each="50 * sin(x * $k / 9) + 50 * cos(y * $k / 7)"
			tiff "$side-$name.tif" 40 33 8 "120 + $each"
			k=$((k + 1))
		done
		printf '%s\ta-%s.tif\tb-%s.tif\t%s\t120\t0.02\t120\t0.02\n' \
			"$name" "$name" "$name" "${name%[0-9]}" >> "$1"
	done
}
