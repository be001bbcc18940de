#!/bin/sh
# large: images that do not fit take no more memory than small ones.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tiff.sh"

# tiles FILE SIDE TILE [HEIGHT BYTES]: SIDE x SIDE (HEIGHT) pixels of 16 bits
# in tiles which are all the same TILE x TILE of the file: 500 + (x + y) % 100;
# in a file of BYTES zeros.
tiles() {
	awk -v side="$2" -v t="$3" -v height="${4:-$2}" -v zeros="${5:-0}" '
	function byte(v) { printf "\\%03o", v }
	function two(v) { byte(v % 256); byte(int(v / 256)) }
	function four(v) { two(v % 65536); two(int(v / 65536)) }
	function tag(id, type, n, v) { two(id); two(type); four(n); four(v) }
	BEGIN {
		n = int((side + t - 1) / t) * int((height + t - 1) / t)
		bytes = 2 * t * t; list = 8 + 2 + 11 * 12 + 4
		data = list + 8 * n
		printf "II"; two(42); four(8); two(11)
		tag(256, 4, 1, side); tag(257, 4, 1, height); tag(258, 3, 1, 16)
		tag(259, 3, 1, 1); tag(262, 3, 1, 1); tag(277, 3, 1, 1)
		tag(322, 4, 1, t); tag(323, 4, 1, t)
		tag(324, 4, n, n == 1 ? data : list)
		tag(325, 4, n, n == 1 ? bytes : list + 4 * n)
		tag(339, 3, 1, 1); four(0)
		for (i = 0; i < n; i++) four(data)
		for (i = 0; i < n; i++) four(bytes)
		for (i = 0; i < t * t && !zeros; i++)
			two(500 + (i % t + int(i / t)) % 100)
	}' > "$1.text"
	# shellcheck disable=SC2059
	printf "$(cat "$1.text")" > "$1"
	rm "$1.text"
	[ -z "${5:-}" ] || dd if=/dev/null of="$1" bs=1 seek="$5" 2> dd.err
}

side=20000 half=8000 wide=5000
[ -z "${XP_QUICK:-}" ] || side=2000 half=1000 wide=500
tiles huge.tif "$side" 128
tiles big.tif "$half" 128
tiles wide.tif "$wide" 128
printf 'id\tsource\ttarget\na\tbig.tif\tbig.tif\n' > p.tsv

# 64 MB and a row of tiles is what there is to take.
# Peak of the newest run in bytes; sanitizers and valgrind have their own.
peak() {
	runs=$(echo .xp/runs/*)
	sed 's/.*"peak_memory":\([0-9]*\).*/\1/' "${runs##* }/end.json"
}
small() {	# [MB that a tile or a row of tiles takes]
	case ${XP_RUNNER:-}$(nm "$builddir/tools/xp-stats" 2>/dev/null |
		grep -c __asan_init) in
	0) ;;
	*) return 0 ;;
	esac
	[ "$(peak)" -lt $(((70 + ${1:-0}) * 1024 * 1024)) ] || {
		echo "$(peak) bytes"
		return 1
	}
}

ok "statistics of $side x $side pixels" xp-stats -q -j 1 --noise --hist \
	--advise huge.tif > t.tsv
ok 'are all there' test "$(cell t.tsv pixels 1)" = $((side * side))
ok 'the lowest' test "$(cell t.tsv min 1)" = 500
ok 'the highest' test "$(cell t.tsv max 1)" = 599
ok 'take little memory' small
ok 'a montage' xp-stats -q -j 1 --montage m.png huge.tif > t.tsv
ok 'takes little memory' small
ok "a fit to $half x $half pixels" xp-norm -q -j 1 --method minmax \
	--fit-split all p.tsv > n.tsv
ok 'takes little memory' small
ok 'images written' xp-norm -q -j 1 --method fixed --range 510,580 --clip \
	--to N p.tsv > n.tsv
ok 'take little memory' small
ok 'and back' xp-norm -q -j 1 --invert --to B n.tsv > b.tsv
ok 'take little memory' small
ok 'nothing is lost' xp-stats -q B/source/a.tif > t.tsv
ok 'but what was cut off' test \
	"$(cell t.tsv min 1) $(cell t.tsv max 1)" = '510 580'

# A prediction, and what is scored: the network's memory is that of a strip.
train() {
	{
		printf 'id\tsource\ttarget\tsplit\tsource_offset\t'
		printf 'source_scale\ttarget_offset\ttarget_scale\n'
		for i in 1 2; do
			tiles s$i.tif 64 16
			printf '%s\ts%s.tif\ts%s.tif\ttrain\t' $i $i $i
			printf '500\t0.01\t500\t0.01\n'
		done
		printf 'a\twide.tif\twide.tif\ttest\t500\t0.01\t500\t0.01\n'
	} > e.tsv
	xp-train -q -j 1 --depth 2 --num-fmaps 4 --patch 16 --batch 2 \
		--steps 20 --val-split none --no-checks \
		--weights w.safetensors e.tsv
}
scores() {
	xp-eval -q ./w.safetensors e.tsv "$@"
}
ok 'a network' train > id
ok "a prediction of $wide x $wide pixels, and its scores" scores -j 1 \
	--tile 512 --to P > e.out
ok 'take little memory' small
ok 'a picture of it' scores -j 1 --tile 512 --panel p.png --no-baselines \
	> bare.out
ok 'takes little memory' small
ok 'once more, otherwise cut up' scores -j 2 --to Q > f.out
sed 's,Q/,P/,' f.out > g.out
same 'gives the same scores' e.out g.out
same 'and the same prediction' P/a.tif Q/a.tif

# What the file could hold is believed.
tiles tile.tif 6000 6000 6000 80000000
ok 'one tile of 72 MB' xp-stats -q tile.tif > t.tsv
ok 'takes itself' small 69
ok 'all of it' test "$(cell t.tsv pixels 1)/$(cell t.tsv max 1)" = 36000000/0
tiles row.tif 140000 1024 1024 290000000
ok 'a row of tiles of 287 MB' xp-stats -q -j 1 row.tif > t.tsv
ok 'takes itself' small 274
ok 'all of it' test "$(cell t.tsv pixels 1)/$(cell t.tsv max 1)" = 143360000/0
tiles row.tif 80000 1024 1024 9000000
ok 'one of 164 MB, of tiles that are one' xp-stats -q -j 1 row.tif > t.tsv
ok 'takes itself' small 157

# What it could not: no more than 256 MB, whatever it promises.
lies() {
	name=$1 words=$2
	shift 2
	tiles lie.tif "$@" 10000000
	code 3 "$name" xp-stats -q -j 1 lie.tif 2> err
	ok 'is refused' grep -q "$words" err
	ok 'and takes little memory' small
	rm lie.tif
}
lies 'a row of tiles of 614 MB that are one' 'its tiles overlap' \
	300000 1024 1024
lies 'one tile of 537 MB' 'incomplete tile' 16384 16384 16384
lies 'one that reaches beyond the image' 'incomplete tile' 16000 16384 16000
lies 'two such' 'its tiles overlap' 18000 16384 16384
lies 'a row of tiles too many' 'one row of tiles takes 655' 320000 1024 1024
lies 'a tile too large' 'one tile takes 800000000 bytes' 20000 20000 20000
tiles lie.tif 6000 6000 6000 1000000
code 3 'one tile of 72 MB in a file of 1' xp-stats -q lie.tif 2> err
ok 'is not' grep -q 'one tile takes 72000000 bytes, too many for a file' err
done_testing
