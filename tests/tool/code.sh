#!/bin/sh
# code.sh - the code of a run is kept itself, whatever becomes of its commit;
# secrets and results are not code.
. "$(dirname "$0")/../lib.sh"

if ! git --version > /dev/null 2>&1; then
	skip "the code of runs" "needs git"
	done_testing
	exit
fi
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
git() {
	command git -c user.name=a -c user.email=a@example.org \
		-c protocol.file.allow=always "$@"
}

is() {
	[ "$1" = "$2" ] || { echo "is '$1', want '$2'"; return 1; }
}
# The first value of a key in a record: KEY [RUN]
key() {
	xp-log show --json "${2:-@1}" | grep -o "\"$1\":\"[^\"]*\"" |
		head -n 1 | cut -d '"' -f 4
}
recipe() {
	key recipe_id
}
# The object with digest $1.
object() {
	echo ".xp/objects/$(echo "$1" | cut -c 1-2)/$(echo "$1" | cut -c 3-)"
}
list() {
	cat "$(object "$(key files)")"
}
# kept PATH: its content is an object.
kept() {
	cmp "$1" "$(object "$(sha256sum < "$1" | cut -d ' ' -f 1)")"
}
has() {
	list | grep -qxF "$1 $(sha256sum "$2")"
}

mkdir -p sub && cd sub && command git init -q -b main . &&
	echo 'y = 1' > y.py && git add . && git commit -q -m sub &&
	cd .. || exit 99
mkdir p && cd p || exit 99
command git init -q -b main .
printf 'x = 1\n' > a.py
printf '#!/bin/sh\n' > run.sh && chmod +x run.sh
head -c 2000000 /dev/zero > big.bin
head -c 3000 /dev/urandom > small.bin
echo data > image.txt
tab=$(printf 'with\ttab.py')
echo tab > "$tab"
ln -s a.py link.py
git submodule --quiet add -q ../sub mod 2> /dev/null
git add . && git commit -q -m one || exit 99

# A clean tree.
ok "a clean tree" xp-log run true
ok "... is kept" kept a.py
for f in a.py big.bin small.bin image.txt mod/y.py; do
	ok "... $f is listed" has f "$f"
	ok "... $f is kept" kept "$f"
done
ok "... a program is listed as one" has x run.sh
ok "... a name with a tab is" sh -c \
	'printf "%s" "$1" | grep -q "with	tab.py"' - "$(list)"
ok "... a link is, by where it leads" is \
	"$(list | grep ' link.py$' | cut -c 1-66)" \
	"l $(printf a.py | sha256sum | cut -c 1-64)"
ok "... git is left alone" is "$(git status --porcelain)" ""
one=$(key files)
same_recipe=$(recipe)

# What becomes of the commit does not matter.
git commit -q --amend -m two
ok "an amended commit" xp-log run true
ok "... has the same files" is "$(key files)" "$one"
ok "... and the same recipe" is "$(recipe)" "$same_recipe"

# Changes: text as a patch for people, everything as files.
printf 'x = 2\n' > a.py
head -c 2000001 /dev/zero > big.bin
head -c 3001 /dev/urandom > small.bin
echo 'z = 1' > new.py
echo 'y = 2' > mod/y.py
rm image.txt
ok "a changed tree" xp-log run true
for f in a.py big.bin small.bin new.py mod/y.py; do
	ok "... $f is listed" has f "$f"
	ok "... $f is kept" kept "$f"
done
ok "... what is gone is not" sh -c '! echo "$1" | grep -q image.txt' - \
	"$(list)"
cp "$(object "$(key diff)")" ../patch
ok "... the patch is small" test "$(wc -c < ../patch)" -lt 20000
git clone -q . ../copy 2> /dev/null
ok "... and applies" git -C ../copy apply "$PWD/../patch"
same "... text" a.py ../copy/a.py
same "... new text" new.py ../copy/new.py
like "show says so" '^code .*with uncommitted changes' xp-log show
ok "an archive" xp-log archive @1 -o ../a.tar
git gc -q --prune=now 2> /dev/null
mv .git ../git.away
ok "an archive without git" xp-log archive @1 -o ../b.tar
same "... is the same" ../a.tar ../b.tar
mv ../git.away .git
ok "... it is restored" xp-log restore -q ../a.tar ../r
same "... with changed code" big.bin "$(echo ../r/code/*/big.bin)"
same "... and that of the submodule" mod/y.py "$(echo ../r/code/*/mod/y.py)"
git checkout -q . && git -C mod checkout -q . && rm new.py

# What a recorded run wrote is no code.
ok "a clean tree again" xp-log run true
ok "... has its recipe again" is "$(recipe)" "$same_recipe"
ok "a run that writes a report" xp-log run --output r.json -- \
	sh -c 'echo "{}" > r.json'
xp-log run -- echo report > report.md
ok "a run after it" xp-log run true
ok "... has the same recipe" is "$(recipe)" "$same_recipe"
echo '{"edited": 1}' > r.json
ok "one that was edited is" xp-log run true
ok "... listed" has f r.json
rm r.json report.md

# Git LFS: a file that was fetched is what its pointer stands for.
head -c 300000 /dev/urandom > weights.dat
printf 'version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n' \
	"$(sha256sum < weights.dat | cut -d ' ' -f 1)" 300000 > pointer
cp weights.dat fetched && cp pointer weights.dat
git add weights.dat && git commit -q -m lfs && mv fetched weights.dat
rm pointer
ok "a file of Git LFS" xp-log run true
ok "... is listed as it is" has f weights.dat
ok "... and not a change" is "$(xp-log show --json | grep -o '"dirty":.')" \
	'"dirty":0'
echo x >> weights.dat
ok "a changed one" xp-log run true
ok "... is a change" is "$(xp-log show --json | grep -o '"dirty":.')" \
	'"dirty":1'
ok "... and in no patch" is "$(key diff)" ""
git checkout -q weights.dat

# Secrets: digest only, said once.
token=hf_$(printf 'aB3dEf6hIj%.0s' 1 2 3 4)
echo '{"password": "hunter2hunter2"}' > credentials.json
echo "key: hunter2hunter2" > secrets.yaml
echo '{"key": "hunter2hunter2"}' > kaggle.json
chmod 600 kaggle.json
echo "token = '$token'" > use.py
like "files of secrets are named" \
	"secrets.*'credentials.json', 'kaggle.json', 'secrets.yaml', 'use.py'" \
	xp-log run true
for f in credentials.json secrets.yaml kaggle.json use.py; do
	ok "... $f is listed" has f "$f"
	code 2 "... $f is not kept" kept "$f" 2> /dev/null
done
touch -d '1 hour ago' credentials.json secrets.yaml kaggle.json use.py
xp-log run true 2> /dev/null
xp-log run true 2> said
ok "... and named once" sh -c '! grep -q credentials said'
ok "a secret as an input" xp-log run --input kaggle.json -- \
	wc -c credentials.json > /dev/null 2>&1
ok "nothing of them is in the store" sh -c \
	'! grep -rlF -e hunter2hunter2 -e "$1" .xp/runs' - "$token"

# An archive is given to others.
code 3 "no archive of a secret input" xp-log archive @1 -o secret.tar
like "... it is named" \
	"2 inputs look like secrets \\('credentials.json', 'kaggle.json'\\)" \
	xp-log archive @1 -o secret.tar
ok "... unless asked for" xp-log archive --with-secrets @1 -o secret.tar
ok "... and then it is there" sh -c \
	'tar -xOf secret.tar inputs/kaggle.json | grep -q hunter2'
xp-log run true 2> /dev/null
like "code left out of an archive is named" \
	"left out of the code: .*'credentials.json' .*'use.py' " \
	xp-log archive @1 -o code.tar
ok "... and is not there" sh -c \
	'! grep -qF -e hunter2hunter2 -e "$1" code.tar' - "$token"
# What was recognised when it was recorded is not archived either.
token=ghp_""0123456789abcdefghijABCDEFGHIJ012345
xp-log run -q -- sh -c "echo '{\"x\": \"$token\"}' | tee made.json" > out.txt
code 3 "no archive of outputs that have a secret" \
	xp-log archive @1 -o secret.tar
like "... which is said" \
	"2 outputs look like secrets \\('made.json', 'out.txt'" \
	xp-log archive @1 -o secret.tar
xp-log run -q -- wc -c made.json > n.txt
code 3 "... nor of such an input" xp-log archive --alone @1 -o secret.tar
ok "... unless asked for" xp-log archive -q --with-secrets @1 -o secret.tar
rm credentials.json secrets.yaml kaggle.json use.py secret.tar code.tar
rm made.json out.txt n.txt

# Code that deals with secrets holds none.
printf '%s\n' 'begin = "-----BEGIN ", key = "PRIVATE KEY-----"' \
	'line = "-----BEGIN PRIVATE KEY-----"' \
	'url = "https://me:hunter2hunter2@example.org"' > look.py
git add look.py && git commit -q -m look
ok "code that looks for keys" sh -c 'xp-log run true 2> said'
ok "... is no secret" sh -c '! grep secret said'
ok "... and is kept" kept look.py
echo 'other = "https://me:hunter3hunter3@example.org"' >> look.py
like "a password that was not committed is one" "secrets.*'look.py'" \
	xp-log run true
git checkout -q look.py
{
	echo '-----BEGIN RSA PRIVATE KEY-----'
	echo 'c2VjcmV0IHNlY3JldCBzZWNyZXQ='
	echo '-----END RSA PRIVATE KEY-----'
} > known.py
git add known.py && git commit -q -m known
like "a key that was committed is one" "secrets.*'known.py'" xp-log run true
code 2 "... and is not kept" kept known.py 2> /dev/null
git rm -q known.py look.py && git commit -q -m without
rm -rf .xp && xp-log init -q

# Secrets in words, settings and environment.
like "secrets among the words are said" 'secret.*--api-key' \
	env XP_URL=https://me:hunter2hunter2@example.org \
	LC_MINE=hunter2hunter2 \
	SLURM_JOB_NAME="Bearer hunter2hunter2" \
	xp-log run -- sh -c 'echo "$@" > seen' - --api-key=hunter2hunter2 \
	--password hunter2hunter2 --wandb_key hunter2hunter2 \
	"Authorization: Bearer hunter2hunter2" \
	"$token" https://me:hunter2hunter2@example.org/x
ok "... the program had them" grep -q \
	"api-key=hunter2hunter2 --password hunter2hunter2" seen
rm seen
ok "... and the store has not" sh -c \
	'! grep -rlF -e hunter2hunter2 -e "$1" .xp' - "$token"
like "... but that there were some" 'https://me:<secret>@example.org/x' \
	xp-log show

# Repositories of other kinds keep no command from running.
mkdir ../sparse && cd ../sparse && command git init -q . && mkdir d e &&
	echo x > d/x.py && echo y > e/y.py && git add . &&
	git commit -q -m one || exit 99
if git sparse-checkout init --cone --sparse-index 2> /dev/null &&
	git sparse-checkout set d 2> /dev/null; then
	ok "a sparse index" xp-log run true
fi
git sparse-checkout init --cone --no-sparse-index 2> /dev/null
ok "a sparse checkout" xp-log run true
ok "... what is there is listed" has f d/x.py
ok "... and nothing is missing" is \
	"$(xp-log show --json | grep -o '"dirty":.')" '"dirty":0'
if command git init -q --object-format=sha256 ../new 2> /dev/null; then
	cd ../new && echo x > x.py && git add . && git commit -q -m one ||
		exit 99
	ok "a repository with SHA-256" xp-log run true
fi

# Very many new files are results, and do not cost seconds.
mkdir ../many && cd ../many && command git init -q . && mkdir out || exit 99
(cd out && seq -f %g.txt 1001 | xargs touch)
like "very many new files are said" "'[^']*/out/' contains more than 1000 new" \
	xp-log run true
ok "... and not listed" is "$(list)" ""
done_testing
