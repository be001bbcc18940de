#!/bin/sh
#
# flags.sh - the same bits from other compilers and flags.
#
#	tests/flags.sh			in build/flags or $XP_BUILD/flags
#	tests/flags.sh O3 clang		only these builds
#	tests/flags.sh --list		print which builds there are
#
# Builds the engine once for each, and runs t_bits, which holds the digests of
# trainings, predictions and scores, with all instruction sets of this machine.
# Skips a build whose tools are missing, and says so.  77: all were skipped.

set -u

all='O1 O3 hardening lto native clang clang-O3'
case ${1-} in
--list)
	printf '%s\n' $all
	exit
	;;
-h | --help)
	sed -n '3,12s/^# \{0,1\}//p' "$0"
	exit
	;;
-*)
	sed -n '3,12s/^# \{0,1\}//p' "$0" >&2
	exit 2
	;;
esac

top=$(cd "$(dirname "$0")/.." && pwd) || exit 4
mkdir -p "${XP_BUILD:=$top/build}/flags" || exit 4
build=$(cd "$XP_BUILD/flags" && pwd) || exit 4
unset XP_BUILD MAKEFLAGS MAKELEVEL CFLAGS LDFLAGS CPPFLAGS CC
. "$top/tests/engine.sh"

clang() {
	for c in clang clang-14 clang-19; do
		! command -v $c || return 0
	done
	return 1
}

# settings BUILD: its words for configure, one a line.  1: a tool is missing.
settings() {
	case $1 in
	O1 | O3) echo "CFLAGS=-g -$1" ;;
	hardening)
		export DEB_BUILD_MAINT_OPTIONS=hardening=+all
		for name in CFLAGS CPPFLAGS LDFLAGS; do
			echo "$name=$(dpkg-buildflags --get $name)" || return 1
		done
		;;
	lto)
		command -v gcc-ar > /dev/null || return 1
		printf '%s\n' CC=gcc AR=gcc-ar RANLIB=gcc-ranlib \
			'CFLAGS=-O2 -flto' 'LDFLAGS=-O2 -flto'
		;;
	native) echo "CFLAGS=-O2 -march=native" ;;
	clang | clang-O3)
		c=$(clang) || return 1
		o=${1#clang}
		printf '%s\n' "CC=$c" "CFLAGS=${o:--O2}"
		;;
	*)
		echo "flags.sh: no build '$1': see --list" >&2
		exit 2
		;;
	esac
}

failed=0 done=0
result() {
	[ "$1" = 0 ] && word=ok || { word='not ok' failed=1; }
	shift
	echo "$word - $*"
}

# try BUILD
try() {
	words=$(settings "$1" 2> /dev/null) || {
		echo "ok - the same bytes with $1 # SKIP a tool is missing"
		return
	}
	mkdir -p "$build/$1" && cd "$build/$1" || exit 4
	old=$IFS
	IFS='
'
	# shellcheck disable=SC2086 # a word a line
	set -- "$1" $words
	IFS=$old
	name=$1
	shift
	{ engine_configure "$@" && engine_make tests/unit/t_bits &&
		tests/unit/t_bits; } > log 2>&1
	rc=$?
	[ $rc = 0 ] || tail -n 40 log
	done=1
	result $rc "the same bytes with $name"
}

# shellcheck disable=SC2086 # builds are words
[ $# -gt 0 ] || set -- $all
for b; do
	try "$b"
done
[ $failed = 0 ] || exit 1
[ $done = 1 ] || exit 77
