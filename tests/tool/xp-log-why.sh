#!/bin/sh
# xp-log-why.sh - why a file would be made again: each thing that matters is
# named when it alone changes, here or further back, and nothing else is.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tiff.sh"

git init -q . && git config user.email a@b && git config user.name n
echo 'print(1)' > model.py
echo '*.conf' > .gitignore
git add model.py .gitignore && git commit -qm first
xp-log init -q || exit 99
mkdir images sub
for i in 1 2 3 4 5 6; do
	tiff images/s$i.tif 40 40 16 "(x * 7 + y * 13 + x * y * $i) % 1000"
	tiff images/t$i.tif 40 40 16 "(x * 5 + y * 3 + x * y * $i) % 900"
done
cat > norm.conf << 'END'
# how
source-method = minmax
target-method = minmax
END
# reasons FILE: file, kind, name and change of each.
reasons() {
	xp-log why -q "$1" > why.tsv
	test $? = "$2" || return 1
	sed 1d why.tsv | cut -f 1,4- | tr '\t' '|' > why.got
	shift 2
	printf '%s\n' "$@" | sed '/^$/d' | diff - why.got
}
# last: the last run.
last() { xp-log ls -n 1 | tail -n 1 | cut -f 1; }

xp-pairs -q --source 'images/s*.tif' --target 'images/t*.tif' \
	--split 3:2:1 > pairs.tsv
xp-norm -q --config norm.conf --save n.conf pairs.tsv > norm.tsv
xp-stats -q norm.tsv > stats.tsv
made=$(last)
ok "nothing has changed" reasons stats.tsv 0 ''
like "... and it says so" \
	"'stats.tsv' is up to date: run $made \(xp-stats\) made it, .* 3 runs" \
	xp-log why stats.tsv
code 0 "... with exit 0" xp-log why n.conf
cd sub || exit 99
code 0 "... from another directory" xp-log why ../stats.tsv
cd ..

# Each alone, then put back.
cp norm.conf was
conf="'norm.conf'"
sed 's/source-method = minmax/source-method = percentile/' was > norm.conf
ok "a setting" reasons stats.tsv 1 \
	"norm.tsv|setting|source-method|is 'percentile' in $conf, was 'minmax'"
like "... with its run and tool" "^norm.tsv	[-0-9a-f]*	xp-norm" \
	sed -n 2p why.tsv
sed 's/# how/# why/' was > norm.conf
ok "a comment is no setting" reasons stats.tsv 0 ''
grep -v target was > norm.conf
ok "a setting less" reasons norm.tsv 1 \
	"norm.tsv|setting|target-method|was removed from 'norm.conf'"
echo 'target-low = 2' | cat was - > norm.conf
ok "a setting more" reasons norm.tsv 1 \
	"norm.tsv|setting|target-low|was added to 'norm.conf'"
like "... as JSON" '"kind": *"setting"' xp-log why -q --json norm.tsv
rm norm.conf
ok "no settings" reasons norm.tsv 1 "norm.tsv|setting|norm.conf|is missing"
cp was norm.conf
cp images/t4.tif t4.tif && cp images/t5.tif images/t4.tif
ok "an image" reasons n.conf 1 \
	'n.conf|input|images/t4.tif|has changed' \
	'pairs.tsv|input|images/t4.tif|has changed'
rm images/t4.tif
ok "... or none" reasons pairs.tsv 1 \
	'pairs.tsv|input|images/t4.tif|is missing' \
	'pairs.tsv|pattern|images/t*.tif|matches other files'
mv t4.tif images/t4.tif
cp images/s1.tif images/s7.tif
ok "an image more" reasons pairs.tsv 1 \
	'pairs.tsv|pattern|images/s*.tif|matches other files'
rm images/s7.tif
cp pairs.tsv kept.tsv
sed '$d' kept.tsv > pairs.tsv
ok "a table changed by hand" reasons stats.tsv 1 \
	'norm.tsv|input|pairs.tsv|has changed'
ok "... itself" reasons pairs.tsv 1 'pairs.tsv|file|pairs.tsv|has changed'
cp kept.tsv pairs.tsv
echo 'print(2)' > model.py
echo 'print(3)' > more.py
anew() {
	{ xp-norm --if-new --config norm.conf pairs.tsv > again.tsv; } 2>&1
}
ok "code" reasons pairs.tsv 1 'pairs.tsv|code|model.py|has changed' \
	'pairs.tsv|code|more.py|was added'
like "... is what --if-new says, too" 'the code in the work tree. has changed' \
	anew
rm model.py more.py
ok "... removed" reasons pairs.tsv 1 'pairs.tsv|code|model.py|was removed'
for i in 1 2 3 4 5 6 7; do echo "print($i)" > m$i.py; done
xp-log why -q pairs.tsv > many.tsv
like "... much of it" '^pairs.tsv	.*code	3 more files	differ$' \
	cat many.tsv
ok "... in a few lines" test "$(wc -l < many.tsv)" = 7
rm m?.py
git checkout -q model.py
ok "a file that is gone" sh -c 'mv norm.tsv n.tsv'
ok "... is missing" reasons norm.tsv 1 'norm.tsv|file|norm.tsv|is missing'
ok "... and for those who read it" reasons stats.tsv 1 \
	'stats.tsv|input|norm.tsv|is missing'
ok "a copy elsewhere" cp n.tsv sub/n.tsv
like "... is a guess" "'sub/n.tsv' has the same bytes as" xp-log why sub/n.tsv
mv n.tsv norm.tsv
find .xp -type f | sort > before
ok "all as it was" reasons stats.tsv 0 ''
find .xp -type f | sort > after
same "... and nothing was written" before after

# A program that is none of ours; a pipe; runs that are named.
xp-log run -- sort pairs.tsv > sorted.tsv
like "another program" "'sort' is not a tool of xp: it may depend on more" \
	xp-log why sorted.tsv
xp-pairs -q --source 'images/s*.tif' --target 'images/t*.tif' \
	--split 3:2:1 | xp-norm -q > piped.tsv
ok "a pipe" reasons piped.tsv 0 ''
cp images/s1.tif images/s7.tif
ok "... is followed" reasons piped.tsv 1 \
	'standard input|pattern|images/s*.tif|matches other files'
rm images/s7.tif
cat pairs.tsv | sed 's/x/x/' | xp-norm -q > unknown.tsv
like "a stdin from nowhere" 'standard input was not compared' \
	xp-log why unknown.tsv
xp-norm -q < pairs.tsv > from.tsv
ok "stdin from a file" reasons from.tsv 0 ''
echo 'x' >> pairs.tsv
ok "... that was changed" reasons from.tsv 1 \
	'from.tsv|input|pairs.tsv|has changed'
cp kept.tsv pairs.tsv
net='--depth=1 --num-fmaps=2 --patch=32 --steps=4 --no-checks'
xp-train -q $net norm.tsv > one
xp-train -q $net --seed=2 norm.tsv > two
xp-log tag -q "$(cat one)" best
xp-eval -q best > scores.tsv
ok "the scores of a run" reasons scores.tsv 0 ''
xp-log tag -q --force "$(cat two)" best
like "... that is another one now" 'operand	best	names another run' \
	xp-log why -q scores.tsv
xp-log tag -q --force "$(cat one)" best
rm "$(run_dir one)/end.json"
like "... that was not finished" 'run	[-0-9a-f]*	interrupted' \
	xp-log why -q scores.tsv

# What it cannot say.
echo typed > typed.txt
code 1 "a file that no run made" xp-log why typed.txt
like "... is said" "no recorded run wrote 'typed.txt'" xp-log why typed.txt
code 1 "a target that is no file" xp-log why all
code 2 "no file" xp-log why
code 2 "two files" xp-log why a b
done_testing
