#!/bin/sh
# xp-log-verify.sh - a run that is repeated is the same command with the same
# words, inputs and end, and what came of it is told apart.
. "$(dirname "$0")/../lib.sh"

mkdir p || exit 99
in_p() (cd p && "$@")
in_p xp-log init -q .
last() { in_p xp-log ls -n 1 | tail -n 1 | cut -f 1; }

# --- words are words ---------------------------------------------------------
in_p xp-log run -- true
id=$(last)
in_p xp-log tag @1 best
in_p xp-log run -- echo "${id%%-*}" "${id##*-}" best @1 > p/words.txt
ok "words that look like runs stay words" in_p xp-log verify -q @1
ok "... in an archive, too" in_p xp-log archive @1 -o ../words.tar
ok "... restored" xp-log restore -q words.tar words
ok "... and run again" sh words/run.sh
same "... with the same result" p/words.txt words/words.txt

in_p xp-log run -- printf '%s' "$(printf 'a\377b')" "$(printf '%%FF\301')" \
	> p/bytes.txt
ok "bytes that are no UTF-8 are repeated" in_p xp-log verify -q @1
ok "... in an archive, too" in_p xp-log archive -q @1 -o ../bytes.tar
ok "... restored" xp-log restore -q bytes.tar bytes
ok "... and run again" sh bytes/run.sh
in_p xp-log run -- printf '%s' 'a%FFb' > p/text.txt
in_p xp-log run -- printf '%s' "$(printf 'a\377b')" > p/text.txt
like "... and are another recipe than their names" '^different recipes' \
	in_p xp-log diff @2 @1

# --- what a signal does ------------------------------------------------------
in_p xp-log run -- sh -c 'sh -c "kill -PIPE \$\$; echo survived"
	sh -c "kill -XFSZ \$\$; echo survived"; echo end' > p/signals.txt
same "a program that SIGPIPE ends" p/signals.txt - << 'END'
end
END
ok "... is ended by it when it is repeated" in_p xp-log verify -q @1
sh -c 'trap "" PIPE; cd p && exec xp-log run -- sh -c \
	"kill -PIPE \$\$; echo survived"' > p/ignored.txt
ok "one that began without it is not" grep -q survived p/ignored.txt
ok "... repeated likewise" sh -c 'trap "" PIPE; cd p && xp-log verify -q @1'

# --- directories that the program makes --------------------------------------
mkdir p/there
made='mkdir out out/deep && echo 1 > out/deep/r && echo 2 > there/r'
in_p xp-log run -- sh -c "$made"
ok "a program that makes its directories is repeated" in_p xp-log verify -q @1
ok "... in an archive, too" in_p xp-log archive -q @1 -o ../made.tar
ok "... restored" xp-log restore -q made.tar made
ok "... and run again" sh made/run.sh
ok "... twice" sh made/run.sh
ok "... or is checked out" in_p xp-log checkout -q @1 ../laid
ok "... without those, but with the others" \
	sh -c 'test -d laid/there && test ! -e laid/out'
in_p xp-log run -- sh -c 'echo 3 > out/deep/s && cat out/deep/r' > /dev/null
ok "... which a later run finds" in_p xp-log verify -q @1
ok "... with the earlier one in its archive" \
	in_p xp-log archive -q @1 -o ../later.tar
ok "... restored" xp-log restore -q later.tar later
ok "... and run again" sh later/run.sh

# --- how it ends -------------------------------------------------------------
cat > p/once.sh << 'END'
[ "${XP_TEST_STATUS:-0}" -eq 9 ] && kill -9 $$
exit "${XP_TEST_STATUS:-0}"
END
in_p xp-log run -- sh once.sh > p/none.txt
ok "a run without a word is repeated" in_p xp-log verify @1
like "... and it is said that there is nothing to compare" \
	'wrote nothing' in_p xp-log verify @1
code 1 "another exit status is another result" \
	in_p env XP_TEST_STATUS=3 xp-log verify @1
like "... and said" 'ended with exit 3, .* with exit 0' \
	in_p env XP_TEST_STATUS=3 xp-log verify @1
code 1 "so is a crash" in_p env XP_TEST_STATUS=9 xp-log verify @1
like "... and said" 'ended with signal 9, .* with exit 0' \
	in_p env XP_TEST_STATUS=9 xp-log verify @1
in_p env XP_TEST_STATUS=3 xp-log run -- sh once.sh > p/none.txt
ok "the status that was recorded is the same result" \
	in_p env XP_TEST_STATUS=3 xp-log verify @any1

in_p xp-log run -- sh -c 'echo x; kill -9 $$' > p/killed.txt
ok "a run that was killed is killed again" in_p xp-log verify @1
ok "... archived" in_p xp-log archive -q @1 -o ../killed.tar
ok "... restored" xp-log restore -q killed.tar killed
ok "... and run.sh expects it" sh killed/run.sh

# --- recorded at a terminal --------------------------------------------------
if command -v script > /dev/null; then
	in_p script -qec 'xp-log run --output made.txt -- sh -c \
		"echo seen; echo made > made.txt"' /dev/null > /dev/null
	ok "stdout at a terminal is no difference" in_p xp-log verify @1
else
	skip "stdout at a terminal is no difference" "no script(1)"
fi

# --- ../ inside the project --------------------------------------------------
mkdir -p q/sub
in_q() (cd q && "$@")
in_q xp-log init -q .
echo in > q/in.txt
(cd q/sub && xp-log run -- sh -c 'cat ../in.txt; cat ../in.txt > ../made' \
	../in.txt ../made > out.txt) || exit 99
ok "../ that stays in the project is repeated" in_q xp-log verify @1
ok "... also from elsewhere" sh -c 'cd q/sub && xp-log verify -q @1'
echo changed > q/in.txt
ok "... with what it read" in_q xp-log verify @1
up=$(in_q xp-log ls -n 1 | tail -n 1 | cut -f 1)
ok "... and packed" in_q xp-log archive @1 -o ../up.tar
ok "... where it lay" sh -c 'tar tf up.tar | grep -qx inputs/in.txt'
ok "... restored" xp-log restore -q up.tar up
ok "... run again" sh up/run.sh
same "... and the same" q/sub/out.txt up/sub/out.txt
ok "verify works there" sh -c 'cd up && xp-log verify @1'
ok "packed there" sh -c "cd up && xp-log archive $up -o ../up2.tar"
same "it is the same" up.tar up2.tar
printf 'id\tx\n1\t2\n' > q/t.tsv
(cd q/sub && xp-log run -- sort ../t.tsv > sorted.tsv)
ok "a table above, too" in_q xp-log verify @1

# --- absolute paths into the experiment --------------------------------------
# A repeated run must not touch what the user has there now.
mkdir -p abs/sub || exit 99
in_abs() (cd abs && "$@")
in_abs xp-log init -q .
abs=$PWD/abs
# own WHAT COMMAND: the command changes r.txt, d/, or old.txt of abs/.
own() {
	rm -rf abs/r.txt abs/new.txt abs/d
	echo old > abs/old.txt
	in_abs xp-log run -q -- sh -c "$2" > /dev/null
	rm -rf abs/new.txt abs/d
	for f in r old; do echo precious > "abs/$f.txt"; done
	code 3 "$1: is not repeated" in_abs xp-log verify @1
	like "... which says why, and what to do" \
		"changed '$abs/.*the file was not touched.*xp-log rerun" \
		in_abs xp-log verify @1
	in_abs xp-log archive -q @1 -o ../abs.tar
	rm -rf restored && xp-log restore -q abs.tar restored
	like "... nor by the run.sh of an archive" \
		"kept from changing '$abs/" sh restored/run.sh
	like "... nor by rerun in the restored one" \
		"kept from changing '$abs/" \
		sh -c 'cd restored && xp-log rerun -y @1'
	ok "... and nothing of the user's has changed" sh -c '
		cat abs/r.txt abs/old.txt | grep -cx precious | grep -qx 2 &&
		test ! -e abs/new.txt && test ! -e abs/d'
}
own "writing" "echo 1 > $abs/r.txt"
own "appending" "echo 1 >> $abs/r.txt"
own "a new file" "echo 1 > $abs/new.txt"
own "removing" "rm -f $abs/old.txt; echo 1 > r.txt"
own "renaming" "echo 1 > r; mv -f r $abs/r.txt"
own "renaming it away" "mv $abs/old.txt r.txt"
own "a hard link" "echo 1 > r; rm -f $abs/r.txt; ln r $abs/r.txt"
own "truncating" "rm -f r.txt; truncate -s 1 $abs/old.txt"
own "after cd" "cd $abs/sub && cd .. && echo 1 > r.txt"
own "by a link to it" "ln -s $abs s; echo 1 > s/r.txt; rm s"
own "a directory" "mkdir $abs/d; echo 1 > $abs/d/r; echo 1 > r.txt"
rm -f abs/r.txt
in_abs xp-log run -q --no-trace --output r.txt -- sh -c "echo 1 > $abs/r.txt"
echo precious > abs/r.txt
code 3 "without tracing, too" in_abs xp-log verify @1
ok "... nothing is lost" grep -qx precious abs/r.txt
echo 1 > abs/in
in_abs xp-log run -q -- sh -c "cat $abs/in" > abs/o
ok "reading by an absolute path is repeated" in_abs xp-log verify @1
ok "... without a word of another program" sh -c '
	cd abs && ! xp-log verify @1 2>&1 | grep "another program"'
echo 2 > abs/in
code 3 "... but not when the file has changed" in_abs xp-log verify @1
like "... which is said" "reads '$abs/in' by this absolute path" \
	in_abs xp-log verify @1
echo 'echo one' > abs/step.sh && chmod +x abs/step.sh
in_abs xp-log run -q -- sh -c "$abs/step.sh" > abs/o
echo 'echo two' > abs/step.sh
code 3 "... nor a program that has changed" in_abs xp-log verify @1
# shellcheck disable=SC2016
in_abs xp-log run -q -- sh -c 'echo 1 > "$PWD/own.txt"; cat "$PWD/own.txt"' \
	> abs/o
echo precious > abs/own.txt
ok "a path that follows the working directory is" in_abs xp-log verify @1
ok "... in the copy" grep -qx precious abs/own.txt

# --- where and how much ------------------------------------------------------
mkdir r || exit 99
in_r() (cd r && "$@")
in_r xp-log init -q .
printf 'id\tloss\tname\na\t0.5\tx\nb\t%s\ty\n' 0.25 > r/first.tsv
printf 'id\tloss\tname\na\t0.5\tx\nb\t%s\tz\n' 0.75 > r/other.tsv
printf 'id\tloss\tname\na\t0.5\tx\nb\t%s\ty\n' 0.250000015 > r/near.tsv
# chooses NAME: a run that prints first.EXT, and when it is repeated what
# XP_TEST names.
record() {
	in_r xp-log run --input "first.$1" --input "other.$1" \
		--input "near.$1" -- sh -c "cat \${XP_TEST:-first}.$1" \
		> "r/out.$1"
}
verify() { # EXT WHICH [OPTION]...
	which=$2
	shift 2
	in_r env XP_TEST="$which" xp-log verify "$@" @1
}
record tsv
code 0 "a table that is the same" verify tsv first
code 1 "a table that differs" verify tsv other
like "... says where first" \
	"	row 2, column 'loss': 0.25 and 0.75; 2 of 6 cells" \
	verify tsv other
code 1 "a table whose numbers are near" verify tsv near
like "... says how near" 'numbers by at most 1.5e-08' verify tsv near
code 0 "... which can be enough" verify tsv near --ulp 4
like "... and is said to be close" '^-	ulp	' verify tsv near --ulp 4
code 1 "... or not" verify tsv near --ulp 0
code 1 "words are not near" verify tsv other --ulp 1000000
like "--json has it" '"detail":"row 2' verify tsv other --json
like "... and the class" '"class":"different"' verify tsv other --json
like "numbers may be apart by a tolerance" '^-	tolerance	' \
	verify tsv near --tolerance 1e-7
code 0 "... which can be enough" verify tsv near --tolerance 1e-7
code 1 "... or not" verify tsv near --tolerance 1e-9
like "... and is said" 'equal within 1e-07: 1 output' \
	verify tsv near --tolerance 1e-7

. "$srcdir/tiff.sh"
tiff r/first.tif 6 4 32 1065353216
tiff r/other.tif 6 4 32 '1065353216 + 8388608 * (i == 13)'
tiff r/near.tif 6 4 32 '1065353216 + (i == 13)'
record tif
code 0 "an image that is the same" verify tif first
code 1 "an image that differs" verify tif other
like "... says in how many pixels, and where" \
	'1 of 24 pixels, by at most 1 .*worst at x 1, y 2' verify tif other
code 0 "... or is near" verify tif near --ulp 1
tiff r/first.tif 6 4 16 'i'
tiff r/other.tif 6 4 16 'i + 3 * (i > 21)'
tiff r/near.tif 6 5 16 'i'
record tif
like "of integers too" '2 of 24 pixels, by at most 3 ' verify tif other
like "of another size it says the byte" 'byte [0-9]+ is the first' \
	verify tif near

# weights NAME VALUE: a safetensors file of two tensors.
weights() {
	header='{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},'
	header=$header'"b.w":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}'
	{
		printf "\\$(printf %03o ${#header})\\0\\0\\0\\0\\0\\0\\0"
		printf %s "$header"
		printf '\0\0\200\077\0\0\0\100'
		printf "$2"
	} > "r/$1"
}
weights first.bin '\0\0\200\077'
weights other.bin '\0\0\0\100'
weights near.bin '\003\0\200\077'
record bin
code 1 "weights that differ" verify bin other
like "... say in which tensor" \
	"1 of 3 values, by at most 1 .*the first is 'b.w'" verify bin other
like "weights that are near say how near" '\(3 ulp\)' verify bin near
code 1 "... too far" verify bin near --ulp 2
code 0 "... near enough" verify bin near --ulp 3
printf 'one\ntwo\n' > r/first.txt
printf 'one\n2\n' > r/other.txt
cp r/first.txt r/near.txt
record txt
like "of other text the first line" 'line 2 is the first' verify txt other

# --- trainings: the first step that is not the same, and why -----------------
mkdir t && cd t || exit 99
xp-log init -q .
for k in 1 2 3; do
	tiff "a$k.tif" 24 20 8 "120 + 50 * sin(x * $k / 9)"
	tiff "b$k.tif" 24 20 8 "120 + 50 * sin(x * $k / 9 + 1)"
done
# manifest NUMBER...: the last is for validation.
manifest() {
	printf 'id\tsource\ttarget\tsplit\tsource_offset\tsource_scale\t'
	printf 'target_offset\ttarget_scale\n'
	for k; do
		split='train'
		[ "$k" -eq 3 ] && split='val'
		printf '%s\ta%s.tif\tb%s.tif\t%s\t120\t0.02\t120\t0.02\n' \
			"$k" "$k" "$k" $split
	done
}
manifest 1 2 3 > all.tsv
# train [OPTION]... MANIFEST
train() {
	xp-train -q --depth=2 --num-fmaps=4 --patch=16 --batch=2 --steps=6 \
		--val-every=3 --log-every=2 "$@" > id
}
train all.tsv
base=$(cat id)
ok "a training is repeated" xp-log verify "$base"
like "... with the same bytes" ': same bytes: 6 outputs$' \
	xp-log verify "$base"
like "... but for its id, which is its own" \
	'^-	run-id	.*each run prints its own id' xp-log verify "$base"
ok "... by other kernels" env XP_CPU=base xp-log verify "$base"
like "... which is said" 'variable XP_CPU: was none, is base' \
	env XP_CPU=base xp-log verify "$base"
ok "... as one record, too" sh -c "xp-log verify -q --json $base |
	grep -q '\"class\":\"same bytes\"'"

train --threads=1 all.tsv
ok "another number of threads: the same bytes" xp-log verify "$base" @1
like "... and what is other is said" 'threads: was 0, is 1' \
	xp-log verify "$base" @1

train --seed=1 all.tsv
code 1 "another seed is different" xp-log verify "$base" @1
like "... from the start" \
	'first divergence: step 0: the initial weights of .*, the first is' \
	xp-log verify "$base" @1
like "... by random numbers" 'cause: random numbers: seed: 0 and 1,' \
	xp-log verify "$base" @1
like "... as a record, too" '"cause":.*"class":"random numbers"' \
	xp-log verify -q --json "$base" @1
like "... and by how much" '[0-9]+ of [0-9]+ values, by at most .* ulp\)' \
	xp-log verify "$base" @1

manifest 2 1 3 > other.tsv
train other.tsv
like "another order: other patches" \
	'first divergence: step 1: which patches are drawn' \
	xp-log verify "$base" @1
like "... of which the order is the cause" \
	'cause: order: all.tsv, other.tsv: the same rows in another order' \
	xp-log verify "$base" @1

train --lr=0.1 all.tsv
like "another setting" 'cause: settings: lr: 0.001 and 0.1, the only' \
	xp-log verify "$base" @1
train --lr=0.1 --seed=1 all.tsv
like "two things: neither is called the cause" \
	'cause: unknown: more than one thing .* which one matters: seed:' \
	xp-log verify "$base" @1
train --precise all.tsv
like "other arithmetic: the loss of the same batch" \
	'first divergence: step [0-9]+: the loss of the same batch, .* ulp' \
	xp-log verify "$base" @1
like "... or within what is allowed, all of it" ': equal within 0.5: 6 out' \
	xp-log verify --tolerance 0.5 "$base" @1
code 0 "... which is enough" xp-log verify --tolerance 0.5 "$base" @1

# One bit of one pixel of a source that is trained on.
cp a1.tif kept.tif
printf '\001' | dd of=a1.tif bs=1 seek=262 conv=notrunc 2> /dev/null
cmp -l kept.tif a1.tif > bits
ok "one byte is another" [ "$(wc -l < bits)" -eq 1 ]
code 3 "a changed input cannot be used to verify" xp-log verify "$base"
train all.tsv
like "... a training with it is different by its data" \
	'cause: data: a1.tif, the only recorded difference' \
	xp-log verify "$base" @1
like "... from the first pixels that have it" \
	'first divergence: step [0-9]+: the pixels of the same patches' \
	xp-log verify "$base" @1
cp kept.tif a1.tif
code 3 "a run that has no end has no verdict" sh -c '
	xp-log run -- sh -c "kill -9 \$PPID; sleep 1"
	xp-log verify @1 @2'
cd .. || exit 99

# --- another commit ----------------------------------------------------------
if command -v git > /dev/null; then
	mkdir g && cd g || exit 99
	git init -q .
	echo 'echo one' > make.sh
	git add make.sh && git commit -qm one
	xp-log run -- sh make.sh > out.txt
	echo 'echo two' > make.sh
	git commit -qam two
	xp-log run -- sh make.sh > out.txt
	code 1 "another commit is different" xp-log verify @2 @1
	like "... by its code" 'cause: code: ' xp-log verify @2 @1
	ok "... and each is repeated with its own" xp-log verify @2
	cd .. || exit 99
else
	skip "another commit is different" "git is not installed"
fi
done_testing
