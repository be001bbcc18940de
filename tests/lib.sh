# lib.sh - what every test script starts with: `. "$(dirname "$0")/../lib.sh"`
#
# A script runs in a fresh directory of its own, with the tools of the build
# on PATH, and says what it found as TAP.  It needs nothing from another
# script, so any number may run at once.
#
#	ok "what" COMMAND...		passes if COMMAND exits with 0
#	code N "what" COMMAND...	passes if COMMAND exits with N
#	same "what" FILE FILE		passes if both hold the same bytes
#	like "what" REGEX COMMAND...	passes if stdout or stderr matches
#	same_run "what" FILE FILE	the same of the trainings whose ids
#					these hold
#	skip "what" "why"
#	into FILE COMMAND...		COMMAND, with its output in FILE
#	holds FILE TEXT			FILE contains TEXT
#	lacks FILE REGEX		FILE does not match REGEX, in any case
#	cell_of TABLE COLUMN KEY=VALUE...	of the first row with these
#	done_testing			the last line of a script
#
# What commands print goes into a log that is shown when the test fails; a
# redirection (`ok "what" xp-stats a.tsv > b.tsv`) does as it says.
# COMMAND may be a shell function.  A crash, or a finding of a sanitizer or
# of valgrind, always fails.
#
# From the environment:
#	XP_BUILD	the build directory (else build/ beside tests/)
#	XP_DATA		real images; tests that need them skip without
#	XP_QUICK=1	all is slow: take small sizes where that is a choice
#	XP_RUNNER	put before each tool: "valgrind -q ..."
#	KEEP=1		leave the directory of a failed script behind
#
# shellcheck shell=sh

srcdir=$(cd "$(dirname "$0")/.." && pwd) || exit 99
topdir=$(dirname "$srcdir")
builddir=$(cd "${XP_BUILD:-$topdir/build}" && pwd) || exit 99
if [ -n "${XP_DATA:-}" ]; then
	XP_DATA=$(cd "$XP_DATA" && pwd) || exit 99
	export XP_DATA
fi

# The lists of the build, from its Makefile's environment or its source.
registry() {
	awk -v name="$1" '
	{
		more = sub(/[ \t]*\\$/, " ")
		text = text $0
		if (more)
			next
		if (split(text, word, " ") > 1 && word[1] == name &&
		    word[2] ~ /^\+?=$/) {
			sub(/^[^=]*=/, "", text)
			gsub(/[ \t]+/, " ", text)
			print text
		}
		text = ""
	}' "$topdir/Makefile.am" | xargs
}
tools=$(registry TOOLS | sed 's,tools/,,g')

# Each tool, and each command of a tool that has them, one a line.
units() {
	for t in $tools; do
		echo "$t"
		"$t" --help=options | awk -F '\t' -v tool="$t" '
			$2 == "command" { print tool, $1 }'
	done
}

into() {
	out=$1
	shift
	"$@" > "$out"
}

holds() {
	grep -qF -- "$2" "$1"
}

lacks() {
	! grep -qiE -- "$2" "$1"
}

cell_of() {
	table=$1 column=$2
	shift 2
	awk -F '\t' -v column="$column" -v keys="$*" '
		NR == 1 {
			for (i = 1; i <= NF; i++) at[$i] = i
			n = split(keys, key, " ")
			next
		}
		{
			for (i = 1; i <= n; i++) {
				split(key[i], pair, "=")
				if ($at[pair[1]] "" != pair[2] "") next
			}
			print $at[column]
			exit
		}' "$table"
}

scratch=$(mktemp -d "${TMPDIR:-/tmp}/xp-test.XXXXXX") || exit 99
scratch=$(cd "$scratch" && pwd -P) || exit 99
mkdir "$scratch/home" "$scratch/tap" "$scratch/work" || exit 99
echo 0 > "$scratch/tap/count"
: > "$scratch/tap/log"
: > "$scratch/tap/failed"

finish() {
	cd /
	if [ -n "${KEEP:-}" ] && [ -s "$scratch/tap/failed" ]; then
		echo "# left in $scratch" >&3
	else
		chmod -R u+rwX "$scratch" 2>/dev/null
		rm -rf "$scratch"
	fi
}
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# Nothing of the caller's surroundings may show in a result.
unset XP_DIR XP_OUTSIDE XP_PROTECT CDPATH GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
LC_ALL=C
HOME=$scratch/home
GIT_CONFIG_NOSYSTEM=1
GIT_CONFIG_GLOBAL=$HOME/.gitconfig
GIT_CEILING_DIRECTORIES=$scratch
GIT_AUTHOR_NAME=tester GIT_AUTHOR_EMAIL=tester@example.org
GIT_COMMITTER_NAME=tester GIT_COMMITTER_EMAIL=tester@example.org
# 99 is nobody's answer; 1 would look like a tool's "no".
ASAN_OPTIONS=exitcode=99:${ASAN_OPTIONS:-}
UBSAN_OPTIONS=exitcode=99:print_stacktrace=1:${UBSAN_OPTIONS:-}
LSAN_OPTIONS=exitcode=99:print_suppressions=0:${LSAN_OPTIONS:-}
LSAN_OPTIONS=$LSAN_OPTIONS:suppressions=$srcdir/lsan.supp
export LC_ALL HOME GIT_CONFIG_NOSYSTEM GIT_CONFIG_GLOBAL
export GIT_CEILING_DIRECTORIES GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL
export GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
export ASAN_OPTIONS UBSAN_OPTIONS LSAN_OPTIONS

PATH=$builddir/tools:$builddir/examples:$PATH
if [ -n "${XP_RUNNER:-}" ]; then
	mkdir "$scratch/bin" || exit 99
	for t in $tools; do
		printf '#!/bin/sh\nexec %s "%s" "$@"\n' "$XP_RUNNER" \
			"$builddir/tools/$t" > "$scratch/bin/$t"
		chmod +x "$scratch/bin/$t"
	done
	PATH=$scratch/bin:$PATH
fi
export PATH

cd "$scratch/work" || exit 99
# 3 is TAP; 1 and 2 are what commands print.
exec 3>&1 >>"$scratch/tap/log" 2>&1 </dev/null

# Count in a file, so that a test counts inside of a pipe or ( ) too.
tap_line() {
	read -r tap_n < "$scratch/tap/count"
	tap_n=$((tap_n + 1))
	echo "$tap_n" > "$scratch/tap/count"
	printf '%s %d - %s\n' "$1" "$tap_n" \
		"$(printf %s "$2" | tr '\n#' '  ')${3:+ # $3}" >&3
}

tap_pass() {
	tap_line ok "$1"
}

# tap_fail WHAT WHY: with what was printed since the last test.
tap_fail() {
	tap_line 'not ok' "$1"
	echo "$1" >> "$scratch/tap/failed"
	{
		echo "$2"
		cat "$scratch/tap/log"
	} | tail -n 60 | sed 's/^/# /' >&3
	return 1
}

# A command as a person would type it, or its beginning.
tap_words() {
	for tap_w in "$@"; do
		case $tap_w in
		*[!A-Za-z0-9_./:=,@%+-]* | '') printf " '%s'" "$tap_w" ;;
		*) printf ' %s' "$tap_w" ;;
		esac
	done | tr '\n' ' ' | cut -c 1-300
}

code() {
	tap_want=$1 tap_what=$2
	shift 2
	: > "$scratch/tap/log"
	tap_got=0
	"$@" || tap_got=$?
	if [ "$tap_got" -eq "$tap_want" ]; then
		tap_pass "$tap_what"
	else
		tap_fail "$tap_what" \
			"exit status $tap_got, want $tap_want:$(tap_words "$@")"
	fi
}

ok() {
	code 0 "$@"
}

same() {
	: > "$scratch/tap/log"
	if cmp "$2" "$3"; then
		tap_pass "$1"
	else
		diff -u "$2" "$3" | head -n 20
		tap_fail "$1" "not the same: $2 $3"
	fi
}

# run_dir FILE: where the run is whose id FILE holds.
run_dir() {
	echo ".xp/runs/$(cat "$1")"
}

same_run() {
	for tap_file in best.safetensors last.safetensors metrics.tsv \
		fingerprints.tsv; do
		same "$1: $tap_file" "$(run_dir "$2")/$tap_file" \
			"$(run_dir "$3")/$tap_file"
	done
}

like() {
	tap_what=$1 tap_regex=$2
	shift 2
	tap_got=0
	"$@" > "$scratch/tap/seen" 2>&1 || tap_got=$?
	cp "$scratch/tap/seen" "$scratch/tap/log"
	if [ "$tap_got" -ge 99 ]; then
		tap_fail "$tap_what" "exit status $tap_got:$(tap_words "$@")"
	elif grep -Eq -e "$tap_regex" "$scratch/tap/seen"; then
		tap_pass "$tap_what"
	else
		tap_fail "$tap_what" \
			"does not print '$tap_regex':$(tap_words "$@")"
	fi
}

skip() {
	tap_line ok "$1" "SKIP $2"
}

done_testing() {
	echo "1..$(cat "$scratch/tap/count")" >&3
	# A harness has read the lines; a person's shell wants a status.
	[ -n "${HARNESS_ACTIVE:-}" ] || [ ! -s "$scratch/tap/failed" ] ||
		exit 1
	exit 0
}
