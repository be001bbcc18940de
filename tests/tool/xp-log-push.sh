#!/bin/sh
# xp-log-push.sh - runs copied between stores: whole, only what is missing,
# also after kills, and with nothing lost.

. "$(dirname "$0")/../lib.sh"

is() {
	[ "$1" = "$2" ] || { echo "is '$1', want '$2'"; return 1; }
}
last() {
	xp-log ls -n 1 | tail -n 1 | cut -f 1
}
mkdir here there && cd here && xp-log init -q || exit 99
printf 'b\na\n' > in.txt
xp-log run -q -- cp in.txt mid.txt && made=$(last) || exit 99
xp-log run -q -- sh -c 'sort mid.txt; echo oops >&2' mid.txt > out.txt \
	2> /dev/null && read=$(last) || exit 99
xp-log run -q -- echo alone > /dev/null && alone=$(last) || exit 99
xp-log tag "$read" best && xp-log note "$read" 'from here' || exit 99

code 3 "pull from where no store is" xp-log pull ../there
ok "push of one run" xp-log push ../there best
cd ../there || exit 99
ok "... makes the store" test -f .xp/version
ok "... and brings the run that made its input" xp-log show "$made"
code 3 "... and no other" xp-log show "$alone"
like "... with its tag" "^tags +best$" xp-log show "$read"
like "... its note" 'from here' xp-log show "$read"
ok "... what it printed" sh -c "xp-log cat $read | cmp - ../here/out.txt"
ok "... and its stderr" is "$(xp-log cat --stderr "$read")" oops
ok "... sound" xp-log fsck
ok "it can be archived there" xp-log archive -q --alone "$read" -o a.tar
cd ../here || exit 99
ok "... to the same bytes" sh -c "xp-log archive -q --alone $read -o a.tar &&
	cmp a.tar ../there/a.tar"
like "push of all" \
	'1 run and [0-9]+ objects? of .*; 2 runs were there already' \
	xp-log push ../there
like "... once" '^xp-log: 0 runs and 0 objects of 0 bytes copied; 3 runs' \
	xp-log push ../there
xp-log note "$read" 'later' && (cd ../there && xp-log note "$read" 'there')
ok "notes that were added on both sides" xp-log push -q ../there
ok "... are merged" is "$(cd ../there && xp-log show "$read" |
	grep -cE ' (from here|later|there)$')" 3
ok "... and sound" sh -c 'cd ../there && xp-log fsck'
ok "... and come back" sh -c "xp-log pull -q ../there &&
	xp-log show $read | grep -q ' there$'"
(cd ../there && xp-log tag -f "$alone" best)
like "a tag that names another run there stays" \
	"this tag already names run $alone" xp-log push ../there
ok "... as it is" sh -c "cd ../there && xp-log show best | grep -q $alone"
xp-log run -q -- sh -c 'until [ -e go ]; do sleep 0.1; done' &
n=0
until [ "$(xp-log ls -n 1 | tail -n 1 | cut -f 2)" = running ] ||
	[ $n -gt 100 ]; do
	sleep 0.1
	n=$((n + 1))
done
like "a run that has not ended is left out" '1 run has not ended' \
	xp-log push ../there
: > go
wait
code 2 "push to what is no place" xp-log push gs://bucket/path
like "... says what it wants" 'neither a directory nor ssh://' \
	sh -c 'xp-log push gs://bucket/path || true'

# What scp takes is not made a directory here.
for bad in host:/data/x me@host:x host: host:~/x; do
	code 2 "push to $bad" xp-log push "$bad"
	code 2 "pull from $bad" xp-log pull "$bad"
done
ok "... makes no directory" sh -c 'test -z "$(ls -d ./*host*)"'
like "... says what to write" 'write ssh://me@host/~/x$' \
	sh -c 'xp-log push me@host:x || true'
like "... with a path from the root" 'write ssh://host/data/x$' \
	sh -c 'xp-log push host:/data/x || true'
mkdir a:b
ok "a directory that is named so" xp-log push -q a:b "$made"
ok "... gets the store" test -f a:b/.xp/version

# Damage does not travel.
object=.xp/objects/$(sha256sum < out.txt |
	sed 's,^\(..\)\([0-9a-f]*\).*,\1/\2,')
cp -a "$object" ../good && chmod u+w "$object" && echo bad > "$object"
mkdir ../new
code 3 "a damaged object" xp-log push ../new best
cd ../new || exit 99
code 3 "... is not copied, nor its run" xp-log show "$read"
ok "... and what is there is sound" xp-log fsck
cd ../here && rm -f "$object" && cp -a ../good "$object" || exit 99
ok "when it is mended" xp-log push -q ../new best
ok "... it goes on" sh -c "cd ../new && xp-log fsck && xp-log show $read"

rm -f "$object"
mkdir ../lost
like "a run whose output is gone from the store" \
	"warning: run $read was copied without what it read or printed" \
	xp-log push ../lost best
cp -a ../good "$object" || exit 99

# Images stay where they are, which is said.
. "$srcdir/tiff.sh"
tiff x.tif 10 10 16 'i' && xp-stats -q x.tif > x.tsv || exit 99
like "images that were not kept are said to stay" \
	'1 input of these runs .images. is kept by reference' \
	xp-log push ../there

# A run that was resumed since is brought up to date.
mkdir ../origin && cd ../origin && xp-log init -q || exit 99
printf 'id\tsource\ttarget\tsplit\tsource_offset\tsource_scale\t' > all.tsv
printf 'target_offset\ttarget_scale\n' >> all.tsv
for name in train val; do
	tiff $name.tif 32 32 8 "120 + 50 * sin(x / ${#name}) + 50 * cos(y / 7)"
	printf '%s\t%s.tif\t%s.tif\t%s\t120\t0.02\t120\t0.02\n' \
		$name $name $name $name >> all.tsv
done
# until_stopped COMMAND...: a training that is stopped at its first checkpoint.
until_stopped() {
	"$@" &
	pid=$!
	until [ -n "$(ls .xp/runs/*/state.safetensors 2> /dev/null)" ]; do
		kill -0 $pid || break
		sleep 0.02
	done
	kill -TERM $pid
	wait $pid
}
until_stopped xp-train -q --no-checks --steps=300 --checkpoint-every=10 \
	--depth=1 --num-fmaps=2 --patch=16 --batch=1 all.tsv > id 2> /dev/null
run=$(last)
is_state() {
	(cd "$1" && xp-log show "$run" | grep -q "^state *$2" && xp-log fsck)
}
same_record() {
	diff -r -x lock -x note ".xp/runs/$run" "$1/.xp/runs/$run"
}
ok "a training is stopped" is_state . stopped
mkdir ../copy ../strange && xp-log push -q ../copy && xp-log push -q ../strange
ok "... and pushed" is_state ../copy stopped
for copy in older far killed-update; do
	cp -a ../copy ../$copy || exit 99
done
cp -a . ../twin
ok "it is resumed" xp-train -q --resume "$run"
(cd ../copy && xp-log note "$run" 'seen there')
ok "a run that is running there is let be" sh -c "
	flock ../copy/.xp/runs/$run/lock xp-log push ../copy 2> ../said
	test \$? = 3 && grep -q 'still running in' ../said"
like "it is pushed again" "run $run was brought up to date in .*/copy" \
	xp-log push ../copy
ok "... and done there" is_state ../copy 'done'
ok "... with all its files" same_record ../copy
ok "... and its note" sh -c "cd ../copy && xp-log show $run |
	grep -q 'seen there'"
like "... once" '0 runs and 0 objects of 0 bytes copied; 1 run was' \
	xp-log push ../copy
printf 'for last; do :; done\nexec sh -c "$last"\n' > ../ssh
like "over a link" "run $run was brought up to date in .*/far" \
	env XP_SSH='sh ../ssh' xp-log push "ssh://host$PWD/../far"
ok "... too" is_state ../far 'done'
ok "... with all its files" same_record ../far
like "... once" '^xp-log: 0 runs and 0 objects of 0 bytes copied; 1 run was' \
	env XP_SSH='sh ../ssh' xp-log push "ssh://host$PWD/../far"
like "a push of an older copy over a link" \
	'^xp-log: 0 runs and 0 objects of 0 bytes copied; 1 run was' sh -c \
	'cd ../older && XP_SSH="sh ../ssh" xp-log push "ssh://host$PWD/../far"'
ok "... changes nothing" same_record ../far
cp -a ../older ../older2
like "a pull over a link" "run $run was brought up to date in .*/older2" sh -c \
	'cd ../older2 && XP_SSH="sh ../ssh" xp-log pull "ssh://host$PWD/../far"'
ok "... brings all files" same_record ../older2
ok "a push of an older copy" sh -c 'cd ../older && xp-log push -q ../copy'
ok "... changes nothing" same_record ../copy
ok "a pull" sh -c 'cd ../older && xp-log pull -q ../copy'
ok "... brings it up to date, too" is_state ../older 'done'
ok "... with all its files" same_record ../older
ok "another resumption" sh -c "cd ../twin && xp-train -q --resume $run"
cp -a ../twin ../before
code 3 "... is not replaced" xp-log push ../twin
like "... says so" 'neither copy contains the other' \
	sh -c 'xp-log push ../twin || true'
code 3 "... nor over a link" env XP_SSH='sh ../ssh' \
	xp-log push "ssh://host$PWD/../twin"
ok "... and stays" diff -r "../before/.xp/runs/$run" "../twin/.xp/runs/$run"
strike=$builddir/tests/kills/strike
if [ -z "${XP_RUNNER:-}" ] && "$strike" 9 true; then
	n=1 got=137
	while [ $got = 137 ]; do
		rm -rf ../at && cp -a ../killed-update ../at
		"$strike" $n xp-log push -q ../at 2> /dev/null
		got=$?
		(cd ../at && xp-log fsck) || echo "fsck $n" >> ../bad-update
		xp-log push -q ../at && is_state ../at 'done' &&
			same_record ../at || echo "again $n" >> ../bad-update
		n=$((n + ${XP_QUICK:+40} + 13))
	done > /dev/null
	ok "an update that is killed is gone on with" test ! -e ../bad-update
else
	skip "an update that is killed" "tracing is not allowed here"
fi
cd ../here || exit 99

# Killed at any time, it goes on.
mkdir ../killed
for pause in 0 0.002 0.004 0.006 0.008 0.01 0.015 0.02 0.03; do
	xp-log push -q ../killed 2> /dev/null &
	pid=$!
	sleep $pause
	kill -9 $pid 2> /dev/null
	wait $pid 2> /dev/null
	[ ! -f ../killed/.xp/version ] ||
		(cd ../killed && xp-log fsck) || echo "after $pause" >> ../bad
done
ok "a push that is killed leaves a sound store" test ! -e ../bad
ok "... and goes on" xp-log push -q ../killed
ok "... to the end" sh -c 'test "$(xp-log ls | wc -l)" = \
	"$(cd ../killed && xp-log fsck > /dev/null && xp-log ls | wc -l)"'

# What killed processes left in tmp/ goes with the next command that writes to
# the store, what living ones have there stays.
leave() { # PID STORE
	for name in "receive-$id-p$1-0" "copy-$id-p$1" "repair-p$1" \
		".repair-p$1.abcdef" "repair-p$1-abcdef"; do
		mkdir -p "$2/.xp/tmp/$name/runs" || return
		: > "$2/.xp/tmp/$name/lock"
	done
}
mkdir ../left && cd ../left && xp-log init -q && xp-log run -q -- true &&
	id=$(xp-log ls -n 1 | tail -n 1 | cut -f 1) &&
	xp-log push -q ../left2 || exit 99
dead=$(sh -c 'echo $$')
leave "$dead" . && leave "$dead" ../left2 && leave $$ ../left2
ok "a run takes away what killed processes left" sh -c 'xp-log run -q -- true
	test -z "$(ls -A .xp/tmp)"'
ok "a push, too, but not what a living one has" sh -c '
	xp-log push -q ../left2 && test "$(ls -A ../left2/.xp/tmp | wc -l)" = 5'
leave "$dead" .
ok "a pull, too" sh -c 'xp-log pull -q ../left2
	test -z "$(ls -A .xp/tmp)"'
leave "$dead" .
ok "a repair, too" sh -c 'xp-log fsck -q --repair-from ../left2
	test -z "$(ls -A .xp/tmp)"'
done_testing
