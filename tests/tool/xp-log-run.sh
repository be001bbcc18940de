#!/bin/sh
# xp-log-run.sh - what the record of any program has: its streams, what it
# lacks, and that this is said.

. "$(dirname "$0")/../lib.sh"

key() {
	xp-log show --json "$1" | grep -o "\"$2\":\"[^\"]*\"" | head -n 1 |
		cut -d '"' -f 4
}
is() {
	[ "$1" = "$2" ] || { echo "is '$1', want '$2'"; return 1; }
}
last() {
	xp-log ls -n 1 | tail -n 1 | cut -f 1
}
xp-log init -q || exit 99

# Standard error.
ok "stderr is passed on" sh -c 'xp-log run -q -- sh -c "echo out; echo oops >&2
	exit 3" > out 2> err; test $? = 3 && test "$(cat err)" = oops'
ok "... and kept" sh -c 'test "$(xp-log cat --stderr @any1)" = oops'
ok "... apart from stdout" sh -c 'test "$(xp-log cat @any1)" = out'
like "... and said to be" '^stderr +5 bytes' xp-log show @any1
ok "a program that prints none" xp-log run true
code 3 "... has none" xp-log cat --stderr @1
ok "... not even an empty file" test ! -e ".xp/runs/$(last)/stderr"
ok "a stderr of 20 MB" sh -c 'xp-log run -q -- sh -c "{ echo first
	head -c 20000000 /dev/zero | tr \"\\0\" x; echo; echo last; } >&2" \
	2> err'
ok "... is passed on whole" is "$(wc -c < err)" 20000012
ok "... and kept in part" sh -c 'xp-log cat --stderr @1 > kept
	test "$(wc -c < kept)" -lt 9500000'
ok "... its beginning" is "$(head -n 1 kept | cut -c 1-5)" first
ok "... its end" is "$(tail -n 1 kept)" last
like "... and how much is missing" '^\[[0-9]+ bytes not kept\]' cat kept
like "... which show says, too" 'stderr +20000012 bytes, of which [0-9]+ were' \
	xp-log show @1
ok "a token on stderr" sh -c 'xp-log run -q -- sh -c \
	"echo cannot reach https://me:hunter2hunter2@example.org >&2" 2> err'
ok "... is passed on" grep -q hunter2 err
ok "... and not kept" sh -c '! grep -rq hunter2 .xp/runs/*/stderr'
# shellcheck disable=SC2016
xp-log run -q -- sh -c 'echo so far; echo live >&2
	until [ -e go ]; do sleep 0.05; done' > /dev/null 2>&1 &
n=0
until [ "$(xp-log cat --stderr @1 2> /dev/null)" = live ] || [ $n -gt 200 ]; do
	sleep 0.05
	n=$((n + 1))
done
ok "a running program's stderr can be read" sh -c \
	'test "$(xp-log cat --stderr @1)" = live'
ok "... and its stdout" sh -c 'test "$(xp-log cat @1)" = "so far"'
: > go
wait
id=$(last)
echo more >> ".xp/runs/$id/stderr"
code 3 "a changed stderr is damage" xp-log cat --stderr "$id"

# Standard input.
ok "what comes by a pipe" sh -c 'seq 10 | xp-log run -- sort -r > sorted'
ok "... arrives" sh -c 'seq 10 | sort -r | cmp - sorted'
like "... is an input" '^inputs +1 file' xp-log show @1
ok "... of the right bytes" grep -q "^$(seq 10 | sha256sum | cut -c 1-64)  -$" \
	".xp/runs/$(last)/inputs"
ok "... and is kept, so that the run can be repeated" xp-log verify @1
ok "... also from an archive" sh -c 'xp-log archive -q @1 -o p.tar &&
	xp-log restore -q p.tar p && cd p && sh run.sh'
ok "what the program does not read stays in the pipe" sh -c 'seq 3 | {
	xp-log run -q -- true; cat; } > rest; seq 3 | cmp - rest'
ok "... in a loop that reads it" is "$(seq 3 | while read -r n; do
	xp-log run -q -- echo "$n"; done | xargs)" '1 2 3'
ok "long input by a pipe" sh -c 'head -c 70000000 /dev/zero |
	xp-log run -- wc -c > n 2> said'
ok "... arrives" grep -qx 70000000 n
like "... is said to be recorded by its digest alone" \
	'standard input has 70000000 bytes, of which only the digest' cat said
ok "... which it is" grep -q "^$(head -c 70000000 /dev/zero | sha256sum |
	cut -c 1-64)  -$" ".xp/runs/$(last)/inputs"
code 3 "... and cannot be repeated" xp-log verify @1
ok "a secret by a pipe" sh -c 'echo ghp_""0123456789abcdefghijABCDEFGHIJ012345 |
	xp-log run -- wc -l'
ok "... is not kept" sh -c '! grep -rq ghp_01234 .xp'
token=ghp_0123456789abcdefghij''ABCDEFGHIJ012345
echo "$token" > k.txt
like "a secret that is printed is said not to be" \
	'standard output contains what looks like a secret: only its digest' \
	sh -c 'xp-log run -- cat k.txt 2>&1 > printed'
same "... and is printed" printed k.txt
like "... with stderr, too" 'standard output contains' \
	sh -c 'xp-log run -- sh -c "cat k.txt; echo x >&2" > printed 2>&1
		cat printed'
ok "... is not kept" sh -c '! grep -rq ghp_01234 .xp'
rm k.txt printed
like "a secret in a note is said to be replaced" \
	'the note has <secret> in place of' \
	xp-log note @1 "with $token by --wandb_key=0123 and this"
ok "... as it is" sh -c '! grep -rq ghp_01234 .xp'
like "... but not what else was noted" \
	'with <secret> by --wandb_key=<secret> and this' xp-log show @1
(read -r _; xp-log run -- cat) < kept > /dev/null 2> said
like "a file that is read from its middle is said not to be" \
	'the record will lack .*standard input' cat said
ok "nothing is left over" sh -c '! ls .xp/runs/*/stdin .xp/runs/*/stdout'

# Signals.
cat > signals.py << 'END'
import os, signal, sys, time
got = []
for s in (signal.SIGINT, signal.SIGUSR1, signal.SIGUSR2, signal.SIGTERM):
    signal.signal(s, lambda n, frame: got.append(n))
open('ready', 'w').close()
end = time.time() + 20
while len(got) < int(sys.argv[1]) and time.time() < end:
    time.sleep(0.05)
time.sleep(0.6)
print('got', *[signal.Signals(n).name for n in got])
END
cat > terminal.py << 'END'
import os, pty, sys, time
pid, fd = pty.fork()
if not pid:
    os.execvp(sys.argv[1], sys.argv[1:])
while not os.path.exists('ready'):
    time.sleep(0.05)
os.write(fd, b'\x03')
try:
    while True:
        piece = os.read(fd, 4096)
        if not piece:
            break
        sys.stdout.buffer.write(piece)
except OSError:
    pass
os.waitpid(pid, 0)
END
# Starts a run, sends it the signals and prints what its program got.
sends() {
	rm -f ready
	xp-log run -q -- python3 signals.py $# > got &
	n=0
	until [ -e ready ] || [ $n -gt 200 ]; do
		sleep 0.05
		n=$((n + 1))
	done
	for s; do
		kill -"$s" $!
		sleep 0.2
	done
	wait $!
	cat got
}
if python3 -c 'import pty' 2> /dev/null; then
	rm -f ready
	like "^C at a terminal reaches the program once" \
		'got SIGINT[^ ]?$' python3 terminal.py xp-log run -q -- \
		python3 signals.py 1
	like "USR1, USR2 and TERM are passed on" \
		'^got SIGUSR1 SIGUSR2 SIGTERM$' sends USR1 USR2 TERM
else
	skip "signals" "needs python3"
fi
ignores() {
	(trap '' USR1 USR2 PIPE QUIT HUP
	xp-log run -q -- sh -c 'for s in USR1 USR2 PIPE QUIT HUP; do
		kill -$s $$; done; echo survived')
}
like "signals that were ignored stay so" survived ignores
code 138 "others do not" xp-log run -q -- sh -c 'kill -USR1 $$'

# Starts $1 under xp-log run in a process group of its own, as the program that
# prints its pid; sends TERM to xp-log, or with "group" to the group; prints the
# status and what the program said.
ended_by_term() {
	rm -f ready
	python3 - "$1" "$2" > got << 'END' || return
import os, signal, subprocess, sys, time
p = subprocess.Popen(['xp-log', 'run', '-q', '--', 'python3', '-c',
                      sys.argv[1]],
                     stdout=subprocess.PIPE, start_new_session=True)
while not os.path.exists('ready'):
    time.sleep(0.02)
(os.killpg if sys.argv[2] == 'group' else os.kill)(p.pid, signal.SIGTERM)
out = p.communicate()[0].decode().split()
print(*out, p.returncode)
END
	cat got
}
traps='import signal, sys, time
got = []
signal.signal(signal.SIGTERM, lambda *_: got.append("TERM"))
open("ready", "w")
while not got: time.sleep(0.02)
time.sleep(0.3)
print(*got)
sys.exit(STATUS)'
if python3 -c '' 2> /dev/null; then
	ok "a program that traps TERM and ends with 0" is \
		"$(ended_by_term "$(echo "$traps" | sed s/STATUS/0/)" one)" \
		'TERM 0'
	like "... is done" '^state +done' xp-log show
	ok "... with a status of its own" is \
		"$(ended_by_term "$(echo "$traps" | sed s/STATUS/7/)" one)" \
		'TERM 7'
	ok "... with 143" is \
		"$(ended_by_term "$(echo "$traps" | sed s/STATUS/143/)" one)" \
		'TERM 143'
	ok "one that TERM ends" is "$(ended_by_term 'import time
open("ready", "w"); time.sleep(20)' one)" -15
	like "... is stopped" '^state +stopped' xp-log show @any1
	ok "TERM for the whole group reaches the program once" is \
		"$(ended_by_term "$(echo "$traps" | sed s/STATUS/0/)" group)" \
		'TERM 0'
else
	skip "the status after a signal" "needs python3"
fi
ok "a program of a parent that ignores SIGCHLD" sh -c \
	"trap '' CHLD; xp-log run -q -- true"

# stdout and stderr in one file.
cat > both.sh << 'END'
for i in 1 2 3 4 5 6; do echo out $i; echo err $i >&2; done
END
sh both.sh > plain 2>&1
ok "stdout and stderr to one file" sh -c \
	'xp-log run -q -- sh both.sh > log 2>&1'
same "... are in order" log plain
like "... which the record says" '^stderr +went where stdout went' xp-log show
code 3 "... and cat" xp-log cat --stderr @1
like "... in words" "'xp-log cat [0-9a-f-]+' prints both" sh -c \
	'xp-log cat --stderr @1 || true'
ok "... and has both" sh -c 'xp-log cat @1 | cmp - plain'
ok "... can be verified" xp-log verify -q @1
ok "... and run from an archive" sh -c 'xp-log archive -q @1 -o both.tar &&
	xp-log restore -q both.tar both && sh both/run.sh'
ok "... in a pipe, too" sh -c \
	'xp-log run -q -- sh both.sh 2>&1 | cmp - plain'
ok "... and when both append" sh -c '
	xp-log run -q -- sh both.sh >> twice 2>> twice; cmp twice plain'
ok "to two files" sh -c 'xp-log run -q -- sh both.sh > out 2> err'
ok "... they are apart" is "$(cat out err | cut -c 1-3 | uniq | xargs)" \
	'out err'

# What a program leaves behind.
ok "a process that a program leaves behind" sh -c 'xp-log run -q \
	--metrics-fd 3 -- sh -c "(until [ -e left ]; do sleep 0.05; done
	echo v=1 >&3; echo late; echo later >&2; : > ended) & echo hi" \
	> out 2> err'
ok "... is not waited for" test ! -e ended
: > left
n=0
until [ -e ended ] || [ $n -gt 100 ]; do
	sleep 0.05
	n=$((n + 1))
done
ok "... goes on" test -e ended
sleep 0.1
ok "... and what it writes arrives" is "$(cat out; grep later err)" \
	"$(printf 'hi\nlate\nlater')"

# What the program leaves when it is asked to end.
cat > shell.sh << 'END'
[ -e fast ] && exit
sleep 301 &
echo $! > "$1"
sleep 302
:
END
: > fast && xp-log run -q -- sh shell.sh "$PWD/left.pid" && rm fast
is_gone() { # FILE: the process whose number it has
	n=0
	while kill -0 "$(cat "$1")" 2> /dev/null; do
		[ $n -lt 100 ] || { kill "$(cat "$1")"; return 1; }
		sleep 0.05
		n=$((n + 1))
	done
}
ended_all() { # COMMAND...: TERM ends it and all that it started
	rm -f left.pid
	"$@" > said 2>&1 &
	n=0
	until [ -s left.pid ] || [ $n -gt 200 ]; do
		sleep 0.05
		n=$((n + 1))
	done
	kill -TERM $!
	wait $!
	is_gone left.pid
}
ok "what a shell leaves that TERM ends gets it, too" ended_all \
	xp-log run -q -- sh shell.sh "$PWD/left.pid"
like "... the run is stopped" '^state +stopped' xp-log show @any1
mkdir scratch
ok "a verify that TERM ends leaves no process" ended_all \
	env TMPDIR="$PWD/scratch" xp-log verify @1
like "... says so" 'stopped by SIGTERM' cat said
ok "... and no directory" test -z "$(ls -A scratch)"

# What nobody watches.
like "files that nobody watches are said not to be recorded" \
	"the record will lack files that 'true' opens by itself \(--no-trace" \
	xp-log run --no-trace true
like "... also in the record" '"unwatched":\["files"\]' xp-log show --json
like "... and when it is shown" '^unwatched +files' xp-log show
if script -qec true /dev/null > /dev/null 2>&1; then
	script -qec 'xp-log run --no-trace -- true' /dev/null > said
	like "at a terminal streams are said not to be" \
		'what is typed, what it prints on the terminal' cat said
	like "... and in the record" \
		'"unwatched":\["files","stdin","stdout","stderr"\]' \
		xp-log show --json
else
	skip "at a terminal" "needs script"
fi

# Secrets in commands.
secret=hunter2hunter2
ok "a secret in a command" xp-log run -- true --password "$secret" \
	--token=$secret
id=$(last)
like "... is said by show" 'stands for a secret.*cannot be repeated' \
	xp-log show "$id"
code 3 "... and by verify" xp-log verify "$id"
like "... in so many words" 'the command held a secret, and' sh -c \
	"xp-log verify $id || true"
like "... and by archive" 'the command of run .* held a secret' \
	xp-log archive "$id" -o secret.tar
ok "... whose script" xp-log restore -q secret.tar secret
code 4 "... stops there" sh secret/run.sh
ok "a secret that is not UTF-8" xp-log run -- true --password \
	"$(printf 'hunter2\377hunter2')" "--token=$(printf 'hunter2\377')"
ok "... is not kept" sh -c '! grep -rq hunter2 .xp'

# Secrets in long streams, and in commands of known programs.
printf '%s\n' "$token" > k.txt
ok "a secret far behind in a long output" sh -c 'xp-log run -q -- sh -c \
	"head -c 1048570 /dev/zero | tr \"\\0\" x; echo; cat k.txt; \
	head -c 3000000 /dev/zero" > printed 2> said; grep -q secret said'
ok "... or in a long input" sh -c '{ head -c 3000000 /dev/zero; cat k.txt; } |
	xp-log run -- wc -c 2> said; grep -q secret said'
ok "... is not kept" sh -c '! grep -rq "$1" .xp' - "$token"
rm k.txt printed
mkdir bin && for p in curl sshpass mysql; do
	printf '#!/bin/sh\n' > "bin/$p" && chmod +x "bin/$p"
done
for line in 'sh --pass hunter3x' 'sh --pass=hunter3x' \
	'env DB_PASS=hunter3x sh' \
	'env API_KEY=hunter3x sh' 'env MY_TOKEN_1=hunter3x sh' \
	'bin/curl -u me:hunter3x http://x' 'bin/curl --user=me:hunter3x x' \
	'bin/sshpass -p hunter3x ssh x' 'bin/mysql -phunter3x base' \
	"sh -c 'bin/sshpass -p hunter3x ssh x'"; do
	eval "xp-log run -q -- $line" < /dev/null > /dev/null 2>&1
done
ok "secrets in commands of known programs are not kept" sh -c \
	'! grep -rq hunter3x .xp'
like "... but what is none" 'bin/curl -u me:<secret> http://x$' xp-log ls
# Those with blanks, to their end.
for p in omero smbclient; do
	printf '#!/bin/sh\n' > "bin/$p" && chmod +x "bin/$p"
done
while read -r line; do
	eval "xp-log run -q -- $line" < /dev/null > /dev/null 2>&1
	grep -rq hunter4x .xp && echo "$line" && break
done > kept << 'END'
true '--password=sp aced hunter4x'
true --password "sp aced hunter4x"
env 'PGPASSWORD=sp aced hunter4x' true
sh -c ': DB_PASSWORD="my secret hunter4x"; true'
sh -c ": DB_PASSWORD='my secret hunter4x'; true"
sh -c ': PGPASSWORD=abc\ hunter4x true'
sh -c ': password = "abc \"def\" hunter4x"'
true -H 'Authorization: Token hunter4x'
sh -c ': -H "Authorization: token hunter4x"'
true 'DefaultEndpointsProtocol=https;AccountKey=hunter4x==;Endpoint=x'
true 'https://x.blob.example.net/c?sv=1&sig=hunter4x%3D'
true --session-key=hunter4x
bin/omero login -u me -w hunter4x
bin/smbclient //a/b -U u%hunter4x
true https://hooks.slack.com/services/T0123ABCD/B01/hunter4xhunter4
true 'https://x/y?X-Amz-Expires=60&X-Amz-Signature=hunter4xhunter4x'
true 'Server=x;Uid=u;Pwd=hunter4x;'
END
same "secrets with blanks, headers, URLs are not kept" kept /dev/null
ok "... but what is beside them" sh -c 'xp-log run -q -- sh -c \
	"DB_PASSWORD=x9 PWD=/some/where true" && xp-log show @1 |
	grep -q "PWD=/some/where true"'
# What programs print of their environment.
export OMERO_PASSWORD=hunter5x HDR_KEYS=fivesix
ok "a job that prints its environment" sh -c 'xp-log run -- sh -c \
	"set -x; env; : \$OMERO_PASSWORD; cat \$0" /dev/null > printed 2> said'
ok "... is passed on" sh -c 'grep -q hunter5x printed && grep -q hunter5x said'
ok "... said" sh -c 'grep -q "standard output contains" said &&
	grep -q "secret.*standard error" said'
ok "... and not kept" sh -c '! grep -rq hunter5x .xp'
unset OMERO_PASSWORD
ok "... nor one that it sets by itself" sh -c 'xp-log run -q -- sh -c \
	"set -x; S=OMERO_PASSWORD=hunter5; export \${S}x; env" \
	> printed 2> said; ! grep -rq hunter5x .xp'
ok "numbers are none" sh -c '
	xp-log run -- printf %s=1000000 MAX_TOKEN > printed 2> said &&
	! grep secret said'
rm printed said
ok "a path is no secret" xp-log run -q -- env KEY=Position01 sh -p bin/curl
like "... and is kept" 'env KEY=Position01 sh -p bin/curl' xp-log show @1

# Which run is @1.
ok "a run" xp-log run -- echo good
code 1 "one that fails" xp-log run -- false
ok "@1 is the last that did not fail" is "$(key @1 what)" 'echo good'
ok "@last too" is "$(key @last what)" 'echo good'
ok "@any1 is the last" is "$(key @any1 what)" false
ok "@any too" is "$(key @any what)" false
ok "@any2 is the one before" is "$(key @any2 what)" 'echo good'
like "show without a name shows the last" '^state +failed' xp-log show
code 2 "@anyone is none" xp-log show @anyone

# Clocks: the last run was made by a host whose clock is two hours ahead.
mkdir clock && cd clock && xp-log init -q && xp-log run -q -- echo ahead ||
	exit 99
old=$(last)
new=$(date -u -d '+2 hours' +%Y%m%d-%H%M%S)-${old##*-}
mv ".xp/runs/$old" ".xp/runs/$new"
ok "a run after one by a clock that is ahead" xp-log run -- echo behind
ok "... is the last" is "$(key @1 what)" 'echo behind'
ok "... the other the one before" is "$(key @2 what)" 'echo ahead'
ok "... its time is its own" is "$(key @1 time | cut -c 1-13)" \
	"$(date -u +%Y-%m-%dT%H)"
old=$(xp-log ls -n 2 | sed -n 2p | cut -f 1)
mv ".xp/runs/$old" ".xp/runs/20990101-000000-${old##*-}"
ok "a run after one of 2099" xp-log run -- echo today
ok "... is the last" is "$(key @1 what)" 'echo today'
ok "... and of today" is "$(last | cut -c 1-4)" "$(date -u +%Y)"
cd .. || exit 99

# A note that a full disk cut off.
ok "a note" xp-log note @1 first
printf '2026-01-01T00:00:00Z  cut o' >> ".xp/runs/$(last)/note"
ok "another after one that was cut off" xp-log note @1 second
like "... is a line of its own" '^  [0-9TZ:-]+  second$' xp-log show @1

# Healing is said.
ok "a run that keeps a file" sh -c 'echo content > f && xp-log run -q -- wc f'
object=.xp/objects/$(sha256sum < f | sed 's,^\(..\)\([0-9a-f]*\).*,\1/\2,')
chmod u+w "$object" && echo CONTENT > "$object"
like "a damaged object that is put again is said to be healed" \
	'object [0-9a-f]{64} in the store was damaged and has been replaced' \
	xp-log run -q -- wc f
same "... and is" "$object" f

# What a program with privileges of its own may read.
if [ "$(id -u)" != 0 ]; then
	echo > locked && chmod 0 locked
	ok "a file that we may not read keeps no command from running" \
		xp-log run -q --no-trace -- test -e locked
fi
done_testing
