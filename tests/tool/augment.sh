#!/bin/sh
# xp-train --augment: the same bytes on any number of threads and after a stop;
# what is too strong is refused or found; what the network will see is drawn.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tiff.sh"

toy_pairs toy.tsv
all='all,rotate:180@1,elastic@1,noise@1'

# train FILE OPTION...: the run's id goes to FILE.
train() {
	out=$1
	shift
	xp-train --depth=2 --num-fmaps=4 --patch=16 --batch=3 --lr=0.01 \
		--steps=30 --val-every=15 --log-every=7 "$@" toy.tsv > "$out"
}
fast() {
	train "$@" --no-checks
}
# setting FILE NAME: of a run's record.
setting() {
	xp-log show --json "$(cat "$1")" | grep -o "\"$2\":\"[^\"]*\"" |
		sort -u
}

# --- the same bytes ----------------------------------------------------------
ok "trains" train one.id --augment="$all" --threads=1
ok "on three threads" train three.id --augment="$all" --threads=3
same_run "threads change nothing" one.id three.id
ok "stops early" fast short.id --augment="$all" --steps=15
ok "goes on" eval 'xp-train --resume "$(cat short.id)" --steps=30 > long.id'
ok "to the end at once" fast whole.id --augment="$all"
same "a stop changes nothing" "$(run_dir long.id)/metrics.tsv" \
	"$(run_dir whole.id)/metrics.tsv"
same "to the bit" "$(run_dir long.id)/best.safetensors" \
	"$(run_dir whole.id)/best.safetensors"
ok "trains without" fast plain.id
ok "and with none" fast none.id --augment=none
same_run "which is the same" plain.id none.id
ok "what is left out changes nothing" fast few.id --augment=noise:1e-9@1
ok "the batches are others" eval '! cmp -s \
	"$(run_dir few.id)/fingerprints.tsv" \
	"$(run_dir plain.id)/fingerprints.tsv"'
ok "accumulates batches" fast accumulate.id \
	--augment="$all" --batch=1 --accumulate=3
same "in parts, too" "$(run_dir accumulate.id)/best.safetensors" \
	"$(run_dir whole.id)/best.safetensors"

# --- the record --------------------------------------------------------------
echo "\"augment\":\"$all\"" > want
ok "the record has it" eval 'setting one.id augment > got'
same "as it was given" want got
ok "but nothing if there is none" eval 'test -z "$(setting plain.id augment)"'
like "says what is applied" '; augmentations rotate:15@0.2,blur:0.75@0.5$' \
	fast none.id --augment=blur@0.5,rotate
like "so does a plan" '^augment	noise:0.1@0.1$' \
	fast /dev/stdout --augment=noise --dry-run
ok "overfits augmented patches" fast heart.id --augment=noise@1 --overfit=1 \
	--steps=400

# --- hostile numbers ---------------------------------------------------------
for bad in '' warp rotate,rotate noise:0.6 noise:-1 noise:nan scale:1 \
	rotate@2 rotate@ rotate: 'rotate, ,scale' rotate:1e400 \
	all@0.5 all:1 none,rotate rotate,none none@1; do
	code 2 "refuses '$bad'" fast none.id --augment="$bad"
done
like "says which there are" "no augmentation 'warp'; there are rotate, scale" \
	fast none.id --augment=warp
like "and what the limit is" 'SD of noise must .* at most 0.5, not .3' \
	fast none.id --augment=noise:3
like "all has no share" "'all' takes no number and no share" \
	fast none.id --augment=all@0.5
like "none stands alone" "'none' stands alone" \
	fast none.id --augment=none,rotate
like "blanks around a comma are none" '^augment	rotate:15@0.2,noise:0.1@0.1$' \
	fast /dev/stdout --augment='rotate, noise ' --dry-run

# --- what is too strong ------------------------------------------------------
findings() {
	awk -F '\t' '$1 == "C15"' "$(run_dir "$1")/checks.tsv"
}
ok "what is moderate passes" train mild.id --augment=rotate,scale,noise,blur
ok "C15 has its five findings" eval 'test "$(findings mild.id | wc -l)" -eq 5'
ok "... which pass" eval '! findings mild.id | grep -v PASS'
ok "one without" eval 'train with.id &&
	test "$(findings with.id | wc -l)" -eq 1'
like "C15 warns of patches that hang over the edge" \
	'C15 WARN: share of pixels .* beyond their image' \
	train none.id --augment=rotate:180@1,scale:1.4@1 --patch=32
# --- on foreground -----------------------------------------------------------
half='--foreground-share=0.5 --augment=rotate'
# shellcheck disable=SC2086
{
	ok "places patches on foreground" fast on.id $half --threads=1
	ok "on three threads" fast on3.id $half --threads=3
	same_run "threads change nothing there" on.id on3.id
}
like "says how many" \
	'Otsu.*of the train pixels; [0-9.]+ % of the first 90 patches' \
	fast none.id --foreground-share=0.5
share() {
	fast none.id --foreground-share="$1" --steps=5000 --dry-run 2>&1 |
		sed -n 's/.*pixels; \([0-9.]*\) % of the first.*/\1/p'
}
ok "as many as were asked for" eval \
	'share 0.3 | awk "{ exit !(\$1 > 27 && \$1 < 33) }"'
ok "all" eval 'test "$(share 1)" = 100'
ok "none is the default" fast zero.id --foreground-share=0
same_run "of training" plain.id zero.id
code 2 "no more than all" fast none.id --foreground-share=1.1
tiff flat.tif 40 33 8 120
sed 's/b-train[12]/flat/' toy.tsv > flat.tsv
code 3 "constant targets have no foreground" xp-train --patch=16 --depth=2 \
	--foreground-share=0.5 --no-checks flat.tsv

# --- what the network will see -----------------------------------------------
# view OPTION...: of a picture of the first patches.
view() {
	fast /dev/null --augment="$all" "$@"
}
runs=$(ls .xp/runs | wc -l)
ok "draws it" view --preview=one.png --threads=1
ok "is a picture" eval 'head -c 8 one.png | od -An -c | grep -q "P *N *G"'
ok "again, on three threads" view --preview=two.png --threads=3
same "the same picture" one.png two.png
ok "another seed" view --preview=other.png --seed=1
ok "is another picture" eval '! cmp -s one.png other.png'
ok "draws large patches" view --preview=large.png --patch=32
ok "and what is not augmented" fast /dev/null --preview=plain.png
ok "nothing is recorded" test "$(ls .xp/runs | wc -l)" -eq "$runs"
cp toy.tsv kept.tsv
code 2 "no manifest is written over" fast none.id --preview toy.tsv
same "... by mistake" kept.tsv toy.tsv
code 2 "a picture does not go to stdout" fast none.id --preview=-
code 4 "nor to nowhere" fast none.id --preview=nowhere/x.png
done_testing
