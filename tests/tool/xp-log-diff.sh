#!/bin/sh
# xp-log-diff.sh - what two runs do not have in common, and what cannot be
# known of that.
. "$(dirname "$0")/../lib.sh"

xp-log init -q .
head='step\tepoch\tsplit\tmetric\tvalue\n'
# training FILE VAL10 VAL20 TRAIN10 TRAIN20: the metrics of a training whose
# weights are those of the least validation loss.
training() {
	printf "${head}10\t1\ttrain\tloss\t%s\n10\t1\tval\tloss\t%s\n" \
		"$4" "$2" > "$1"
	printf '20\t2\ttrain\tloss\t%s\n20\t2\tval\tloss\t%s\n' \
		"$5" "$3" >> "$1"
	printf '25\t3\ttrain\tloss\t%s\n' "$5" >> "$1"
}

# --- metrics -----------------------------------------------------------------
training a.tsv 0.2 0.5 0.8 0.1
xp-log run -- cat a.tsv > out.tsv
training a.tsv 0.4 0.3 0.6 0.2
xp-log run -- cat a.tsv > out.tsv
like "metrics are those of the weights that are kept" \
	'^  val loss +0.2 +0.3 +\+0.1$' xp-log diff @2 @1
like "... of the training images, too" \
	'^  train loss +0.8 +0.2 +-0.6$' xp-log diff @2 @1
like "... at their steps" '^  step +10 +20 +\+10$' xp-log diff @2 @1
printf "${head}10\t1\ttrain\tloss\t3\n20\t2\ttrain\tloss\t2\n" > a.tsv
xp-log run -- cat a.tsv > out.tsv
printf "${head}10\t1\ttrain\tloss\t3\n20\t2\ttrain\tloss\t1\n" > a.tsv
xp-log run -- cat a.tsv > out.tsv
like "without a validation the last count" '^  train loss +2 +1 +-1$' \
	xp-log diff @2 @1

# --- what is not known -------------------------------------------------------
printf 'x\n' > x.txt
xp-log run -- cat x.txt > out.txt
xp-log run -- cat x.txt > out.txt
like "runs outside of git: their code is not known" \
	'^  code: neither run was in a git work tree' xp-log diff @2 @1
ok "... which is no difference" xp-log diff @2 @1
like "... and in the record" '"unknown":' \
	sh -c 'xp-log diff --json @2 @1 | tr -d " \n"'
if command -v git > /dev/null; then
	echo '*.t*' > .gitignore
	git init -q . && git add .gitignore && git commit -qm one
	xp-log run -- cat x.txt > out.txt
	like "... of one of them" \
		'^  code: run [0-9a-f-]+ was not in a git work tree' \
		xp-log diff @2 @1
	ok "... is no difference, either" sh -c '
		! xp-log diff @2 @1 | grep "^code"'
fi
if command -v script > /dev/null; then
	script -qec 'xp-log run -- cat x.txt' /dev/null > /dev/null
	xp-log run -- cat x.txt > out.txt
	like "stdout at a terminal is not known" \
		'^  standard output: run [0-9a-f-]+ wrote it to a terminal' \
		xp-log diff @2 @1
	ok "... and no difference" xp-log diff @2 @1
fi
xp-log run -- cat x.txt > out.txt
xp-log run -- sh -c 'kill -9 $PPID; sleep 1' > out.txt
like "a run that has not ended: its outputs" \
	'^  outputs: run [0-9a-f-]+ has not ended' xp-log diff @2 @1

# --- runs side by side -------------------------------------------------------
mkdir many && cd many || exit 99
xp-log init -q .
. "$srcdir/tiff.sh"
tiff x.tif 10 10 16 i
for p in 5 25 50; do
	xp-stats -q --images --percentiles=$p x.tif > out.tsv
done
training a.tsv 0.2 0.5 0.8 0.1
xp-log run -- cat a.tsv > out.tsv
training a.tsv 0.4 0.1 0.6 0.2
xp-log run -- cat a.tsv > out.tsv
column() { cut -f "$1" | tail -n +2 | tr '\n' ' '; }
xp-log ls --tool xp-stats --varying | head -n 1 > varying
like "ls --varying adds what differs" '	percentiles$' cat varying
ok "... and no more" [ "$(wc -w < varying)" -eq 8 ]
ok "ls --columns: settings" [ "$(xp-log ls --tool xp-stats \
	--columns percentiles,tool | column 1)" = "5 25 50 " ]
ok "... and figures of the weights that are kept" [ "$(xp-log ls --tool cat \
	--columns id,val.loss,train.loss | column 2)" = "0.2 0.1 " ]
ok "--sort sorts numbers" [ "$(xp-log ls --columns val.loss --sort val.loss |
	column 1)" = "0.1 0.2    " ]
ok "... or the other way" [ "$(xp-log ls --columns percentiles \
	--sort=-percentiles | column 1)" = "50 25 5   " ]
ok "--json has them" sh -c \
	'xp-log ls --json --columns id,val.loss -n 1 | grep "\"val.loss\":0.1"'
code 2 "a column that no run has" xp-log ls --columns nonsense
like "... says what there is" 'there are: .*val.loss' \
	xp-log ls --columns nonsense
code 2 "a column to sort by that is not there" xp-log ls --sort nonsense
done_testing
