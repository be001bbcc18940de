#!/bin/sh
# more-steps.sh - a finished training is given more steps, and is then what a
# training of so many steps is.
. "$(dirname "$0")/../lib.sh"

yeast -q --to raw --positions 9 --times 1 --size 64x64 > raw.tsv &&
	xp-pairs -q --source 'raw/BF_*.tif' --target 'raw/YFP_*.tif' \
		--split 60:20:20 --seed 2 > pairs.tsv &&
	xp-norm -q pairs.tsv > norm.tsv || exit 99
net='--depth=1 --num-fmaps=2 --patch=32 --batch=1 --no-checks'
train() {
	# shellcheck disable=SC2086
	xp-train -q $net "$@"
}
recipe() {
	xp-log show --json "$(cat "$1")" | grep -o '"recipe_id":"[^"]*"'
}
# as_one WHAT MORE WHOLE: the runs whose ids these files hold are one.
as_one() {
	same_run "$1" "$2" "$3"
	ok "... by one recipe" test "$(recipe "$2")" = "$(recipe "$3")"
}

# The end lies between validations and between rows of losses.
ok "a training" train --steps=10 --val-every=4 --log-every=3 norm.tsv > short
before=$(cat .xp/runs/"$(cat short)"/outputs)
ok "... of more steps" train --steps=17 --val-every=4 --log-every=3 norm.tsv \
	> long
like "... goes on from the shorter one" \
	"continues run $(cat short) and .*: --epochs=0 --val-every=4 --log" \
	sh -c "xp-train --no-quiet --resume $(cat short) --steps 17 2>&1 > mid"
as_one "... and is the longer one" mid long
ok "... as a run of its own" test "$(cat mid)" != "$(cat short)"
like "... which says where it began" "^extends +$(cat short)\$" \
	xp-log show "$(cat mid)"
ok "... and leaves the shorter one alone" sh -c '
	test "$(cat .xp/runs/$(cat short)/outputs)" = "$1" &&
	xp-log fsck -q' sh "$before"
ok "... and is verified" xp-log verify -q "$(cat mid)"
ok "... and goes on again" xp-train -q --resume "$(cat mid)" --steps=21 > far
ok "... as one that never stopped" train --steps=21 --val-every=4 \
	--log-every=3 norm.tsv > whole
as_one "... does" far whole
ok "a second time" xp-train -q --resume "$(cat short)" --steps=21 > far2
as_one "... it is the same" far2 whole

# What depended on the number of steps stays as it was.
ok "a training by default" train --steps=60 norm.tsv > short
ok "... gets more steps" xp-train -q --resume "$(cat short)" --steps=70 > mid
ok "... with its validations" train --steps=70 --val-every=3 --log-every=1 \
	norm.tsv > long
as_one "... is as one" mid long
ok "a training of epochs" train --epochs=1 norm.tsv > short
ok "... has steps then" xp-train -q --resume "$(cat short)" --steps 40 > mid
ok "... no epochs" grep -q '"epochs":"0"' "$(run_dir mid)/recipe.json"
ok "without val rows, from a pipe" sh -c "cat norm.tsv | xp-train -q $net \
	--val-split none --steps=7 --log-every=3 > short"
ok "... it goes on" xp-train -q --resume "$(cat short)" --steps 12 > mid
ok "... and is" train --val-split none --steps=12 --val-every=1 \
	--log-every=3 < norm.tsv > long
as_one "... as one" mid long

ok "with a schedule" train --steps=10 --schedule=plateau --lr-patience=1 \
	--val-every=2 --log-every=4 --warmup=3 --ema=0.9 norm.tsv > short
ok "... it goes on" xp-train -q --resume "$(cat short)" --steps 23 > mid
ok "... and is" train --steps=23 --schedule=plateau --lr-patience=1 \
	--val-every=2 --log-every=4 --warmup=3 --ema=0.9 norm.tsv > long
as_one "... as one" mid long
ok "with a cosine" train --steps=10 --schedule=cosine norm.tsv > short
like "... it cannot go on" 'a cosine over all of its steps' \
	xp-train -q --resume "$(cat short)" --steps 20

ok "a training that --patience ends" train --steps=40 --val-every=2 \
	--patience=1 --lr=1e-12 norm.tsv > short
for more in '' --steps=60; do
	like "... cannot go on, which is said ($more)" \
		'cannot .*: --patience ended it at step [0-9]+ of 40' \
		xp-train -q --resume "$(cat short)" $more
done
code 1 "patches that are not learnt" sh -c "
	xp-train --depth=1 --num-fmaps=2 --patch=32 --steps=3 --overfit=1 \
		norm.tsv"
xp-log ls -n 1 | sed 1d | cut -f 1 > no
for more in '' --steps=60; do
	like "... are not learnt in more ($more)" \
		"$(cat no) has finished with the answer no, so it cannot" \
		xp-train -q --resume "$(cat no)" $more
done
code 2 "steps and epochs" train --steps=10 --epochs=2 norm.tsv

# Stopped while it goes on.
ok "a longer training" train --steps=30 --val-every=10 --log-every=10 \
	norm.tsv > short
xp-train -q --resume "$(cat short)" --steps=1500 --checkpoint-every=10 > mid &
tap_more=$!
tries=0
: > mid.id
until [ -s "$(run_dir mid.id)/state.safetensors" ] || [ $tries -gt 400 ]; do
	xp-log ls --state running | sed 1d | cut -f 1 > mid.id
	tries=$((tries + 1))
	sleep 0.02
done
kill -9 $tap_more
wait $tap_more
like "killed while it goes on" interrupted xp-log ls -n 1
ok "... it is resumed" xp-train -q --resume "$(cat mid.id)"
ok "... and is" train --steps=1500 --val-every=10 --log-every=10 norm.tsv > long
as_one "... as one" mid.id long

# What cannot be.
like "nothing to do" 'there is nothing to resume; --steps gives it more to do' \
	xp-train --resume "$(cat short)"
code 3 "... is an error" xp-train --resume "$(cat short)"
code 2 "no more steps than it has" xp-train --resume "$(cat short)" --steps=30
code 2 "another rate" xp-train --resume "$(cat short)" --steps=40 --lr=1
code 2 "more steps of a run that has not finished" sh -c "
	train() { xp-train -q $net \"\$@\"; }
	rm \"$(dirname "$(run_dir mid.id)")\"/\$(cat mid.id)/end.json
	exec xp-train --resume $(cat mid.id) --steps=4000"
code 2 "more steps without a record" xp-train --no-log --resume "$(cat short)" \
	--steps=40

# The new run records the settings file by its name, so it must be there.
printf 'steps = 5\n' > s.conf
ok "a training with a settings file" train --config s.conf norm.tsv > short
cp s.conf kept.conf && rm s.conf
code 3 "... that has gone" xp-train -q --resume "$(cat short)" --steps=8
like "... which says how to write it again" \
	"settings file 's.conf' has gone; 'xp-log cat $(cat short) s.conf > s" \
	xp-train -q --resume "$(cat short)" --steps=8
ok "... as it does" sh -c "xp-log cat $(cat short) s.conf > s.conf"
same "... with the same bytes" s.conf kept.conf
ok "... and goes on" xp-train -q --resume "$(cat short)" --steps=8 > mid
ok "... as a run that can be verified" xp-log verify -q "$(cat mid)"
rm "$(run_dir short)/state.safetensors"
like "a run without its state" 'cannot continue .*: it has no checkpoint' \
	xp-train --resume "$(cat short)" --steps=40
done_testing
