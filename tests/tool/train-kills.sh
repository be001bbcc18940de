#!/bin/sh
# train-kills.sh - nights in which training is killed (SIGKILL) at random
# instants and resumed, KILLS times, end with the bytes of one that nobody
# disturbed.
#
# KILLS=4 unless it is set; `make night` takes 500.  SEED chooses the instants.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tiff.sh"

kills=${KILLS:-4}
seed=${SEED:-1}
steps=$((kills * 2000))
[ -z "${XP_QUICK:-}" ] || steps=$((kills * 300))

toy_pairs norm.tsv

# Validations, rows and checkpoints are due at different steps.
train="xp-train -q --depth=1 --num-fmaps=2 --patch=16 --batch=2 --no-checks
	--threads=1 --steps=$steps --val-every=700 --log-every=90
	--checkpoint-every=110 norm.tsv"
began=$(date +%s%N)
# shellcheck disable=SC2086
ok "a night that nobody disturbs" $train > quiet.id
took=$(($(date +%s%N) - began))

# Of a run that was killed before it was recorded nothing is left.
newest() {
	for run in .xp/runs/*; do
		echo "${run##*/}"
	done | tail -n 1
}
# The training takes the place of the shell in the background.  A kill may come
# after the end of its record.
life() {
	last=$(newest)
	if [ "$last" != "$before" ]; then
		[ ! -e ".xp/runs/$last/end.json" ] ||
			exec echo "$last" > id
		exec xp-train -q --resume "$last" > id
	fi
	# shellcheck disable=SC2086
	exec $train > id
}

# Instants up to half of a night, at most half a second: the earlier the more
# likely, so that one night has many kills.
awk -v n=$((3 * kills)) -v seed="$seed" -v took="$took" 'BEGIN {
	srand(seed)
	most = took / 2e9 < 0.5 ? took / 2e9 : 0.5
	for (i = 0; i < n; i++)
		printf "%.3f\n", rand() * rand() * most
}' > pauses

nights=0
done=0
before=$(newest)
# A night is over: its run is the last one.
compare() {
	nights=$((nights + 1))
	same_run "night $nights, after $done kills" quiet.id id
	before=$(newest)
}

while read -r pause && [ $done -lt "$kills" ]; do
	life 2> said < /dev/null &
	pid=$!
	sleep "$pause"
	kill -KILL $pid
	status=0
	wait $pid || status=$?
	case $status in
	0) compare ;;
	137) done=$((done + 1)) ;;
	*)
		ok "a life ends by a kill or is done" cat said
		ok "... not with status $status" false
		break
		;;
	esac
done < pauses
(life)
compare
ok "the store is sound" xp-log fsck
like "the record is that of a quiet night" 'same recipe, same outputs' \
	xp-log diff "$(cat quiet.id)" "$(cat id)"
echo "# $done kills in $nights nights" >&3
done_testing
