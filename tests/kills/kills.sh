#!/bin/sh
# kills.sh [JOB]... - kills xp before every single call that changes what is on
# disk, job after job, then at random moments, and looks each time whether the
# stores are sound, what was acknowledged is there, and nothing stays behind.
# README.md says more.  Prints a table; exits with 1 if something was wrong.
#
# From the environment: XP_BUILD, STEP (before every STEP-th call only), KILLS
# (so many in all: the rest at random moments), DISK (an empty tmpfs that may be
# mounted anew: instead of kills it is full, of bytes and of files, at every
# STEP-th page or file, and then cannot be written at all).
set -u

here=$(cd "$(dirname "$0")" && pwd) || exit 99
XP_BUILD=$(cd "${XP_BUILD:-$here/../../build}" && pwd) || exit 99
PATH=$XP_BUILD/tools:$XP_BUILD/tests/kills:$XP_BUILD/examples:$PATH
LC_ALL=C STEP=${STEP:-1} KILLS=${KILLS:-0} DISK=${DISK:-}
export PATH LC_ALL
unset XP_DIR
# Nobody can look for leaks in what is traced.
ASAN_OPTIONS=${ASAN_OPTIONS:-}:detect_leaks=0
export ASAN_OPTIONS
# What is synced need not reach a disk.
[ ! -w /dev/shm ] || TMPDIR=/dev/shm
top=$(mktemp -d "${TMPDIR:-/tmp}/xp-kills.XXXXXX") || exit 99
top=$(cd "$top" && pwd -P) || exit 99
trap 'chmod -R u+w "$top"; rm -rf "$top"' EXIT
trap 'exit 130' INT TERM
cd "$top" || exit 99
XP_SSH="sh $top/ssh"
export XP_SSH
printf 'for last; do :; done\nexec sh -c "$last"\n' > ssh

# ready/: a project with runs of all kinds, a store beside it that has one of
# them, and an archive.
prepare() {
	mkdir -p ready/p ready/there && cd ready/p && xp-log init -q . &&
	yeast -q --to images --positions 3 --times 1 --size 64x64 > /dev/null &&
	xp-pairs -q --source 'images/BF_*' --target 'images/YFP_*' \
		--split 34:33:33 --split-exact > pairs.tsv &&
	xp-norm -q --method=zscore pairs.tsv > norm.tsv 2> /dev/null &&
	printf 'b\na\n' > in.txt &&
	xp-log run -q -- sort in.txt > out.txt &&
	xp-log archive -q @1 -o ../x.tar > /dev/null &&
	xp-log push -q ../there @1 &&
	xp-log run -q -- cp out.txt copy.txt &&
	xp-log run -q -- echo litter > /dev/null &&
	xp-log rm -q -y @1 &&
	name=$(printf litter | sha256sum | cut -c 1-64) &&
	dir=.xp/objects/$(printf %.2s "$name") && mkdir -p "$dir" &&
	printf litter > "$dir/${name#??}" &&
	xp-log fsck -q > /dev/null && cd ../..
}

# damage: an object and a record that ../there has are gone.
damage() {
	lost=$(sha256sum < in.txt | cut -c 1-64)
	rm -f ".xp/objects/$(printf %.2s "$lost")/${lost#??}" \
		".xp/runs/$(ls ../there/.xp/runs)/end.json"
}
# job NAME STRIKE...: what is killed, in a copy of ready/p.
job() {
	name=$1
	shift
	case $name in
	record) "$@" xp-log run -q -- sh -c 'sort in.txt; echo > new.txt' \
		in.txt ;;
	tool) "$@" xp-norm -q --method=zscore pairs.tsv ;;
	train) "$@" xp-train -q --no-checks --steps=2 --val-every=1 --depth=1 \
		--num-fmaps=2 --patch=16 --batch=1 --threads=1 norm.tsv ;;
	archive) "$@" xp-log archive -q @1 -o new.tar.zst ;;
	restore) "$@" xp-log restore -q ../x.tar new ;;
	push) "$@" xp-log push -q ../there ;;
	pull) (cd ../there && "$@" xp-log pull -q ../p) ;;
	far) "$@" xp-log push -q "ssh://here$PWD/../there" ;;
	server) xp-log push -q --remote-command="$* xp-log" \
		"ssh://here$PWD/../there" ;;
	mend) damage && "$@" xp-log fsck -q \
		--repair-from "ssh://here$PWD/../there" ;;
	gc) "$@" xp-log gc -q --delete --grace=0 ;;
	rm) "$@" xp-log rm -q -y @1 ;;
	tag) "$@" xp-log tag @1 new && "$@" xp-log note @1 hello ;;
	unsafe) "$@" sh "$top/unsafe" ;;
	esac
}
# The null control: an object that has its name before it is whole.
cat > unsafe << 'END'
name=$(printf 'two parts' | sha256sum | cut -c 1-64)
dir=.xp/objects/$(echo "$name" | cut -c 1-2)
mkdir -p "$dir"
exec > "$dir/$(echo "$name" | cut -c 3-)"
printf two
printf ' parts'
END

wrong() {
	echo "$name $number: $*" | tee -a "$top/wrong" >&2
}
# Every run that was done before is done, but for the one that rm removes.
all_there() {
	[ "$name" != rm ] || return 0
	xp-log ls | cut -f 1,2 > "$top/now"
	grep -vxFf "$top/now" "$top/runs" |
		grep . && wrong "a run is gone or not done"
}
# What was printed has come true.  The id of a training is printed before its
# record ends: at that moment it is there to be resumed.
acknowledged() {
	[ -s "$top/said" ] || return 0
	case $name in
	train) xp-log show "$(cat "$top/said")" | grep -q '^state *done' ||
		xp-train -q --resume "$(cat "$top/said")" \
			> "$top/resumed" 2>&1 ||
		wrong "the run that was printed is neither done nor to be" \
			"resumed: $(cat "$top/resumed")" ;;
	archive) zstd -dc new.tar.zst | sha256sum | grep -qFf "$top/said" ||
		wrong "the archive that was printed is not there" ;;
	esac
}
is_sound() {
	(cd "$1" && xp-log fsck -q) > "$top/fsck" 2>&1 ||
		wrong "$1: $(cat "$top/fsck")"
}
left() {
	find .. -path '*/.xp/tmp/*' -o -path '*/runs/*/.*' \
		-o -name '.*.??????' -o -name '.*.xp-??????'
}
leftovers() {
	left | grep . && wrong "something is left"
}
# A minute is not waited for: what was left behind is made old.
nothing_stays() {
	left | xargs -r touch -h -d '2 minutes ago'
	(cd ../there && xp-log gc -q --delete --grace=0) > /dev/null || wrong gc
	job "$name" > /dev/null 2>&1 || [ "$name" = rm ] ||
		{ [ "$name" = restore ] && [ -d new ]; } ||
		wrong "it cannot be done once more"
	xp-log gc -q --delete --grace=0 > /dev/null || wrong gc
	leftovers
	is_sound .
	is_sound ../there
}
look() {
	# What was damaged on purpose may be damaged still.
	[ "$name" != mend ] ||
		xp-log fsck -q --repair-from ../there > /dev/null ||
		wrong "it cannot be repaired"
	is_sound .
	is_sound ../there
	all_there
	acknowledged
	nothing_stays
}
again() {
	cd "${DISK:-$top}" && rm -rf at && cp -a "$top/ready" at && cd at/p ||
		exit 99
}

# Sets `kills` and `got`: the job's exit status.
kill_at() {
	number=$1
	again
	job "$name" strike "$number" > "$top/said" 2> /dev/null
	got=$?
	[ "$name" != server ] || [ $got -eq 0 ] || got=137
	[ $got -ne 99 ] || exit 99
	if [ "$name" = unsafe ]; then
		xp-log fsck -q > /dev/null || echo "$number" >> "$top/caught"
	else
		look
	fi
}
kill_everywhere() {
	name=$1 kills=0 got=137 at=1
	before=$(wc -l < "$top/wrong")
	while [ $got -eq 137 ] || [ "$got" -gt 4 ]; do
		kill_at $at
		[ $got -ne 137 ] || kills=$((kills + 1))
		at=$((at + STEP))
	done
	[ $got -eq 0 ] || wrong "it ended with $got"
	total=$((total + kills))
	printf '%s\t%d\t%d\n' "$name" $kills \
		$(($(wc -l < "$top/wrong") - before))
}
# mounted OPTION: the disk from now on.
mounted() {
	mount -o "remount,$1" "$DISK" || exit 99
}
# fill OPTION USED UNIT: job NAME while there is room for so many units only.
fill() {
	kills=0 got=4 room=0
	before=$(wc -l < "$top/wrong")
	while [ $got -ne 0 ]; do
		again
		used=$(df --output="$2" -B 1K "$DISK" | tail -n 1)
		mounted "$1=$((used + room * $3))$4"
		number="$1 $room"
		job "$name" env > "$top/said" 2> "$top/why"
		got=$?
		mounted "rw,size=1G,nr_inodes=100000"
		[ $got -eq 0 ] || kills=$((kills + 1))
		[ $got -eq 0 ] || [ $got -eq 4 ] ||
			wrong "exit $got: $(cat "$top/why")"
		leftovers
		look
		[ "$room" -lt 2000 ] || break
		room=$((room + STEP))
	done
	total=$((total + kills))
	printf '%s, full of %s\t%d\t%d\n' "$name" "$2" $kills \
		$(($(wc -l < "$top/wrong") - before))
}
# What only looks works where nothing can be written; what writes says so.
read_only() {
	number=read-only
	again
	mounted ro
	job "$name" env > "$top/said" 2> "$top/why"
	got=$?
	[ $got -eq 4 ] || wrong "exit $got: $(cat "$top/why")"
	for command in ls 'show @1' 'cat @1' fsck 'diff @1 @2' gc \
		"archive -q @1 -o $top/read-only.tar"; do
		# shellcheck disable=SC2086 # words
		xp-log $command > "$top/why" 2>&1
		[ $? -le 1 ] || wrong "$command: $(cat "$top/why")"
	done
	mounted rw
}
kill_at_random() {
	before=$(wc -l < "$top/wrong") kills=0
	while [ $total -lt "$KILLS" ]; do
		for name in $jobs; do
			number=$(od -An -N 2 -t u2 /dev/urandom)
			number=$(printf '0.%03d' $((number % 120 + 1)))
			again
			job "$name" timeout -s KILL "$number" > "$top/said" \
				2> /dev/null
			[ $? -ne 137 ] || kills=$((kills + 1))
			look
		done
		total=$((total + kills - counted)) counted=$kills
	done
	printf 'at random\t%d\t%d\n' $kills \
		$(($(wc -l < "$top/wrong") - before))
}

prepare || { echo "kills.sh: cannot prepare" >&2; exit 99; }
(cd ready/p && xp-log ls | sed 1d | cut -f 1,2) > runs
: > wrong
all="record tool train archive restore push pull far server mend gc rm tag"
jobs=${*:-$all}
total=0 counted=0
printf 'job\tkills\twrong\n'
if [ -z "$DISK" ]; then
	(STEP=1 && kill_everywhere unsafe)
	cd "$top" && [ -s caught ] ||
		{ name=unsafe number=- && wrong "is not caught"; }
fi
for name in $jobs; do
	if [ -n "$DISK" ]; then
		fill size used 4 k
		fill nr_inodes iused 1 ''
		read_only
	else
		kill_everywhere "$name"
	fi
done
cd "$top" || exit 99
[ $total -ge "$KILLS" ] || kill_at_random
cd "$top" || exit 99
printf 'all\t%d\t%d\n' $total "$(wc -l < wrong)"
[ ! -s wrong ]
