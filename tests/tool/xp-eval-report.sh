#!/bin/sh
# xp-eval-report: one page that needs no other, is the same each time, and
# cannot be broken by names.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tiff.sh"

mkdir s t
evil='<script>alert(1)</script>"&'\'
rtl=$(printf 'a\342\200\256b')
i=0
{
	printf 'id\tsource\ttarget\tsplit\tgroup\tsource_offset\t'
	printf 'source_scale\ttarget_offset\ttarget_scale\n'
	for id in one two three four "$evil" "$rtl"; do
		i=$((i + 1))
		tiff s/$i.tif 40 36 16 "1000 + 100 * sin(x * $i / 9) + y"
		tiff t/$i.tif 40 36 16 "400 + 90 * sin(x * $i / 9) ^ 2 + y % 3"
		split='train'
		[ $i -le 2 ] || split='test'
		[ $i -ne 3 ] || split='val'
		printf '%s\ts/%s.tif\tt/%s.tif\t%s\t<b>%s\t' "$id" $i $i \
			$split $i
		printf '1000\t0.01\t400\t0.02\n'
	done
} > "n<&>.tsv"
ok "a run to look at" into id xp-train -q --depth=2 --num-fmaps=4 --patch=12 \
	--batch=3 --steps=300 --val-every=50 --lr=0.01 "n<&>.tsv"
id=$(cat id)
ok "scores" into plain.tsv xp-eval -q "$id"
ok "a page" into scores.tsv xp-eval -q "$id" --report page.html
same "changes no score" plain.tsv scores.tsv
ok "the same again" xp-eval -q "$id" --report again.html -j1 --tile=8
same "byte for byte" page.html again.html

ok "is HTML" test "$(head -c 15 page.html)" = '<!doctype html>'
ok "is small" test "$(wc -c < page.html)" -lt 5000000
ok "runs no script" lacks page.html '<script|javascript:| on[a-z]+='
ok "asks no server" lacks page.html 'https?:|url\(|<link|<iframe|@import'
ok "and would not be let" holds page.html "default-src 'none'"
ok "names are text" holds page.html \
	'&#60;script&#62;alert(1)&#60;/script&#62;&#34;&#38;&#39;'
ok "groups, too" holds page.html '&#60;b&#62;5'
ok "and command lines" holds page.html 'n&#60;&#38;&#62;.tsv'
ok "what reorders text is not there" lacks page.html \
	"$(printf '\342\200\256')"
ok "every tag is closed" awk '
	{ text = text $0 "\n" }
	END {
		n = split(text, part, "<")
		for (i = 2; i <= n; i++) {
			tag = part[i]
			sub(/[ >\/\n].*/, "", tag)
			if (index(" !doctype meta br image img input path " \
				"circle use ", " " tag " "))
				continue
			if (part[i] ~ /^\//) {
				name = substr(part[i], 2)
				sub(/>.*/, "", name)
				if (stack[depth--] != name) {
					print "</" name "> in part " i
					exit 1
				}
			} else if (part[i] !~ /^[^>]*\/>/)
				stack[++depth] = tag
		}
		exit depth != 0
	}' page.html
for what in 'GOOD: Better than every' 'Only 3 groups were scored' \
	'id="images"' 'id="scores"' 'id="groups"' 'id="pixels"' 'id="curves"' \
	'id="data"' 'id="settings"' 'id="again"' 'only prediction' \
	'95 % interval' 'lr=0.01' '>shuffled</th>' 'test</bdi> (scored)' \
	'prefers-color-scheme:dark' '@media print' \
	'residual against intensity' 'aria-label="0 percent prediction"'; do
	ok "has $what" holds page.html "$what"
done
ok "holds no id of a run" lacks page.html "$id"
ok "names the recipe instead" holds page.html \
	"$(xp-log show --json "$id" | tr ',' '\n' |
		sed -n 's/.*"recipe":"\([0-9a-f]*\)".*/\1/p' | sed 1q)"

ok "a requirement" eval '! xp-eval -q "$id" --report no.html \
	--require "pearson > 0, mse < 0" > /dev/null 2>&1'
ok "that is not met is the verdict" holds no.html \
	'BAD: It does not reach what was required'
ok "and is listed" holds no.html 'requirement &#39;mse &#60; 0&#39; is not met'
ok "scores on what was trained on" xp-eval -q "$id" --split train \
	--report leak.html
ok "leak, which is the verdict" holds leak.html \
	'BAD: The scores are too good: they leak'
ok "scores on what was validated on" xp-eval -q "$id" --split val \
	--report val.html
ok "are doubtful" holds val.html \
	'DOUBTFUL: Scored on images that helped to choose the weights'
ok "with a warning" holds leak.html '<h2>Warnings</h2>'
ok "weights alone" xp-eval -q ".xp/runs/$id/best.safetensors" "n<&>.tsv" \
	--report weights.html
ok "have no settings" lacks weights.html 'id="curves"|All settings'
ok "a network that learned nothing" into bad.id xp-train -q --depth=2 \
	--num-fmaps=4 --patch=12 --batch=3 --steps=2 --lr=1e-9 "n<&>.tsv"
ok "is scored" xp-eval -q "$(cat bad.id)" --report bad.html
ok "and found out" holds bad.html 'BAD: No better than a baseline'
xp-eval -q "$id" --to pred > /dev/null
mkdir own truth
cp pred/four.tif own
cp t/4.tif truth/four.tif
ok "two folders" xp-eval -q --prediction own --target truth \
	--report folders.html
ok "have nothing to be compared with" holds folders.html \
	'DOUBTFUL: Nothing to compare the scores with'
code 4 "where no page can be" xp-eval -q "$id" --report none/page.html
ok "nothing half-written is left" test ! -e none
ok "a repetition makes the same page" xp-log verify \
	"$(xp-log ls --tool xp-eval --last 1 | tail -n 1 | cut -f 1)"
done_testing
