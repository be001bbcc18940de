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
like "... and is said to be close" '^-	close	' verify tsv near --ulp 4
code 1 "... or not" verify tsv near --ulp 0
code 1 "words are not near" verify tsv other --ulp 1000000
like "--json has it" '"detail":"row 2' verify tsv other --json

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
done_testing
