#!/bin/sh
# The checks of a training, C11 to C20: they stop what would be in vain, say
# why, and change nothing else.  tests/faults has many more faults.
. "$(dirname "$0")/../lib.sh"

yeast -q --to images --positions 6 --times 1 --size 128x128 --seed 3 \
	> images.tsv
xp-pairs -q --source 'images/BF_*' --target 'images/YFP_*' \
	--group 'Position([0-9]+)' --split 67:33:0 --split-exact > pairs.tsv
xp-norm -q --method zscore pairs.tsv > norm.tsv

net='--depth=2 --num-fmaps=8 --patch=64 --batch=4 --lr=3e-3'
# train FILE OPTION...: the run's id goes to FILE.
train() {
	out=$1
	shift
	# shellcheck disable=SC2086
	xp-train $net --steps=120 --val-every=40 "$@" > "$out"
}
# column NAME CHECK FILE: its cells in the rows of CHECK.
column() {
	awk -F '\t' -v name="$1" -v check="$2" '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		$at["check"] == check { print $at[name] }' "$3"
}

# --- nothing else changes ----------------------------------------------------
ok "trains with checks" train with.id norm.tsv
ok "and without" train without.id --no-checks norm.tsv
same_run "checks change nothing" with.id without.id
checks=$(run_dir with.id)/checks.tsv
awk -F '\t' 'NR > 1 { print $1 }' "$checks" | sort -u > got
for i in 7 11 12 13 14 15 16 17 18 19 20; do
	echo "C$i"
done | sort > want
same "each check has findings" want got
ok "none of them fails" eval '! grep FAIL"	" "$checks"'
ok "those of the validation are of the last" test \
	"$(column where C20 "$checks" | grep -c .)" -le 3
ok "without checks there is no table" \
	test ! -e "$(run_dir without.id)/checks.tsv"
ok "on one thread" train one.id --threads=1 norm.tsv
same "the same findings" "$checks" "$(run_dir one.id)/checks.tsv"
like "the record has the table" 'checks.tsv' xp-log show "$(cat with.id)"
like "and says how it stands" \
	'^checks +[0-9]+ passed, [0-9]+ warned, 0 failed' \
	xp-log show "$(cat with.id)"
like "as JSON, too" '"checks":.*"check":"C20"' \
	xp-log show --json "$(cat with.id)"
like "and that there was none" 'checks = no' xp-log show "$(cat without.id)"

# --- other losses ------------------------------------------------------------
# ssim alone begins with the negatives of these targets, whose mean is 0.
for loss in l1 huber pcc ssim mse+0.1*ssim; do
	ok "no alarm with $loss" train loss.id --steps=100 --val-every=100 \
		--loss="$loss" norm.tsv
done

# --- an optimiser that hardly moves ------------------------------------------
like "sgd at the rate of adam learns nothing, and why" \
	'C18 FAIL: .*--find-lr suggests one; sgd needs more' \
	train sgd.id --optimiser=sgd --momentum=0 --lr=1e-3 norm.tsv

# --- targets that do not lie on their sources --------------------------------
spoil=$builddir/tests/faults/spoil
"$builddir/examples/yeast" -q --to lie --positions 8 --times 1 \
	--size 256x256 --seed 5 > /dev/null
xp-pairs -q --source 'lie/BF_*' --target 'lie/YFP_*' --split 7:1:0 \
	--split-exact 2> said | xp-norm -q --method zscore > lie.tsv
for fault in shift mirror turn; do
	mkdir -p "$fault"
	for f in lie/YFP_*; do
		"$spoil" "$fault" 1 "$f" "$fault/${f#lie/}"
	done
	sed "s,lie/YFP,$fault/YFP,; s,target_sha256,sha," lie.tsv \
		> "$fault.tsv"
	code 1 "training alone finds: $fault" train lie.id "$fault.tsv"
done
like "a shift has a number" 'C7 FAIL: median shift .* pixels 1[12]' \
	train lie.id shift.tsv
like "a mirror has a name" 'C7 FAIL: .*fit their sources better mirrored left' \
	train lie.id mirror.tsv
like "a turn says how to turn back" 'better turned by 90 degrees counterclock' \
	train lie.id turn.tsv
like "... and what else" 'allow=C7' train lie.id turn.tsv
ok "... which does" train lie.id --steps=1 --no-checks --allow=C7 turn.tsv
code 1 "--check finds it, too" xp-pairs -q --check turn.tsv > checks.tsv
like "... by C7" '^C7.FAIL.how much better targets fit turned' cat checks.tsv

# --- faults ------------------------------------------------------------------
# fails CHECK MANIFEST OPTION...
fails() {
	check=$1
	shift
	code 1 "$check: $*" train fault.id "$@"
	like "$check says so" "xp-train: $check FAIL: .*--allow=$check" \
		train fault.id "$@"
}
# columns SOURCE-SCALE TARGET-SCALE: factors on the columns of norm.tsv
scaled() {
	awk -F '\t' -v OFS='\t' -v s="$1" -v t="$2" '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; print; next }
		{ $at["source_scale"] *= s; $at["target_scale"] *= t; print }
	' norm.tsv
}
scaled 1000 1 > large.tsv
scaled 1 0.001 > small.tsv
scaled 1 -1 > negative.tsv
fails C11 large.tsv
fails C11 small.tsv
fails C12 negative.tsv
fails C14 --patch=8 norm.tsv
fails C18 --lr=1e-9 norm.tsv
fails C19 --lr=1000 norm.tsv
ok "a failure leaves its table" grep -q 'C19	FAIL' \
	".xp/runs/$(xp-log ls -n 1 | tail -n 1 | cut -f 1)/checks.tsv"
like "which is shown" '^  C19 FAIL  highest loss of the prototype' xp-log show
ok "it may be allowed" train allowed.id --allow=C12 negative.tsv
ok "then it is a warning" grep -q 'C12	WARN.*accepted by --allow C12' \
	"$(run_dir allowed.id)/checks.tsv"
like "and recorded" 'allow = C12' xp-log show "$(cat allowed.id)"
ok "several, by commas" train several.id --allow=C11,C16,C12 --steps=2 \
	--val-every=2 negative.tsv
code 2 "no such check" train none.id --allow=C12,C21 norm.tsv

# Targets that belong to other sources.
awk -F '\t' -v OFS='\t' '
	NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; print; next }
	{ row[NR] = $0; target[NR] = $at["target"]
		digest[NR] = $at["target_sha256"] }
	END { for (i = 2; i <= NR; i++) {
		$0 = row[i]
		$at["target"] = target[i == NR ? 2 : i + 1]
		$at["target_sha256"] = digest[i == NR ? 2 : i + 1]
		print } }' norm.tsv > shuffled.tsv
fails C20 --steps=300 shuffled.tsv

# --- stopped and resumed -----------------------------------------------------
# shellcheck disable=SC2086
ok "trains in one piece" eval "xp-train $net --steps=600 --val-every=200 \
	--threads=1 norm.tsv > whole.id"
# shellcheck disable=SC2086
XP_DIR=$PWD/killed.xp xp-train $net --steps=600 --val-every=200 --threads=1 \
	--checkpoint-every=20 norm.tsv > killed.id 2> said &
pid=$!
tries=0
while [ ! -s "$(echo killed.xp/runs/*/state.safetensors)" ] &&
	[ $tries -lt 600 ]; do
	tries=$((tries + 1))
	sleep 0.1
done
kill -KILL $pid
wait $pid
ok "goes on after a kill" env XP_DIR="$PWD/killed.xp" xp-train --resume \
	"$(basename "$(echo killed.xp/runs/*)")"
for f in best.safetensors metrics.tsv checks.tsv; do
	same "to the same $f" "$(run_dir whole.id)/$f" \
		"$(echo killed.xp/runs/*)/$f"
done
sed -n 's/.*"recipe":"\([0-9a-f]*\)".*/\1/p' "$(run_dir whole.id)/end.json" \
	> want
sed -n 's/.*"recipe":"\([0-9a-f]*\)".*/\1/p' killed.xp/runs/*/end.json > got
same "and the same recipe" want got

done_testing
