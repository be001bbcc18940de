#!/bin/sh
# git-annex.sh - weights that git-annex has dropped are trained again by
# share/git-annex: the same bytes, from inputs that git-annex names, and with
# nothing from a stranger's repository that is no setting.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tiff.sh"

PATH=$topdir/share/git-annex:$PATH
program=git-annex-compute-xp-train
mkdir annex images || exit 99
for i in 1 2 3 4 5 6; do
	tiff images/s$i.tif 40 40 16 "(x * 7 + y * 13 + x * y * $i) % 1000"
	tiff images/t$i.tif 40 40 16 "(x * 5 + y * 3 + x * y * $i) % 900"
done
xp-pairs -q --no-log --source 'images/s*.tif' --target 'images/t*.tif' \
	--split 3:2:1 | xp-norm -q --no-log > norm.tsv
cat > net.conf << 'END'
# a small one
depth = 1
num-fmaps = 2
patch = 32
checks = no
END
xp-train -q --no-log --config net.conf --steps 4 --weights direct.st norm.tsv \
	2> said || cat said
cp -r images norm.tsv net.conf annex

# speak WORD...: run the program as git-annex does, in a directory of its own,
# with inputs out of annex/.  MODE is fast (inputs are not to be had yet) or
# lost (stdin is closed).  What it says is in lines, what it makes in made.st.
speak() {
	rm -rf temp lines made.st
	mkdir temp && mkfifo temp/to temp/from || return 99
	(cd temp && exec "$program" "$@" < to > from 2> ../stderr) &
	exec 4> temp/to 5< temp/from
	while IFS= read -r line <&5; do
		echo "$line" >> lines
		case $line in
		INPUT*) answer "${line#* }" ;;
		OUTPUT*) echo made >&4 ;;
		esac
	done
	exec 4>&- 5<&-
	wait $! || return
	[ ! -f temp/made ] || cp temp/made made.st
	ls temp > left
}
answer() {
	if [ "${MODE:-}" = fast ] || [ ! -f "annex/$1" ]; then
		echo >&4
	elif [ "${MODE:-}" = lost ]; then
		exec 4>&-
	else
		echo "$scratch/work/annex/$1" >&4
	fi
}
refused() {
	tap_what=$1
	shift
	ok "$tap_what is refused" refuse "$@"
}
refuse() {
	! speak "$@" && ! grep -q OUTPUT lines
}

ok "it trains" speak norm.tsv w.st config=net.conf steps=4
same "... to the bytes that xp-train makes" direct.st made.st
ok "... which it says" grep -qx REPRODUCIBLE lines
ok "... and where they belong" grep -qx 'OUTPUT w.st' lines
ok "... from files that it asked for, each once" sh -c '
	test "$(grep -c ^INPUT lines)" = 14 &&
	test -z "$(sort lines | uniq -d)"'
ok "... and leaves nothing else" sh -c 'test "$(xargs < left)" = "from made to"'
ok "another setting" speak norm.tsv w.st config=net.conf steps=4 seed=1
ok "... makes other weights" sh -c '! cmp -s direct.st made.st'
awk -F '\t' -v OFS='\t' \
	'NR > 1 { $2 = $2 "[c=1,dark=d.tif[c=1],flat=f.tif]" } 1' \
	norm.tsv > annex/refs.tsv
speak refs.tsv w.st config=net.conf
ok "a reference names files: an image, its dark and its flat image" sh -c '
	grep -qx "INPUT images/s1.tif" lines && grep -qx "INPUT d.tif" lines &&
	grep -qx "INPUT f.tif" lines && ! grep -q "\[" lines'
MODE=fast ok "a computation that is only added" speak norm.tsv w.st steps=4
ok "... says what it would make" grep -qx 'OUTPUT w.st' lines
ok "... and makes nothing" test ! -e made.st
MODE=lost
refused "an input that git-annex has not" norm.tsv w.st steps=4
MODE=

# Whoever can commit says what is run.
refused "a command" norm.tsv w.st 'on-end=touch pwned'
printf 'steps = 4\non-end = touch %s/pwned\n' "$PWD" > annex/evil.conf
refused "... in a file of settings" norm.tsv w.st config=evil.conf
like "... and said" "'on-end' is not a setting that can be given here" \
	cat stderr
printf 'ste\000ps = 4\n on-end=touch %s/pwned' "$PWD" > annex/evil.conf
refused "... with zeros and without an end" norm.tsv w.st config=evil.conf
for word in weights=x metrics=x init=x.st resume=@1 tensorboard=d detach=yes \
	'seed' '=3' '--seed=3' "lr=1
on-end = x"; do
	refused "'$word'" norm.tsv w.st "$word"
done
for name in /etc/passwd ../x a/../../x ./x -x; do
	refused "a table '$name'" "$name" w.st
	refused "settings '$name'" norm.tsv w.st "config=$name"
	awk -F '\t' -v OFS='\t' -v name="$name" 'NR > 1 { $3 = name } 1' \
		norm.tsv > annex/bad.tsv
	refused "a table that names '$name'" bad.tsv w.st
done
refused "no word" norm.tsv
ok "nothing of that ran" test ! -e pwned

# The real one, if it can compute.
if ! git annex addcomputed --help > /dev/null 2>&1; then
	skip "git-annex itself" "needs git-annex 10.20250320"
	done_testing
	exit
fi
cd annex || exit 99
rm -f ./*.conf bad.tsv refs.tsv && cp ../net.conf .
git init -q . && git annex init -q test && git annex add -q . &&
	git commit -qm one || exit 99
git annex initremote -q xp type=compute program="$program" || exit 99
ok "git-annex adds weights" git annex addcomputed -q --to=xp norm.tsv w.st \
	config=net.conf steps=4
same "... the same" ../direct.st w.st
git commit -qm two
ok "... drops them" git annex drop -q w.st
ok "... so that they are gone" test ! -e w.st
ok "... and has them trained again" git annex get -q w.st
same "... with the hash that they had" ../direct.st w.st
ok "... as fsck finds" git annex fsck -q w.st
git annex drop -q w.st
mkdir ../other && printf '#!/bin/sh\n%s\n' 'echo other > made.safetensors' \
	> ../other/xp-train && chmod +x ../other/xp-train
(PATH=$PWD/../other:$PATH && export PATH && ! git annex get -q w.st)
ok "what has another hash is not taken" test ! -e w.st
chmod -R u+w .git/annex
done_testing
