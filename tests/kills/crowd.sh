#!/bin/sh
# crowd.sh - many writers at once, with gc beside them: nothing is lost.
[ ! -w /dev/shm ] || export TMPDIR=/dev/shm
. "$(dirname "$0")/../lib.sh"

n=64
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
done_testing
