#!/bin/sh
# crowd.sh - many writers at once, with gc beside them: nothing is lost.
[ ! -w /dev/shm ] || export TMPDIR=/dev/shm
. "$(dirname "$0")/../lib.sh"

n=70
[ -z "${XP_QUICK:-}" ] || n=12
mkdir p q && cd p && xp-log init -q . && (cd ../q && xp-log init -q .)
i=0
while [ $i -lt $n ]; do
	printf 'input %s\n' $i > in$i.txt
	{
		xp-log run -q -- sh -c "cat in$i.txt; echo out $i" in$i.txt \
			> out$i.txt && echo $i >> ../done
		[ $((i % 8)) -gt 0 ] || xp-log push -q ../q
	} 2>> ../said &
	i=$((i + 1))
done
: > ../busy
(while [ -e ../busy ]; do
	xp-log gc -q --delete --grace=0 || echo gc >> ../said
done) > /dev/null 2>> ../said &
gc=$!
for pid in $(jobs -p); do
	[ "$pid" = "$gc" ] || wait "$pid"
done
rm ../busy
wait
ok "$n writers at once with gc beside them: each says that it is done" \
	test "$(sort -u ../done | wc -l)" = $n
ok "... and nothing else" test ! -s ../said
ok "... as is recorded" test "$(xp-log ls | grep -c '	done	')" = $n
ok "... and sound" xp-log fsck
ok "... with all that was printed" sh -c '
	for id in $(xp-log ls | sed 1d | cut -f 1); do
		xp-log cat $id
	done | sort > ../printed && cat out*.txt | sort | cmp - ../printed'
ok "the store that some pushed to is sound" sh -c 'cd ../q && xp-log fsck'
ok "nothing is left in tmp/" test -z "$(ls .xp/tmp)$(ls ../q/.xp/tmp)"

# Which run wrote what is kept in a file, once the runs are many; it must never
# tell anything else than their records do.
made_by() { # FILE: the run of which it was made
	xp-log run -q -- sh -c "cat $1; echo more" "$1" > used.txt
	xp-log show @1 | sed -n "s/^  $1: .* //p"
}
of() { # OUTPUT: the run that printed it
	for id in $(xp-log ls | sed 1d | cut -f 1); do
		! xp-log cat "$id" | cmp -s - "$1" || echo "$id"
	done
}
is() {
	[ "$1" = "$2" ] || { echo "is '$1', want '$2'"; return 1; }
}
maker=$(of out3.txt)
ok "the maker of a file is found" is "$(made_by out3.txt)" "$maker"
ok "... once more" is "$(made_by out3.txt)" "$maker"
[ $n -le 64 ] || ok "... by a file" test -f .xp/made
xp-log run -q -- sh -c 'echo a new one: more than 64 bytes, so that it is \
not taken for chance' > new.txt
new=$(xp-log ls -n 1 | tail -n 1 | cut -f 1)
ok "... of a new one" is "$(made_by new.txt)" "$new"
xp-log rm -q -y -f "$new"
ok "... but not one that was removed" is "$(made_by new.txt)" it # no run made
if [ -f .xp/made ]; then
	cp .xp/made ../made
	sed -i "s/$maker/20200101-000000-00000000/" .xp/made
	code 1 "damage to the file is found" xp-log fsck
	cp ../made .xp/made
	ok "... and none without" xp-log fsck
	echo garbage > .xp/made
	ok "garbage is not believed" is "$(made_by out3.txt)" "$maker"
	ok "... and replaced" xp-log fsck
fi
done_testing
