#!/bin/sh
# session.sh - the session that README shows is what its commands do and
# print.
#
# A line "..." stands for any lines.  Numbers that come out of training, and
# how many threads and what kernels did it, differ between machines and are
# masked, as are the times that lines of a log have.
. "$(dirname "$0")/../lib.sh"

# The first indented block that begins with a command, without its indent.
awk '/^    \$ / { on = 1 }
	on && /^$/ { blank = blank "\n"; next }
	on && !/^    / { exit }
	on { printf "%s%s\n", blank, substr($0, 5); blank = "" }' \
	"$topdir/README.md" > session

# command-N and want-N: each command, and the lines below it.
awk '/^\$ / || more {
		if (!more)
			n++
		sub(/^\$ /, "")
		more = sub(/\\$/, "")
		printf "%s%s", $0, more ? "" : "\n" > ("command-" n)
		if (!more)
			printf "" > ("want-" n)
		next
	}
	NF && !/^ *#/ { print > ("want-" n) }
	END { print n > "commands" }' session

mask() {
	sed -e 's/[0-9]* threads, [a-z0-9]*/N threads, CPU/' \
		-e 's/^\(xp-train: \)\[[-0-9: ]*\] /\1/' \
		-e '/best at step/s/[0-9][0-9.e-]*/N/g' \
		-e '/test images/s/ [0-9][0-9.e-]*/ N/g' \
		-e "/worst image/s/'[^']*'/'NAME'/" \
		-e '/worst image/s/[0-9][0-9.]*$/N/' "$@"
}

# matches WANT GOT: line by line, "..." being any number of lines.
matches() {
	mask "$1" > want
	mask "$2" > got
	awk 'BEGIN { i = n = 0 }
	NR == FNR { got[n++] = $0; next }
	$0 == "..." { skip = 1; next }
	{
		while (skip && i < n && got[i] != $0)
			i++
		if (i >= n || got[i] != $0) {
			print "README: " $0
			print "now:    " (i < n ? got[i] : "(the end)")
			bad = 1
			exit
		}
		i++
		skip = 0
	}
	END {
		if (!bad && !skip && i < n) {
			print "README ends; now: " got[i]
			bad = 1
		}
		exit bad
	}' got want || {
		echo "-- all that is printed now:"
		cat "$2"
		return 1
	}
}

# 1 is an answer, too: diff's "they differ".
runs() {
	sh "command-$1" > "out-$1" 2> "err-$1"
	rc=$?
	[ $rc -le 1 ] || { cat "err-$1"; return 1; }
	[ $rc -eq 0 ] || grep -q '^xp-log diff' "command-$1"
}

yeast -q --to images --seed 1 > images.tsv || exit 99
# Where presets lie is known once they are installed.
cp "$topdir/share/presets/demo.conf" demo
xp-log init . > /dev/null 2>&1 || exit 99
ok "there is a session" test "$(cat commands)" -ge 8
n=0
while [ $n -lt "$(cat commands)" ]; do
	n=$((n + 1))
	what=$(cut -d '#' -f 1 "command-$n" | cut -c 1-50)
	if [ "${XP_QUICK:-0}" = 1 ] && [ $n -gt 3 ]; then
		skip "$what" "training takes long here"
		continue
	fi
	ok "$what" runs $n
	[ -s "want-$n" ] || continue
	ok "$what: prints what README shows" matches "want-$n" "err-$n"
done

# The numbers of the weights, by any kernels, compiler and release; replaced
# where results are meant to change.
want=7a54182f2d9cb5bb46c2e6278e6d2228e08084da91bc31a202c4c2c5c2bb10bb
numbers() {
	tail -c "+$(($(od -A n -t u8 -N 8 "$1") + 9))" "$1" | sha256sum |
		cut -c 1-64 > sum
	cat sum
	[ "$(cat sum)" = "$want" ]
}
if [ "${XP_QUICK:-0}" = 1 ]; then
	skip "the weights are those of every machine" "nothing was trained"
else
	weights=$(cat run.id)/best.safetensors
	ok "the weights are those of every machine" numbers ".xp/runs/$weights"
	ok "the archive restores" xp-log restore best.tar.zst restored
	ok "... the same ones" cmp ".xp/runs/$weights" \
		"restored/.xp/runs/$weights"
fi
done_testing
