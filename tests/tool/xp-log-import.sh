#!/bin/sh
# xp-log import: runs that TensorBoard and MLflow have kept, beside own ones.

# What is synced need not reach a disk.
[ ! -w /dev/shm ] || export TMPDIR=/dev/shm
. "$(dirname "$0")/../lib.sh"

is() {
	[ "$1" = "$2" ] || { echo "is '$1', want '$2'"; return 1; }
}
# Rows of words: a table.
table() {
	for row; do
		echo "$row" | tr ' ' '\t'
	done
}
within() {
	(cd "$1" && shift && "$@")
}
# The id of the run that is listed with WHAT.
run_of() {
	xp-log ls --columns id,what | awk -F '\t' -v what="$1" \
		'$2 == what { print $1 }'
}
values() {
	xp-log export "$1" | tail -n +2 | cut -f 2-
}

mkdir own new && cd own && xp-log init -q || exit 99
table 'step split metric value' '1 train loss 0.5' '2 train loss 0.25' \
	'2 val loss nan' > m.tsv
xp-log run -q -- sh -c 'cat m.tsv; echo a >&2' > log.tsv 2> /dev/null
xp-log tag @1 mine && xp-log note mine 'a "note"' || exit 99
xp-log export --tensorboard=../tb --mlflow=../ml mine || exit 99
values mine > ../want
cd ../new && xp-log init -q || exit 99

# --- there and back ----------------------------------------------------------
ok "both are imported" xp-log import --tensorboard=../tb --mlflow=../ml > rows
ok "... each a run" is "$(cut -f 2-4 rows | tr '\t\n' ' |')" \
	'state from name|imported tensorboard mine|imported mlflow mine|'
ml=$(run_of 'own: mine') tb=$(run_of mine)
ok "... as its table says" is "$(tail -n 1 rows | cut -f 1)" "$ml"
for run in $ml $tb; do
	values "$run" > got
	same "the metrics are those of before" ../want got
	like "it is said where it comes from" \
		'^imported +from .*: code, inputs, environment and' \
		xp-log show "$run"
	like "notes came, too" '  a "note"' xp-log show "$run"
	ok "reported" xp-log report "$run" -o page.html
	like "... as imported" 'imported</th><td[^>]*>(<bdi>)?from .*: mine' \
		cat page.html
	like "... with its notes" 'a &#34;note&#34;' cat page.html
	like "... with all metrics" 'val loss</th><td>' cat page.html
	ok "... and nothing to run again" sh -c '! grep -q again page.html'
	cannot='does not know what was run: it cannot be repeated$'
	like "verify refuses" "$cannot" xp-log verify "$run"
	like "rerun does" "$cannot" xp-log rerun "$run"
	like "checkout does" "$cannot" xp-log checkout "$run" dir
done
like "the status is MLflow's" 'state +done, as MLflow says: FINISHED$' \
	xp-log show "$ml"
like "... and so are tags" '^  xp.run = [0-9a-f-]*$' xp-log show "$ml"
like "once more: they are there" '0 runs imported; 2 runs were there already' \
	xp-log import --tensorboard=../tb --mlflow=../ml
ok "the store is sound" xp-log fsck
ok "nothing is left in tmp" is "$(ls .xp/tmp)" ''
mkdir ../other && within ../other xp-log init -q
ok "elsewhere" within ../other xp-log import -q --mlflow=../ml
ok "... it has the same id" is "$(within ../other run_of 'own: mine')" "$ml"
like "... so that a pull brings nothing" '1 run was there already' \
	within ../other xp-log pull ../new "$ml"
ok "it is archived" xp-log archive -q "$ml" -o a.tar
ok "... and restored" xp-log restore -q a.tar back
like "... and there is nothing to run" 'the run was imported' \
	sh -c 'sh back/run.sh || true'
like "what a tracker does not record is unknown, not equal" \
	'^  data: neither run was recorded here$' xp-log diff "$ml" "$tb"
xp-log pull -q ../own
like "... beside an own run" "^  code: run $ml was imported; run" \
	xp-log diff "$ml" mine
like "... and no difference" '^none of [0-9]+ things? differs' \
	xp-log diff "$ml" mine
like "... not of files, which are not known either" \
	'^  outputs: run .* was imported$' xp-log diff "$ml" mine

# --- what real trackers write ------------------------------------------------
if command -v python3 > /dev/null; then
	events() {
		tr '|' '\t' | python3 "$srcdir/ref/event_writer.py" "$1"
	}
	mkdir -p logs/a/1700000000.5 logs/b/deep logs/empty
	events logs/a/events.out.tfevents.1.host << 'END'
version|1700000000.25
scalar|1700000001|0|loss|1
scalar|1700000002|1|loss|0.5
scalar|1700000003|2|loss|0.25
image|1700000003|2|panel
text|1700000003|2|remark|a text
END
	events logs/a/events.out.tfevents.2.host << 'END'
version|1700000010
start|1700000010|1
tensor|1700000011|1|loss|0.75
END
	events logs/a/1700000000.5/events.out.tfevents.3.host << 'END'
version|1700000012
setting|1700000012|lr|0.001
setting|1700000012|amp|true
setting|1700000012|opt|adam
setting|1700000012|api_key|sk-abcdefghijklmnopqrstuvwxyz
end|1700000012|2
END
	events logs/b/deep/events.out.tfevents.4.host << 'END'
version|1600000000
scalar|1600000000|1|loss|2
raw|0102030405
END
	like "event files" '2 runs imported' \
		xp-log import --tensorboard=logs
	a=$(run_of a)
	ok "a directory is a run, named by its path" test -n "$(run_of b/deep)"
	table '0 loss 1' '1 loss 0.75' > want
	values "$a" > got
	same "what a resumed run did again counts once" want got
	ok "the time of each value" grep -q '	10.750$' \
		".xp/runs/$a/metrics.tsv"
	like "settings of add_hparams are the run's" '^  lr = 0.001$' \
		xp-log show "$a"
	like "... of each type" '^  amp = true$' xp-log show "$a"
	like "... without secrets" '^  api_key = <secret>$' xp-log show "$a"
	like "... and the end" 'failed, as TensorBoard says: failure' \
		xp-log show "$a"
	like "texts are notes" '2023-11-14T22:13:23Z remark: a text$' \
		xp-log show "$a"
	like "it can be selected, and sorted" "^$a	0.75\$" \
		xp-log ls 'lr < 1' --columns id,loss --sort loss
	like "compared" 'loss.1.0.75.0.1.2' \
		xp-log compare 'lr < 1' "$(run_of b/deep)" --metric loss
	ok "plotted" xp-log plot "$a" "$tb" -o plot.svg
	ok "and reported" xp-log report "$a" -o page.html
	like "a file that is cut off is said" 'cut off or damaged after 2 rec' \
		xp-log import --tensorboard="$(echo logs/b/deep/*)"
	mkdir grown && cp logs/b/deep/* grown/events.out.tfevents.x
	xp-log import -q --tensorboard=grown
	events grown/events.out.tfevents.y << 'END'
version|1600000009
scalar|1600000009|2|loss|1
END
	like "a run that has grown" 'was imported before, with other content' \
		xp-log import --tensorboard=grown
	truncate -s 20 logs/empty/events.out.tfevents.5
	like "a file of nothing" 'has event files, but no event' \
		xp-log import --tensorboard=logs/empty
	mkfifo logs/empty/tfevents.pipe && ln -s /etc/passwd logs/x.tfevents
	like "links and pipes are left out" "x.tfevents' is no regular file" \
		xp-log import --tensorboard=logs
	ok "... and stop nothing" xp-log import -q --tensorboard=logs
	events future.tfevents << 'END'
scalar|1e300|1|loss|2
END
	like "a time that is none" 'no time between 1970 and 9999' \
		xp-log import --tensorboard=future.tfevents
	mkdir -p times/a times/b && cp future.tfevents times/a
	events times/b/tfevents << 'END'
version|1500000000
scalar|1500000000|-1|loss|2
scalar|1500000000|3||2
integer|1500000000|3|epoch|7
integer|1500000000|4|epoch|-8
END
	xp-log import --tensorboard=times > rows 2> said
	ok "... of one run: the answer is no" is $? 1
	ok "... hides no other" grep -q 'tensorboard	b	' rows
	ok "what has no step or no tag is said" \
		grep -q '2 values were left out: with a step below 0' said
	table '3 epoch 7' '4 epoch -8' > want
	values "$(run_of b)" > got
	same "whole numbers are numbers" want got
	code 3 "a file that is no event file" xp-log import --tensorboard=rows
fi

# mlrun DIR NAME [LINE]...: a run of MLflow.
mlrun() {
	mkdir -p "$1/params" "$1/metrics/val" "$1/tags" "$1/artifacts/model"
	printf '0.01' > "$1/params/lr"
	printf '%s\n' '1700000001000 0.5 1' '1700000002000 nan 2' \
		> "$1/metrics/val/loss"
	printf '1700000002000 Infinity\nbad line\n' > "$1/metrics/top"
	echo weights > "$1/artifacts/model/w.bin"
	cat > "$1/meta.yaml" << END
artifact_uri: file:///nowhere
end_time: null
experiment_id: '7'
lifecycle_stage: active
run_id: $2
run_name: 'it''s
  $2'
start_time: 1700000000123
status: 5
user_id: me
END
}
mkdir -p mlruns/.trash mlruns/7/datasets mlruns/models
printf "experiment_id: '7'\nname: \"caf\\\\u00e9\"\n" > mlruns/7/meta.yaml
mlrun mlruns/7/1a 1a
mlrun mlruns/7/2b 2b && ln -s /etc/passwd mlruns/7/2b/artifacts/link
mlrun mlruns/7/3c 3c && sed -i 's/active/deleted/' mlruns/7/3c/meta.yaml
mlrun mlruns/7/4d 4d && echo 'x: &a 1' >> mlruns/7/4d/meta.yaml
xp-log import --mlflow=. > rows 2> said
ok "one run that is damaged" is $? 1
ok "... hides no other" is "$(grep -c imported rows)" 2
ok "... and is named" grep -q "4d/meta.yaml': line 11: a value is an" said
ok "... deleted ones are left out" grep -q '1 deleted run' said
ok "... links are" grep -q "link' is no regular file" said
ok "... and damaged lines" grep -q '1 line of metrics is damaged' said
run=$(run_of "$(printf "caf\303\251: it's 1a")")
like "its name" "^known as +.*: it's 1a \(1a\)\$" xp-log show "$run"
like "its status" '^state +failed, as MLflow says: KILLED$' xp-log show "$run"
like "its time" '^started +2023-11-14T22:13:20Z by me$' xp-log show "$run"
ok "its artifacts" is "$(xp-log cat "$run" artifacts/model/w.bin)" weights
values "$run" | sort > got
table '0 top inf' '1 val/loss 0.5' '2 val/loss nan' > want
same "its metrics" want got
ok "of one run alone" xp-log import -q --mlflow=mlruns/7/1a
ok "... it is the same: its experiment is known" is \
	"$(xp-log ls --columns what | grep -c "it's 1a")" 1
cp -r mlruns whole
for bad in 7/2b 7; do
	rm -rf mlruns && cp -r whole mlruns && mkdir mlruns/8 mlruns/8/5e
	printf "experiment_id: '8'\nname: eight\n" > mlruns/8/meta.yaml
	mlrun mlruns/8/5e 5e
	for how in ': >' 'echo "name: a: b" >' 'sed -i /_id/d'; do
		sh -c "$how mlruns/$bad/meta.yaml"
		rm -rf fresh && mkdir fresh && within fresh xp-log init -q
		within fresh xp-log import --mlflow=../mlruns > rows 2> said
		ok "a damaged $bad ($how): the answer is no" is $? 1
		ok "... it is named" grep -q "mlruns/$bad/meta.yaml'" said
		ok "... the others are imported" grep -q "5e	" rows
	done
done
rm mlruns/8/5e/meta.yaml
code 1 "a run without meta.yaml" xp-log import -q --mlflow=mlruns/8
mlrun mlruns/8/5e 5e && sed -i 's/status: 5/status: 1/' mlruns/8/5e/meta.yaml
echo hidden > mlruns/8/5e/artifacts/.hidden
echo sk-abcdefghijklmnopqrstuvwxyz > mlruns/8/5e/params/api_key
echo sk-abcdefghijklmnopqrstuvwxyz > mlruns/8/5e/params/token
like "all that had a secret is named" 'api_key, .*token' \
	xp-log import --mlflow=mlruns/8
run=$(run_of "eight: it's 5e")
like "a run that was going on has not failed" \
	'^state +interrupted, as MLflow says: RUNNING$' xp-log show "$run"
ok "artifacts with a dot come, too" is \
	"$(xp-log cat "$run" artifacts/.hidden)" hidden
code 1 "one place of two that is none" \
	xp-log import --mlflow=nowhere --mlflow=mlruns/8
ok "the store is sound then, too" xp-log fsck

# --- what cannot be imported -------------------------------------------------
code 2 "nothing" xp-log import
code 2 "an operand" xp-log import --mlflow=mlruns mlruns
code 3 "no such directory" xp-log import --mlflow=nowhere
code 3 "no such file" xp-log import --tensorboard=nowhere
code 3 "no run of MLflow" xp-log import --mlflow=logs
code 3 "no event file" xp-log import --tensorboard=mlruns
code 3 "no store" within / env XP_DIR=/nowhere xp-log import --mlflow=x
done_testing
