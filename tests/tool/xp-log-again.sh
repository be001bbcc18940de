#!/bin/sh
# xp-log-again.sh - what was expected is checked, inputs are compared with what
# they were, a run is laid out and run once more.

. "$(dirname "$0")/../lib.sh"
. "$srcdir/tiff.sh"

last() {
	xp-log ls -n 1 | tail -n 1 | cut -f 1
}
# cell NAME: the result of that row of `xp-log check`
result() {
	awk -F '\t' -v name="$1" '$2 == name { print $3 }' checks.tsv
}
is() {
	[ "$1" = "$2" ] || { echo "is '$1', want '$2'"; return 1; }
}
xp-log init -q || exit 99
for i in 1 2 3 4 5 6; do
	tiff "s$i.tif" 48 48 16 "i * 37 % 1000 + $i" &&
		tiff "t$i.tif" 48 48 16 "i * 37 % 1000 / 2 + $i" || exit 99
done
xp-pairs -q --source 's?.tif' --target 't?.tif' --split 3:2:1 > p.tsv &&
	xp-norm -q p.tsv > n.tsv || exit 99
net='--depth=1 --num-fmaps=2 --patch=32 --steps=4'

# Expectations.
code 2 "an expectation that is none" xp-train -q --expect nonsense $net n.tsv
like "... says what one is" "'nonsense' is not an expectation: .* FIGURE SIGN" \
	sh -c "xp-train -q --expect nonsense $net n.tsv || true"
code 2 "... of a figure of no run" xp-log run --expect 'a < b' -- true
ok "a training with expectations" sh -c "xp-train -q $net \
	--because 'a first try' --expect 'val.loss < 1e6' \
	--expect 'val.loss > 1e6' --expect 'val.nothing == 1' n.tsv > id"
ok "... which are no part of its recipe" sh -c "xp-train -q $net n.tsv > id2
	test \"\$(xp-log show --json @1 | grep -o 'recipe_id[^,]*')\" = \
	\"\$(xp-log show --json @2 | grep -o 'recipe_id[^,]*')\""
like "... are shown" '^expected +val.loss < 1e6$' xp-log show @2
like "... and why" '^because +a first try$' xp-log show @2
code 1 "one of them is broken" xp-log check @2
xp-log check -q @2 > checks.tsv
ok "the one that holds" is "$(result 'val.loss < 1e6')" held
ok "the one that does not" is "$(result 'val.loss > 1e6')" broken
ok "the one that nobody can tell" is "$(result 'val.nothing == 1')" \
	'not measurable'
like "with the numbers" 'val.loss > 1e6	broken	[0-9.e-]+, 1000000$' \
	cat checks.tsv
ok "expected of another run" sh -c "xp-log tag @2 base && xp-train -q $net \
	--expect 'val.loss <= val.loss@base' --expect 'val.loss<val.loss@base' \
	n.tsv > id3"
code 1 "... is compared with it" xp-log check @1
xp-log check -q @1 > checks.tsv
ok "... as the same" is "$(result 'val.loss <= val.loss@base')" held
ok "... not as less" is "$(result 'val.loss<val.loss@base')" broken
ok "expected of scores beside baselines" xp-eval -q - --split test \
	--expect 'test.mse >= 0' --expect 'test.model.mse >= 0' n.tsv \
	--expect 'test.affine.mse >= 0' --require 'mse >= 0' < id > scores.tsv
ok "... is found" sh -c 'xp-log check @1 > checks.tsv'
ok "... the score of the network" is "$(result 'test.mse >= 0')" held
ok "... as ls shows it, sorts and selects" sh -c 'xp-log ls \
	"test.mse >= 0" --columns test.mse,test.model.mse --sort -test.mse |
	awk "NR == 2 && \$1 == \$2 && \$1 >= 0 { n = 1 } END { exit !n }"'
ok "expected of a metric that there is not" xp-log run -q \
	--expect 'val.nothing == 1' -- true
code 1 "... has not held" xp-log check -q @1
like "... which is said" '1 expectation: 0 held, 0 broken, 1 not measurable' \
	sh -c 'xp-log check @1 || true'
ok "of any program" xp-log run -q --because reasons -- true
ok "... nothing is expected" xp-log check @1

# Inputs.
printf 'b\na\n' > in.txt && touch -d '2 days ago' in.txt
ok "a run that reads a file" xp-log run -q -- sort in.txt
id=$(last)
ok "... which is the same" xp-log check "$id"
xp-log check -q --all "$id" > checks.tsv
ok "... and said to be with --all" is "$(result in.txt)" same
printf 'b\nc\n' > in.txt
xp-log check -q "$id" > checks.tsv
ok "a changed one" is "$(result in.txt)" changed
touch -d '2 days ago' in.txt
xp-log check -q "$id" > checks.tsv
ok "one that was changed behind its time" is "$(result in.txt)" \
	'changed, although its time says not'
mv in.txt gone.txt
xp-log check -q "$id" > checks.tsv
ok "one that is gone" is "$(result in.txt)" gone
like "... they are counted" '1 input: 0 the same, 0 changed, 1 gone' \
	xp-log check "$id"
mv gone.txt in.txt

# Once more.
ok "rerun" sh -c "xp-log rerun $id > again.txt 2> said"
same "... takes what is there now" again.txt in.txt
like "... and says that it is not the same" \
	"'in.txt' has changed since run $id" cat said
like "... of which run it is" "^rerun of +$id$" xp-log show @1
ok "... from another directory" sh -c "mkdir -p sub && cd sub &&
	xp-log rerun -q $id > ../again.txt 2>&1"
ok "... is run where it ran" grep -qx c again.txt
seq 3 | xp-log run -q -- sort -r > /dev/null
ok "rerun of one that read a pipe" sh -c 'xp-log rerun -q @1 2> /dev/null |
	xargs | grep -qx "3 2 1"'
code 7 "rerun passes the status on" sh -c 'xp-log run -q -- sh -c "exit 7"
	xp-log rerun -q @any1'
ok "rerun of a training with another setting" sh -c \
	"xp-log rerun -q --set lr=1e-4 base > id4"
like "... has it" '^  lr = 0\.?0*1(e-4)?|^  lr = 1e-04|^  lr = 0.0001' \
	xp-log show "$(cat id4)"
ok "... and nothing else" is "$(xp-log diff -q base "$(cat id4)" |
	sed -n '/^settings/,/^$/p' | xargs)" 'settings lr 0.001 0.0001'
like "a setting that was given" '^xp-train .*--steps=3 ?.*n.tsv$' \
	xp-log rerun -q --dry-run --set steps=3 base
ok "... is given once" sh -c 'xp-log rerun -q --dry-run --set steps=3 base |
	grep -o -- --steps | wc -l | grep -qx "1"'
code 2 "a setting that there is not" xp-log rerun --set nonsense=1 base
code 2 "a setting without a value" xp-log rerun --set lr base
ok "of another program" xp-log run -q -- seq --separator=, 3
like "... an option it was given" '^xp-log run .*seq --separator=: 3$' \
	xp-log rerun -q --dry-run --set separator=: @1
code 2 "... and none other" xp-log rerun --set nonsense=1 @1
xp-log run -q -- true --token=hunter2hunter2 2> /dev/null
code 3 "one whose secret is not recorded" xp-log rerun @1

# Laid out.
ok "checkout" sh -c 'xp-log checkout base out 2> said'
same "... has the inputs" out/n.tsv n.tsv
same "... all of them" out/s1.tif s1.tif
command=$(sed 's/.*execute this there: //' said)
ok "... and what it says runs it" sh -c "cd out && $command > ../id5"
# shellcheck disable=SC2016
ok "... with the same result" sh -c 'cmp \
	.xp/runs/$(cat id)/last.safetensors \
	out/.xp/runs/$(cat id5)/last.safetensors'
code 2 "checkout into what is not empty" xp-log checkout base out
if git --version > /dev/null; then
	mkdir tree && cd tree && git init -q . && echo 'echo one' > a.sh &&
		git add a.sh && git commit -qm one && xp-log init -q || exit 99
	ok "a program in a work tree" xp-log run -q -- sh a.sh
	echo 'echo two' > a.sh && git commit -qam two
	ok "checkout" xp-log checkout -q @1 ../before
	ok "... has the code as it was" sh -c 'sh ../before/a.sh | grep -qx one'
	cd .. || exit 99
fi
mv s1.tif elsewhere.tif
code 3 "checkout without an input" xp-log checkout base none
ok "... makes nothing" test ! -e none
ok "the store is sound" xp-log fsck

# Names of files draw no rows and send nothing to the terminal.
name=$(printf 'n\noutputs   9 files\n  0123\tn\trows\n\033[31mx')
echo 1 > "$name" && xp-log run -q -- cat "$name" > drawn.txt || exit 99
echo 2 > "$name"
ok "a name with lines is one in show" sh -c \
	'test "$(xp-log show @1 | grep -c "^outputs")" -eq 1'
ok "... in check" sh -c 'xp-log check @1 |
	awk -F "\t" "NF != 4 { bad = 1 } END { exit bad || NR != 2 }"'
ok "... in whence" sh -c 'xp-log whence drawn.txt |
	awk -F "\t" "NF != 6 { bad = 1 } END { exit bad || NR != 3 }"'
ok "... and as a graph" sh -c \
	'xp-log whence --dot drawn.txt | grep -q "\"1 file: n.*31mx\" -> "'
for c in show check 'whence --dot drawn.txt;' 'ls;' 'diff @2' 'why'; do
	ok "... without an escape: ${c%;}" sh -c "! xp-log ${c%;} \
		$(case $c in *\;) ;; *) echo @1 ;; esac) 2>&1 |
		grep -q \"\$(printf '\\033')\""
done
done_testing
