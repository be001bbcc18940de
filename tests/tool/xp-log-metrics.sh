#!/bin/sh
# xp-log-metrics.sh - metrics of any program: by a file descriptor, a file, or
# TensorBoard's event files; and what is made of them.

. "$(dirname "$0")/../lib.sh"

last() {
	xp-log ls -n 1 | tail -n 1 | cut -f 1
}
is() {
	[ "$1" = "$2" ] || { echo "is '$1', want '$2'"; return 1; }
}
table() {
	xp-log cat "${1:-@1}" .xp/run/metrics.tsv
}
xp-log init -q || exit 99

# By a descriptor.
cat > train.sh << 'END'
for i in 1 2 3 4; do
	echo "step=$i train/loss=0.$((9 - i)) val/loss=0.$((8 - i)) lr=$1"
done >&7
END
printf 'step\tsplit\tmetric\tvalue\n' > want
for i in 1 2 3 4; do
	printf '%d\ttrain\tloss\t0.%d\n%d\tval\tloss\t0.%d\n%d\t\tlr\t0.5\n' \
		$i $((9 - i)) $i $((8 - i)) $i
done >> want
ok "metrics by a descriptor" xp-log run -q --metrics-fd 7 -- \
	sh train.sh 0.5
table > got
same "... are a table" want got
ok "... which ls has in columns" is "$(xp-log ls --columns val.loss,lr |
	tail -n 1)" "$(printf '0.4\t0.5')"
ok "... and sorts by" xp-log ls --columns val.loss \
	--sort val.loss
like "... and show shows" '^  val loss = 0.4' xp-log show
like "... without weights" 'at step 4, with the least validation' xp-log show
ok "another run" xp-log run -q --metrics-fd=7 -- sh train.sh 0.25
like "... diff shows what changed" '^  lr +0.5 +0.25' \
	sh -c 'xp-log diff @2 @1 || true'
for i in 1 2; do
	for lr in 0.5 0.25; do
		xp-log run -q --metrics-fd 7 -- sh train.sh $lr
	done
done
i=0
for id in $(xp-log ls | tail -n +2 | cut -f 1); do
	i=$((i + 1))
	xp-log tag "$id" "$(echo a b | cut -d ' ' -f $((2 - i % 2)))$i"
done
xp-log run -q --metrics-fd 3 -- sh -c 'echo step=9 val/loss=0.1 >&3'
ok "a step is no metric" sh -c '! xp-log diff @1 @2 | grep "^  step"'
xp-log rm -q @1
like "... compare groups them" '^a.*lr	3	0.5	0	3	0.25' \
	xp-log compare 'a*' 'b*' --metric lr
ok "... export writes them" xp-log export -q --tensorboard tb @1
like "... report draws them" '<svg' sh -c 'xp-log report @1 -o r.html &&
	cat r.html'
ok "... and verify repeats them" xp-log verify -q @1
code 0 "every descriptor will do" xp-log run -q --metrics-fd 3 -- sh -c \
	'echo a=1 >&3'
ok "... that the lock has, too" xp-log run -q --metrics-fd 4 -- sh -c \
	'echo a=1 >&4'
ok "... and all is read" is "$(table | tail -n 1)" "$(printf '0\t\ta\t1')"
# shellcheck disable=SC2016
xp-log run -q --metrics-fd 3 -- sh -c 'echo loss=1 >&3
	until [ -e go ]; do sleep 0.05; done' &
n=0
until table @1 2> /dev/null | grep -q loss || [ $n -gt 200 ]; do
	sleep 0.05
	n=$((n + 1))
done
ok "what a running program wrote is there" is "$(table | tail -n 1)" \
	"$(printf '0\t\tloss\t1')"
: > go
wait

# By a file.
cat > json.sh << 'END'
{
	echo '{"step": 1, "val": {"loss": 0.5}, "note": "text"}'
	echo '{"step": 2, "name": "val/loss", "value": 0.25}'
	echo '3 val/loss 0.125'
	echo 'val/loss=nan'
	echo 'something else'
} >> "$1"
END
echo '9 old 1' > m.txt
like "metrics by a file, one line strange" \
	'm.txt: 1 of 5 lines no metric, first line 5' \
	xp-log run --metrics m.txt -- sh json.sh m.txt
printf '%s\n' 'step split metric value' '1 val loss 0.5' '2 val loss 0.25' \
	'3 val loss 0.125' '4 val loss nan' | tr ' ' '\t' > want
table > got
if xp-log show | grep -q '^unwatched'; then
	skip "... those that it added" "programs cannot be watched here"
else
	same "... those that it added" want got
fi
ok "a file that is written anew" xp-log run -q --metrics m.txt -- sh -c \
	'echo new=1 > m.txt'
ok "... is read whole" is "$(table | tail -n 1)" "$(printf '0\t\tnew\t1')"
# CSV.
csv() {
	rm -f c.csv
	xp-log run --metrics c.csv -- sh -c 'printf "$1" > c.csv' - "$1" &&
		table | tr '\t' ' ' > got
}
ok "a CSV file" csv \
	'epoch,loss,val/loss,note\r\n1,0.5,0.625,good\r\n2, 0.25,,\r\n'
printf '%s\n' 'step split metric value' '1  loss 0.5' '1 val loss 0.625' \
	'2  loss 0.25' > want
same "... has its columns" want got
ok "... that Windows wrote" csv '\357\273\277Step,Loss\r\n3,0.5\r\n'
printf '%s\n' 'step split metric value' '3  Loss 0.5' > want
same "... its mark is no name, its Step is the step" want got
ok "... begun again with others" csv 'step,a\n5,1\nstep,b,c\n6,2,3\n'
printf '%s\n' 'step split metric value' '5  a 1' '6  b 2' '6  c 3' > want
same "... has those" want got
ok "... without a step" csv 'a,b\n1,2\n3,4\n'
printf '%s\n' 'step split metric value' '0  a 1' '0  b 2' '1  a 3' '1  b 4' \
	> want
same "... has its lines counted" want got
ok "... or a name in each line" csv 'step,metric,value\n3,loss,0.5\n'
printf '%s\n' 'step split metric value' '3  loss 0.5' > want
same "... has those names" want got
ok "... with blanks in them" csv \
	'Epoch,epoch,train loss, "val loss"\n9,1,0.5,0.6\n9,2,0.25,0.3\n'
printf '%s\n' 'step split metric value' '1  Epoch 9' '1  train_loss 0.5' \
	'1  val_loss 0.6' '2  Epoch 9' '2  train_loss 0.25' \
	'2  val_loss 0.3' > want
same "... has underscores for them" want got
like "... but what only has commas is no header" '1 of 3 lines no metric' \
	csv 'a,b\nbegin, then, go on\n1,2\n'
like "numbers without a header are no metrics" \
	'2 of 3 lines no metrics, first line 2' \
	csv 'v=1\n1,0.5,0.6\n1 0.5 0.6\n'
like "... nor is a row that is cut off" '1 of 3 lines no metric, first line 3' \
	csv 'epoch,loss,acc\n1,0.5,0.6\n2,0.5\n'

printf 'Epoch,loss\n1,0.5\n2,0.25\n' > goes-on.csv
ok "a CSV file that the program adds to" xp-log run --metrics goes-on.csv -- \
	sh -c 'echo 3,0.125 >> goes-on.csv'
ok "... has the header it had" is "$(table | tr '\t' ' ')" \
	"step split metric value
3  loss 0.125"

printf '1 v 1\n2 v 2\n' > again.txt
ok "a file that is written anew, as it was" sh -c 'cp again.txt same &&
	sleep 0.02 && xp-log run -q --metrics again.txt -- \
	sh -c "cat same > again.txt"'
ok "... is read whole" is "$(table | wc -l)" 3
ok "... and longer" xp-log run -q --metrics again.txt -- sh -c \
	'{ cat same; echo 3 v 3; } > again.txt'
ok "... is read whole" is "$(table | wc -l)" 4
ok "... by another name" xp-log run -q --metrics again.txt -- sh -c \
	'{ cat same; echo 3 v 3; echo 4 v 4; } > new && mv new again.txt'
ok "... is read whole" is "$(table | wc -l)" 5
ok "one that the program adds to" xp-log run -q --metrics again.txt -- sh -c \
	'echo 5 v 5 >> again.txt'
ok "... counts from there" is "$(table | wc -l)" 2
cp again.txt same
like "one that it writes over is said to count whole" \
	"all rows of 'again.txt' count" \
	xp-log run --metrics again.txt -- sh -c \
	'exec 3<> again.txt; cat same >&3; echo 6 v 6 >&3'
ok "... and does" is "$(table | wc -l)" 7
cp same again.txt
like "... which is said if nobody watches" "all rows of 'again.txt' count" \
	xp-log run --no-trace --metrics again.txt -- \
	sh -c 'echo 6 v 6 >> again.txt'
ok "... and done" is "$(table | wc -l)" 7
like "a file that is left alone is said to be" 'wrote no metrics to' \
	xp-log run --metrics again.txt -- true
mkfifo pipe
code 3 "a pipe is no file" timeout 20 xp-log run --metrics pipe -- true
code 3 "... nor is one that the program makes" timeout 20 \
	xp-log run -q --metrics pipe2 -- mkfifo pipe2
code 3 "... nor a directory" xp-log run --metrics . -- true
like "a file that is not there is said" "no file 'no.txt'" \
	xp-log run --metrics no.txt -- true
code 2 "not both" xp-log run --metrics m.txt --metrics-fd 3 -- true
code 2 "not standard output" xp-log run --metrics-fd 1 -- true
code 2 "not a large descriptor" xp-log run --metrics-fd 256 -- true

# Event files, as xp-log itself writes them, and damaged.
events=$(find tb -name '*tfevents*')
ok "event files among the outputs" xp-log run -q -- sh -c \
	'mkdir -p logs/a && cp "$1" logs/a' - "$events"
table > got
if xp-log show | grep -q '^unwatched'; then
	skip "... are read" "programs cannot be watched here"
else
	like "... are read" '^4	val	loss	0.4' cat got
	ok "... and in ls" is "$(xp-log ls -n 1 --columns val.loss |
		tail -n 1)" 0.4
	size=$(wc -c < "$events")
	like "one that is cut off is said to be" \
		"is damaged: [0-9]+ scalars .* cut off" xp-log run -- sh -c \
		'head -c "$2" "$1" > logs/a/cut.tfevents' - "$events" \
		$((size - 5))
	ok "... and read up to there" sh -c 'xp-log cat @1 \
		.xp/run/metrics.tsv | grep -q loss'
	ok "those of two directories" xp-log run -q -- sh -c 'mkdir -p l/x l/y
		cp "$1" l/x; cp "$1" l/y' - "$events"
	like "... have their names" '^4	x	val/loss	0.4' table
fi
done_testing
