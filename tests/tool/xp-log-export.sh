#!/bin/sh
# xp-log export and xp-train --tensorboard: runs in other trackers' formats.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tiff.sh"

is() {
	[ "$1" = "$2" ] || { echo "is '$1', want '$2'"; return 1; }
}
# A text in files of whatever bytes.
holds() {
	text=$1
	shift
	cat "$@" | tr -c '[:print:]\n' '\n' | grep -qF -e "$text"
}
ids() {
	xp-log ls | tail -n +2 | cut -f 1
}

xp-log init .
# Rows of words: a table.
table() {
	for row; do
		echo "$row" | tr ' ' '\t'
	done
}
table 'step split metric value' '1 train loss 0.5' '2 train loss 0.25' \
	'2 val loss nan' > m.tsv
xp-log run -- cat m.tsv > log.tsv
xp-log run -- true
xp-log tag @2 mine
xp-log note mine 'a "note"'

# --- a table -----------------------------------------------------------------
table 'run step metric value' 'mine 1 train/loss 0.5' \
	'mine 2 train/loss 0.25' 'mine 2 val/loss nan' > want.tsv
ok "without a format it is a table" xp-log export mine > got.tsv
same "... of all metrics" want.tsv got.tsv
like "... or JSON" '"metric":"train/loss"' xp-log export --json mine
code 3 "an unknown run" xp-log export nobody
code 2 "--follow of nothing" xp-log export --follow mine
code 2 "--follow of all" xp-log export --follow --tensorboard=tb

# --- formats -----------------------------------------------------------------
all='--tensorboard=tb --mlflow=ml --wandb=wb --dvclive=dl --prometheus=pr
--rocrate=rc'
# shellcheck disable=SC2086
ok "all formats at once" xp-log export $all mine
find tb ml wb dl pr rc -type f -exec sha256sum {} + | sort > first
# shellcheck disable=SC2086
ok "... and again" xp-log export $all mine
find tb ml wb dl pr rc -type f -exec sha256sum {} + | sort > second
same "... gives the same bytes" first second
ok "without runs: those that have metrics" xp-log export --wandb=some
ok "... and no other" is "$(find some -name '*.wandb' | wc -l)" 1

ok "TensorBoard: one directory a run" test -d tb/mine
ok "... with metrics" holds train/loss tb/mine/*tfevents*
ok "... and the command" holds 'cat m.tsv' tb/mine/*tfevents*
ok "... and notes" holds 'a "note"' tb/mine/*tfevents*

run=$(find ml -name meta.yaml -exec grep -l run_id {} +)
run=${run%/meta.yaml}
ok "MLflow: every value" is "$(cut -d ' ' -f 2- "$run/metrics/train/loss")" \
	"0.5 1
0.25 2"
ok "... nan is a value" is "$(cut -d ' ' -f 2 "$run/metrics/val/loss")" nan
ok "... finished is status 3" grep -qx 'status: 3' "$run/meta.yaml"
ok "... named as the tag" grep -qx 'run_name: "mine"' "$run/meta.yaml"
ok "... the experiment as the project" grep -qx \
	"name: \"$(basename "$PWD")\"" "$run/../meta.yaml"
ok "... and there is a default one" test -f ml/0/meta.yaml

ok "W&B: the log begins as its reader wants" \
	is "$(cat wb/*/*.wandb | od -An -tx1 -N 7 | tr -d ' ')" 3a572642e1be00
ok "DVCLive: the last values" is "$(tr -d '\n' < dl/mine/metrics.json)" \
	'{ "train/loss": 0.25, "val/loss": "nan"}'
curve=dl/mine/plots/metrics/train/loss.tsv
ok "... and all of them" is "$(cut -f 2- $curve)" \
	"step	train/loss
1	0.5
2	0.25"
# When a value was recorded, where a table says so.
table 'step metric value seconds' '1 loss 0.5 1.5' '2 loss 0.25 4' \
	'3 loss 0 nan' > timed.tsv
xp-log run -q -- cat timed.tsv > timed.log && timed=$(ids | tail -n 1)
ok "values with their times" xp-log export --tensorboard=tb2 --mlflow=ml2 \
	--wandb=wb2 --dvclive=dl2 "$timed"
# Milliseconds after the run began, and those of lines without a time.
after() {
	awk -v OFS=, 'NR == 1 { first = $1 - 1500 } { print $1 - first }' |
		xargs
}
ok "... MLflow has them" is "$(after < "$(find ml2 -name loss)")" '1500 4000 0'
ok "... DVCLive" is "$(tail -n +2 dl2/*/plots/metrics/loss.tsv | after)" \
	'1500 4000 0'
ok "... W&B" is "$(LC_ALL=C tr -c 'a-z_0-9.' '\n' \
	< "$(find wb2 -name '*.wandb')" | awk '/^_runtime$/ { want = 1; next }
	want && /^[0-9.]+$/ { print; want = 0 }' | xargs)" '1.5 4 0'
if command -v python3 > /dev/null; then
	ok "... TensorBoard" is "$(python3 - tb2/*/* << 'END'
import struct, sys
data, at, times = open(sys.argv[1], 'rb').read(), 0, []
while at < len(data):
    n = struct.unpack_from('<Q', data, at)[0]
    event, at = data[at + 12:at + 12 + n], at + 16 + n
    if b'loss' in event:
        times.append(struct.unpack_from('<d', event, 1)[0])
print(*(round(1000 * (t - times[-1])) for t in times))
END
	)" '1500 4000 0'
fi
xp-log rm -q -y "$timed"
ok "Prometheus: the last values" grep -q \
	'^xp_run_metric{run="[^"]*",metric="train/loss"} 0.25$' pr/*.prom
ok "... which NaN is, too" grep -q '"val/loss"} NaN$' pr/*.prom
ok "... and the state" grep -q '^xp_run_up{run="[^"]*"} 0$' pr/*.prom

# is_crate DIR...: by the rules; and by npm's ro-crate, where it is.
is_crate() {
	if node -e 'require("ro-crate")' 2> /dev/null; then
		node -e 'const fs = require("fs"), r = require("ro-crate")
			const path = process.argv[1] + "/ro-crate-metadata.json"
			const text = fs.readFileSync(path, "utf8")
			const v = new r.Validator()
			v.parseJSON(text)
			const crate = new r.ROCrate(JSON.parse(text))
			process.exit(v.result.errors.length ||
				!crate.rootDataset.name ? 1 : 0)' "$1" ||
			return 1
	fi
	if command -v python3 > /dev/null; then
		python3 "$srcdir/ref/rocrate.py" "$@"
	else
		echo "python3 is missing: not checked"
	fi
}
ok "RO-Crate: as the specification wants" is_crate rc/mine
same "... with the output" rc/mine/outputs/stdout m.tsv
ok "... the last values" grep -q '"value": "0.25"' rc/mine/*.json
ok "... and the note" grep -q 'a \\"note' rc/mine/*.json
ok "all runs are crates, with metrics or without" xp-log export --rocrate=every
ok "... each of them one" is_crate every/*
ok "... as many as there are" is "$(find every -name '*.json' | wc -l)" 2
ok "a license and authors" xp-log export --rocrate=of --license=MIT \
	--author='A "B" C' --author=D mine
ok "... are in it" is_crate of/mine
ok "... by name" grep -q '"@id": "https://spdx.org/licenses/MIT"' of/mine/*.json
ok "... and the other author" grep -q '"name": "D"' of/mine/*.json
code 2 "a license that is none" xp-log export --rocrate=no --license='a b' mine
code 2 "a license of metrics" xp-log export --wandb=no --license=MIT mine
# Names that would lead out, that programs act upon, that no URI has.
mkdir -p .dot sub
odd=$(printf 'sub/a b%%20\303\244\377?#"x')
for f in "$odd" .dot/.envrc ./-; do echo "$f" > "$f"; done
xp-log run -q -- sh -c 'cat "$1" .dot/.envrc ./- /dev/null
	cp ./- "$PWD/stdout"; cp ./- stdin' sh "$odd" > stdout.txt 2> /dev/null
ok "a run with odd names is a crate" xp-log export --rocrate=odd @1
ok "... by the rules" is_crate odd/*
ok "... without hidden files" is "$(find odd -path '*/.*')" ''
ok "... which have another name" test -f odd/*/inputs/_.dot/_.envrc
ok "a failed run" sh -c '! xp-log run -q -- sh -c "echo 1; exit 3" > failed'
ok "... is a crate, too" xp-log export --rocrate=failed.rc \
	"$(ids | tail -n 1)"
ok "... that says so" grep -q FailedActionStatus failed.rc/*/*.json
ok "... by the rules" is_crate failed.rc/*

touch file
code 4 "a directory that cannot be made" xp-log export --wandb=file/x mine

# --- other programs' names ---------------------------------------------------
printf 'metric\tvalue\n../../../out\t1\n' > evil.tsv
xp-log run -- cat evil.tsv > evil.log
# shellcheck disable=SC2086
ok "a metric named like a path" xp-log export $all @1
ok "... stays below" test ! -e out
plots=dl/$(ids | tail -n 1)/plots
ok "... under another name" test -f "$plots/metrics/.._.._.._out.tsv"

# --- while it trains ---------------------------------------------------------
k=1
for name in train1 train2 val1; do
	tiff "a-$name.tif" 40 33 8 \
		"120 + 50 * sin(x * $k / 9) + 50 * cos(y / 7)"
	tiff "b-$name.tif" 40 33 8 \
		"120 + 50 * sin(x / 4) + 50 * cos(y * $k / 9)"
	k=$((k + 1))
done
{
	printf 'id\tsource\ttarget\tsplit\tsource_offset\tsource_scale\t'
	printf 'target_offset\ttarget_scale\n'
	for name in train1 train2 val1; do
		printf '%s\ta-%s.tif\tb-%s.tif\t%s\t120\t0.02\t120\t0.02\n' \
			"$name" "$name" "$name" "${name%[0-9]}"
	done
} > all.tsv
net='--depth=2 --num-fmaps=4 --patch=16 --batch=3 --lr=0.01 --no-checks'
train() {
	# shellcheck disable=SC2086
	xp-train $net --steps=40 --val-every=15 --log-every=7 "$@" all.tsv
}
ok "trains with --tensorboard" train --tensorboard=live > live.id
id=$(cat live.id)
ok "the event file has the run's name" test -d "live/$id"
ok "... and its metrics" holds val/loss "live/$id"/*
ok "... and its settings" holds num-fmaps "live/$id"/*
events() {
	python3 "$srcdir/ref/event_reader.py" "$@"
}
if command -v python3 > /dev/null; then
	ok "an independent reader reads it; histograms are TensorFlow's" \
		into read events "live/$id"/* \
		"$(run_dir live.id)/last.safetensors"
	ok "... an image of source, target and prediction" grep -q \
		'^image	15	val/val1	40x33 0-255 0-255 [0-9-]*$' read
	ok "... no more of them than are cheap, and the last" is \
		"$(grep '^image' read | cut -f 2 | tr '\n' ' ')" "15 40 "
	ok "... a histogram of each tensor and its gradient" is \
		"$(grep -c '^histogram' read)" "$(($(grep -c \
		'^histogram.*	weights/.*bias' read) * 4))"
	ok "... each once" is "$(cut -f 1-3 read | sort | uniq -d)" ''
	ok "... the metrics" grep -q '^scalar	40	val/loss	' read
fi
ok "it is no output: it differs each time" sh -c "! grep -q tfevents \
	.xp/runs/$id/outputs"
ok "so the run repeats" xp-log verify "$id"
ok "the network is what it is without" train > plain.id
same_run "... to the byte" live.id plain.id
code 2 "--tensorboard of a run without a name" train --no-log \
	--weights=w.safetensors --tensorboard=live
code 4 "--tensorboard where nothing can be made" train --tensorboard=file/x

# shellcheck disable=SC2086
ok "--follow of a run that has ended" xp-log export --follow \
	--tensorboard=late --prometheus=late "$id"
ok "... has all of it" holds val/loss "late/$id"/*
# shellcheck disable=SC2086
xp-train $net --steps=100000 --val-every=50 --log-every=10 \
	--time-limit=2s all.tsv > timed.id 2> timed.log &
tries=0
until grep -q 'to resume' timed.log || [ $tries -gt 100 ]; do
	sleep 0.1
	tries=$((tries + 1))
done
id=$(sed -n 's/^xp-train: .* run \([-0-9a-f]*\)$/\1/p' timed.log)
ok "--follow of one that runs ends with it" xp-log export --follow \
	--tensorboard=follow --prometheus=follow "$id"
wait
ok "... and has its metrics" holds train/loss "follow/$id"/*
ok "... and its end" grep -q '^xp_run_up{run="[^"]*"} 0$' follow/*.prom
size=$(cat "follow/$id"/* | wc -c)
# A kill may leave a part of a record.
for file in "follow/$id"/*; do
	printf '\200\0\0\0\0\0\0\0abc' >> "$file"
done
ok "a resumed run" xp-train --resume="$id" --time-limit=1s \
	--tensorboard=follow > resumed.id
ok "... continues its event file" \
	test "$(cat "follow/$id"/* | wc -c)" -gt "$size"
ok "... and there is one" is "$(find "follow/$id" -type f | wc -l)" 1
# What a reader has that drops what it is told to: no value is missing, none
# is there twice, and the images of before are still there.
if command -v python3 > /dev/null; then
	events "follow/$id"/* | awk -F '\t' '
		$1 != "start" { line[++n] = $0; step[n] = $2; next }
		{ starts++; kept = 0
			for (i = 1; i <= n; i++)
				if (step[i] + 0 < $2 + 0) {
					line[++kept] = line[i]
					step[kept] = step[i]
				}
			n = kept }
		END { print starts > "starts"
			for (i = 1; i <= n; i++) print line[i] }' > kept
	awk -F '\t' 'NR > 1 { print $1, $3 "/" $4 }' \
		"$(run_dir resumed.id)/metrics.tsv" > want
	ok "... where readers are told to drop what is done again" is \
		"$(cat starts)" 1
	awk -F '\t' '$1 == "scalar" { print $2, $3 }' kept > got
	same "... so that they have each value once" want got
fi

# --- networks ----------------------------------------------------------------
id=$(cat plain.id)
ok "a network becomes ONNX" xp-log export --onnx a.onnx "$id"
ok "... and again" xp-log export --onnx b.onnx "$id"
same "... gives the same bytes" a.onnx b.onnx
ok "it says which run it is from" holds "$id" a.onnx
ok "... which weights" holds "$(sha256sum < ".xp/runs/$id/best.safetensors" |
	cut -d ' ' -f 1)" a.onnx
ok "... by what images were normalised" holds source_offset a.onnx
ok "normalisation is inside" holds source_scale.value a.onnx
ok "the last weights" xp-log export --checkpoint=last --onnx last.onnx "$id"
ok "normalisation can be outside" xp-log export --normalisation=outside \
	--onnx outside.onnx "$id"
code 1 "... and is then not in the model" holds source_scale.value outside.onnx
cp ".xp/runs/$id/best.safetensors" weights.safetensors
ok "a file of weights becomes ONNX" xp-log export --onnx file.onnx \
	weights.safetensors
ok "... with the same metadata" holds source_offset file.onnx

xp-log tag "$id" named
package() {
	xp-log export --bioimage "$@"
}
ok "a network becomes a package" package a.zip --author='A "B" C' \
	--license=CC-BY-4.0 named
ok "... and again" package b.zip --author='A "B" C' --license=CC-BY-4.0 named
same "... gives the same bytes" a.zip b.zip
ok "it is named as the run" holds 'name: UNet named' a.zip
ok "... and names the author" holds '- name: "A \"B\" C"' a.zip
ok "... the weights" holds "weights_sha256: $(sha256sum \
	< ".xp/runs/$id/best.safetensors" | cut -d ' ' -f 1)" a.zip
ok "... how it is normalised" holds \
	'fixed_zero_mean_unit_variance' a.zip
ok "... and what undoes that" holds 'gain: 50.0, offset: 120.0' a.zip
like "what is missing is said" 'give --author=NAME and --license=MIT' \
	package c.zip named
code 2 "a license that is none" package no.zip --license='a: b' named
code 2 "an author of ONNX" xp-log export --onnx no.onnx --author=A named
code 2 "an author of nothing" xp-log export --author=A named
code 2 "a package has its own way" package no.zip --normalisation=inside named
code 3 "a package of weights alone" package no.zip weights.safetensors
code 3 "a package of a run without a network" package no.zip mine
mv a-val1.tif moved.tif
like "a test image that is missing" "a-val1.tif'" package no.zip named
mv moved.tif a-val1.tif
cp a-val1.tif kept.tif
cp a-train1.tif a-val1.tif
like "a test image that is another one now" "a-val1.tif' was changed since" \
	package no.zip named
mv kept.tif a-val1.tif
ok "no package was made in vain" test ! -e no.zip

code 2 "no run" xp-log export --onnx no.onnx
code 2 "two runs" xp-log export --onnx no.onnx "$id" "$(cat live.id)"
code 2 "metrics at the same time" xp-log export --onnx no.onnx --wandb=x "$id"
code 2 "--follow" xp-log export --onnx no.onnx --follow "$id"
code 2 "--checkpoint without a network" xp-log export --checkpoint=last "$id"
code 3 "a run without a network" xp-log export --onnx no.onnx mine
code 3 "no weights" xp-log export --onnx no.onnx ./all.tsv
code 4 "a file that cannot be made" xp-log export --onnx file/x "$id"
cut -f 1-4 all.tsv > plain.tsv
xp-norm --source-scope=image plain.tsv > own.tsv
# shellcheck disable=SC2086
xp-train $net --steps=5 own.tsv > own.id
like "sources that were normalised one by one can be inside" \
	'each image by itself \(percentile .*whole images' \
	xp-log export --onnx own.onnx "$(cat own.id)"
ok "... where their pixels are sorted" holds fit.sorted own.onnx
ok "... can be outside" xp-log export --normalisation=outside \
	--onnx out.onnx "$(cat own.id)"
code 1 "... where they are not" holds fit.sorted out.onnx
awk -F '\t' '{ print $0 FS (NR > 1 ? $1 : "group") }' plain.tsv |
	xp-norm --source-scope=group --fit-split=all > group.tsv
# shellcheck disable=SC2086
xp-train $net --steps=5 group.tsv > group.id
like "sources that were normalised by group cannot" \
	'with their groups.*--normalisation=outside' \
	xp-log export --onnx no.onnx "$(cat group.id)"
like "... nor be in a package" 'cannot say how .* \(by group\)' \
	package no.zip "$(cat group.id)"
# shellcheck disable=SC2086
xp-train $net --steps=5 plain.tsv > none.id
ok "without normalisation there is none" xp-log export --onnx none.onnx \
	"$(cat none.id)"
code 1 "... in the model" holds source_scale.value none.onnx
ok "a package can say so" package own.zip "$(cat own.id)"
ok "... by percentiles" holds 'id: scale_range' own.zip

# --- files that were tampered with -------------------------------------------
# spoiled RUN FROM TO: of equal lengths
spoiled() {
	sed "s/$2/$3/" "$(run_dir "$1")/best.safetensors" > bad.safetensors
}
spoiled own.id 'percentile 1 99.8' 'percentile 99.8 1'
like "a rule that is none" "bad.*'percentile 99.8 1' is not a rule" \
	xp-log export --onnx no.onnx bad.safetensors
spoiled own.id 'percentile 1 99.8' 'fixed 0 1.0000000'
like "a rule that fits nothing" "'fixed 0 1.0000000' is not a rule that is" \
	xp-log export --onnx no.onnx bad.safetensors
spoiled plain.id '"target_scale":"0.02"' '"target_scale":"1e99"'
code 3 "a scale that no float has" xp-log export --onnx no.onnx bad.safetensors
spoiled plain.id '"depth":"2"' '"depth":"3"'
code 3 "a depth that the tensors do not have" xp-log export --onnx no.onnx \
	bad.safetensors
code 2 "two formats in one file" package no.onnx --onnx no.onnx named
ok "no file was made in vain" test ! -e no.onnx
done_testing
