#!/bin/sh
# stacks.sh - stacks (a.tif[z=all]) from the microscope to predictions.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tiff.sh"

# The target shows what the slice before shows in the source, the other way
# round: no slice alone tells.
mkdir bf fluo
k=2
for name in pos1 pos2 pos3 pos4; do
	about="ImageJ=1.54f
images=6
slices=6
"
	stack bf/$name.tif 28 21 6 "$about" \
		"120 + 60 * sin(x * $k / 9 + p) + 50 * cos(y * $k / 7)"
	stack fluo/$name.tif 28 21 6 "$about" \
		"130 - 60 * sin(x * $k / 9 + p - 1) - 50 * cos(y * $k / 7)" \
		4 1 3
	k=$((k + 1))
done

# --- a manifest --------------------------------------------------------------
pairs() {
	xp-pairs --source 'bf/*.tif[z=all]' --target 'fluo/*.tif[z=all]' \
		--split 50:25:25 --group '(pos[0-9])' "$@"
}
ok "stacks are paired" pairs > pairs.tsv
ok "a row a stack" test "$(wc -l < pairs.tsv)" -eq 5
ok "it names all slices" test "$(cell pairs.tsv source 1)" = \
	'bf/pos1.tif[z=all]'
ok "how many there are" test "$(cell pairs.tsv slices 4)" = 6
ok "of what height" test "$(cell pairs.tsv height 4)" = 21

# --- checks and shifts -------------------------------------------------------
# What is 3 rows and 2 columns further in the target; slice 2 of it shows most.
mkdir moved
about="ImageJ=1.54f
images=4
slices=4
"
for name in 1 2 3; do
	seen="(u * u * (5 + $name) + v * v * 13 + u * v * 7 + p * u * 3) % 97"
	stack moved/bf$name.tif 64 48 4 "$about" \
		"(u = x + 40) * (v = y + 40) * 0 + 100 + $seen"
	dim="(p == 2 ? 1 : 5)"
	stack moved/fl$name.tif 64 48 4 "$about" \
		"(u = x + 38) * (v = y + 37) * 0 + 20 + ($seen) / $dim"
done
moved() {
	xp-pairs --source 'moved/bf*.tif[z=all]' --split 100:0:0 \
		--target 'moved/fl*.tif[z=all]' "$@"
}
# finding NUMBER TEXT TABLE: what was found about TEXT.
finding() {
	test "$(awk -F '\t' -v what="$2" 'index($3, what) { print $4 }' \
		"$3")" = "$1"
}
ok "where targets lie is measured" moved --register > moved.tsv
ok "as far down as they are" awk 'NR > 1 && ($(NF - 2) < 2.9 ||
	$(NF - 2) > 3.1) { exit 1 }' moved.tsv
ok "as far to the right" awk 'NR > 1 && ($(NF - 1) < 1.9 ||
	$(NF - 1) > 2.1) { exit 1 }' moved.tsv
code 1 "stacks are checked" xp-pairs --check moved.tsv > found.tsv
ok "all can be read" finding 0 "cannot be read" found.tsv
ok "their sizes are those of slices" finding 0 "4 pixels or less" found.tsv
ok "all slices show something" finding 0 "slice that is constant" found.tsv
stack moved/bf2.tif 64 48 4 "$about" "p == 1 ? 7 : x * y % 97"
stack moved/fl3.tif 64 48 4 "$about" "(x * x + y * (p > 2 ? 2 : p)) % 97"
code 1 "one that does not" xp-pairs --check moved.tsv > found.tsv
ok "is found, and one that is there twice" \
	finding 2 "slice that is constant" found.tsv

ok "stacks are normalised" xp-norm pairs.tsv > norm.tsv
xp-stats 'bf/pos1.tif' > slices.tsv
xp-stats 'bf/pos1.tif[z=all]' > stack.tsv
ok "a stack is one image" test "$(cell stack.tsv images 1)" = 1
ok "by the pixels of all its slices" \
	test "$(awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++)
		if ($i == "max") c = i }
		NR > 1 && $c > m { m = $c } END { print m }' slices.tsv)" = \
	"$(cell stack.tsv max 1)"

# --- normalised images, and back ---------------------------------------------
ok "written as pages" xp-norm --to normed pairs.tsv > normed.tsv
ok "which the manifest names" test "$(cell normed.tsv source 1)" = \
	'normed/source/pos1.tif[z=all]'
ok "and written back" xp-norm --invert --to back normed.tsv > back.tsv
xp-stats --no-log 'back/source/pos1.tif[z=all]' | cut -f 7- > got
xp-stats --no-log 'bf/pos1.tif[z=all]' | cut -f 7- > want
same "they hold what they held" got want

# --- training ----------------------------------------------------------------
net='--ndim=3 --depth=2 --num-fmaps=6 --patch=8 --slices=4 --lr=0.004
	--allow=C14'
train() {
	out=$1
	shift
	# shellcheck disable=SC2086
	xp-train $net --steps=12 --val-every=5 --log-every=4 "$@" norm.tsv \
		> "$out"
}
ok "trains" train one.id --threads=1
ok "on three threads" train three.id --threads=3
same_run "threads change nothing" one.id three.id
ok "with no cache" train none.id --cache=0
same_run "the cache changes nothing" one.id none.id
ok "without mirroring" train plain.id --no-flip --no-turn
code 1 "which changes something" cmp "$(run_dir one.id)/last.safetensors" \
	"$(run_dir plain.id)/last.safetensors"

ok "a run of fewer steps" train short.id --steps=5
ok "goes on from its weights" train init.id --steps=5 --tensorboard=tb \
	--init "$(run_dir short.id)/last.safetensors"
if command -v python3 > /dev/null; then
	ok "an event file gets a middle slice" into got \
		python3 "$srcdir/ref/event_reader.py" tb/*/*
	ok "... as an image" grep -q '^image	5	val/' got
fi

# Killed after a checkpoint, and resumed.
ok "a run in one piece" train whole.id --steps=300 --checkpoint-every=20
XP_DIR=$PWD/killed.xp xp-train --ndim=3 --depth=2 --num-fmaps=6 --patch=8 \
	--slices=4 --lr=0.004 --allow=C14 --steps=300 --val-every=5 \
	--log-every=4 --checkpoint-every=20 norm.tsv > killed.id 2> said &
pid=$!
tries=0
while [ ! -s "$(echo killed.xp/runs/*/state.safetensors)" ] &&
	[ $tries -lt 600 ]; do
	tries=$((tries + 1))
	sleep 0.1
done
kill -KILL $pid
wait $pid
killed=$(basename killed.xp/runs/*)
ok "goes on after a kill" env XP_DIR="$PWD/killed.xp" xp-train --resume \
	"$killed"
for f in best.safetensors last.safetensors metrics.tsv; do
	same "to the same $f" "$(run_dir whole.id)/$f" \
		"killed.xp/runs/$killed/$f"
done

# --- augmented ---------------------------------------------------------------
every='--augment=all,rotate:180@1,elastic@1,blur@1 --foreground-share=0.5'
for n in 1 3; do
	# shellcheck disable=SC2086
	ok "augments stacks on $n threads" train augmented$n.id $every \
		--no-checks --steps=8 --val-every=8 --log-every=4 --threads=$n
done
same_run "threads change nothing there" augmented1.id augmented3.id
# shellcheck disable=SC2086
ok "draws them" train none $every --preview=stacks.png

ok "plans" train plan.tsv --dry-run
ok "memory for patches of more slices" train more.tsv --dry-run --slices=6
like "more of it" . awk 'FNR == 1 { f++ }
	$1 == "memory_activations" { m[f] = $2 }
	END { if (m[2] > m[1] && m[1] > 0) print "more" }' plan.tsv more.tsv
ok "says which kernels" xp-train $net --print-engine
ok "valid padding" train valid.id --padding=valid --patch=18 --depth=1 \
	--slices=5

# --- what does not go --------------------------------------------------------
code 2 "a patch the network does not take" train no.id --slices=5
like "which it would" "--slices=4" train no.id --slices=5
code 3 "more slices than there are" train no.id --slices=8
like "how many there are" "has 6 slices.* --slices=6" train no.id --slices=8
code 3 "stacks and a network of planes" xp-train --depth=2 --patch=8 \
	--steps=1 norm.tsv
like "what to do then" "is a stack: train with --ndim=3" xp-train --depth=2 \
	--patch=8 --steps=1 norm.tsv
sed 's/z=all/z=0/g' norm.tsv > planes.tsv
code 3 "planes and a network of stacks" xp-train $net --steps=1 planes.tsv
like "what to do then" "single plane.*z=all" xp-train $net --steps=1 \
	planes.tsv
ok "one slice of each" xp-train --no-checks --depth=2 --patch=8 --steps=1 \
	--num-fmaps=2 --weights=plane.safetensors planes.tsv
awk -F '\t' 'BEGIN { OFS = FS }
	{ print $0, NR == 1 ? "shift_y" : 1, NR == 1 ? "shift_x" : 0 }' \
	norm.tsv > moved.tsv
like "targets that are to be moved" "shifts of stacks are not corrected" \
	xp-train $net \
	--steps=1 moved.tsv

# --- scores ------------------------------------------------------------------
ok "longer, not mirrored" train long.id --steps=500 --val-every=100 \
	--no-flip --no-turn
ok "is scored" xp-eval --split=val "$(cat long.id)" --to pred \
	--panel panel.png \
	> scores.tsv
r=$(cell scores.tsv pearson 1)
ok "what only several slices tell is learnt ($r)" \
	awk -v r="$r" 'BEGIN { exit !(r > 0.9) }'
ok "with ssim" test -n "$(cell scores.tsv ssim 1)"
file=$(cell scores.tsv prediction 1)
ok "predictions are stacks" xp-stats --no-log "${file}[z=all]" > pred.tsv
ok "of as many slices" test \
	"$(xp-stats --no-log "$file" | grep -c '^image')" -eq 6
mkdir spaced
about="ImageJ=1.54f
images=6
slices=6
unit=um
spacing=2.5
"
stack spaced/bf1.tif 28 21 6 "$about" '120 + 60 * sin(x / 4 + p)' 4 1 1
stack spaced/fl1.tif 28 21 6 "$about" '130 - 60 * sin(x / 4 + p)' 4 1 1
xp-pairs --no-log --source 'spaced/bf*.tif[z=all]' --assign 'test=.' \
	--target 'spaced/fl*.tif[z=all]' > spaced.tsv
ok "rows of a manifest" xp-eval --no-log "$(cat long.id)" spaced.tsv \
	--to apart > got
ok "keep how far apart slices are" \
	grep -aq 'spacing=2\.5' "$(cell got prediction 1)"
for tile in 4 12; do
	ok "in boxes of $tile" xp-eval --split=val "$(cat long.id)" \
		--to pred$tile \
		--tile=$tile --threads=$((tile / 4)) > boxes.tsv
	same "the same prediction" "$file" "pred$tile/${file#pred/}"
done
code 3 "planes for a network of stacks" xp-eval --split=val \
	"$(run_dir one.id)/best.safetensors" planes.tsv --no-baselines
like "what to do then" "single plane.*z=all" xp-eval --split=val \
	"$(run_dir one.id)/best.safetensors" planes.tsv --no-baselines
code 3 "stacks for a network of planes" xp-eval --split=val \
	plane.safetensors norm.tsv
like "what to do then" "name one of its slices" xp-eval --split=val \
	plane.safetensors norm.tsv

# --- files that do not say ---------------------------------------------------
stack dumb.tif 8 8 3 "" "x + p"
like "pages of no known kind" "does not say which page is which slice" \
	xp-stats 'dumb.tif[z=all]'
ok "but for what is said" xp-stats 'dumb.tif[axes=z,z=all]'
code 3 "a slice and all" xp-stats 'dumb.tif[axes=z,z=0,z=all]'
code 3 "a page and all" xp-stats 'dumb.tif[1,z=all]'

# --- a movie is opened once, however many read its frames --------------------
about=$(printf 'ImageJ=1.54f\nimages=12\nframes=12\n')
for name in one other; do
	wave="sin(x * (p + 3) / 9) + cos(y * (p + ${#name}) / 7)"
	stack "$name.tif" 40 33 12 "$about" "120 + 50 * ($wave)"
done
# opens COMMAND...: how often the movies are opened
opens() {
	strace -f -e trace=openat -o calls "$@" > made.tsv 2> said || :
	grep -cE '"(.*/)?(one|other)[.]tif"' calls
}
if strace -o /dev/null true 2> /dev/null; then
	ok "two movies, opened twice: xp-pairs" [ "$(opens xp-pairs --no-log \
		--source 'one.tif[t=*]' --target 'other.tif[t=*]' \
		--split-exact --seed=1)" = 2 ]
	cp made.tsv movies.tsv
	ok "... xp-pairs --check" [ "$(opens xp-pairs --no-log -j4 \
		--check movies.tsv)" = 2 ]
	ok "... xp-norm" [ "$(opens xp-norm --no-log -j4 movies.tsv)" = 2 ]
	cp made.tsv normed.tsv
	ok "... xp-train" [ "$(opens xp-train --no-log -j4 --no-checks \
		--depth=2 --num-fmaps=2 --patch=16 --batch=2 --steps=2 \
		--weights=movies.weights normed.tsv)" = 2 ]
else
	skip "two movies, opened twice" "needs strace"
fi
done_testing
