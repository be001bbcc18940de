#!/bin/sh
# xp-log-report: one page about recorded runs, from their records alone.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tiff.sh"

mkdir s t
for i in 1 2 3 4 5 6; do
	tiff s/p$i.tif 40 36 16 "1000 + 100 * sin(x * $i / 9) + y"
	tiff t/p$i.tif 40 36 16 "400 + 90 * sin(x * $i / 9) ^ 2 + y % 3"
done
xp-log init . 2> /dev/null
xp-pairs --source s --target t --group 'p([0-9])' 2> /dev/null |
	awk -F '\t' -v OFS='\t' '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i
			if (!at["split"]) { at["split"] = NF + 1
				$(NF + 1) = "split" } }
		NR > 1 { $at["split"] = NR < 5 ? "train" : NR < 6 ? "val" : \
			"test" }
		{ print }' > p.tsv
xp-pairs --check p.tsv > checks.tsv 2> /dev/null
xp-norm -q --source-scope=set --target-scope=set p.tsv > n.tsv 2> /dev/null
net='--depth=2 --num-fmaps=4 --patch=12 --batch=3 --lr=0.01 --val-every=20'
# shellcheck disable=SC2086
ok "one training" into one.id xp-train -q $net --steps=200 n.tsv
# shellcheck disable=SC2086
ok "another" into two.id xp-train -q $net --steps=40 n.tsv
ok "with names" eval 'xp-log tag $(cat one.id) long &&
	xp-log tag $(cat two.id) short'

ok "a page before it is scored" xp-log report short -o early.html
ok "says so" holds early.html 'DOUBTFUL: Not scored yet'
ok "and has the curves" holds early.html 'id="curves"'
ok "scores" eval 'xp-eval -q long --panel "p<b>.png" > long.tsv &&
	xp-eval -q short > short.tsv'
ok "a page of one" xp-log report long -o long.html
for what in 'id="images"' 'data:image/png' 'id="scores"' 'id="groups"' \
	'id="curves"' 'id="data"' 'id="checks"' 'id="settings"' 'id="again"' \
	"xp-log verify $(cat one.id)" 'steps=200' '95 % interval'; do
	ok "has $what" holds long.html "$what"
done
ok "runs no script" lacks long.html '<script|javascript:|<[^>]* on[a-z]+='
ok "asks no server" lacks long.html 'https?:|url\(|<link|@import'
ok "the same again" xp-log report long -o again.html
same "byte for byte" long.html again.html
ok "by the run that scored" xp-log report -o by.html \
	"$(xp-log ls --tool xp-eval | sed -n 2p | cut -f 1)"
ok "has the training, too" holds by.html 'id="curves"'

ok "a page of two" xp-log report long short -o two.html
for what in '<h1><bdi>2 runs' 'id="overview"' 'id="compared"' \
	'id="differences"' '<bdi>200</bdi></td><td class="wrap"><bdi>40</bdi>' \
	'id="scores-1"' 'id="scores-2"' 'href="#run-2"' 'Wilcoxon p'; do
	ok "has $what" holds two.html "$what"
done
ok "not what is the same" lacks two.html \
	'<th scope="row">patch</th><td[^>]*><bdi>12</bdi></td><td'
ok "no id twice" eval \
	'test -z "$(grep -o " id=\"[^\"]*\"" two.html | sort | uniq -d)"'
rm -rf s t
ok "no image is needed" xp-log report long short -o without.html
same "for the same page" two.html without.html
rm 'p<b>.png'
ok "nor the picture" xp-log report long -o nopanel.html
ok "which is left out then" lacks nopanel.html 'data:image/png'

code 2 "no file to write" xp-log report long
code 2 "no run" xp-log report -o x.html
code 3 "no such run" xp-log report nosuch -o x.html
code 3 "a run of another tool" xp-log report \
	"$(xp-log ls --tool xp-norm | tail -n 1 | cut -f 1)" -o x.html
ok "nothing is left" test ! -e x.html
done_testing
