#!/bin/sh
# xp-log-sweep.sh - a grid's command lines, until all are done.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tiff.sh"

toy_pairs norm.tsv

cat > grid << 'END'
# two rates, two seeds
xp-train -q --depth=1 --num-fmaps=2 --patch=16 --batch=2 --no-checks \
	--lr {lr} --seed={seed} --steps={steps} norm.tsv
lr    = 1e-2 1e-3

seed  = 0..1
steps = 8
END
train='xp-train -q --depth=1 --num-fmaps=2 --patch=16 --batch=2 --no-checks'
cat > want << END
$train --lr 1e-2 --seed=0 --steps=8 norm.tsv
$train --lr 1e-2 --seed=1 --steps=8 norm.tsv
$train --lr 1e-3 --seed=0 --steps=8 norm.tsv
$train --lr 1e-3 --seed=1 --steps=8 norm.tsv
END
ok "prints the command lines" xp-log sweep grid > lines
same "all of them, in order" want lines
ok "makes no store" test ! -e .xp
count() {
	test "$(xp-log sweep "$2" grid | wc -l)" -eq "$1"
}
ok "counts" test "$(xp-log sweep --count grid)" = 4
ok "prints one" xp-log sweep --point 3 grid > third
sed -n 3p want > third-wanted
same "the third" third-wanted third
code 2 "a point that is not there" xp-log sweep --point=5 grid
like "point 0 is none" 'points are numbered from 1' xp-log sweep --point=0 grid
code 2 "... but an error" xp-log sweep --point=0 grid

# --- done is done ------------------------------------------------------------
# A run by hand, with the options in another order and short.
ok "one by hand" xp-train --seed 1 --ste=8 -q --lr=0.001 --threads=1 \
	--depth=1 --num-fmaps=2 --patch=16 --batch=2 --no-checks norm.tsv
ok "is done" count 3 --no-all
# shellcheck disable=SC2016
ok "the rest by xargs" sh -c 'xp-log sweep grid |
	xargs -P2 -I{} sh -c "{}" > ids'
ok "are three" test "$(wc -l < ids)" -eq 3
like "then all are done" \
	'^xp-log: 4 points: 4 done, 0 running, 0 to resume, 0 to start$' \
	xp-log sweep grid
ok "and nothing is left" count 0 --no-all
ok "... of one either" count 0 --point=2
ok "--all prints them" xp-log sweep --all grid > lines
same "all four" want lines
mkdir sub
cp norm.tsv ./*.tif sub
ok "another directory has other runs" sh -c '
	cd sub && test "$(xp-log sweep ../grid | wc -l)" -eq 4'
mv norm.tsv old
sed s/0.02/0.021/g old > norm.tsv
ok "a table that has changed means all again" count 4 --no-all
like "... and is told" 'again: they failed, or their inputs have changed' \
	xp-log sweep grid
mv old norm.tsv
ok "with the table of before all are done" count 0 --no-all

# --- the same in other words, other outputs -----------------------------------
# says WHAT REGEX LINE...: makes a grid of the lines.
says() {
	what=$1 regex=$2
	shift 2
	printf '%s\n' "$@" > other
	like "$what" "$regex" xp-log sweep other
}
says "equal points" \
	'1 point of the grid is .* point 2, which does what point 1 does' \
	"$train --lr {lr} --steps=8 norm.tsv" 'lr = 1e-3 0.001 0.002'
ok "... if it is not done" test "$(xp-log sweep other | wc -l)" -eq 1
ok "--all prints each once" test "$(xp-log sweep --all other | wc -l)" -eq 2
says "they count as one" ': 2 points: 1 done, .* 1 to start$' \
	"$train --lr {lr} --steps=8 norm.tsv" 'lr = 1e-3 0.001 0.002'
says "... seed is that of before" ': 2 points: 2 done, ' \
	"$train --lr 1e-3 --seed={seed} --steps=8 norm.tsv" 'seed = 0 1 # two'
says "an output that no run wrote" ': 1 point: 0 done, .* 1 to start$' \
	"$train --lr=1e-3 --steps=8 --weights=w.st norm.tsv"
cp .xp/runs/"$(xp-log ls | awk 'END { print $1 }')"/best.safetensors w.st
chmod u+w w.st # as root this is not needed
echo > w.st
says "... nor this file" ': 1 point: 0 done, .* 1 to start$' \
	"$train --lr=1e-3 --steps=8 --weights=w.st norm.tsv"
rm w.st
ok "is written" sh other > id
says "then it is done" ': 1 point: 1 done' \
	"$train --lr=1e-3 --steps=8 --weights=w.st norm.tsv"
cp w.st copy.st
says "and a copy of it" ': 1 point: 1 done' \
	"$train --lr=1e-3 --steps=8 --weights=copy.st norm.tsv"
printf 'id\tsource\ttarget\tsplit\n' > pairs.tsv
for name in train1 train2 val1; do
	printf '%s\ta-%s.tif\tb-%s.tif\t%s\n' "$name" "$name" "$name" \
		"${name%[0-9]}" >> pairs.tsv
done
ok "normalise" xp-norm -q pairs.tsv > normed.tsv
says "a directory" ': 2 points: 0 done, .* 2 to start$' \
	'xp-norm -q pairs.tsv --to {s}' 's = 1 2'
ok "into one" xp-norm -q pairs.tsv --to 1 > normed.tsv
like "leaves the other" ': 2 points: 1 done, .* 1 to start$' xp-log sweep other
for option in --no-log --dry-run --find-lr; do
	says "no record with $option" \
		"other:1: point 1: xp-train records nothing with $option" \
		"$train $option norm.tsv"
done

# --- the answer no -----------------------------------------------------------
no="$train --lr 1e-9 --steps 2 --overfit 1 norm.tsv"
says "a question" ': 1 point: 0 done' "$no"
code 1 "has the answer no" sh other
like "and is done" ': 1 point: 1 done' xp-log sweep other

# --- names of runs -----------------------------------------------------------
ok "a run" sh -c "$train --steps 2 norm.tsv > one"
ok "another" sh -c "$train --steps 3 --seed 7 norm.tsv > two"
ok "the first is base" xp-log tag "$(cat one)" base
ok "from base" sh -c "$train --steps 4 --init base norm.tsv > id"
ok "base scored" xp-eval -q --split val base norm.tsv > scores
grid_init="$train --steps 4 --init base norm.tsv"
grid_eval='xp-eval -q --split val base norm.tsv'
says "both are done: init" ': 1 point: 1 done' "$grid_init"
says "... eval" ': 1 point: 1 done' "$grid_eval"
says "the id means the same" ': 1 point: 1 done' \
	"xp-eval -q --split val $(cat one) norm.tsv"
says "... to --init" ': 1 point: 1 done' \
	"$train --steps 4 --init $(cat one) norm.tsv"
says "id and tag are one point" 'point 2, which does what point 1 does' \
	'xp-eval -q --split val {run} norm.tsv' "run = base $(cat one)"
ok "the second is base" xp-log tag -f "$(cat two)" base
says "a tag that was moved: init" ': 1 point: 0 done, .* 1 to start' \
	"$grid_init"
says "... eval" ': 1 point: 0 done, .* 1 to start' "$grid_eval"
says "the last run" "point 1: '@1' would be another run later" \
	"xp-eval @1 norm.tsv"
says "... to start from" "point 1: '@2' would be another run later" \
	"$train --init @2 norm.tsv"

# --- what is running, what was stopped ---------------------------------------
sed 's/= 8$/= 100000000/; s/^seed.*/seed = 5/; s/^lr.*/lr = 1e-3/' grid > long
xp-log sweep long > line
sh line > id 2> said &
said() {
	tries=0
	until xp-log sweep long 2>&1 > lines | grep -q "$1" ||
		[ $tries -gt 200 ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
	xp-log sweep long 2>&1 > lines | grep -q "$1"
}
ok "a point that runs" said '1 point: 0 done, 1 running'
ok "is not printed" test ! -s lines
mv norm.tsv old
sed s/0.02/0.021/g old > norm.tsv
ok "with another table it is another point" \
	said '0 running, 0 to resume, 1 to start'
mv old norm.tsv
last=$(for f in .xp/runs/*; do echo "$f"; done | tail -n 1)
pid=$(sed -n 's/.*"pid":\([0-9]*\).*/\1/p' "$last/start.json")
tries=0
until grep -q loss "$last/metrics.tsv" || [ $tries -gt 200 ]; do
	sleep 0.1
	tries=$((tries + 1))
done
kill "$pid"
wait
ok "one that was stopped" said '1 point: 0 done, 0 running, 1 to resume'
echo "xp-train --resume $(basename "$last")" > want
same "is resumed" want lines

# --- programs that are recorded ----------------------------------------------
cat > other << 'END'
xp-log run -q -- sh -c 'echo "$1" {{{n} {in} > "$1.out"' sh {what}
what = it\'s "a b" 'c*' # three
n = 07	#one
in = \
	# a comment ends with its line \
	x
END
ok "words are quoted" xp-log sweep other > lines
ok "by a shell" sh lines
cat "it's.out" 'a b.out' 'c*.out' > out
cat > want << 'END'
it's {07 x
a b {07 x
c* {07 x
END
same "as they were meant" want out
ok "and are done then" test -z "$(xp-log sweep other)"

# --- what is no grid ---------------------------------------------------------
# bad WHAT REGEX TEXT
bad() {
	printf '%s\n' "$3" > bad
	code 3 "$1" xp-log sweep bad
	like "... is told" "^xp-log sweep: bad$2" xp-log sweep bad
}
bad "nothing" ': there is no command' '# only a comment'
bad "a name without values" ':1: \{lr\} has no line .lr = ' 'a {lr} b'
bad "only a comment" ":2: 'lr' has no value" 'a {lr}
lr = # 1'
bad "a value twice, with marks" ":2: lr has the value '#1' twice" 'a {lr}
lr = "#1" 2#1 \#1'
bad "an empty value" ":2: 'lr' has no value" 'a {lr}
lr ='
bad "a name that is not used" ':3: the command has no \{seed\}' 'a {lr}
lr = 1
seed = 2'
bad "a name twice" ":3: 'lr' is defined twice" 'a {lr}
lr = 1
lr = 2'
bad "a value twice" ":2: lr has the value '1' twice" 'a {lr}
lr = 1 2 1'
bad "an empty range" ":2: the range '4..0' is empty" 'a {s}
s = 4..0'
bad "a huge range" ':2: the range .* has more than' 'a {s}
s = 0..9223372036854775807'
bad "too many points" ':3: more than 1000000 points' 'a {s} {t}
s = 0..9999
t = 0..999'
bad "two commands" ":2: want 'name = value...', found 'b c'" 'a
b c'
bad "a pipe" ":1: '\|' has a meaning for a shell" 'a | b'
bad "a variable" ":1: '.' would be expanded by a shell" 'a "$HOME"'
bad "half a quote" ":1: the quote ' has no end" "a 'b"
bad "a program that is not recorded" \
	":1: point 1: 'python3' is not recorded.*xp-log run --" 'python3 x.py'
bad "an option that does not exist" \
	':1: point 1: xp-train does not take' 'xp-train --ler=1 norm.tsv'
bad "a manifest from stdin" ':1: point 1: xp-train would read from' 'xp-train'
code 3 "a grid that is missing" xp-log sweep nowhere
code 2 "no grid" xp-log sweep
done_testing
