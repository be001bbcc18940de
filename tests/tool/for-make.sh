#!/bin/sh
# for-make.sh - what is done is not done again (--if-new), make is told what was
# read (--deps), and outputs that would be the same are left alone.

. "$(dirname "$0")/../lib.sh"
. "$srcdir/tiff.sh"

runs() {
	xp-log ls | sed 1d | wc -l
}
# given WHAT COMMAND...: COMMAND makes no run, and says so in one line.
given() {
	tap_what=$1 tap_before=$(runs)
	shift
	like "$tap_what" ': not run again: run [-0-9a-f]+ did the same' \
		sh -c 'exec "$@" 2>&1 > given.out' sh "$@"
	ok "... and makes no run" test "$(runs)" = "$tap_before"
}
# anew WHAT REGEX COMMAND...: COMMAND runs, and says why.
anew() {
	tap_what=$1 tap_regex=$2 tap_before=$(runs)
	shift 2
	like "$tap_what" "not done yet: $tap_regex" \
		sh -c 'exec "$@" 2>&1 > anew.out' sh "$@"
	ok "... and makes a run" test "$(runs)" = $((tap_before + 1))
}
old() {
	touch -d '2 days ago' "$@"
}
is_old() {
	[ -n "$(find "$1" -mtime +0)" ]
}
is_new() {
	[ -z "$(find "$1" -mtime +0)" ]
}

xp-log init -q || exit 99
mkdir images
for i in 1 2 3 4 5 6; do
	tiff images/s$i.tif 40 40 16 "(x * 7 + y * 13 + x * y * $i) % 1000"
	tiff images/t$i.tif 40 40 16 "(x * 5 + y * 3 + x * y * $i) % 900"
done
pairs='xp-pairs --source images/s*.tif --target images/t*.tif --split 3:2:1'
set -f

# A filter, its patterns, its inputs.
ok "nothing is done yet" sh -c "set -f; $pairs --if-new > pairs.tsv"
given "it is done" $pairs --if-new
same "... with the same bytes" pairs.tsv given.out
given "in another order of options" xp-pairs --split 3:2:1 --if-new \
	--target 'images/t*.tif' --source 'images/s*.tif'
given "on other threads" $pairs --if-new -j 2
ok "without --if-new it runs" sh -c "set -f; $pairs > again.tsv"
cp images/s1.tif images/s7.tif
cp images/t1.tif images/t7.tif
anew "a file more that the pattern matches" \
	"since run .*, 'images/s\*.tif' matches other files" $pairs --if-new
rm images/s7.tif images/t7.tif
given "without it, as before" $pairs --if-new
ok "--deps and --save" sh -c 'xp-norm --if-new --save n.conf --deps norm.d \
	pairs.tsv > norm.tsv'
cp n.conf n.was
old n.conf
given "an output that is there" xp-norm --if-new --save n.conf pairs.tsv
ok "... is new to make" is_new n.conf
old n.conf
given "... or not" xp-norm --if-new --keep-unchanged --save n.conf pairs.tsv
ok "... if told so" is_old n.conf
same "stdout is given" norm.tsv given.out
rm n.conf
given "an output that is gone" xp-norm --if-new --save n.conf pairs.tsv
same "... is given" n.conf n.was
echo broken > n.conf
given "an output that was changed" xp-norm --if-new --save n.conf pairs.tsv
same "... is given" n.conf n.was
given "under another name" xp-norm --if-new --save sub/other.conf pairs.tsv
same "... too" sub/other.conf n.was
given "or not at all" xp-norm --if-new pairs.tsv
anew "an output that was not asked for then" \
	'run .* did the same with another --to' \
	xp-norm --if-new --save n.conf --to out pairs.tsv
given "images that are there" xp-norm --if-new --save n.conf --to out pairs.tsv
rm -r out
anew "images that are not, and are not kept" \
	"run .* but its output 'out/[^']*' is not in the store" \
	xp-norm --if-new --save n.conf --to out pairs.tsv
cp pairs.tsv kept.tsv
sed '$d' kept.tsv > pairs.tsv
anew "an input that was changed" "since run .*, 'pairs.tsv' has changed" \
	xp-norm --if-new --save n.conf pairs.tsv
cp kept.tsv pairs.tsv
given "and put back" xp-norm --if-new --save n.conf pairs.tsv
cut -f 1-3 pairs.tsv > plain.tsv
ok "images without digests" sh -c 'xp-stats -q plain.tsv > stats.tsv'
given "... are the same" xp-stats --if-new plain.tsv
cp images/t3.tif t3.tif
cp images/t4.tif images/t3.tif
anew "... or changed" "since run .*, 'images/t3.tif' has changed" \
	xp-stats --if-new plain.tsv
mv t3.tif images/t3.tif
given "... and changed back" xp-stats --if-new plain.tsv
rm images/t6.tif
anew_fails() {
	xp-stats --if-new plain.tsv
}
like "... or gone" "since run .*, 'images/t6.tif' is missing" anew_fails
tiff images/t6.tif 40 40 16 "(x * 5 + y * 3 + x * y * 6) % 900"
ok "another table with the same bytes" cp pairs.tsv same.tsv
ok "... is another operand" sh -c 'n=$(xp-log ls | wc -l)
	xp-norm -q --if-new same.tsv > x && test $(xp-log ls | wc -l) -gt $n'
ok "... and so is stdin" sh -c 'n=$(xp-log ls | wc -l)
	xp-norm -q --if-new < same.tsv > x && test $(xp-log ls | wc -l) -gt $n'
given "stdin from a file" sh -c 'xp-norm --if-new < same.tsv'
given "from a pipe" sh -c 'cat same.tsv | xp-norm --if-new'
same "... with the same bytes" norm.tsv given.out
ok "another stdin" sh -c 'n=$(xp-log ls | wc -l)
	sed "\$d" same.tsv | xp-norm -q --if-new > x &&
	test $(xp-log ls | wc -l) -gt $n'
code 2 "--if-new without a record" xp-norm --if-new --no-log pairs.tsv

# What the store has lost is made again.
ok "an object that is gone" sh -c 'd=$(sha256sum n.conf | cut -c 1-64)
	rm -f n.conf .xp/objects/$(echo $d | cut -c 1-2)/$(echo $d | cut -c 3-)'
anew "... is said, and the tool runs" \
	"run .* but its output 'n.conf' is not in the store" \
	xp-norm --if-new --save n.conf pairs.tsv
same "... and makes it again" n.conf n.was

# What no recipe has is asked for all the same.
anew "an expectation" "run .* did the same with another --expect" \
	xp-norm --if-new --expect 'x >= 1' pairs.tsv
given "... that was recorded" xp-norm --if-new --expect 'x >= 1' pairs.tsv
anew "... and another" "run .* did the same with another --expect" \
	xp-norm --if-new --expect 'x >= 1' --expect 'x < 2' pairs.tsv
anew "a reason" "run .* did the same with another --because" \
	xp-norm --if-new --because 'it is asked' pairs.tsv
given "... that was recorded" xp-norm --if-new --because 'it is asked' pairs.tsv
anew "copies of the inputs" "run .* did the same with another --keep-inputs" \
	xp-norm --if-new --keep-inputs pairs.tsv
given "... that are there" xp-norm --if-new --keep-inputs pairs.tsv
anew "standard output as JSON" "run .* did the same with another --json" \
	xp-norm --if-new --js pairs.tsv
given "... that was written" xp-norm --if-new --json pairs.tsv
like "... is given as JSON" '^\{' head -c 1 given.out
given "... or as a table" xp-norm --if-new pairs.tsv
same "... as before" norm.tsv given.out
ok "a directory with the same files" cp -r images pairs.tsv sub
cd sub || exit 99
given "... is the same" xp-norm --if-new --save here.conf pairs.tsv
cd ..
same "... and gets what it names" n.conf sub/here.conf
cp plain.tsv sub && cp images/s2.tif sub/images/s1.tif
cd sub || exit 99
anew "... but not with others" "since run .*, '[^']*' has changed" \
	xp-stats --if-new plain.tsv
cd ..
ok "an output by its whole name" xp-norm -q --if-new --save "$PWD/w.conf" \
	pairs.tsv
rm w.conf
given "... is given" xp-norm --if-new --save "$PWD/w.conf" pairs.tsv
same "... there" n.conf w.conf

# Answers and failures.
xp-pairs -q --check pairs.tsv > c
echo $? > status
given "a check" xp-pairs --check --if-new pairs.tsv
ok "... gives the same answer" sh -c '
	xp-pairs -q --check --if-new pairs.tsv > c2
	test $? -eq $(cat status) && cmp c c2'
code 3 "what failed" xp-norm -q --if-new images/s1.tif
code 3 "... fails again" xp-norm -q --if-new images/s1.tif
like "... as two runs" '^2$' sh -c 'xp-log ls --state failed | grep -c s1.tif'

# Trainings.
net='--depth=1 --num-fmaps=2 --patch=32 --steps=4 --no-checks'
ok "a training" sh -c "xp-train -q $net --if-new --weights w.st norm.tsv > id"
given "... is not done again" xp-train $net --if-new --weights w.st norm.tsv
same "... and has the same id" id given.out
ok "a score of it" sh -c \
	'xp-eval -q --if-new --panel p.png - < id > scores.tsv'
given "... is not made again" sh -c 'xp-eval --if-new --panel p.png - < id'
same "... and has the same bytes" scores.tsv given.out
ok "by another name of the run" sh -c \
	'xp-eval -q --if-new "$(cat id)" > scores2.tsv'
ok "... has a tag" xp-log tag "$(cat id)" best
given "... and is the same by it" xp-eval --if-new best
ok "a run's own file that is gone" rm "$(run_dir id)/best.safetensors"
anew "... is made again" "run .* output '.xp/run/best.safetensors' is not in" \
	xp-train $net --if-new norm.tsv
ok "an interrupted training" sh -c "
	xp-train -q $net --steps=6 norm.tsv > id6 &&
	rm $(dirname "$(run_dir id)")/\$(cat id6)/end.json"
tap_before=$(runs)
like "... is resumed" "resuming run $(cat id6), which was begun" \
	xp-train $net --steps=6 --if-new norm.tsv
ok "... as the same run" test "$(runs)" = "$tap_before"
given "... and is done then" xp-train $net --steps=6 --if-new norm.tsv

ok "a training that was killed" rm ".xp/runs/$(cat id6)/end.json"
like "... is resumed with another output" "resuming run $(cat id6)" \
	xp-train $net --steps=6 --if-new --weights w6.st norm.tsv
given "... which is given" xp-train $net --steps=6 --if-new --weights w6.st \
	norm.tsv
ok "... and killed again" rm ".xp/runs/$(cat id6)/end.json"
anew "... is not resumed with an expectation that it has not" \
	"run .* did the same with another --expect" xp-train $net --steps=6 \
	--if-new --expect 'val.pearson > 0' norm.tsv
ok "events" xp-train -q $net --if-new --tensorboard tb norm.tsv
given "... are not written again" xp-train $net --if-new --tensorboard tb \
	norm.tsv
rm -r tb
anew "... unless they are gone" "run .* wrote to --tensorboard is not there" \
	xp-train $net --if-new --tensorboard tb norm.tsv
ok "... and are there then" test -d tb

# Code counts.
git init -q . && printf '.xp\n*.txt\n' > .gitignore && echo 1 > code.c &&
	git add code.c .gitignore && git commit -q -m one || exit 99
ok "in a work tree" sh -c 'xp-norm -q pairs.tsv > x'
given "the same code" xp-norm --if-new pairs.tsv
echo 2 > code.c
anew "other code" "since run .*, 'the code in the work tree' has changed" \
	xp-norm --if-new pairs.tsv

# What another program depends on is not known.
like "a program" 'run: --if-new is for tools of xp only: .* --deps$' \
	sh -c '! xp-log run --if-new -- cp pairs.tsv copy 2>&1 | grep -v Try'
code 2 "... is not run" xp-log run --if-new -- cp pairs.tsv copy
ok "... and has no output" test ! -e copy
like "... nor the option in its help" '^ *--deps' sh -c \
	'xp-log run --help | grep -v if-new'
ok "what was begun to be verified is run" sh -c 'xp-log verify -q @1'
ok "and to be run again" sh -c 'n=$(xp-log ls | wc -l)
	xp-log rerun -q @1 > x && test $(xp-log ls | wc -l) -gt $n'

# Dependencies.
like "--deps has the target" '^n.conf \\$' head -n 1 norm.d
like "... what was read" '^ pairs.tsv$' cat norm.d
like "... and lets it be removed" '^images/s1.tif:$' cat norm.d
code 2 "--deps without any name" sh -c \
	'xp-stats --deps d.d same.tsv > /dev/null'
ok "--deps-target" sh -c 'xp-stats -q --deps d.d --deps-target "a b" same.tsv |
	cat > /dev/null'
like "... is the target" '^a\\ b: \\$' cat d.d
code 2 "--deps-target alone" xp-stats --deps-target x same.tsv
odd='a b#c$d%e:f=g*h?i[j]k~l&m(n)o'
echo 1 > "$odd"
cat > Makefile <<'X'
all: made
made:
	xp-log run -q --deps made.d --input "$$odd" -- \
		sh -c 'date +%s.%N > made'
-include made.d
X
export odd
sed -i 's/--deps made.d/& --deps-target made/' Makefile
ok "make with odd names" make -s
cp made made.1
ok "... has nothing to do" make -s
same "... and does nothing" made made.1
touch -d 'next minute' "$odd"
ok "... but if a file is newer" make -s
ok "... it makes anew" sh -c '! cmp -s made made.1'
ok "... and does not stop when it is gone" sh -c \
	'rm "$odd" && make -s -n | grep -q xp-log'
like "a name that no makefile can have is said" \
	"--deps leaves out 'a;b': make knows no such name" sh -c \
	'echo > "a;b" && xp-log run --deps x.d --deps-target x -- cat "a;b"'

# Outputs that would be the same.
old n.conf
ok "an output" xp-norm -q --save n.conf same.tsv
ok "... is written" is_new n.conf
old n.conf
ok "with --keep-unchanged" xp-norm -q --keep-unchanged --save n.conf same.tsv
ok "... it is left alone" is_old n.conf
ok "... and recorded" sh -c 'xp-log show @1 | grep -q n.conf'
ok "unless it differs" sh -c 'echo >> n.conf && touch -d "2 days ago" n.conf &&
	xp-norm -q --keep-unchanged --save n.conf same.tsv'
ok "... then it is written" is_new n.conf
like "the record has no word of it" \
	'"argv":\["xp-norm","-q","--save","n.conf","same.tsv"\]' \
	sh -c 'cat .xp/runs/$(xp-log ls -n 1 | tail -n 1 | cut -f 1)/start.json'

done_testing
