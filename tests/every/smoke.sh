#!/bin/sh
# smoke.sh - one small experiment: every tool once, as files, as a pipe, as
# JSON, and with the disk full at its end.
. "$(dirname "$0")/../lib.sh"

if ! command -v yeast > /dev/null; then
	skip "one small experiment" "no generator of images"
	done_testing
fi
yeast -q --to raw --positions 6 --times 1 --size 64x64 > raw.tsv || exit 99

# shellcheck disable=SC2120 # ok calls them with arguments
pairs() {
	xp-pairs -q --source 'raw/BF_*.tif' --target 'raw/YFP_*.tif' \
		--assign 'val=Position05' --assign 'test=Position06' \
		--assign 'train=.' "$@"
}

# shellcheck disable=SC2120
train() {
	xp-train -q --depth 2 --num-fmaps 2 --patch 16 --batch 2 --steps 4 "$@"
}

# What takes longer to load than most commands run is loaded when it is used.
starts_light() {
	for t in $(registry TOOLS); do
		ldd "$XP_BUILD/tools/${t##*/}" > libraries
		! grep -E 'lib(tiff|git2|archive|crypto)\.so' libraries ||
			return 1
	done
}
if grep -q 'define SONAME_TIFF' "$XP_BUILD/config.h" 2> /dev/null; then
	ok "programs start without the large libraries" starts_light
fi
ok "xp-pairs" pairs > pairs.tsv
ok "xp-stats" xp-stats -q pairs.tsv > stats.tsv
ok "xp-norm" xp-norm -q pairs.tsv > norm.tsv
ok "xp-train" train --weights w.safetensors --metrics m.tsv norm.tsv > id
ok "xp-eval" xp-eval -q "$(cat id)" > scores.tsv
ok "xp-eval once more" xp-eval -q "$(cat id)" > again.tsv
same "and once more the same" scores.tsv again.tsv
code 0 "which xp-log diff confirms" xp-log diff @2 @1
ok "xp-eval --to" xp-eval -q --to pred "$(cat id)" > to.tsv
ok "xp-eval of weights" xp-eval -q --no-log w.safetensors norm.tsv > again.tsv
same "a run and its weights score the same" scores.tsv again.tsv
ok "a prediction was written" test -s pred/Position06_time01.tif
ok "xp-log ls" xp-log ls > runs.tsv
like "the record names libtiff" libtiff xp-log show --json "$(cat id)"
ok "seven runs were recorded" test "$(wc -l < runs.tsv)" -eq 8
ok "xp-log show" xp-log show "$(cat id)"
ok "xp-log note" xp-log note @1 'too short'
ok "xp-log tag" xp-log tag @1 first

# The digest of a stage's output is that of the next one's input.
pipe() {
	pairs | xp-norm -q | train | xp-eval -q - > piped.tsv
}
ok "the same as a pipe" pipe
same "a pipe scores the same" scores.tsv piped.tsv
like "the scores of the pipe lead back to the images" \
	'raw/BF_Position01_time01\.tif' xp-log show --json @1
code 1 "a file and a pipe are told apart" xp-log diff first @1
ok "xp-log archive" xp-log archive @1 -o e.tar
ok "xp-log restore" xp-log restore e.tar restored
ok "what was restored is what was packed" \
	sh -c 'cd restored && sha256sum -c --quiet SHA256SUMS'

# Every table and record as JSON that jq can read.
is_json() {
	"$@" > json && jq -e . json > /dev/null
}
if command -v jq > /dev/null; then
	ok "xp-pairs --json" is_json pairs --json
	ok "xp-stats --json" is_json xp-stats -q --json pairs.tsv
	ok "xp-norm --json" is_json xp-norm -q --json pairs.tsv
	ok "xp-eval --json" is_json xp-eval -q --json w.safetensors norm.tsv
	ok "xp-log ls --json" is_json xp-log ls --json
	ok "xp-log show --json" is_json xp-log show --json @1
else
	skip "--json" "jq is not installed"
fi

# Nobody takes a full disk for success, recorded or not.
full() {
	rc=0
	"$@" > /dev/full 2> err || rc=$?
	cat err
	[ $rc -eq 4 ] || { echo "exit status $rc"; return 1; }
	grep -q 'No space left' err
}
ok "xp-pairs > /dev/full" full pairs
ok "xp-stats > /dev/full" full xp-stats -q pairs.tsv
ok "xp-norm > /dev/full" full xp-norm -q pairs.tsv
ok "xp-train > /dev/full" full train norm.tsv
ok "xp-eval > /dev/full" full xp-eval -q w.safetensors norm.tsv
ok "xp-log ls > /dev/full" full xp-log ls
ok "xp-log show > /dev/full" full xp-log show @1
ok "xp-norm --no-log > /dev/full" full xp-norm -q --no-log pairs.tsv
like "a run that failed says so" 'failed' xp-log ls -n 1

# A reader that has enough is no error worth a message.
closed_early() {
	{
		# until it has gone
		(trap '' PIPE; while echo; do :; done) 2> echo.err
		"$@" 2> err
		echo $? > status
	} | :
	cat status err
	[ "$(cat status)" -eq 141 ] && [ ! -s err ]
}
ok "a reader that goes away ends xp-stats quietly" \
	closed_early xp-stats -q --no-log pairs.tsv

# A store that cannot be written is refused before work starts.
if [ "$(id -u)" -ne 0 ]; then
	mkdir locked && chmod a-w locked
	code 4 "a store that cannot be written" \
		env XP_DIR="$PWD/locked/.xp" xp-norm pairs.tsv
fi
: > file
code 4 "a store below a file" env XP_DIR="$PWD/file/.xp" xp-norm pairs.tsv
done_testing
