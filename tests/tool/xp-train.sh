#!/bin/sh
# xp-train: the same bytes however training got to its end.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tiff.sh"

# waves FILE K
waves() {
	tiff "$1" 40 33 8 "120 + 50 * sin(x * $2 / 9) + 50 * cos(y * $2 / 7)"
}

# manifest NAME...: rows of source and target; the split is in the name.
manifest() {
	printf 'id\tsource\ttarget\tsplit\tsource_offset\tsource_scale\t'
	printf 'target_offset\ttarget_scale\n'
	for name; do
		printf '%s\ta-%s.tif\tb-%s.tif\t%s\t120\t0.02\t120\t0.02\n' \
			"$name" "$name" "$name" "${name%[0-9]}"
	done
}

k=1
for name in train1 train2 val1 val2; do
	waves "a-$name.tif" $k
	waves "b-$name.tif" $((k + 1))
	k=$((k + 2))
done
manifest train1 train2 val1 val2 > all.tsv

net='--depth=2 --num-fmaps=4 --patch=16 --batch=3 --lr=0.01'
short="$net --steps=40 --val-every=15 --log-every=7"
# Long enough to be interrupted.
long="$net --no-checks --steps=3000 --val-every=500 --log-every=100"

# train FILE OPTION...: the run's id goes to FILE.
train() {
	out=$1
	shift
	# shellcheck disable=SC2086
	xp-train $short "$@" > "$out"
}

# --- one run -----------------------------------------------------------------
ok "trains" train one.id --threads=1 all.tsv
ok "prints the run's id alone" test "$(wc -l < one.id)" -eq 1
ok "prints a run that exists" test -d "$(run_dir one.id)"
ok "on two threads" train two.id --threads=2 all.tsv
same_run "threads change nothing" one.id two.id
ok "with other checkpoints" train often.id --checkpoint-every=1 all.tsv
same_run "checkpoints change nothing" one.id often.id

# --- images are read as they are wanted --------------------------------------
for room in 0 2K 100M; do
	ok "trains with --cache=$room" train room.id --cache=$room all.tsv
	same_run "--cache=$room changes nothing" one.id room.id
done
like "says how long it waited for data" \
	'waited for data [0-9.]+ % of the time' train room.id all.tsv
code 2 "a cache of no size" train none.id --cache=much all.tsv
like "says what would be one" "--cache: .* such as 800M .* not 'much'" \
	train none.id --cache=much all.tsv

sum='NR == 1 { print; next } { print $1, $3, $4 }'
awk "$sum" "$(run_dir one.id)/metrics.tsv" > rows
cat > want <<'END'
step	epoch	split	metric	value
0 train lr
7 train loss
14 train loss
15 val loss
15 val pearson
15 val loss_mean
15 val loss_affine
21 train loss
28 train loss
30 val loss
30 val pearson
30 val loss_mean
30 val loss_affine
35 train loss
40 train loss
40 val loss
40 val pearson
40 val loss_mean
40 val loss_affine
END
same "the metrics have their rows" want rows

# --- where the outputs go ----------------------------------------------------
ok "writes what it is told to" train out.id --weights=w --metrics=m all.tsv
same "--weights is the best" w "$(run_dir one.id)/best.safetensors"
same "--metrics is the table" m "$(run_dir one.id)/metrics.tsv"
ok "trains without a record" \
	train none.id --no-log --weights=w2 --metrics=m2 all.tsv
same "the same weights without a record" w w2
same "the same metrics without a record" m m2
ok "and prints no id" test ! -s none.id
code 2 "a run that would keep nothing is refused" \
	train none.id --no-log all.tsv
code 2 "weights do not go to stdout" train none.id --weights=- all.tsv
code 4 "an output that cannot be written is found out first" \
	train none.id --no-log --weights=nowhere/w all.tsv
ok "begins with given weights" train init.id --init=w all.tsv
ok "of equal images, as far as is known" eval \
	'! xp-train $short --init=w all.tsv 2>&1 | grep "weights of --init"'
# cells COLUMN VALUE: all.tsv with this value in each row, quoted.
cells() {
	awk -F '\t' -v OFS='\t' -v name="$1" -v value="$2" '
		NR == 1 { for (at = 1; at <= NF && $at != name; at++) ;
			$at = name }
		NR > 1 { $at = value } 1' all.tsv
}
cells source_scale 0.2 > tenth.tsv
like "of another scale" "warning: sources have offset .* and scale 0.2, but" \
	train none.id --init=w --keep-going --no-checks tenth.tsv
cells source_pixel_um 0.5 > um.tsv
ok "of a pixel size" train none.id --no-log --weights=um.w um.tsv
cells source_pixel_um 0.25 > half.tsv
like "of another pixel size" "have pixels of 0.25 um, but .* of 0.5 um" \
	train none.id --init=um.w half.tsv
cut -f 1-4 all.tsv > bare.tsv
like "of other units" "are not normalised, but .* were normalised" \
	train none.id --init=w --keep-going --no-checks bare.tsv
code 3 "of this network only" train none.id --init=w --depth=3 all.tsv
like "... and says which that is" 'train with --num-fmaps=[0-9]*$' \
	train none.id --init=w --num-fmaps=3 all.tsv
like "... whose weights would fit others" 'train with --padding=same$' \
	train none.id --init=w --padding=valid --patch=20 all.tsv
ok "reads a manifest from a pipe" train pipe.id - < all.tsv
same_run "a pipe changes nothing" one.id pipe.id

# --- plans and warnings ------------------------------------------------------
ok "plans" train plan --dry-run all.tsv
ok "plans print a table" grep -q '^weights	1' plan
# 2 x 40 x 33 pixels in batches of 3 x 16 x 16
ok "plans know the epoch" grep -q '^steps_per_epoch	4$' plan
ok "plans say where memory goes" awk -F '\t' '
	$1 == "memory_bytes" { all = $2 }
	/^memory_/ && $1 != "memory_bytes" { sum += $2; n++ }
	END { exit !(n == 8 && all > 0 && sum - all < 9 && all - sum < 9) }
' plan
ok "small predictions take no file" grep -q '^scratch_bytes	0$' plan
ok "says what checkpoints take" awk '$1 == "weights" { n = $2 }
	$1 == "checkpoint_bytes" { exit !($2 == 40 * n) }' plan
code 2 "plans or finds a rate, not both" train none.id --dry-run --find-lr \
	all.tsv
for look in --dry-run --find-lr --preview=p.png --print-engine; do
	for out in --weights=out --metrics=out --tensorboard=out; do
		like "$look writes no ${out%=out}" \
			"${look%=*} cannot be used with ${out%=out}" \
			train none.id $look $out all.tsv
	done
done
for look in --dry-run --find-lr --preview=p.png; do
	like "--print-engine looks at no images" \
		"--print-engine cannot be used with ${look%=*}" \
		train none.id --print-engine $look all.tsv
done
ok "a plan without a cache" train less --dry-run --cache=0 all.tsv
ok "keeps nothing of the images" grep -q '^memory_images	0$' less
cut -f 1-4 all.tsv > bare.tsv
like "warns of a bare manifest" 'NOT NORMALISED' train none.id bare.tsv
awk -F '\t' -v OFS='\t' 'NR == 1 { print $0, "source_offset",
	"source_scale", "target_offset", "target_scale"; next }
	{ print $0, 0, 1000, 0, 1 }' bare.tsv > raw.tsv
like "warns of columns that do not normalise" \
	'C11 FAIL: mean of normalised sources .*NOT NORMALISED' \
	train none.id raw.tsv
awk -F '\t' -v OFS='\t' 'NR == 1 { print; next }
	{ $(NF - 2) = 0.01; $NF = 10000; print }' raw.tsv > raw2.tsv
like "... of targets, too" \
	'C11 FAIL: sd of normalised targets .*NOT NORMALISED' \
	train none.id raw2.tsv
code 1 "and is a no" train none.id raw2.tsv
code 3 "a split to validate on that no row has" \
	xp-train $net --val-split=vla all.tsv
like "... lists those there are" "'vla'.*train.*val" \
	xp-train $net --val-split=vla all.tsv
sed '2s/\ttrain\t/\ttraining\t/; 4s/\tval\t/\t\t/' all.tsv > misspelt.tsv
like "rows of splits that nobody uses are told" "2 of 4 rows are neither \
trained nor validated on: 1 of split 'training' .did you mean 'train'.., 1 \
without a split" train none.id --no-checks --dry-run misspelt.tsv
awk -F '\t' -v OFS='\t' 'NR == 1 {
		$(NF + 1) = "target_fit"; $(NF + 1) = "group" }
	NR > 1 { if (NR == 3) $NF = 0.0202
		$(NF + 1) = "set:train"; $(NF + 1) = NR == 4 ? "02" : NR - 1 }
	1' all.tsv > slips.tsv
train none.id --no-checks --dry-run slips.tsv 2> slips.txt
ok "a scale changed by hand is told" holds slips.txt "slips.tsv:3: \
target_scale of 'train2' is 0.0202, that of 'train1' is 0.02, though"
ok "and a group without its zero" holds slips.txt \
	"groups '02' and '2' are perhaps one"
manifest train1 val1 > oneval.tsv
like "says how little one image to validate on is" \
	"1 image to validate on: the best weights are" \
	train none.id --no-checks --dry-run oneval.tsv
manifest train1 > noval.tsv
like "warns when there is no validation" "no rows of split 'val'" \
	train noval.id noval.tsv
same "then the last is the best" "$(run_dir noval.id)/best.safetensors" \
	"$(run_dir noval.id)/last.safetensors"

# --- losses ------------------------------------------------------------------
mixed='--no-checks --steps=20 --loss=0.5*huber:0.3+ssim+0.1*pcc'
# shellcheck disable=SC2086
{
ok "trains with a sum of losses" train loss.id $mixed --threads=1 \
	--foreground-weight=3 all.tsv
ok "on two threads" train loss2.id $mixed --foreground-weight=3 \
	--checkpoint-every=1 all.tsv
same_run "threads change nothing there" loss.id loss2.id
like "says what foreground is" 'foreground: .*Otsu.*each counts 3 times' \
	train none.id $mixed --foreground-weight=3 all.tsv
}
like "and what the range of ssim is" 'range of ssim [0-9.]+:' \
	train none.id --no-checks --loss=ssim all.tsv
same_loss() { # the trivial losses by pcc: no correlation, and some
	awk '$4 == "loss_mean" { m = $5 } $4 == "loss_affine" { a = $5 }
		END { exit !(m == 1 && a < 1) }' "$(run_dir "$1")/metrics.tsv"
}
ok "trains with pcc" train pcc.id --no-checks --loss=pcc all.tsv
ok "baselines have the loss that is minimised" same_loss pcc.id
code 2 "no such loss" train none.id --loss=mse+nope all.tsv
like "lists the losses" "no loss 'nope'; losses are mse, l1, huber" \
	train none.id --loss=mse+nope all.tsv
code 2 "foreground for a loss without pixels" \
	train none.id --loss=pcc --foreground-weight=2 all.tsv
code 2 "patches smaller than the window of ssim" \
	train none.id --loss=ssim --patch=8 all.tsv

# --- optimisers and schedules ------------------------------------------------
few='--no-checks --steps=20 --val-every=5'
# shellcheck disable=SC2086
{
ok "trains on batches of 6" train six.id $few --batch=6 --threads=1 all.tsv
ok "and on two of 3 a step" train three.id $few --accumulate=2 all.tsv
same "accumulated batches are one: $(run_dir six.id)" \
	"$(run_dir six.id)/best.safetensors" \
	"$(run_dir three.id)/best.safetensors"
same "with its losses" "$(run_dir six.id)/metrics.tsv" \
	"$(run_dir three.id)/metrics.tsv"
sgd="$few --optimiser=sgd --schedule=cosine --warmup=4 --clip-gradient=0.5"
ok "trains with sgd" train sgd.id $sgd --ema=0.9 --threads=1 all.tsv
ok "on two threads" train sgd2.id $sgd --ema=0.9 --checkpoint-every=1 all.tsv
same_run "threads change nothing there" sgd.id sgd2.id
like "says that the average is kept" 'average of the weights .* is validated' \
	train none.id $few --ema=0.9 all.tsv
}
awk -F '\t' '$4 == "lr" { lr[n++] = $5 } $4 == "clipped" { c++ }
	END { exit !(c && lr[0] < lr[1] && lr[n - 1] < lr[1]) }' \
	"$(run_dir sgd.id)/metrics.tsv"
ok "the metrics have rates and clipped gradients" test $? -eq 0
for wrong in --weight-decay=0.1 --optimiser=adamw --schedule=step \
	--lr-every=5 --lr-end=1 --lr-end=1e-4 --warmup=40 --momentum=0.5 \
	--lr-factor=0.1 --lr-patience=3; do
	code 2 "$wrong alone" train none.id $wrong all.tsv
done
code 2 "a plateau of nothing" train none.id --schedule=plateau noval.tsv

# --- before training ---------------------------------------------------------
runs=$(xp-log ls | wc -l)
ok "finds a rate" train rates --find-lr all.tsv
ok "suggests one of them" awk -F '\t' '$5 == "yes" { n++ }
	END { exit !(n == 1 && NR > 20) }' rates
ok "finds it again, on one thread" train rates2 --find-lr --threads=1 all.tsv
same "the same one" rates rates2
for parts in 1 3; do
	ok "finds a rate with --accumulate=$parts" eval "xp-train $short \
		--batch=$((6 / parts)) --accumulate=$parts --find-lr all.tsv \
		> parts$parts"
	cut -f 5 parts$parts > suggests$parts
done
same "which is that of the whole step" suggests1 suggests3
ok "plans hours" train plan --dry-run all.tsv
ok "measured by steps" awk -F '\t' '
	$1 == "hours" || $1 == "seconds_per_step" { n += $2 > 0 }
	$1 == "measured_steps" { n += $2 >= 5 }
	END { exit n != 3 }' plan
ok "neither is recorded" test "$(xp-log ls | wc -l)" -eq "$runs"

like "learns two patches" 'can learn 2 patches by heart: loss' \
	train two.id --overfit=2 --steps=500 all.tsv
code 1 "not in five steps" train none.id --overfit=2 --steps=5 all.tsv
ok "draws the same all the time" train three.id --overfit=3 --steps=300 all.tsv
cut -f 2 "$(run_dir three.id)/fingerprints.tsv" | tail -n +3 | sort -u > got
ok "... in each step" test "$(wc -l < got)" -eq 1

ok "begins with a run" train again.id --init="$(cat one.id)" --steps=9 all.tsv
ok "or with its file" train again2.id --steps=9 \
	--init="$(run_dir one.id)/best.safetensors" all.tsv
same_run "which is the same" again.id again2.id
code 2 "not with one that changes its meaning" train none.id --init=@1 all.tsv
code 3 "nor with none" train none.id --init=nothing all.tsv

# --- no zeros around maps ----------------------------------------------------
ok "trains with valid padding" train valid.id --padding=valid --patch=20 \
	--threads=1 all.tsv
ok "on two threads, too" train valid2.id --padding=valid --patch=20 \
	--threads=2 --checkpoint-every=1 all.tsv
same_run "threads change nothing there" valid.id valid2.id
ok "its weights say so" grep -q '"padding":"valid"' \
	"$(run_dir valid.id)/best.safetensors"
like "its plan says how much comes out" '^output_side	4$' \
	xp-train $net --padding=valid --patch=20 --dry-run all.tsv
like "a patch that does not go through" '--patch=20 .or 18 plus' \
	train none.id --padding=valid --patch=21 all.tsv
ok "predictions cover the images" eval \
	'xp-eval --split=val --to=pred - < valid.id > scores.tsv'
ok "whatever the tiles" eval \
	'xp-eval --split=val --to=pred6 --tile=6 - < valid.id > scores6.tsv'
same "to the bit" pred/val1.tif pred6/val1.tif
ok "and kernels of four pixels" train even.id --kernel-size=4 \
	--allow=C14 all.tsv

# --- interpolated, with a function at the end --------------------------------
xp-norm --method=minmax all.tsv > unit.tsv
linear="--no-checks --upsample-mode=bilinear --final-activation=sigmoid"
# shellcheck disable=SC2086
ok "trains with bilinear up-sampling and a sigmoid" train linear.id \
	--threads=1 $linear unit.tsv
# shellcheck disable=SC2086
ok "on two threads, too" train linear2.id --threads=2 --checkpoint-every=1 \
	$linear unit.tsv
same_run "threads change nothing there" linear.id linear2.id
ok "its weights say so" grep -q \
	'"final_activation":"Sigmoid()".*"upsample_mode":"bilinear"' \
	"$(run_dir linear.id)/best.safetensors"
like "... and are not for another network" \
	'--final-activation=sigmoid --upsample-mode=bilinear$' train none.id \
	--init="$(cat linear.id)" unit.tsv
ok "... but for the same" train none.id --init="$(cat linear.id)" $linear \
	unit.tsv
code 2 "trilinear is for stacks" train none.id --upsample-mode=trilinear \
	unit.tsv
like "targets beyond the last function are found" \
	'C13.*share of targets that the last layer cannot give' \
	train none.id --final-activation=tanh all.tsv
ok "trains with valid padding, too" train linear.id --padding=valid \
	--patch=20 $linear unit.tsv
ok "predictions cover the images" eval \
	'xp-eval --split=val --to=linear - < linear.id > scores.tsv'
ok "whatever the tiles" eval \
	'xp-eval --split=val --to=linear6 --tile=6 - < linear.id > scores6.tsv'
same "to the bit" linear/val1.tif linear6/val1.tif

# --- inputs at fault ---------------------------------------------------------
manifest val1 > notrain.tsv
code 3 "no rows to train on" train none.id notrain.tsv
code 2 "a patch of no use" train none.id --patch=17 all.tsv
like "says which would be" '--patch=16' train none.id --patch=17 all.tsv
like "a network that does not fit says so before it starts" \
	'takes [0-9.]+ GB of memory.*make --num-fmaps, --patch or --thr' \
	xp-train --no-log --weights=none --depth=1 --num-fmaps=14000 \
	--patch=16 --batch=512 --threads=512 all.tsv
code 4 "and the system is to blame" xp-train --no-log --weights=none \
	--depth=1 --num-fmaps=14000 --patch=16 --batch=512 --threads=512 \
	all.tsv
# --- what it runs on ---------------------------------------------------------
# shellcheck disable=SC2086
engine() {
	xp-train $net "$@" --print-engine | awk -F '\t' '
		NR == 1 {
			for (i = 1; i <= NF; i++)
				at[$i] = i
			next
		}
		{ print $at["layer"], $at["kernel"], $at["cpu"], $at["side"] }
		$at["forward_gflops"] <= 0 || $at["backward_gflops"] <= 0 {
			print "no speed"
		}'
}
cat > want <<'END'
left_convs.0.conv_pass.0 direct base 16
left_convs.0.conv_pass.2 winograd base 16
left_convs.1.conv_pass.0 winograd base 8
left_convs.1.conv_pass.2 winograd base 8
right_convs.0.conv_pass.0 winograd+doubled base 16
right_convs.0.conv_pass.2 winograd base 16
final_conv.final_conv direct base 16
END
ok "says what each convolution runs on" eval \
	'XP_CPU=base engine --num-fmaps=8 > got'
same "as XP_CPU asks" want got
sed 's/winograd[+a-z]*/direct/' want > direct
ok "and says it of the precise way" eval \
	'XP_CPU=base engine --num-fmaps=8 --precise > got'
same "which is direct" direct got
code 2 "refuses kernels that are not there" \
	env XP_CPU=abacus xp-train --print-engine
like "and names those that are" 'run only .*base' \
	env XP_CPU=abacus xp-train --print-engine

code 3 "a patch larger than an image" train none.id --patch=64 all.tsv
like "names the image" "a-train1.tif.*--patch=33" \
	train none.id --patch=64 all.tsv
code 3 "no such manifest" train none.id missing.tsv
head -c 500 a-train1.tif > a-train3.tif
cp b-train1.tif b-train3.tif
manifest train1 train3 val1 > cut.tsv
code 3 "an image that is cut off" train none.id cut.tsv
code 1 "training that blows up is a no" train none.id --lr=1000 \
	--no-checks --steps=5000 all.tsv
like "says what to try" 'more than 1000+ times.*try a smaller --lr' \
	train none.id --lr=1000 --no-checks --steps=5000 \
	all.tsv

# --- never fooled ------------------------------------------------------------
# value STEP METRIC: of the validation, from the metrics of run one.
value() {
	awk -F '\t' -v s="$1" -v m="$2" '$1 == s && $3 == "val" && $4 == m {
		print $5 }' "$(run_dir one.id)/metrics.tsv"
}
# Mean squared error of the mean of the train targets, from the pixels.
pixels() {
	for image; do
		od -An -v -tu1 -w1 -j8 -N1320 "$image"
	done
}
pixels b-train1.tif b-train2.tif > train.px
pixels b-val1.tif b-val2.tif > val.px
awk 'function y() { return ($1 - 120) * 0.02 }
	NR == FNR { s += y(); n++; next }
	{ e += (y() - s / n) ^ 2; m++ }
	END { printf "%.7g\n", e / m }' train.px val.px > want
value 15 loss_mean | awk '{ printf "%.7g\n", $1 }' > got
same "the mean's loss is that of the pixels" want got
pixels a-train1.tif a-train2.tif | paste - train.px > train.xy
pixels a-val1.tif a-val2.tif | paste - val.px > val.xy
awk 'function u() { return ($1 - 120) * 0.02 }
	function v() { return ($2 - 120) * 0.02 }
	NR == FNR { n++; x += u(); y += v(); xx += u() * u(); xy += u() * v()
		next }
	!slope { slope = (xy - x * y / n) / (xx - x * x / n) }
	{ e += (v() - y / n - slope * (u() - x / n)) ^ 2; m++ }
	END { printf "%.6g\n", e / m }' train.xy val.xy > want
value 15 loss_affine | awk '{ printf "%.6g\n", $1 }' > got
same "and so is the line's" want got
like "both are said before the first step" \
	'without a network: val loss [0-9.]+ by the mean' train none.id all.tsv
like "and stand beside each validation" \
	'step 15: val loss [0-9.]+, [0-9.]+ of the mean.s, pearson' \
	train none.id all.tsv
like "a network that learns nothing is told" \
	'no better than the mean of the train targets .*learnt nothing' \
	train none.id --lr=1e-9 all.tsv
flow="$net --steps=40 --checkpoint-every=1"
# shellcheck disable=SC2086
code 1 "a loss that is far too high is a no" \
	eval "xp-train $flow --lr=10 all.tsv > far.id 2> said"
ok "no run is printed" test ! -s far.id
far=$(xp-log ls --tool xp-train --last 1 | tail -n 1 | cut -f 1)
ok "the patches that did it are in a table" awk -F '\t' '
	NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	$at["id"] !~ /^train[12]$/ || $at["x"] > 24 || $at["y"] > 17 ||
		$at["side"] != 16 { exit 1 }
	$at["source_max"] <= $at["source_min"] { exit 1 }
	{ n++ }
	END { exit !(n == 6) }' ".xp/runs/$far/diverged.tsv"
ok "which the message names" \
	grep -q "the batch of this step is in '.*$far/diverged.tsv'" said
ok "and which is an output" eval "xp-log show $far | grep -q diverged.tsv"
ok "the last good checkpoint is kept" \
	grep -q 'the checkpoint of step 1 is kept' said
ok "where it was" grep -q '"step":"1"' ".xp/runs/$far/last.safetensors"
# shellcheck disable=SC2086
ok "it can be made to go on" \
	eval "xp-train $flow --lr=10 --keep-going all.tsv > gone.id 2> said"
ok "which warns" grep -q 'warning: step 2: the loss' said
like "and is recorded" 'keep-going' xp-log show "$(cat gone.id)"
like "without a record the message names the pairs" \
	"the batch of this step: 'train[12]', 'train[12]', 'train[12]'" \
	xp-train $net --steps=40 --lr=10 --no-log --weights=none all.tsv

ok "ends when nothing gets better" eval "xp-train $net --steps=400 --no-checks \
	--val-every=5 --patience=2 --lr=1e-12 all.tsv > stale.id 2> said"
ok "and says so" grep -q \
	'ended at step [0-9]* of 400: no better val loss in 2 validations' said
xp-log tag -q "$(cat one.id)" first || exit 99
code 0 "a time limit ends it well" eval "xp-train $net --steps=100000000 \
	--no-checks --init first --time-limit=1s all.tsv > limit.id 2> said"
ok "says how to resume" grep -q "to resume: xp-train --resume $(cat limit.id)" \
	said
like "it is no finished run" stopped xp-log show "$(cat limit.id)"
ok "with weights" test -s "$(run_dir limit.id)/last.safetensors"
xp-log tag -d first || exit 99
ok "resumes without the weights that it started from" \
	xp-train --resume "$(cat limit.id)" --time-limit=1s
ok "... which its record still has" grep -q \
	" .xp/runs/$(cat one.id)/best.safetensors$" \
	"$(run_dir limit.id)/inputs"
like "from weights that were trained on the rows to validate on" \
	"C8: 2 of 2 .* run $(cat one.id), from whose weights .* was train" \
	train none.id --init="$(cat one.id)" --train-split=val \
	--val-split=train all.tsv
cp "$(run_dir one.id)/best.safetensors" copy.safetensors
like "from a copy of them, by what the file says" \
	"C8: 2 of 2 rows of split 'train' have .* as their file says" \
	train none.id --init=copy.safetensors --train-split=val \
	--val-split=train all.tsv
sed 's/train_pixels/train_pixelz/' copy.safetensors > lost.safetensors
like "from weights of which nothing is known" \
	"warning: what the weights of --init were trained on is not known" \
	train none.id --init=lost.safetensors --steps=2 all.tsv
code 2 "no time" train none.id --time-limit=8 all.tsv
code 2 "nothing to resume from" train none.id --time-limit=8h --no-log \
	--weights=w all.tsv
cp a-train1.tif a-val3.tif
cp b-val1.tif b-val3.tif
manifest train1 train2 val1 val3 > leaks.tsv
code 1 "an image to train on and to validate on is a no" \
	train none.id leaks.tsv
like "that names it" \
	"C8: 1 of 2 .*'val3' .the train row is 'train1'.*--allow=C8" \
	train none.id leaks.tsv
ok "but may be wanted" train none.id --allow=C8 leaks.tsv
awk -v OFS='\t' '{ print $0, NR == 1 ? "group" : NR % 2 }' all.tsv > groups.tsv
like "groups in both are told" \
	"C9: 2 of 2 rows of split 'val' .*'val1' .group '0'" \
	train none.id groups.tsv
ok "unless they are wanted" eval \
	'! xp-train $short --allow=C9 groups.tsv 2>&1 | grep C9'
code 2 "no such check" train none.id --allow=C6 all.tsv
like "patches smaller than what the network looks at" \
	'16x16 pixels are smaller than the 19x19' train none.id all.tsv
ok "no output is left half-written" test -z "$(find . -name '.w*')"

# --- stopped, killed, resumed ------------------------------------------------
# begin NAME OPTION...: start in the background; wait for a checkpoint.
begin() {
	XP_DIR=$PWD/$1.xp
	export XP_DIR
	shift
	# shellcheck disable=SC2086
	xp-train $long --checkpoint-every=50 "$@" \
		> begun 2> said < all.tsv &
	pid=$!
	tries=0
	while [ ! -s "$(echo "$XP_DIR"/runs/*/state.safetensors)" ]; do
		tries=$((tries + 1))
		[ $tries -lt 600 ] || break
		sleep 0.1
	done
}
# end SIGNAL: send it; the exit status as the shell has it.
end() {
	kill -"$1" $pid
	status=0
	wait $pid || status=$?
	cat said
	unset XP_DIR
	return $status
}
run_of() {
	echo "$1".xp/runs/*
}
# An option may be cut short.
go_on() {
	in_store "$1" xp-train --resu "$(basename "$(run_of "$1")")" \
		> resumed
}
same_end() {
	for f in best.safetensors last.safetensors metrics.tsv; do
		same "$1: $f" "$(run_of whole)/$f" "$(run_of "$2")/$f"
	done
}

# in_store NAME COMMAND...
in_store() {
	store=$PWD/$1.xp
	shift
	env XP_DIR="$store" "$@"
}
# shellcheck disable=SC2086
ok "trains for longer" in_store whole xp-train $long all.tsv

begin stopped all.tsv
code 143 "ends as the signal that stopped it" end TERM
ok "says how to go on" grep -q 'to resume: xp-train --resume' said
ok "stopped before its end" test ! -s begun
ok "goes on after a stop" go_on stopped
ok "prints the id of the run it went on with" \
	test "$(cat resumed)" = "$(basename "$(run_of stopped)")"
same_end "a stop changes nothing" stopped

# A checkpoint on demand, the only one before it is killed.
XP_DIR=$PWD/asked.xp
export XP_DIR
# shellcheck disable=SC2086
xp-train $long --checkpoint-every=100000 < all.tsv > begun 2> said &
pid=$!
tries=0
while [ ! -s "$(echo "$XP_DIR"/runs/*/state.safetensors)" ] &&
	[ $tries -lt 600 ]; do
	tries=$((tries + 1))
	! grep -q 'without a network' said || kill -USR1 $pid
	sleep 0.1
done
code 137 "is killed after a checkpoint that was asked for" end KILL
ok "which was said" grep -q 'step [0-9]*: writing a checkpoint' said
watch="tail -F '$(echo "$PWD"/asked.xp/runs/*)/metrics.tsv'"
ok "as was how to watch the run" grep -q "to watch: $watch$" said
ok "... and to stop and resume it" grep -q "to stop: kill $pid; .*: xp-train \
--resume $(basename asked.xp/runs/*)$" said
ok "lines of a log have the time" grep -Eq \
	'^xp-train: \[20[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9:]{8}\] step [0-9]+:' \
	said
ok "goes on from there" go_on asked
same_end "a checkpoint on demand changes nothing" asked

begin killed all.tsv
code 137 "is killed" end KILL
like "the record says so" interrupted in_store killed xp-log ls
ok "goes on after a kill" go_on killed
same_end "a kill changes nothing" killed
like "the record says done" 'done' in_store killed xp-log ls

begin moved all.tsv
code 137 "is killed before an input changes" end KILL
cp a-val1.tif aside
cp a-val2.tif a-val1.tif
code 3 "does not go on with other images" go_on moved
like "names the image that changed" "a-val1.tif.*changed" go_on moved
mv aside a-val1.tif
ok "goes on once it is back" go_on moved
same_end "a detour changes nothing" moved

# A file that changes while patches are read from it.
begin cut --cache=0 all.tsv
cp a-train2.tif aside
head -c 900 aside > a-train2.tif
status=0
wait $pid || status=$?
unset XP_DIR
ok "an image that changes under it ends it" test "$status" -eq 3
ok "which is named, with its row" \
	grep -q "^xp-train: all.tsv:3: 'a-train2.tif' was changed" said
mv aside a-train2.tif

begin piped -
code 137 "is killed when fed by a pipe" end KILL
ok "goes on without the pipe" go_on piped
same_end "a kill behind a pipe changes nothing" piped

done_testing
