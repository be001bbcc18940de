#!/bin/sh
# xp-log-lineage.sh - which run made a file that another one read: the one
# that wrote that file or that pipe, and never one that only had equal bytes.
. "$(dirname "$0")/../lib.sh"

mkdir p || exit 99
cd p || exit 99
xp-log init -q .
last() { xp-log ls -n 1 | tail -n 1 | cut -f 1; }
# A table that is long enough not to be equal by chance.
table() { printf 'id\tvalue\n'; seq 1 40 | sed "s/\$/	$1/"; }
# steps RUN: how many runs its archive holds.
steps() {
	xp-log archive -q "$1" -o ../x.tar > ../x.id &&
		tar tf ../x.tar | grep -c 'start.json$'
}
is() { [ "$1" = "$2" ] || { echo "is '$1', want '$2'"; return 1; }; }
shows() { xp-log show "$1" | sed -n '/^made from/,$p'; }

# --- equal bytes are no lineage ----------------------------------------------
# An image is not kept: it can be missing.
printf 'II*\000gone' > gone.tif
xp-log run -- sh -c 'cat gone.tif > /dev/null; echo ok' gone.tif > a.txt
a=$(last)
rm gone.tif
echo ok > by-hand.txt
xp-log run -- cat by-hand.txt > b.txt
ok "a file made by hand has no maker" sh -c "! xp-log show @1 | grep $a"
ok "... and is archived alone" is "$(steps @1)" 1
xp-log run -- sort a.txt > c.txt
like "the file that was written has" "a.txt: sh $a" shows @1
code 3 "... and needs its inputs" xp-log archive @1 -o ../y.tar

# --- who read the bytes has not made them ------------------------------------
table raw > raw.tsv
xp-log run -- cp raw.tsv copy.tsv
copy=$(last)
xp-log run -- sort raw.tsv > sorted.tsv
ok "a copy is not the origin" sh -c "! xp-log show @1 | grep $copy"
ok "... archived alone" is "$(steps @1)" 1
xp-log run -- sort copy.tsv > sorted.tsv
like "but it made the copy" "copy.tsv: cp $copy" shows @1
ok "... archived with it" is "$(steps @1)" 2

# --- the same name in another place ------------------------------------------
mkdir sub
(cd sub && table one > in.tsv && xp-log run -- sort in.tsv > out.tsv)
made=$(last)
xp-log run -- tail -n 3 sub/out.tsv > tail.txt
like "a file is the same from another directory" "sub/out.tsv: sort $made" \
	shows @1
xp-log run -- tail -n 3 "$PWD/sub/out.tsv" > tail.txt
like "... and by its whole name" "sub/out.tsv: sort $made" shows @1
(cd sub && xp-log run -- tail -n 3 < out.tsv > tail.txt)
like "... and as standard input" "stdin: sort $made" shows @1
ok "... archived with it" is "$(steps @1)" 2
cp sub/out.tsv out.tsv
xp-log run -- tail -n 3 out.tsv > tail.txt
like "a copy made unseen is a guess" \
	"out.tsv: a guess: sort $made, which wrote the same bytes elsewhere" \
	shows @1
ok "... that is not archived" is "$(steps @1)" 1
like "... which is said" \
	"'out.tsv' has the same content as an output of run $made" \
	xp-log archive @1 -o ../x.tar
like "... in the record, too" '"guess":1' xp-log show --json @1
xp-log run -- tail -n 3 sub/out.tsv out.tsv > tail.txt
ok "a run that is archived for another file is not left out" sh -c \
	"! xp-log archive @1 -o ../x.tar 2>&1 | grep 'left out'"

# --- show and archive agree --------------------------------------------------
table two > t.tsv
xp-log run -- sort t.tsv > sorted.tsv
xp-log run -- tail -n 20 sorted.tsv > tail.tsv
xp-log run -- wc tail.tsv > count.txt
ok "files link runs" is "$(steps @1)" 3
shows @1 | grep -o '[0-9]*-[0-9]*-[0-9a-f]\{8\}' | sort > ../shown
tar tf ../x.tar | sed -n 's,^record/runs/\(.*\)/start.json$,\1,p' |
	grep -vx "$(last)" | sort > ../packed
same "show and archive name the same runs" ../shown ../packed

# --- pipes -------------------------------------------------------------------
if [ -x "$builddir/examples/yeast" ]; then
	"$builddir/examples/yeast" --to images --seed 1 > /dev/null
	xp-pairs -q --source 'images/BF_*.tif' --target 'images/YFP_*.tif' \
		--group 'Position([0-9]+)' --split 60:20:20 --seed 7 |
		xp-norm -q > norm.tsv
	like "a pipe links its stages" '^  stdin: xp-pairs' shows @1
	ok "... in an archive, too" is "$(steps @1)" 2
else
	skip "a pipe links its stages" "no image generator"
fi

# --- the last one before counts ----------------------------------------------
for i in 1 2 3; do
	xp-log run -- sort t.tsv > s.tsv
	eval "r$i=\$(last)"
	xp-log run -- wc s.tsv > w.txt
	eval "w$i=\$(last)"
done
# shellcheck disable=SC2154 # by eval
for i in 1 2 3; do
	eval "r=\$r$i w=\$w$i"
	like "of equal runs the last before: $i" "s.tsv: sort $r" shows "$w"
done

# --- clocks that jump --------------------------------------------------------
# redate ID YEAR: as if it had been recorded with such a clock.
redate() {
	new=$2${1#????}
	mv ".xp/runs/$1" ".xp/runs/$new"
	chmod -R u+w ".xp/runs/$new"
	sed -i "s/\"time\":\"2[0-9]*-/\"time\":\"$2-/" \
		".xp/runs/$new/start.json" ".xp/runs/$new/end.json"
	echo "$new"
}
table three > f.tsv
xp-log run -- sort f.tsv > g.tsv
future=$(redate "$(last)" 2099)
xp-log run -- wc g.tsv > w.txt
now=$(xp-log ls | tail -n +2 | cut -f 1 | sort | tail -n 2 | head -n 1)
like "a run dated 2099 made its file all the same" "g.tsv: sort $future" \
	shows "$now"
ok "... and is not the last run for ever" is "$(last)" "$now"
ok "... by name" is "$(xp-log show --json @1 | grep -o '"id":"[^"]*"' |
	head -n 1 | cut -d '"' -f 4)" "$now"
# --- whence a file comes -----------------------------------------------------
mkdir ../w && cd ../w || exit 99
xp-log init -q .
table raw > raw.tsv
xp-log run -q -- sort raw.tsv > 'a "b".tsv'
first=$(last)
xp-log run -q -- tail -n 30 'a "b".tsv' > out.tsv
second=$(last)
like "the run that wrote a file" "run $second \\(tail\\) wrote 'out.tsv'" \
	xp-log whence out.tsv
xp-log whence -q out.tsv > whence.tsv
ok "... and those before it, to the raw file" sh -c '
	cut -f 1-4,6 whence.tsv | tr "\t" "," > cut
	printf "%s\n" depth,file,link,run,files "0,out.tsv,wrote,$1,1" \
		"1,a \"b\".tsv,wrote,$2,1" "2,raw.tsv,no run,,1" |
	diff - cut' sh "$second" "$first"
mkdir far && cp out.tsv far/copy.tsv
like "a copy has the same bytes" \
	"'far/copy.tsv' has the same bytes as 'out.tsv', which run $second" \
	xp-log whence far/copy.tsv
like "... and is no more" '^0	far/copy.tsv	same bytes	' \
	xp-log whence -q far/copy.tsv
like "from another directory" "run $second \\(tail\\) wrote" \
	sh -c 'cd far && xp-log whence ../out.tsv'
like "a raw file" "no recorded run wrote 'raw.tsv'; run $first read" \
	xp-log whence raw.tsv
code 1 "... was made by none" xp-log whence raw.tsv
echo ok > short.txt
xp-log run -q -- echo ok > said.txt
code 1 "short bytes may be equal by chance" xp-log whence short.txt
like "... but the run that wrote the same is named" \
	"run $(last) wrote the same bytes as '-', but it may be by chance" \
	xp-log whence short.txt
ok "... but not in the file that was written" xp-log whence said.txt
code 3 "a file that is not there" xp-log whence gone.tsv
code 2 "no file" xp-log whence
echo >> out.tsv
code 1 "a file that was changed" xp-log whence out.tsv
like "a graph" '^	"a \\"b\\".tsv" -> "'"$second"'";$' \
	xp-log whence --dot far/copy.tsv
like "... with what is not sure" 'style=dashed, label="same bytes"' \
	xp-log whence --dot far/copy.tsv
if command -v dot > /dev/null; then
	ok "... that Graphviz takes" sh -c \
		'xp-log whence -q --dot far/copy.tsv | dot -Tsvg > graph.svg'
fi

done_testing
