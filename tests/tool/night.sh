#!/bin/sh
# night.sh - training that nobody watches: in the background (--detach), with a
# command at its end (--on-end).
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tiff.sh"

toy_pairs all.tsv

# train OPTION...
train() {
	xp-train --depth=2 --num-fmaps=4 --patch=16 --batch=3 --lr=0.01 \
		--no-checks --val-every=15 --log-every=7 "$@"
}

# ended ID: wait until the run's record is complete.
ended() {
	tries=0
	until [ -e ".xp/runs/$1/end.json" ] || [ $tries -gt 600 ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
	[ -e ".xp/runs/$1/end.json" ]
}

# reaches FILE REGEX
reaches() {
	tries=0
	until grep -Eq -e "$2" "$1" || [ $tries -gt 600 ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
	grep -Eq -e "$2" "$1"
}

# --- in the background -------------------------------------------------------
ok "trains in the foreground" train --steps=40 all.tsv > one.id
ok "goes on in the background" train --steps=40 --detach all.tsv > two.id \
	2> said
log=$(run_dir two.id)/log
ok "says how to watch" grep -q "to watch: tail -F '$PWD/$log'" said
ok "... and to stop and resume" \
	grep -q "to stop: kill [0-9]*; .*: xp-train --resume $(cat two.id)" said
ok "ends" ended "$(cat two.id)"
same_run "the background changes nothing" one.id two.id
ok "its log goes on" grep -q 'step 40: val loss' "$log"
ok "... after all that was said before" \
	test "$(head -n "$(wc -l < said)" "$log")" = "$(cat said)"
like "the record is as in the foreground" 'same recipe, same outputs' \
	xp-log diff "$(cat one.id)" "$(cat two.id)"
ok "a repetition waits for its end" xp-log verify "$(cat two.id)"

# A shell that waits for the end of the output waits for no training.
end='echo "$XP_RUN $XP_STATE" >> e; exit 7'
echo 'steps = 100000000' > gone.conf
id=$(train --config=gone.conf --detach --on-end="$end" all.tsv 2> said)
pid=$(sed -n 's/.*to stop: kill \([0-9]*\);.*/\1/p' said)
like "a shell gets the id at once" running xp-log show "$id"
ok "the run has left the terminal" awk -v pid="$pid" '
	{ exit !($6 == pid && $7 == 0) }' "/proc/$pid/stat"
ok "... and holds no stream of it" test "$(readlink "/proc/$pid/fd/1" \
	"/proc/$pid/fd/0" | sort -u)" = /dev/null
ok "trains" reaches ".xp/runs/$id/log" 'step 30: val'
ok "is stopped as it said" kill "$pid"
ok "ends then" ended "$id"
like "is stopped" 'stopped by SIGTERM' xp-log show "$id"
ok "the command runs in the end" reaches e "^$id stopped$"
ok "its failure is said" reaches ".xp/runs/$id/log" "on-end: .*: exit 7"
like "... and recorded" '	stopped	exit 7	echo' xp-log show "$id"
rm gone.conf
ok "resumes in the foreground, without the command and its settings file" \
	xp-train --resume "$id" --time-limit=1s
ok "... which the record has" grep -q ' gone.conf$' ".xp/runs/$id/inputs"
ok "... once" sh -c "! grep -q objects/ .xp/runs/$id/inputs"
ok "... in the background" sh -c "
	xp-train --resume $id --time-limit=1s --detach > three.id"
ok "... with the same id" test "$(cat three.id)" = "$id"
ok "... and one log" reaches ".xp/runs/$id/log" 'resuming at step'
ok "the command ran once" test "$(wc -l < e)" -eq 1
ended "$id"

# --- faults that are found before --------------------------------------------
sed 's/a-val1.tif/gone.tif/' all.tsv > gone.tsv
code 3 "an image that is missing" train --detach gone.tsv > none.id
ok "... gives no id" test ! -s none.id
like "... and is named" "xp-train: .*'gone.tif'" train --detach gone.tsv
sed 's/0\.02/20/g' all.tsv > raw.tsv
code 1 "a check that fails" xp-train --depth=2 --num-fmaps=4 --patch=16 \
	--detach --on-end='echo $XP_STATE > state' raw.tsv
ok "... ran the command" grep -qx failed state
code 2 "a wrong option" train --detach --steps=none all.tsv
code 2 "no record" train --detach --no-log --weights=w all.tsv
like "... is explained" 'not recorded: leave out --detach' \
	train --detach --no-log --weights=w all.tsv
ok "--no-detach" into no.id train --steps=20 --detach --no-detach all.tsv
ok "... and how it is run is not in the record" sh -c \
	'! xp-log show --json @1 | grep -q detach'
code 2 "a settings file" sh -c 'echo "detach = yes" > c
	xp-train --config c all.tsv'
code 2 "a command that is missing" train all.tsv --on-end

# --- a command in the end ----------------------------------------------------
ok "a command that fails changes no status" train --steps=20 all.tsv \
	--on-end 'echo talk; echo "$XP_STATE" > state
kill -9 $$' > last.id
ok "... and no output" test "$(wc -l < last.id)" -eq 1
ok "... knows that all is done" grep -qx 'done' state
like "... is recorded" '	signal 9	echo talk.*kill' xp-log show @1
rm state
ok "is no part of a repetition" xp-log verify @1
ok "... and does not run then" test ! -e state
like "the limit of time is a stop" stopped train --steps=100000000 \
	--time-limit=1s --on-end='echo $XP_STATE' all.tsv
done_testing
