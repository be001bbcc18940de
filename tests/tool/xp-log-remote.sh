#!/bin/sh
# xp-log-remote.sh - runs copied to and from another machine: whole, only what
# is missing, also over links that break, and from peers that mean harm.

# What is synced need not reach a disk.
[ ! -w /dev/shm ] || export TMPDIR=/dev/shm
. "$(dirname "$0")/../lib.sh"

is() {
	[ "$1" = "$2" ] || { echo "is '$1', want '$2'"; return 1; }
}
last() {
	xp-log ls -n 1 | tail -n 1 | cut -f 1
}
# The other machine is this one: the last word is run here.  UP and DOWN are
# what the bytes to it and from it go through.
cat > ssh << 'END'
printf '%s|' "$@" >> "$FAKE/said"
for last; do :; done
if [ -n "${UP:-}" ]; then
	$UP | sh -c "$last"
elif [ -n "${DOWN:-}" ]; then # a link that breaks does so both ways
	exec 3<&0
	rm -f "$FAKE/fifo" && mkfifo "$FAKE/fifo" || exit
	sh -c "exec $last" <&3 > "$FAKE/fifo" &
	$DOWN < "$FAKE/fifo"
	kill $!
	wait $!
else
	exec sh -c "$last"
fi
END
FAKE=$PWD XP_SSH="sh $PWD/ssh" w=ssh://host$PWD
export FAKE XP_SSH
mkdir here && cd here && xp-log init -q || exit 99
printf 'b\na\n' > in.txt
xp-log run -q -- cp in.txt mid.txt && made=$(last) || exit 99
xp-log run -q -- sh -c 'sort mid.txt; echo oops >&2' mid.txt > out.txt \
	2> /dev/null && read=$(last) || exit 99
xp-log run -q -- echo alone > /dev/null && alone=$(last) || exit 99
xp-log tag "$read" best && xp-log note "$read" 'from here' || exit 99
# within STORE COMMAND...
within() {
	(cd "../$1" && shift && "$@")
}
# Nothing is damaged and nothing was left behind.
sound() {
	within "$1" xp-log fsck && [ -z "$(ls "../$1/.xp/tmp")" ]
}

code 3 "pull from where no store is" xp-log pull "$w/there"
like "... says which side says so" \
	"the other side says: there is no store in '.*/there'" \
	sh -c "xp-log pull $w/there || true"
code 3 "push of a run that is not here" xp-log push "$w/none" nothing
ok "... makes no store there" test ! -e ../none
ok "push of one run to another machine" xp-log push "$w/there" best
ok "... makes the store" test -f ../there/.xp/version
ok "... which is sound" sound there
ok "... and brings the run that made its input" within there xp-log show "$made"
code 3 "... and no other" within there xp-log show "$alone"
like "... with its tag" '^tags +best$' within there xp-log show "$read"
like "... and its note" 'from here' within there xp-log show best
ok "... what it printed" sh -c "cd ../there && xp-log cat $read |
	cmp - ../here/out.txt"
ok "... and its stderr" is "$(within there xp-log cat --stderr "$read")" oops
like "push of all brings what is missing" \
	'1 run and [0-9]+ objects? of .*; 2 runs were there already' \
	xp-log push "$w/there"
like "... once" '^xp-log: 0 runs and 0 objects of 0 bytes copied; 3 runs' \
	xp-log push "$w/there"
ok "the archives of both are the same" sh -c "
	xp-log archive -q --alone $read -o a.tar && cd ../there &&
	xp-log archive -q --alone $read -o a.tar && cmp a.tar ../here/a.tar"
xp-log note "$read" 'later' && within there xp-log note "$read" 'there'
ok "notes that were added on both sides" xp-log push -q "$w/there"
ok "... are merged" is "$(within there xp-log show "$read" |
	grep -cE ' (from here|later|there)$')" 3
ok "... and come back" sh -c "xp-log pull -q $w/there &&
	xp-log show $read | grep -q ' there$'"
ok "... and both are sound" sh -c 'xp-log fsck && cd ../there && xp-log fsck'
within there xp-log tag -f "$alone" best
like "a tag that names another run there stays" \
	"this tag already names run $alone" xp-log push "$w/there"
mkdir ../back && within back xp-log init -q
ok "pull of one run" within back xp-log pull -q "$w/there" "$read"
ok "... brings what made its input, too" within back xp-log show "$made"
code 3 "... and no other" within back xp-log show "$alone"
ok "... sound" sound back
code 3 "pull of a run that is not there" within back xp-log pull "$w/there" no
within back xp-log pull "$w/there" no 2> ../said-once
ok "... is said once" is "$(wc -l < ../said-once)" 1

# Names of places.
: > ../said
ok "a user, a port and a path with blanks" xp-log push -q \
	"ssh://me@[::1]:2200$FAKE/a b'c" "$alone"
ok "... reach ssh" grep -qF -e "-p|2200|me@::1|xp-log serve '" ../said
ok "... and the store" test -f "../a b'c/.xp/version"
HOME=$FAKE
code 3 "a path from the home directory" sh -c "cd / &&
	XP_DIR=$FAKE/here/.xp xp-log pull ssh://host/~/nowhere"
ok "... has no slash" grep -qF "xp-log serve 'nowhere'" ../said
HOME=$scratch/home
for bad in ssh://-oProxyCommand=x/y ssh://a@-b/c ssh://host ssh:///x \
	ssh://host:x/y 'ssh://a b/c' s3:/// rclone:-x; do
	code 2 "no place: $bad" xp-log push "$bad"
done

# What ssh and the shell there have to say.
printf '#!/bin/sh\necho denied >&2\nexit 255\n' > ../denied
like "no connection: what ssh says" '^denied$' \
	sh -c "XP_SSH='sh ../denied' xp-log push $w/there || true"
XP_SSH='sh ../denied' code 4 "... is the system's fault" \
	xp-log push "$w/there"
like "no xp-log there: how to name it" 'where it is with --remote-command' \
	sh -c "xp-log push --remote-command=nothing $w/there || true"
printf 'echo Welcome to the machine\nsh "$@"\n' > ../motd
like "a shell there that prints" "begins with 'Welco'" \
	sh -c "XP_SSH='sh ../motd ../ssh' xp-log push $w/there || true"
printf '#!/bin/sh\nexec xp-log serve --read-only "$2"\n' > ../only
code 2 "a place to pull from only" \
	xp-log push --remote-command='sh ../only' "$w/there"
ok "... can be pulled from" within back xp-log pull -q \
	--remote-command='sh ../only' "$w/there"

# What is damaged here is repaired from there.
within back xp-log pull -q "$w/there" || exit 99
object() {
	sha256sum | sed 's,^\(..\)\([0-9a-f]*\).*,../back/.xp/objects/\1/\2,'
}
ruin() {
	rm -f "$(object < in.txt)" "../back/.xp/runs/$made/end.json"
	chmod u+w "$(object < out.txt)" && echo bad > "$(object < out.txt)"
}
ruin
code 1 "a copy of the store that is damaged" within back xp-log fsck
cp -r ../back ../whole
like "... is repaired from the other machine" ': 0 problems left$' \
	within back xp-log fsck --repair-from "$w/there"
ok "... and sound" sound back
code 1 "a place that has it not" within whole xp-log fsck \
	--repair-from "$w/whole"
ok "... leaves nothing behind" test -z "$(ls ../whole/.xp/tmp)"
ruin
like "a place to pull from only repairs, too" ': 0 problems left$' \
	within back xp-log fsck --repair-from "$w/there" \
	--remote-command='sh ../only'
ruin
for n in 0 30 200 400; do
	DOWN="dd bs=1 status=none count=$n" within back xp-log fsck -q \
		--repair-from "$w/there" > ../x 2>&1
	[ $? = 4 ] || [ $n -gt 200 ] || echo "repair $n" >> ../bad
	[ -z "$(ls ../back/.xp/tmp)" ] || echo "left $n" >> ../bad
done
ok "a repair over links that break is gone on with" within back xp-log fsck \
	--repair-from "$w/there"
ok "... and the copy is sound" sound back
code 3 "repaired from where no store is" within back xp-log fsck \
	--repair-from "$w/none"
code 2 "... or from no place" within back xp-log fsck --repair-from ssh://host
code 2 "... or as scp has it" within back xp-log fsck --repair-from host:there

# Links that break after so many bytes, either way; then it goes on.  How many
# there are goes by the packages of this machine, which the records name.
part='dd bs=1 status=none count'
ok "a push to an empty store" env UP="tee $FAKE/bytes" xp-log push "$w/cut"
rm -rf ../cut
all=$(wc -c < ../bytes)
cuts="1 700 3000 $((all / 2)) $((all - 1))"
[ -z "${XP_QUICK:-}" ] || cuts="700 $((all - 1))"
for n in $cuts; do
	rm -rf ../cut
	UP="$part=$n" xp-log push -q "$w/cut" 2> /dev/null &&
		echo "up $n passes" >> ../bad
	[ ! -d ../cut ] || sound cut || echo "up $n" >> ../bad
	DOWN="$part=$((n / 40 + 1))" xp-log push -q "$w/cut2" 2> /dev/null
	[ ! -d ../cut2 ] || sound cut2 || echo "answer $n" >> ../bad
	DOWN="$part=$n" within back xp-log pull -q "$w/there" 2> /dev/null
	sound back || echo "down $n" >> ../bad
	rm -rf ../cut2
done
ok "broken links leave sound stores" test ! -e ../bad
ok "... and are gone on with" sh -c "xp-log push -q $w/cut &&
	cd ../cut && test \$(xp-log ls | wc -l) = 4 && xp-log fsck"
# A process that was killed there may leave files in tmp/, but no damage.
for pause in 0.005 0.015 0.03; do
	printf 'timeout -s KILL %s sh ../ssh "$@"\n' $pause > ../mortal
	XP_SSH='sh ../mortal' xp-log push -q "$w/killed" 2> /dev/null
	[ ! -f ../killed/.xp/version ] || within killed xp-log fsck ||
		echo "killed after $pause" >> ../bad
done
ok "a server that is killed leaves a sound store" test ! -e ../bad
ok "... and is gone on with" sh -c "xp-log push -q $w/killed &&
	cd ../killed && test \$(xp-log ls | wc -l) = 4 && xp-log fsck"

# What is changed on the way, or damaged where it comes from, does not arrive.
printf 'a needle in a haystack\n' > hay.txt
xp-log run -q -- cp hay.txt hay2.txt && hay=$(last) || exit 99
UP='sed -u s,needle,noodle,' code 3 "bytes that change on the way" \
	xp-log push "$w/there" "$hay"
code 3 "... do not arrive" within there xp-log show "$hay"
ok "... nor leave anything" sound there
object=.xp/objects/$(sha256sum < hay.txt |
	sed 's,^\(..\)\([0-9a-f]*\).*,\1/\2,')
cp -a "$object" ../good && chmod u+w "$object" &&
	echo 'a noodle in a haystack' > "$object"
code 3 "a damaged object" xp-log push "$w/there" "$hay"
code 3 "... does not arrive" within there xp-log show "$hay"
rm -f "$object" && cp -a ../good "$object"
ok "when it is mended" xp-log push -q "$w/there" "$hay"
ok "... it does" sound there
chmod 600 hay.txt && echo secret >> hay.txt
xp-log run -q -- cp hay.txt hay3.txt
xp-log push -q "$w/there"
object=.xp/objects/$(sha256sum < hay.txt |
	sed 's,^\(..\)\([0-9a-f]*\).*,\1/\2,')
ok "an object is readable there by those who may read it here" \
	is "$(stat -c %a "../there/$object")" "$(stat -c %a "$object")"

# frame TYPE TEXT: a message.
frame() {
	printf %b "$2" > ../body
	n=$(wc -c < ../body)
	printf "$1\\000\\000\\$(printf %03o $((n / 256)))"
	printf "\\$(printf %03o $((n % 256)))"
	cat ../body
}
id=20200101-000000-00000000
hex=$(printf x | sha256sum | cut -c 1-64)
# evil WHAT MESSAGES...: a peer that sends these is refused.
evil() {
	what=$1
	shift
	{
		frame H 'xp-log 1'
		frame R "$id $hex\\n"
		frame I $id
		while [ $# -gt 0 ]; do
			frame "$1" "$2"
			shift 2
		done
	} > ../evil.bytes
	XP_SSH='sh ../evil' code 3 "refused: $what" within back \
		xp-log pull "$w/there"
	ok "... with nothing left" sound back
}
printf 'cat ../evil.bytes; cat > /dev/null\n' > ../evil
evil 'a name with a slash' F '../../../escaped 1' D x
evil 'a name with a dot first' F '.git 1' D x
evil 'the name of a lock' F 'lock 0'
evil 'a name that comes twice' F 'note 1' D x F 'note 1' D x
evil 'a size that is none' F 'note -1'
evil 'more than was said' F 'note 1' D xx
evil 'a link to no output' L 'weights' O ''
evil 'a record without an end' F 'start.json 2' D '{}' O ''
evil 'a record that is no record' F 'end.json 2' D '[]' O ''
evil 'an object of another content' O "$hex 1 292\\n" D y
evil 'objects out of order' O "$hex 1 292\\n$hex 1 292\\n"
evil 'another run' I 20200101-000000-00000001
evil 'a message of no kind' Q ''
evil 'an end before its time' Z ' 0'
ok "nothing was written elsewhere" test ! -e ../escaped
frame E '3\0033[2Jboo' > ../evil.bytes
like "what a peer says cannot reach the terminal" 'says: .x1b\[2Jboo' \
	sh -c "XP_SSH='sh ../evil' xp-log pull $w/there || true"
printf 'H\377\377\377\377' > ../evil.bytes
XP_SSH='sh ../evil' code 3 "a length of 4 GiB" xp-log pull "$w/there"

# A real one, where there is one.
sshd=$(PATH=$PATH:/usr/sbin command -v sshd) || sshd=''
real() {
	ssh-keygen -q -t ed25519 -N '' -f ../host &&
		ssh-keygen -q -t ed25519 -N '' -f ../key || return 1
	port=$((20000 + $$ % 20000))
	printf '%s\n' "Port $port" 'ListenAddress 127.0.0.2' \
		"HostKey $FAKE/host" "PidFile $FAKE/pid" 'UsePAM no' \
		"AuthorizedKeysFile $FAKE/keys" 'StrictModes no' \
		'PasswordAuthentication no' > ../sshd_config
	cp ../key.pub ../keys
	mkdir -p /run/sshd 2> /dev/null
	# Each sshd-session of OpenSSH 9.8 opens the log again, from "/".
	"$sshd" -f "$FAKE/sshd_config" -E "$FAKE/sshd.log" || return 1
	n=0
	until [ -s ../pid ] || [ $((n += 1)) -gt 50 ]; do sleep 0.1; done
	[ -s ../pid ]
}
if [ -n "$sshd" ] && real; then
	XP_SSH="ssh -F none -i $FAKE/key -o StrictHostKeyChecking=no"
	XP_SSH="$XP_SSH -o UserKnownHostsFile=$FAKE/known -o BatchMode=yes"
	r="ssh://127.0.0.2:$port$FAKE/real" c=$(command -v xp-log)
	ok "push through sshd" xp-log push -q --remote-command="$c" "$r"
	ok "... arrives" sound real
	mkdir ../real2 && within real2 xp-log init -q
	ok "pull through sshd" within real2 xp-log pull -q \
		--remote-command="$c" "$r"
	ok "... arrives" sound real2
	code 4 "no such command, through sshd" xp-log push \
		--remote-command=/nowhere/xp-log "$r"
	printf 'restrict,command="%s serve --read-only %s" %s\n' "$c" \
		"$FAKE/real" "$(cat ../key.pub)" > ../keys
	code 2 "a key that may only pull" xp-log push "$r"
	ok "... may" within real2 xp-log pull -q "ssh://127.0.0.2:$port/any"
	kill "$(cat ../pid)"
	code 4 "no sshd any more" xp-log push "$r"
else
	skip "through sshd" "openssh-server is not installed or cannot start"
fi
done_testing
