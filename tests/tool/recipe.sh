#!/bin/sh
# recipe.sh - whatever can change a result changes the recipe, each
# ingredient alone, and xp-log diff names it; what cannot does not.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tiff.sh"

# The last run's recipe id.
recipe() {
	xp-log show --json @1 | grep -o '"recipe_id":"[^"]*"' | cut -d '"' -f 4
}

# From here on runs are compared with the last one.
remember() {
	base=$(recipe)
	first=$(xp-log ls -n 1 | tail -n 1 | cut -f 1)
}

# other WHAT REGEX COMMAND...: another recipe than $base; diff says REGEX.
other() {
	tap_what=$1 tap_regex=$2
	shift 2
	ok "run with another $tap_what" "$@"
	ok "... has another recipe" test "$(recipe)" != "$base"
	like "... and diff says so" "$tap_regex" xp-log diff "$first" @1
}

# alike WHAT COMMAND...
alike() {
	tap_what=$1
	shift
	ok "run with another $tap_what" "$@"
	ok "... has the same recipe" test "$(recipe)" = "$base"
}

mkdir images
for i in 1 2 3 4; do
	tiff images/s$i.tif 40 40 16 "(x * 7 + y * 13 + x * y * $i) % 1000"
	tiff images/t$i.tif 40 40 16 "(x * 5 + y * 3 + x * y * $i) % 900"
done
xp-log init -q
xp-pairs --no-log --source 'images/s*' --target 'images/t*' \
	--split 50:50:0 > pairs.tsv 2> /dev/null
xp-norm --no-log -q pairs.tsv > norm.tsv
train() {
	xp-train -q --depth=1 --num-fmaps=2 --patch=16 --batch=2 --steps=3 \
		"$@" > run.id
}

train norm.tsv || exit 99
remember
alike "number of threads" train --threads=2 norm.tsv
alike "locale" env LC_ALL=C.UTF-8 xp-train -q --depth=1 --num-fmaps=2 \
	--patch=16 --batch=2 --steps=3 norm.tsv
other setting '^  lr  ' train --lr=0.01 norm.tsv
other seed '^  seed  ' train --seed=9 norm.tsv
cp norm.tsv kept && awk -F '\t' -v OFS='\t' 'NR > 1 { $1 = $1 "x" } 1' kept \
	> norm.tsv
other manifest '  changed  *norm.tsv' train norm.tsv
mv kept norm.tsv
cp images/s1.tif kept
tiff images/s1.tif 40 40 16 "(x * 7 + y * 13 + x * y) % 999"
cp norm.tsv kept.tsv
xp-pairs --no-log -q --table norm.tsv > new.tsv 2> /dev/null &&
	cp new.tsv norm.tsv
other image '  changed  *images/s1.tif' train norm.tsv
mv kept images/s1.tif
mv kept.tsv norm.tsv
# Every processor has these kernels.
train norm.tsv
remember
alike "kernel class" env XP_CPU=base xp-train -q --depth=1 --num-fmaps=2 \
	--patch=16 --batch=2 --steps=3 norm.tsv
trained=$(cat run.id)
ok "a prediction" xp-eval -q --split=val "$trained"
remember
alike "number of threads" xp-eval -q --split=val --threads=2 "$trained"
alike "kernel class of a prediction" \
	env XP_CPU=base xp-eval -q --split=val "$trained"

# What is only looked at is no part of it.
ok "--print-engine is in no recipe" sh -c \
	'! xp-log show --json "$1" | grep -q print-engine' - "$(cat run.id)"

# The code, and what differs from it.
if git --version > /dev/null 2>&1; then
	printf '/*\n!/code.py\n!/.gitignore\n' > .gitignore
	echo 'print(1)' > code.py
	git init -q . && git add code.py .gitignore &&
		git -c user.name=a -c user.email=a commit -q -m one
	ok "a run with code" train norm.tsv
	remember
	alike "time" train norm.tsv
	echo 'print(2)' > code.py
	other "line of code" '^  work tree  -  ' train norm.tsv
	git -c user.name=a -c user.email=a commit -q -a -m two
	other "commit" '^  commit  ' train norm.tsv
else
	skip "another commit" "needs git"
fi
done_testing
