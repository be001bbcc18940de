#!/bin/sh
# xp-log-fsck.sh - damage of any kind to any file of a store is found and
# named, hurts no other run, and is repaired from elsewhere.

. "$(dirname "$0")/../lib.sh"
. "$srcdir/tiff.sh"

is() {
	[ "$1" = "$2" ] || { echo "is '$1', want '$2'"; return 1; }
}
last() {
	xp-log ls -n 1 | tail -n 1 | cut -f 1
}

# A store with all that a store can have, in a git work tree.
mkdir whole && cd whole || exit 99
if git --version > /dev/null; then
	git init -q . && echo 'print(1)' > a.py && git add a.py &&
		git commit -qm one && echo 'print(2)' > a.py || exit 99
fi
xp-log init -q || exit 99
printf 'x\ty\n1\t2\n' > a.tsv
tiff x.tif 10 10 16 'i'
xp-log run -q -- sort a.tsv > b.tsv && xp-log note @1 'a note' &&
	xp-log note @1 'and one more' || exit 99
first=$(last)
seq 5 | xp-log run -q -- sh -c 'sort -r; echo oops >&2' > c.tsv 2> /dev/null
xp-stats -q --keep-inputs x.tif > d.tsv && xp-log tag @1 best || exit 99
xp-log run -q -- false
sleep 3
touch .xp/runs/* # old enough to be in the index
find .xp/runs -maxdepth 1 -exec touch -d '10 seconds ago' {} +
xp-log ls > /dev/null
ok "a sound store is found to be so" xp-log fsck
like "... and is counted" \
	'4 runs and [0-9]+ objects of [0-9]+ bytes checked: 0 problems$' \
	xp-log fsck
ok "... with no row" is "$(xp-log fsck -q | wc -l)" 1
cd .. || exit 99
cp -a whole damaged

# Each file of it, one bit at its begin, middle and end; cut; gone.  The lock
# files are empty, and a cache may be missing.
flip() { # FILE BYTE
	byte=$(od -An -tu1 -j "$2" -N 1 "$1")
	printf '%b' "\\0$(printf %o $((byte ^ 4)))" |
		dd of="$1" bs=1 seek="$2" conv=notrunc 2> /dev/null
}
# FILE WHAT: fsck names it, a run is not harmed by another's damage.
found() {
	(cd damaged && xp-log fsck -q) > found.tsv 2> said
	status=$?
	[ $status = 1 ] || [ $status = 3 ] || {
		echo "$1 $2: exit $status"
		cat found.tsv said
		return 1
	}
	name=$1
	case $name in
	objects/* | refs/* | runs/*/*) ;;
	*) name=${name%%/*} ;;
	esac
	cut -f 1 found.tsv | grep -qxF "$name" ||
		grep -qF "'$name'" found.tsv said || {
		echo "$1 $2: not named"
		cat found.tsv said
		return 1
	}
}
all_found() {
	bad=0
	for f in $(cd whole/.xp && find . -type f -size +0c | sed 's,^\./,,' |
		sort); do
		n=$(wc -c < "whole/.xp/$f")
		for how in 0 $((n / 2)) $((n - 1)) cut gone; do
			case $f,$how in
			index,gone | digests,gone | images,gone) continue ;;
			esac
			chmod u+w "damaged/.xp/$f"
			case $how in
			cut) head -c $((n / 2)) "whole/.xp/$f" \
				> "damaged/.xp/$f" ;;
			gone) rm "damaged/.xp/$f" ;;
			*) flip "damaged/.xp/$f" "$how" ;;
			esac
			found "$f" "$how" || bad=$((bad + 1))
			rm -f "damaged/.xp/$f"
			cp -a "whole/.xp/$f" "damaged/.xp/$f"
		done
	done
	[ $bad = 0 ]
}
ok "any bit flipped, file cut or removed is found and named" all_found

# What xp-log wrote, and somebody changed by hand.
by_hand() { # WHAT FILE COMMAND...: fsck names the file
	what=$1 file=$2
	shift 2
	rm -rf hand && cp -a whole hand
	(cd hand && "$@")
	like "fsck names $what" "^$file	(missing|.*records)" sh -c \
		'cd hand && xp-log fsck -q || true'
	case $file in
	refs/*)
		changed="tag '.*' was (changed|removed) by hand"
		[ ! -e "hand/.xp/$file" ] ||
			for c in 'show T' 'verify T' 'cat T' 'checkout T x' \
				'archive -o hand.tar T'; do
				like "... ${c% T*} does not follow it" \
					"$changed" sh -c "cd hand &&
					T=${file#*/} && xp-log $(echo "$c" |
						sed 's/T/$T/') || true"
			done ;;
	*)
		changed='the note of run .* was changed by hand'
		like "... note adds nothing" "$changed" sh -c \
			"cd hand && xp-log note $first x; xp-log note best x"
		;;
	esac
	like "... archive refuses it" "$changed" sh -c 'cd hand &&
		for r in $(xp-log ls | tail -n +2 | cut -f 1); do
			xp-log archive -q "$r" -o hand.tar || true
		done'
	rm -rf forged
	like "... push refuses it" "$changed" sh -c \
		'cd hand && xp-log push ../forged || true'
	like "... fsck still names it" "^$file	(missing|.*records)" sh -c \
		'cd hand && xp-log fsck -q || true'
	(mkdir -p forged && cd forged && { [ -d .xp ] || xp-log init -q; })
	like "... pull refuses it, too" "$changed" sh -c \
		'cd forged && xp-log pull ../hand || true'
	ok "... and brings nothing of it" sh -c \
		"! grep -rs 'no note\|by hand' forged/.xp/runs"
}
note=runs/$first/note
by_hand "an edited note" "$note" sed -i 's/a note/no note/' ".xp/$note"
by_hand "a line that was added to a note" "$note" sh -c \
	"echo '2026-11-30T00:00:00Z  by hand' >> .xp/$note"
by_hand "a line that was removed from one" "$note" sed -i 1d ".xp/$note"
by_hand "the last line that was removed" "$note" sed -i '$d' ".xp/$note"
by_hand "a note that was removed" "$note" rm ".xp/$note"
by_hand "a moved tag" refs/best sh -c "echo $first > .xp/refs/best"
by_hand "a tag that was removed" refs/best rm .xp/refs/best
ok "... which can be confirmed" sh -c 'cd hand && xp-log tag -d best &&
	! xp-log fsck | grep refs && ! xp-log push ../forged2 2>&1 |
	grep "by hand"'
by_hand "a new tag" refs/other cp .xp/refs/best .xp/refs/other
by_hand "a new note" "runs/.*/note" sh -c \
	'cp .xp/'"$note"' ".xp/runs/$(cat .xp/refs/best)/note"'
cd hand || exit 99
rm -rf .xp && cp -a ../whole/.xp .xp
ok "a tag is moved, put back, removed and set" sh -c "
	xp-log tag -f $first best && xp-log tag -f @any2 best &&
	xp-log tag -d best && xp-log tag $first best"
ok "... and fsck has nothing to say" xp-log fsck
awk '!(/note$/ || /refs/) || !seen[$0]++' .xp/records > once &&
	cat once > .xp/records
ok "... nor of a ledger without the second lines, as it was" xp-log fsck
ok "notes are added at once" sh -c "for i in 1 2 3 4 5; do
	xp-log note $first \"note \$i\" & done; wait"
ok "... and fsck has nothing to say" xp-log fsck
ok "... also in a copy" sh -c 'xp-log push -q ../pushed && cd ../pushed &&
	xp-log fsck'
# Of a restored store the archive says what the note was.
cd .. && rm -rf hand pushed restored || exit 99
(cd whole && xp-log archive -q "$first" -o ../noted.tar) || exit 99
for change in 'sed -i "s/a note/no note/"' rm 'echo >>'; do
	rm -rf restored && xp-log restore -q noted.tar restored || exit 99
	ok "a note that was changed after restoring: $change" sh -c \
		"$change restored/.xp/$note"
	like "... gets no further line" 'note of run .* was changed by hand' \
		sh -c "cd restored && xp-log note $first x || true"
	like "... and is not pushed" 'note of run .* was changed by hand' \
		sh -c "cd restored && xp-log push ../pushed || true"
done
rm -rf restored pushed && xp-log restore -q noted.tar restored || exit 99
ok "one that was not changed" sh -c "cd restored && xp-log note $first x"
ok "... is whole, and pushed" sh -c \
	'cd restored && xp-log fsck && xp-log push -q ../pushed'
rm -rf restored pushed noted.tar || exit 99

# Which runs need what is damaged, and that the others are unharmed.
cd damaged || exit 99
object=objects/$(sha256sum < a.tsv | sed 's,^\(..\)\([0-9a-f]*\).*,\1/\2,')
chmod u+w ".xp/$object" && echo rubbish > ".xp/$object"
xp-log fsck -q > ../said.tsv
ok "fsck names the run that needs a damaged object" is "$(cut -f 1,3 \
	../said.tsv | tail -n +2)" "$object	$first"
ok "... with --json, too" sh -c 'xp-log fsck -q --json |
	grep -q "\"runs\":\"$1\""' - "$first"
ok "the others can be archived" xp-log archive -q best -o ../best.tar
code 1 "repaired from a store that has it not" \
	xp-log fsck --repair-from ../damaged
code 3 "repaired from no archive" xp-log fsck --repair-from a.tsv
ok "nothing is left of that" test -z "$(ls .xp/tmp)"
ok "repaired from another store" xp-log fsck --repair-from ../whole
same "... it is the object again" ".xp/$object" a.tsv
ok "... and the store is sound" xp-log fsck
rm ".xp/$object" ".xp/runs/$first/end.json" ".xp/runs/$first/note"
echo garbage > .xp/index
code 1 "much is gone" xp-log fsck
like "... and repaired at once" '^xp-log: .*: 0 problems left' \
	xp-log fsck --repair-from ../whole/.xp
ok "... so that nothing is left to do" xp-log fsck
machine=$(tr -d ' "' < ".xp/runs/$first/start.json" |
	sed 's,.*environment:\(..\)\([0-9a-f]*\).*,.xp/objects/\1/\2,')
chmod u+w "$machine" && echo rubbish > "$machine"
like "without its environment no record can be read" "^runs/$first	" \
	xp-log fsck
ok "... until that is repaired" xp-log fsck --repair-from ../whole
ok "... which is all" xp-log fsck
rm ".xp/$object" && echo '{' > ".xp/runs/$first/end.json"
like "what an unreadable record needs is repaired in the same run" \
	': 0 problems left' xp-log fsck --repair-from ../whole
same "... it is the object again" ".xp/$object" a.tsv
ok "... and 0 it is" xp-log fsck
mkdir ../part && cp -a ../whole/.xp ../part && chmod -R u+w ../part &&
	rm "../part/.xp/$object" ".xp/$object" || exit 99
echo '{' > ".xp/runs/$first/end.json"
like "what is found only then and is not repaired counts" \
	': 1 problem left' xp-log fsck --repair-from ../part
like "... and is named" "^$object	missing	$first	no\$" \
	xp-log fsck --repair-from ../part
ok "... until it is repaired" xp-log fsck --repair-from ../whole
rm -r ".xp/runs/$first"
like "a run that is gone as a whole can be pulled" \
	"1 run is gone .*'xp-log pull REMOTE $first' restores it" \
	xp-log fsck --repair-from ../whole
ok "... which is done" xp-log pull -q ../whole "$first"
ok "... and all is there" xp-log fsck
(cd ../whole && xp-log archive -q best -o ../best.tar) || exit 99
image=objects/$(sha256sum < x.tif | sed 's,^\(..\)\([0-9a-f]*\).*,\1/\2,')
rm ".xp/$image"
code 1 "an image is gone" xp-log fsck
ok "... and is repaired from an archive" xp-log fsck --repair-from ../best.tar
same "... with the right bytes" ".xp/$image" x.tif
ok "nothing is left over" test -z "$(ls .xp/tmp)"
cd .. || exit 99

# A restored experiment is a store, too.
ok "an experiment" xp-log restore -q best.tar restored
cd restored || exit 99
ok "... is sound when it is restored" xp-log fsck
for f in $(cd .xp && find . -type f -size +0c | sed 's,^\./,,'); do
	case $f in
	objects/*) ;;
	runs/*/*.json) ;;
	*) continue ;;
	esac
	rm -f ../good # objects are read-only, and so was the last copy
	cp -a ".xp/$f" ../good
	chmod u+w ".xp/$f"
	flip ".xp/$f" 20
	name=$(echo "$f" | cut -c 1-12)
	code 1 "... damage to $name... is found" xp-log fsck
	rm -f ".xp/$f"
	code 1 "... and if it is gone" xp-log fsck
	cp -a ../good ".xp/$f"
done
ok "... and it is sound again" xp-log fsck
cd .. || exit 99

# Removing.
mkdir gone && cd gone && xp-log init -q || exit 99
printf 'x\n1\n' > in.tsv && echo other > other.tsv
xp-log run -q -- cp in.tsv mid.tsv && made=$(last) || exit 99
xp-log run -q -- cp mid.tsv out.tsv && read=$(last) || exit 99
xp-log run -q -- wc other.tsv && xp-log tag @1 keep || exit 99
third=$(last)
code 3 "rm of a run that another one has read" xp-log rm "$made"
like "... says which" "run $made made 'mid.tsv', which run $read has read" \
	sh -c "xp-log rm $made || true"
code 3 "rm of a tagged run" xp-log rm "$third"
ok "... nothing was removed" is "$(xp-log ls | wc -l)" 4
ok "rm" xp-log rm "$read"
code 3 "... the run is gone" xp-log show "$read"
ok "... what others need is not" sh -c "xp-log cat $made mid.tsv |
	cmp - in.tsv && xp-log cat $third | grep -q other"
ok "... and the store is sound" xp-log fsck
ok "rm --force of a tagged run" xp-log rm --force "$third"
ok "... takes the tag with it" test ! -e .xp/refs/keep
other=objects/$(sha256sum < other.tsv | sed 's,^\(..\)\([0-9a-f]*\).*,\1/\2,')
ok "... and what only it needed" test ! -e ".xp/$other"
ok "... and the store is sound" xp-log fsck
ok "one is left" is "$(xp-log ls | wc -l)" 2
xp-log run -- sh -c 'until [ -e ready ]; do sleep 0.1; done' &
n=0
until [ "$(xp-log ls -n 1 | tail -n 1 | cut -f 2)" = running ] ||
	[ $n -gt 100 ]; do
	sleep 0.1
	n=$((n + 1))
done
code 3 "rm of a running run" xp-log rm --force --yes @1
: > ready
wait
if script -qec true /dev/null > /dev/null 2>&1; then
	echo n | script -qec "xp-log rm $made" /dev/null > said
	like "at a terminal it asks" "remove run $made" cat said
	ok "... and heeds the answer" xp-log show "$made"
	ok "... or not, when told so" \
		script -qec "xp-log rm --yes $made" /dev/null
	code 3 "... and then it is gone" xp-log show "$made"
else
	skip "rm asks" "needs script"
fi

# Garbage.
ok "gc of a store without any" xp-log gc --grace 0
ok "... removes nothing" is "$(xp-log gc -q --grace 0 --delete | wc -l)" 0
echo litter > litter
hex=$(sha256sum < litter | cut -c 1-64)
litter=objects/$(echo "$hex" | sed 's,^\(..\),\1/,')
mkdir -p ".xp/${litter%/*}" && cp litter ".xp/$litter"
ok "gc keeps young objects" is "$(xp-log gc -q)" ""
ok "... and lists what it would remove" is "$(xp-log gc -q --grace 0)" "$litter"
like "... how much that is" \
	'would remove 1 object .* 0 leftovers .*: 7 bytes; .* --delete' \
	xp-log gc --grace 0
ok "... and does not do it" test -e ".xp/$litter"
ok "... unless told to" xp-log gc -q --grace 0 --delete
ok "... then it is gone" test ! -e ".xp/$litter"
: > .xp/tmp/0123456789abcdef && touch -d '1 hour ago' .xp/tmp/0123456789abcdef
like "what a kill has left is listed" '^tmp/0123456789abcdef$' xp-log gc
ok "... and removed" sh -c 'xp-log gc -q --delete && test -z "$(ls .xp/tmp)"'
mkdir -p .xp/tmp/left/objects && seq 1000 > .xp/tmp/left/objects/x
like "what is young stays, and that is said" \
	'1 file or directory in tmp/ is younger than a minute.*--grace' \
	xp-log gc --grace 0 --delete
ok "... it does" test -e .xp/tmp/left/objects/x
touch -d '1 hour ago' .xp/tmp/left
like "a directory counts as what is in it" '1 leftover .*: 3893 bytes' \
	xp-log gc --delete
ok "... and goes" test ! -e .xp/tmp/left
ok "the store is sound" xp-log fsck
ok "a run to damage" xp-log run -q -- cat in.tsv
id=$(last)
cp -a ".xp/runs/$id" kept && echo '{' > ".xp/runs/$id/start.json"
code 3 "gc of a store with a damaged record" xp-log gc --grace 0 --delete
like "... removes nothing and says so" 'nothing is removed: .* fsck' \
	sh -c 'xp-log gc --grace 0 --delete || true'
rm -r ".xp/runs/$id" && mv kept ".xp/runs/$id"
ok "... and goes on when that is mended" xp-log gc -q --grace 0 --delete
ok "... having lost nothing" xp-log fsck

# gc beside writers.
: > go
for i in 1 2 3 4; do
	(
		n=0
		while [ -e go ] && [ $n -lt 40 ]; do
			n=$((n + 1))
			echo "$((n % 3)) $i" > "w$i.tsv"
			xp-log run -q -- sort "w$i.tsv" > "o$i" || exit 1
			[ $((n % 4)) != 0 ] || xp-log rm -q --force --yes @1 ||
				:
		done
		echo "$n" > "n$i"
	) &
	pids="${pids:-} $!"
done
for i in 1 2 3 4 5 6 7 8 9 10; do
	xp-log gc -q --grace 0 --delete > /dev/null || echo "gc $i" >> bad
done
rm go
ok "writers beside gc" wait $pids # no quotes: several
ok "... and gc beside writers" test ! -e bad
ok "... none has lost anything" xp-log fsck
ok "... and each run gives what it has" sh -c 'for id in $(xp-log ls |
	tail -n +2 | cut -f 1); do xp-log cat "$id" > /dev/null || exit 1
	done'
cd .. || exit 99

done_testing
