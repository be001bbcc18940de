#!/bin/sh
# An image that is another one than its table says: whoever reads it finds
# out.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tiff.sh"

"$builddir/examples/yeast" -q --to d --positions 6 --times 2 --size 64x64 \
	> drawn.tsv
"$builddir/examples/yeast" -q --to other --positions 6 --times 2 \
	--size 64x64 --seed 9 > other.tsv
xp-pairs -q --source 'd/BF_*.tif' --target 'd/YFP_*.tif' \
	--group 'Position([0-9]+)' --split 60:20:20 > pairs.tsv 2> said
xp-norm -q pairs.tsv > norm.tsv

# train WEIGHTS TABLE
train() {
	xp-train -q --depth=2 --num-fmaps=4 --patch=32 --batch=2 --steps=2 \
		--weights="$1" "$2"
}
# says ID TEXT: pairs.tsv with that for the digest of its source.
says() {
	awk -F '\t' -v OFS='\t' -v id="$1" -v text="$2" '
	NR == 1 { for (i = 1; i <= NF; i++) if ($i == "source_sha256") c = i }
	$1 == id { $c = text }
	{ print }' pairs.tsv
}
id_in() {
	awk -F '\t' -v label="$1" '
	NR == 1 { for (i = 1; i <= NF; i++) if ($i == "split") c = i }
	$c == label { print $1; exit }' pairs.tsv
}
where='norm.tsv:[0-9]+: .d/BF_.*does not match the SHA-256.*xp-pairs --table'

ok "the images of the table: statistics" xp-stats pairs.tsv > stats.tsv
ok "a training" train w.safetensors norm.tsv > run.id
ok "a score" xp-eval -q "$(cat run.id)" --split test > scores.tsv

# --- a source becomes another image ---------------------------------------
cp -R d kept
one=$(id_in val)
cp "other/BF_$one.tif" d/
ok "one that is not read is not looked at" \
	xp-eval -q "$(cat run.id)" --split test
cp "kept/BF_$one.tif" d/

one=$(id_in train)
cp "other/BF_$one.tif" d/

code 3 "another image: statistics" xp-stats pairs.tsv
like "and where, once" \
	"^xp-stats: pairs.tsv:[0-9]+: 'd/BF_$one.tif' does not match" \
	xp-stats -j 3 pairs.tsv
code 3 "another image: normalisation" xp-norm pairs.tsv
like "which says where" "${where#norm}" xp-norm pairs.tsv
code 3 "another image: training" train w2.safetensors norm.tsv
ok "makes no weights" [ ! -e w2.safetensors ]
like "and says where" "$where" train w2.safetensors norm.tsv
code 3 "another image: its scores" \
	xp-eval -q "$(cat run.id)" --split train
code 3 "another image: baselines are fitted to it" \
	xp-eval -q "$(cat run.id)" --split test
like "the place is told once" \
	"^xp-eval: [^:]*:[0-9]+: 'd/BF_$one.tif' does not match" \
	xp-eval -q "$(cat run.id)" --split test
sh -c 'xp-norm -q | xp-train -q --steps 2' < pairs.tsv > /dev/null 2> said
like "standard input is named" 'standard input:[0-9]+: .*SHA-256' cat said

# --- where nobody hashes, or nothing is said of digests -------------------
ok "unrecorded, nothing is hashed" xp-stats --no-log pairs.tsv
says "$one" '' > holes.tsv
ok "an empty cell says nothing" xp-stats holes.tsv
awk -F '\t' -v OFS='\t' '{ print $1, $2, $3, $4 }' pairs.tsv > narrow.tsv
ok "nor does a table without digests" xp-stats narrow.tsv

# --- --check and --table --------------------------------------------------
code 1 "--check fails" xp-pairs -q --check pairs.tsv > checks.tsv
like "C3 names the pair" "^C3.FAIL.images changed.*.1.*$one" cat checks.tsv
xp-pairs -q --no-log --check pairs.tsv > unrecorded.tsv
same "recorded or not" checks.tsv unrecorded.tsv
like "--table tells" '1 image changed since .*BF_'"$one" \
	xp-pairs --table pairs.tsv
xp-pairs --table pairs.tsv > anew.tsv 2> said
ok "and the new table is right" xp-stats anew.tsv
ok "its split is the old one" \
	eval 'cut -f 1-5 pairs.tsv > old; cut -f 1-5 anew.tsv | cmp - old'

# --- back again -----------------------------------------------------------
cp "kept/BF_$one.tif" d/
ok "the same bytes again: all is well" xp-stats pairs.tsv
code 1 "of a pair that is well only others fail" \
	xp-pairs -q --check anew.tsv > checks.tsv
like "namely the one that changed" "^C3.FAIL.images changed.*.1.*$one" \
	cat checks.tsv

# --- tables that are wrong ------------------------------------------------
says "$one" 1234 > bad.tsv
code 3 "a cell that is no digest" xp-stats bad.tsv
like "says so" "bad.tsv:[0-9]+: '1234' is not a SHA-256" xp-stats bad.tsv
{
	cat pairs.tsv
	says "$one" "$(printf '%064d' 7)" | sed -n "s/^${one}	/twice	/p"
} > two.tsv
like "two digests of one file" \
	'two.tsv:14: .* another SHA-256 in this row than in two.tsv:[0-9]+' \
	xp-stats two.tsv

# --- columns that state what the files do not -----------------------------
# states COLUMN TEXT: norm.tsv with that in the first train row.
states() {
	awk -F '\t' -v OFS='\t' -v column="$1" -v text="$2" '
	NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i }
	NR > 1 && $c["split"] == "train" && !done++ { $c[column] = text }
	{ print }' norm.tsv > untrue.tsv
}
while read -r column text is; do
	states "$column" "$text"
	says="column '$column' says '$text', but 'd/.*' has $is: make"
	like "$column $text: training refuses it" \
		"^xp-train: untrue.tsv:[0-9]+: $says" \
		train w3.safetensors untrue.tsv
	code 3 "$column $text: so do scores" \
		xp-eval -q "$(cat run.id)" untrue.tsv --split train
	xp-pairs -q --no-log --check untrue.tsv > checks.tsv
	like "$column $text: C2 fails" \
		"^C2	FAIL	pairs whose columns .*	1	.*'$column'" \
		cat checks.tsv
done << 'END'
width 65 64
height wide 64
source_type uint8 uint16
target_type int8 uint16
END
ok "... no weights" [ ! -e w3.safetensors ]
states width 64.0
ok "the same number, written by a spreadsheet" train w3.safetensors untrue.tsv
states height ''
ok "an empty cell states nothing" train w3.safetensors untrue.tsv

# --- images that have not changed are not hashed again --------------------
mkdir ../again && cd ../again && xp-log init -q || exit 99
for i in 1 2 3; do
	tiff "$i.tif" 300 300 16 "i * $i % 60000" || exit 99
done
digest() { # RUN IMAGE
	xp-log show --json "$1" |
		grep -o "\"digest\":\"[0-9a-f]*\",\"path\":\"$2\"" |
		head -n 1 | cut -d '"' -f 4
}
touch ./*.tif
ok "young images" xp-stats -q ./*.tif
ok "... are not remembered" test ! -e .xp/images
touch -d '1 hour ago' ./*.tif
sleep 4 # older than any tick of a clock
ok "images" xp-stats -q ./*.tif
ok "... are remembered" test -s .xp/images
cp -p .xp/images ../images
ok "again" xp-stats -q ./*.tif
same "... nothing is new" .xp/images ../images
ok "... and the record is the same" test \
	"$(digest @1 ./2.tif)" = "$(sha256sum < 2.tif | cut -c 1-64)"
if strace -o /dev/null true 2> /dev/null; then
	strace -f -e trace=pread64,read -o trace xp-stats -q ./*.tif
	ok "... without a second reading" test \
		"$(grep -c '= 131072$' trace)" = 0
	strace -f -e trace=pread64,read -o trace \
		xp-log run -q --in 2.tif -- true
	ok "... nor one for another program" test \
		"$(grep -c '= 180[0-9]*$' trace)" = 0
	strace -f -e trace=pread64,read -o trace \
		env XP_DIR="$PWD/../none" xp-log run -q --in 2.tif -- true
	ok "... but where nothing is known" test \
		"$(grep -c '= 180[0-9]*$' trace)" -gt 0
else
	skip "... without a second reading" "needs strace"
fi
like "... of which the record is the same" \
	"$(sha256sum < 2.tif | cut -c 1-64)" xp-log show --json @1
# The same size and time, other bytes.
touch -r 2.tif stamp
tiff 2.tif 300 300 16 'i * 7 % 60000' || exit 99
touch -r stamp 2.tif
ok "an image that was changed behind its time" xp-stats -q ./*.tif
ok "... is hashed again" test \
	"$(digest @1 ./2.tif)" = "$(sha256sum < 2.tif | cut -c 1-64)"
ok "... as for another program" xp-log run -q --in 2.tif -- true
like "... which records what it is now" \
	"$(sha256sum < 2.tif | cut -c 1-64)" xp-log show --json @1
printf x | dd of=.xp/images bs=1 seek=40 conv=notrunc 2> /dev/null
ok "a damaged memory" xp-stats -q ./*.tif
ok "... is not believed" test \
	"$(digest @1 ./3.tif)" = "$(sha256sum < 3.tif | cut -c 1-64)"
done_testing
