#!/bin/sh
#
# cross.sh - the engine's tests for 64-bit ARM, run by an emulator.
#
#	tests/cross.sh			in build/cross or $XP_BUILD/cross
#	tests/cross.sh t_accuracy	other tests than the usual ones
#	tests/cross.sh --needs		only print the packages it takes
#
# Builds what lib/nn consists of with Debian's cross compiler, and runs its
# unit tests under qemu.  Where the build for this machine is there too, a
# network's output must have the same bytes on both.  Installs nothing: 77
# when something is missing, and says what.

set -u

# The compiler, the emulator, and the libraries that the engine links with.
needs='gcc-aarch64-linux-gnu qemu-user libc6-dev:arm64 libcmocka-dev:arm64
	libjansson-dev:arm64 libssl-dev:arm64'
host=aarch64-linux-gnu
libs=/usr/lib/$host

tests='t_bits t_calc t_conv t_doubled t_fused t_golden t_gradient t_layers
	t_threads'
case ${1-} in
'') ;;
t_*) tests=$* ;;
--needs)
	printf '%s\n' $needs
	exit
	;;
-h | --help)
	sed -n '3,12s/^# \{0,1\}//p' "$0"
	exit
	;;
*)
	sed -n '3,12s/^# \{0,1\}//p' "$0" >&2
	exit 2
	;;
esac

top=$(cd "$(dirname "$0")/.." && pwd) || exit 4
mkdir -p "${XP_BUILD:=$top/build}/cross" || exit 4
native=$(cd "$XP_BUILD" && pwd) && build=$native/cross || exit 4
unset XP_BUILD MAKEFLAGS MAKELEVEL CFLAGS LDFLAGS CPPFLAGS CC
. "$top/tests/engine.sh"
qemu=$(command -v qemu-aarch64 || command -v qemu-aarch64-static)

lacks() {
	echo "cross.sh: no $1: as root, let" \
		"'dpkg --add-architecture arm64 && apt-get update' and" \
		"'apt-get install --no-install-recommends" $needs"'" \
		"install it" >&2
	exit 77
}

command -v $host-gcc > /dev/null || lacks $host-gcc
[ -n "$qemu" ] || lacks qemu-aarch64
for l in cmocka jansson libcrypto; do
	[ -f "$libs/pkgconfig/$l.pc" ] || lacks "$l for arm64"
done

programs=tests/ref/netio
for t in $tests; do
	programs="$programs tests/unit/$t"
done

configure() {
	PKG_CONFIG_LIBDIR=$libs/pkgconfig engine_configure --enable-werror \
		--host=$host CC=$host-gcc
}

cd "$build" || exit 4
# shellcheck disable=SC2086 # words
{ configure && engine_make $programs; } > log 2>&1 || {
	tail -n 40 log
	echo "cross.sh: the build failed; all of it is in $build/log" >&2
	exit 1
}

failed=0
result() {
	[ "$1" = 0 ] && word=ok || { word='not ok' failed=1; }
	shift
	echo "$word - $*"
}

# Side by side; the emulator is some 20 times slower.
for t in $tests; do
	XP_QUICK=1 srcdir=$top "$qemu" "tests/unit/$t" > "$t.log" 2>&1 &
	eval "pid_$t=$!"
done
for t in $tests; do
	eval "wait \$pid_$t"
	rc=$?
	[ $rc = 0 ] || cat "$t.log"
	result $rc "$t on $host"
done

# A reference network's input through freshly drawn weights.
bits() {
	name=$1
	shift
	x=$top/tests/ref/unet/$name.safetensors
	"$native/tests/ref/netio" init w.safetensors "$@" &&
		"$native/tests/ref/netio" forward w.safetensors "$x" here &&
		"$qemu" tests/ref/netio forward w.safetensors "$x" there &&
		cmp here there
	result $? "the same bytes here and on $host: $name"
}

# Without fused multiply-adds this machine rounds otherwise.
if [ -x "$native/tests/ref/netio" ] &&
	grep -qw fma /proc/cpuinfo; then
	bits wide 2 1 1 9 2 2 3
	bits channels 3 2 3 5 2 2 5
else
	echo "ok - the same bytes here # SKIP no build, or no such processor"
fi
exit $failed
