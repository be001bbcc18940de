#!/bin/sh
#
# run.sh - every test there is, from a bare checkout.
#
#	tests/run.sh			all of it
#	tests/run.sh --quick		one build and its tests
#	tests/run.sh --data DIR		with the real images in DIR, too
#	tests/run.sh --no-setup		install nothing
#	tests/run.sh --bare		in a bare Debian root (tests/bare.sh)
#
# Builds in build/ or $XP_BUILD; logs lie in its log/.  The last line says
# how many tests passed, failed and were skipped; 1 when any failed.

# shellcheck disable=SC2317 # functions are called by stage

set -u

usage() {
	sed -n '3,12s/^# \{0,1\}//p' "$0"
	exit "$1"
}

quick=0 setup=1
while [ $# -gt 0 ]; do
	case $1 in
	--quick) quick=1 ;;
	--no-setup) setup=0 ;;
	--data)
		[ $# -gt 1 ] || usage 2 >&2
		XP_DATA=$2
		shift
		;;
	--data=*) XP_DATA=${1#*=} ;;
	--bare)
		shift
		exec "$(dirname "$0")/bare.sh" "$@"
		;;
	-h | --help) usage 0 ;;
	*) usage 2 >&2 ;;
	esac
	shift
done

top=$(cd "$(dirname "$0")/.." && pwd) || exit 4
if [ -n "${XP_DATA:-}" ]; then
	XP_DATA=$(cd "$XP_DATA" && pwd) || exit 2
	export XP_DATA
fi
mkdir -p "${XP_BUILD:=$top/build}" && build=$(cd "$XP_BUILD" && pwd) ||
	exit 4
cd "$top" || exit 4
unset XP_BUILD MAKEFLAGS MAKELEVEL CFLAGS LDFLAGS CPPFLAGS CC
exec < /dev/null
log=$build/log
rm -rf "$log"
mkdir -p "$log" || exit 4
jobs=$(nproc 2> /dev/null || echo 2)
passed=0 failed=0 skipped=0 stages=0
began=$(date +%s)

# stage WHAT COMMAND...: one step that must work counts as one test.
stage() {
	what=$1
	shift
	stages=$((stages + 1))
	file=$log/$(printf '%02d-%s' $stages "$what" | tr ' ' -).log
	printf '== %s\n' "$what"
	start=$(date +%s)
	rc=0
	"$@" > "$file" 2>&1 || rc=$?
	took=$(($(date +%s) - start))
	if [ $rc -eq 0 ]; then
		passed=$((passed + 1))
		printf '   done (%d s)\n' $took
	else
		failed=$((failed + 1))
		printf '   FAILED with %d (%d s); %s ends with:\n' $rc $took \
			"$file"
		tail -n 40 "$file" | sed 's/^/   | /'
	fi
	return $rc
}

configure() {
	mkdir -p "$1" && cd "$1" && shift && "$top/configure" -q "$@"
}

# A build with no warning, tests' programs too, in a directory of its own.
compile() {
	where=$1
	shift
	(configure "$where" --enable-werror "$@") &&
		make -C "$where" -j"$jobs" &&
		make -C "$where" -j"$jobs" check TESTS=
}

# check WHAT DIR TARGET...: run its tests and count each by itself.
check() {
	what=$1 dir=$2
	shift 2
	stages=$((stages + 1))
	file=$log/$(printf '%02d-%s' $stages "$what" | tr ' ' -).log
	printf '== %s\n' "$what"
	start=$(date +%s)
	find "$dir/tests" -name '*.trs' -exec rm -f {} +
	rc=0
	make -C "$dir" -k -j"$jobs" "$@" > "$file" 2>&1 || rc=$?
	took=$(($(date +%s) - start))
	# shellcheck disable=SC2046 # three numbers
	set -- $(find "$dir/tests" -name '*.trs' -exec cat {} + | awk '
		/^:test-result: (PASS|XFAIL)/ { p++ }
		/^:test-result: (FAIL|XPASS|ERROR)/ { f++ }
		/^:test-result: SKIP/ { s++ }
		END { print p + 0, f + 0, s + 0 }')
	# make may fail without a test that does.
	[ $rc -eq 0 ] || [ "$2" -gt 0 ] || set -- "$1" 1 "$3"
	passed=$((passed + $1)) failed=$((failed + $2))
	skipped=$((skipped + $3))
	printf '   %d passed, %d failed, %d skipped (%d s)\n' "$1" "$2" \
		"$3" $took
	grep -E '^SKIP:' "$file" | sed 's/^/   /'
	if [ "$2" -gt 0 ]; then
		grep -E '^(FAIL|XPASS|ERROR):' "$file" | sed 's/^/   /'
		tests_logs "$dir" "$file"
	fi
}

# What failing tests said, not more than a person reads.
tests_logs() {
	cp "$1/test-suite.log" "${2%.log}-tests.log" 2> /dev/null || {
		tail -n 40 "$2" | sed 's/^/   | /'
		return
	}
	grep -v '^ok ' "$1/test-suite.log" | head -n 200 | sed 's/^/   | /'
}

# elsewhere WHAT SCRIPT [ARG...]: the engine of another processor or compiler,
# where its tools are.
elsewhere() {
	printf '== %s\n' "$1"
	said=$log/$2.log
	script=tests/$2.sh
	shift 2
	rc=0
	XP_BUILD=$build "$script" "$@" > "$said" 2>&1 || rc=$?
	passed=$((passed + $(grep '^ok' "$said" | grep -vc SKIP)))
	case $rc in
	0) ;;
	77) skipped=$((skipped + 1)) ;;
	*) failed=$((failed + 1)) ;;
	esac
	sed 's/^/   /' "$said"
}

finish() {
	printf '== all in %d s\n' $(($(date +%s) - began))
	line="$passed passed, $failed failed, $skipped skipped"
	echo "$line" | tee "$build/tests.count"
	[ "$failed" -eq 0 ]
	exit
}

rm -f "$build/tests.count"
if [ $setup = 1 ]; then
	stage 'set up' share/setup.sh --tests || finish
fi
stage 'bootstrap' autoreconf -fi || finish
stage 'build with gcc' compile "$build" CC=gcc || finish
check 'check' "$build" check
[ $quick = 0 ] || finish

if stage 'build with sanitizers' compile "$build/sanitize" CC=gcc \
	--enable-sanitizers; then
	check 'check sanitizers' "$build/sanitize" check XP_QUICK=1 \
		SOURCE_TESTS=
fi
check 'check under valgrind' "$build" check-valgrind
elsewhere '64-bit ARM' cross
elsewhere 'other compilers and flags' flags O3 hardening lto clang-O3
stage 'build with clang' compile "$build/clang" CC=clang
stage 'install into a DESTDIR' make -C "$build" -j"$jobs" install \
	DESTDIR="$build/destdir"
stage 'distcheck' make -C "$build" -j"$jobs" distcheck XP_QUICK=1 \
		SOURCE_TESTS=
finish
