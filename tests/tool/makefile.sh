#!/bin/sh
# makefile.sh - examples/Makefile makes what changed and nothing else, several
# things at once, and after Ctrl-C it goes on where it was.
. "$(dirname "$0")/../lib.sh"

yeast -q --to raw --positions 9 --times 1 --size 64x64 > raw.tsv &&
	yeast -q --to new --positions 2 --times 1 --size 64x64 > new.tsv &&
	rm new/YFP_* || exit 99
cat > small.conf <<'X'
depth = 2
num-fmaps = 4
patch = 32
batch = 2
steps = 600
val-every = 200
checkpoint-every = 5
checks = no
X
# make with what this test has; not as part of the make that runs it
run_make() {
	env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS make \
		-f "$topdir/examples/Makefile" SOURCE='raw/BF_*.tif' \
		TARGET='raw/YFP_*.tif' CONFIG=small.conf NEW='new/*.tif' \
		ALLOW='--allow C7 --allow C9' "$@"
}
runs() {
	xp-log ls | sed 1d | wc -l
}
# nothing_new WHAT COMMAND...: COMMAND succeeds and makes no run.
nothing_new() {
	before=$(runs)
	ok "$@"
	ok "... without a run" test "$(runs)" = "$before"
}
state() {
	xp-log ls --tool xp-train | tail -n 1 | cut -f 2
}
is_training() {
	set -- .xp/runs/*/state.safetensors
	[ -s "$1" ]
}

# Ctrl-C goes to make and to what it runs.  A shell's background jobs ignore it.
cat > interrupt.sh <<'X'
exec setsid env --default-signal=INT "$@"
X
xp-log init -q
run_make -n > plan
like "make plans it" 'xp-train --if-new --deps run.d --config small.conf' \
	cat plan
export topdir
env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS sh interrupt.sh make -j 3 \
	-f "$topdir/examples/Makefile" SOURCE='raw/BF_*.tif' \
	TARGET='raw/YFP_*.tif' CONFIG=small.conf NEW='new/*.tif' \
	ALLOW='--allow C7 --allow C9' > first.log 2>&1 &
tap_make=$!
until is_training; do
	kill -0 $tap_make || break
	sleep 0.05
done
kill -INT -$tap_make
wait $tap_make
ok "Ctrl-C ends make" test $? -ne 0
cat first.log
ok "... while it trains" test "$(state)" = stopped
ok "... with no id of a run" test ! -e run.id
id=$(xp-log ls --tool xp-train | tail -n 1 | cut -f 1)
ok "make goes on" run_make -s -j 3
ok "... with the same training" test "$(cat run.id)" = "$id"
ok "... which is done" test "$(state)" = "done"
ok "... and scored" grep -q pearson scores.tsv
ok "a training that nobody stopped" sh -c \
	'xp-train -q --config small.conf norm.tsv > whole.id'
same_run "... is the same" whole.id run.id
nothing_new "all is made" run_make -q

# What is newer but the same.
touch pairs.tsv
nothing_new "a table that is newer" run_make -s -j 3
ok "... is old then" run_make -q
touch raw/BF_Position01_time01.tif
code 1 "an image that is newer" run_make -q
nothing_new "... but the same" run_make -s -j 3
ok "... is old then" run_make -q
cp scores.tsv scores.1
cp panel.png panel.1
rm scores.tsv stats.tsv
nothing_new "what is gone" run_make -s -j 3
ok "... is there again" test -s scores.tsv -a -s stats.tsv
run_make -s clean
ok "clean" test ! -e scores.tsv -a ! -e run.d
before=$(runs)
ok "... is no loss" run_make -s -j 3
ok "... but of a picture" test "$(runs)" -eq $((before + 1))
same "... made again" panel.1 panel.png
same "... with the same scores" scores.1 scores.tsv

# What changes.
rm raw/BF_Position09_time01.tif raw/YFP_Position09_time01.tif
code 1 "an image that is gone" run_make -q
ok "... makes anew" run_make -s -j 3
ok "... what was made of it" sh -c '! grep -q Position09 pairs.tsv'
ok "... and then all is made" run_make -q
ok "predictions" run_make -s predicted.tsv
nothing_new "... are made once" run_make -q predicted.tsv
touch run.id
nothing_new "... even if the run is newer" run_make -s predicted.tsv
rm predicted/BF_Position01*
touch run.id
ok "an image that is gone, and not in the store" run_make -s predicted.tsv
ok "... is predicted again" test -s predicted/BF_Position01_time01.tif
done_testing
