#!/bin/sh
# xp-log.sh - the store as a user meets it: made, read, killed, full,
# read-only, shared; names for runs; any program recorded.

. "$(dirname "$0")/../lib.sh"
. "$srcdir/tiff.sh"

# The first value of a key in a record: RUN KEY
key() {
	xp-log show --json "$1" | grep -o "\"$2\":\"[^\"]*\"" | head -n 1 |
		cut -d '"' -f 4
}
ids() {
	xp-log ls "$@" | tail -n +2 | cut -f 1
}
states() {
	xp-log ls "$@" | tail -n +2 | cut -f 2 | xargs
}
is() {
	[ "$1" = "$2" ] || { echo "is '$1', want '$2'"; return 1; }
}

# Without a store, and making one.
code 3 "ls without a store" xp-log ls
like "... says what to do" "xp-log init" xp-log ls
ok "init makes one" xp-log init
ok "... and finds it made" xp-log init
ok "... with its version" grep -qx 'xp 1' .xp/version
like "an empty store is an empty list" '^id	state	tool' xp-log ls
code 3 "no run is no run" xp-log show @1
ok "init DIR makes DIR" xp-log init some/where
ok "... a store in it" test -f some/where/.xp/version

# Any program.
printf 'x\ty\n1\t2\n' > a.tsv
ok "run passes stdout on" sh -c 'xp-log run -- sort -r a.tsv > out &&
	sort -r a.tsv | cmp - out'
ok "... and keeps it" sh -c 'xp-log cat @1 | cmp - out'
like "... and its input" "a.tsv" xp-log show @1
ok "... as sha256sum sees it" sh -c 'sha256sum -c --status \
	.xp/runs/$(xp-log ls -n 1 | tail -n 1 | cut -f 1)/inputs'
code 7 "run passes the exit status on" xp-log run -- sh -c 'exit 7'
ok "... and records it" is "$(states -n 1)" failed
code 1 "a program that answers no" xp-log run false
ok "... has failed" is "$(states -n 1)" failed
code 137 "run tells a signal as a shell does" xp-log run -- sh -c 'kill -9 $$'
ok "... and records it" is "$(states -n 1)" stopped
code 127 "run without the program" xp-log run -- no-such-program
echo 'exit 0' > not-a-program && chmod 644 not-a-program
code 126 "run of a file that may not be executed" xp-log run -- ./not-a-program
like "... says why" 'permission denied' \
	sh -c 'xp-log run -- ./not-a-program || true'
rm not-a-program
code 2 "run without a program" xp-log run
# Whoever still holds the program's stdout is not waited for: the reader of a
# fifo that nobody ever opens would wait for ever.
mkfifo never
ok "what a program leaves behind is not waited for" timeout 60 \
	xp-log run -- sh -c 'cat never & echo "$!" > left; echo said'
ok "... and what it said is kept" sh -c 'test "$(xp-log cat @1)" = said'
kill "$(cat left)"
rm never left
ok "a new file among the arguments is an output" xp-log run -- cp a.tsv b.tsv
like "... and recorded as one" "  b.tsv$" xp-log show @1
ok "... that can be printed" sh -c 'xp-log cat @1 b.tsv | cmp - a.tsv'
ok "declared outputs are outputs" xp-log run --output c.tsv -- \
	sh -c 'cat a.tsv a.tsv > c.tsv'
ok "... that can be printed" sh -c 'xp-log cat @1 c.tsv | cmp - c.tsv'
code 3 "a declared output that is not made" xp-log run --output d.tsv true
mkdir -p tree/deep/er && cp a.tsv tree/one && cp a.tsv tree/deep/er/two
ok "a declared directory" xp-log run --input tree -- true
like "... is all that is in it" "  tree/one$" xp-log show @1
like "... however deep" "  tree/deep/er/two$" xp-log show @1
rm -r tree
ok "yes | head ends" sh -c 'xp-log run -- yes | head -n 1 | grep -qx y'
ok "options of the program are its own" sh -c 'test "$(
	xp-log run printf %s-%s --quiet -n)" = --quiet--n'

ok "a program under nohup is so, too" sh -c "trap '' HUP
	xp-log run -- sh -c 'kill -HUP \$\$'"

# Names.
id=$(ids -n 1)
ok "an id is a name" is "$(key "$id" id)" "$id"
tail=${id##*-}
ok "the last part of it too" is "$(key "$tail" id)" "$id"
ok "@1 too" is "$(key @1 id)" "$id"
code 2 "@0 is none" xp-log show @0
code 3 "@1000 is none" xp-log show @1000
code 3 "a prefix of many is none" xp-log show "${id%%-*}"
like "... and says which" "could be any of" xp-log show "${id%%-*}"
ok "tag" xp-log tag @1 best
ok "... is a name" is "$(key best id)" "$id"
like "... and listed" "	best	" xp-log ls
ok "tagging it again is no change" xp-log tag @1 best
code 3 "a tag names one run" xp-log tag @2 best
like "... and says which" "names run $id; --force moves it" \
	xp-log tag @2 best
ok "... and stays" is "$(key best id)" "$id"
ok "--force moves it" xp-log tag --force @2 best
ok "... to the other" is "$(key best id)" "$(key @2 id)"
ok "... and back" xp-log tag -f @1 best
ok "... and goes" xp-log tag -d best
code 3 "... once" xp-log tag -d best
code 2 "a tag is no path" xp-log tag @1 ../x
code 2 "a tag is no option" xp-log tag @1 -- -x
ok "note" xp-log note @1 'looks
good'
like "... is one line" "looks good" xp-log show @1

# The last stage of a pipeline is the last, also when it was there first.
(sleep 0.3; exec xp-log run -- echo x) | xp-log run -- cat > piped
ok "the last stage is @1" is "$(key @1 what)" cat
ok "... the first is before it" is "$(key @2 what)" 'echo x'
ok "... and ls says so" is "$(xp-log ls -n 2 | tail -n +2 | cut -f 3 | xargs)" \
	"echo cat"

# Lists.
ok "ls -n 2 lists two" is "$(ids -n 2 | wc -l)" 2
ok "ls --tool" is "$(ids --tool cp | wc -l)" 1
ok "ls --state" is "$(states --state stopped | tr ' ' '\n' | sort -u)" stopped
code 2 "ls --state of no state" xp-log ls --state started
ok "ls --json is JSON" sh -c 'xp-log ls --json | head -n 1 | grep -q "^{.*}$"'
ok "ls is a table" sh -c 'xp-log ls | awk -F "\t" "NF != 7 { exit 1 }"'

# Same recipe: same id, whatever the time, the place and the environment.
recipe() {
	key "${1:-@1}" recipe
}
mkdir here there
for d in here there; do
	cp a.tsv $d
	(cd $d && XP_DIR=$PWD/.xp xp-log init -q
	XP_DIR=$PWD/.xp OMP_NUM_THREADS=$(echo $d | wc -c) \
		xp-log run sort a.tsv > /dev/null) || exit 99
done
ok "two places, one recipe" is "$(XP_DIR=here/.xp recipe)" \
	"$(XP_DIR=there/.xp recipe)"
ok "... that is one" test -n "$(XP_DIR=here/.xp recipe)"
echo >> here/a.tsv
(cd here && xp-log run sort a.tsv > /dev/null)
ok "another input, another recipe" sh -c '! [ "$1" = "$2" ]' - \
	"$(XP_DIR=here/.xp recipe @1)" "$(XP_DIR=here/.xp recipe @2)"

# Settings are the recipe, however they were given.
tiff x.tif 10 10 16 'i'
printf 'images = yes\npercentiles = 2,50\n' > my.conf
ok "settings by hand" sh -c 'xp-stats -q --percentiles=2,50 --images x.tif |
	cat > by-hand'
one=$(recipe)
ok "settings from a file" sh -c 'xp-stats -q --config my.conf x.tif |
	cat > by-file'
ok "... are the same recipe" is "$(recipe)" "$one"
same "... and give the same" by-hand by-file
like "... the file is an input" my.conf xp-log show
like "... and it is kept" 'percentiles = 2,50' xp-log cat @1 my.conf
like "diff says: same recipe" '^same recipe, same outputs' xp-log diff @2 @1
like "... and shows the file" 'my.conf' xp-log diff @2 @1
ok "it is archived" xp-log archive @1 -o config.tar
ok "... and restored" xp-log restore -q config.tar config.dir
ok "... with it" sh -c 'find config.dir -name my.conf | grep -q .'
ok "the run can be repeated" xp-log verify @1
printf 'images = yes\npercentiles = 3,50\n' > my.conf
ok "another setting in it" sh -c 'xp-stats -q --config my.conf x.tif |
	cat > by-file'
ok "... is another recipe" sh -c '! [ "$1" = "$2" ]' - "$(recipe)" "$one"
printf '# other words\npercentiles = 3,50\nimages = yes\n' > my.conf
one=$(recipe)
ok "other words in it" sh -c 'xp-stats -q --config my.conf x.tif |
	cat > by-file'
ok "... are not" is "$(recipe)" "$one"
rm -r my.conf config.dir config.tar
ok "a setting that only one run has" sh -c 'xp-stats -q --images x.tif |
	cat > one; xp-stats -q --images --axes=t x.tif | cat > two'
like "... is said" '^  axes  -  t' xp-log diff @2 @1
ok "... as one that counts" sh -c 'xp-log diff @2 @1 > d
	! grep "cannot change" d'

# Secrets stay out.
export AWS_SECRET_ACCESS_KEY=hunter2hunter2 SLURM_JWT=hunter2hunter2
export MY_VARIABLE=hunter2hunter2 XP_TOKEN=hunter2hunter2 OMP_SCHEDULE=static
ok "a run with secrets about" xp-log run true
unset AWS_SECRET_ACCESS_KEY SLURM_JWT MY_VARIABLE XP_TOKEN
ok "... keeps none of them" sh -c '! grep -rq hunter2hunter2 .xp'
ok "... but what matters" grep -rq '"OMP_SCHEDULE":"static"' .xp/objects
unset OMP_SCHEDULE

# Kills.
begun() {
	n=0
	until [ "$(states -n 1)" = running ] || [ $n -gt 100 ]; do
		sleep 0.1
		n=$((n + 1))
	done
}
# As timeout does it, a program and then its group; and impatience.
xp-log run -- sh -c 'trap "" TERM; until [ -e told ]; do sleep 0.1; done' &
pid=$!
begun
n=0
while [ $n -lt 100 ]; do
	kill $pid
	n=$((n + 1))
done
: > told
code 0 "told to stop many times at once, it ends as its program" wait $pid
ok "... waits for its program all the same" is "$(states -n 1)" 'done'
xp-log run sleep 100 &
pid=$!
begun
ok "a run is running" is "$(states -n 1)" running
child=$(ps -o pid=,comm= --ppid $pid | awk '$2 == "sleep" { print $1 }')
kill -9 $pid
wait $pid 2> /dev/null
ok "... as long as its program lives" is "$(states -n 1)" running
kill -9 "$child"
n=0
until [ "$(states -n 1)" = interrupted ] || [ $n -gt 100 ]; do
	sleep 0.1
	n=$((n + 1))
done
ok "... and interrupted when both are dead" is "$(states -n 1)" interrupted
like "... which can be looked at" "state +interrupted" xp-log show @1

# Many at once.
mkdir many
(
	cd many && xp-log init -q || exit 99
	for i in 1 2 3 4 5 6 7 8; do
		xp-log run -- sh -c "echo same; echo $i >&2" > out$i 2> err$i &
	done
	wait
)
ok "eight writers, eight runs" is \
	"$(cd many && xp-log ls --state 'done' | tail -n +2 | wc -l)" 8
ok "... and one content" is "$(cd many && for i in 1 2 3 4 5 6 7 8; do
	xp-log cat @$i; done | sort -u)" same
ok "... nothing left over" test -z "$(ls many/.xp/tmp)"

# Damage hides only itself.
bad=$(ids | head -n 1)
cp ".xp/runs/$bad/start.json" good.json
printf '{"tool":"' > bad.json
mv bad.json ".xp/runs/$bad/start.json"
code 3 "a damaged record is said" xp-log show "$bad"
ok "... and listed as such" sh -c "xp-log ls | grep -q '^$bad	damaged'"
ok "... and hides no other" xp-log show @1
cp good.json ".xp/runs/$bad/start.json"
ok "... and can be mended" xp-log show "$bad"
object=$(find .xp/objects -type f -size -1000c | head -n 1)
digest=$(echo "$object" | sed 's,.*objects/,,; s,/,,')
cp "$object" good
chmod u+w "$object"
{ cat good; echo damage; } > "$object"
ok "damage has another digest" sh -c '! sha256sum < "$1" | grep -q "$2"' - \
	"$object" "$digest"
cp good "$object"

# A store that cannot be written is refused before work starts.
mkdir refused
(cd refused && xp-log init -q && rm -r .xp/objects && : > .xp/objects)
export XP_DIR=$PWD/refused/.xp
code 4 "an unwritable store" xp-log run touch made
like "... is one line" "the store cannot be written" xp-log run touch made
ok "... and nothing was done" test ! -e made
like "... says what to do" "; XP_DIR can .*, --no-log does without$" \
	xp-stats x.tif
export XP_DIR=$PWD/x.tif/.xp
like "... so does one that cannot be made" "--no-log does" xp-stats x.tif
unset XP_DIR
if [ "$(id -u)" = 0 ] && mkdir ro && mount -t tmpfs -o size=2m none ro; then
	(cd ro && xp-log init -q && xp-log run -- echo hello > /dev/null)
	mount -o remount,ro ro
	code 4 "a read-only store is refused" \
		env XP_DIR=ro/.xp xp-log run touch made
	ok "... before work starts" test ! -e made
	ok "... and can be read" env XP_DIR=ro/.xp xp-log ls
	ok "... all of it" env XP_DIR=ro/.xp xp-log show @1
	mount -o remount,rw ro
	# Space for the start, not for what comes out.
	code 4 "a full store" env XP_DIR=ro/.xp \
		xp-log run --output big -- sh -c 'head -c 9000000 /dev/zero |
		tr "\0" x > big'
	ok "... loses no output" is "$(wc -c < big)" 9000000
	ok "... and no other run" sh -c 'test "$(XP_DIR=ro/.xp xp-log cat \
		"$(XP_DIR=ro/.xp xp-log ls | sed -n 2p | cut -f 1)")" = hello'
	rm -f big
	umount ro
else
	skip "read-only and full stores" "needs root and mount"
fi

# The code that ran.
if git --version > /dev/null; then
	# No store above this one.
	mkdir ../code && cd ../code || exit 99
	git init -q . && echo 'print(1)' > a.py && git add a.py &&
		git commit -qm one || exit 99
	echo 'print(2)' > a.py
	echo 'x = 1' > new.py
	echo result > result.tsv
	ok "a run in a work tree" xp-log run true
	ok "... makes the store at its top" test -d .xp/objects
	ok "... and leaves git's view alone" \
		sh -c '! git status --porcelain | grep -q xp'
	ok "... knows the commit" is "$(key @1 commit)" \
		"$(git rev-parse HEAD)"
	diff=$(key @1 diff)
	git clone -q . ../copy
	object=.xp/objects/$(echo "$diff" | cut -c 1-2)/$(echo "$diff" |
		cut -c 3-)
	cp "$object" ../copy.diff
	ok "... and what differs from it" \
		git -C ../copy apply "$(cd .. && pwd)/copy.diff"
	same "... a changed file" a.py ../copy/a.py
	same "... a new file" new.py ../copy/new.py
	ok "... but no result" test ! -e ../copy/result.tsv
	one=$(recipe)
	echo other > result.tsv
	ok "another result" xp-log run true
	ok "... is the same recipe" is "$(recipe)" "$one"
	echo 'x = 2' > new.py
	ok "another source" xp-log run true
	ok "... is another" sh -c '! [ "$1" = "$2" ]' - "$(recipe)" "$one"
	mkdir deep && cd deep || exit 99
	ok "a run below the top" xp-log run true
	ok "... is in the same store" test ! -e .xp
	ok "... and knows where it ran" is "$(key @1 cwd)" deep
	cd .. || exit 99
	head=.git/$(sed 's/ref: //' .git/HEAD)
	cp "$head" kept && echo rubbish > "$head"
	printf 'id\tsource\ttarget\n' > t.tsv
	code 4 "a damaged work tree" xp-norm t.tsv
	like "... is named, with a way out" \
		'git work tree .*git fsck.*; --no-log does without' \
		xp-norm t.tsv
	code 4 "... for commands too" xp-log run true
	like "... which always record" '^xp-log run: [^;]*; git fsck[^;]*$' \
		xp-log run true
	cp kept "$head"
	mkdir out && touch deep/a out/b && git add deep out &&
		git -c user.name=x -c user.email=x commit -qm two &&
		git sparse-checkout set --cone --sparse-index deep || exit 99
	like "a sparse index is no damage" 'no-sparse-index helps$' \
		xp-log run true
	ok "... and keeps nothing from running" xp-log run true
	git sparse-checkout reapply --no-sparse-index || exit 99
	ok "... what is said of it helps" xp-log run true
	cd ../work || exit 99
else
	skip "the code that ran" "needs git"
fi

done_testing
