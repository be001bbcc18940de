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
	in_p env XP_TEST_STATUS=3 xp-log verify @1

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
done_testing
