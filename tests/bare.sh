#!/bin/sh
#
# bare.sh - what a new user does, in a Debian with nothing in it.
#
#	tests/bare.sh [--keep] [--demo | --quick | --deb]
#		[--release=12|13] [DIR]
#
# Makes a bare root of Debian 12, or of RELEASE, with debootstrap (in DIR, else
# a temporary directory), copies the committed tree into it as a clone would,
# and runs examples/demo.sh and tests/run.sh: first as root, then in a second
# root as an ordinary user with sudo.  --demo runs the demo only, --quick the
# demo and one build with its tests.  --deb builds the Debian package in the
# first root, installs it in the second, which is bare otherwise, and runs the
# demo there.  Needs root, debootstrap, and a network.

# shellcheck disable=SC2317 # finish is called by trap

set -eu

keep=0 what=all release=12 dir=
for a; do
	case $a in
	--keep) keep=1 ;;
	--demo) what=demo ;;
	--quick) what=quick ;;
	--deb) what=deb ;;
	--release=*) release=${a#*=} ;;
	-*) sed -n '3,14s/^# \{0,1\}//p' "$0"; exit 2 ;;
	*) dir=$a ;;
	esac
done
case $release in
12) suite=bookworm ;;
13) suite=trixie ;;
*) echo "bare.sh: want release 12 or 13, not '$release'" >&2; exit 2 ;;
esac
top=$(cd "$(dirname "$0")/.." && pwd)
[ "$(id -u)" = 0 ] || { echo "bare.sh: only root can do this" >&2; exit 4; }
command -v debootstrap > /dev/null || {
	echo "bare.sh: install debootstrap" >&2
	exit 4
}
[ -n "$dir" ] && mkdir -p "$dir" || dir=$(mktemp -d)

unmount() {
	for m in proc dev sys; do
		umount -l "$1/$m" 2> /dev/null || :
	done
}

finish() {
	for r in "$dir"/root "$dir"/user; do
		unmount "$r"
	done
	[ "$keep" = 1 ] || rm -rf --one-file-system "$dir"
}
trap finish EXIT
trap 'exit 130' INT TERM HUP

# A bare root: what debootstrap calls minimal, and no package lists.
[ -f "$dir/bare.tar" ] || {
	debootstrap --variant=minbase $suite "$dir/first" > "$dir/log"
	tar -C "$dir/first" -cf "$dir/bare.tar" .
	rm -rf --one-file-system "$dir/first"
}

# fresh ROOT: the bare root again, with a clone of what is committed.
fresh() {
	unmount "$1"
	rm -rf --one-file-system "$1"
	mkdir "$1"
	tar -C "$1" -xf "$dir/bare.tar"
	cp /etc/resolv.conf "$1/etc/"
	for f in /etc/apt/apt.conf.d/*proxy*; do
		[ ! -f "$f" ] || cp "$f" "$1/etc/apt/apt.conf.d/"
	done
	mount -t proc proc "$1/proc"
	mount -t sysfs sys "$1/sys" # without it MPICH of Debian 13 complains
	mount --rbind /dev "$1/dev"
	mount --make-rslave "$1/dev"
}

# copy_to ROOT HOME: a clone, made outside since the root has no git.
copy_to() {
	git -c safe.directory='*' clone -q --no-hardlinks "$top" \
		"$1$2/xp"
}

# in_root ROOT USER COMMAND...
in_root() {
	root=$1 user=$2
	shift 2
	chroot "$root" env -i PATH="$PATH" HOME="$(chroot "$root" \
		sh -c "echo ~$user")" LANG=C.UTF-8 \
		setpriv --reuid "$user" --regid "$user" --init-groups "$@"
}

failed=0
# try ROOT USER COMMAND: what a person would type in the clone.
try() {
	echo "=== as $2: $3"
	start=$(date +%s)
	rc=0
	in_root "$1" "$2" sh -c "cd ~/xp && $3" < /dev/null || rc=$?
	echo "=== as $2: $3: exit status $rc, $(($(date +%s) - start)) s"
	[ $rc = 0 ] || failed=1
}

all() {
	try "$1" "$2" examples/demo.sh
	case $what in
	quick) try "$1" "$2" 'tests/run.sh --quick' ;;
	all) try "$1" "$2" tests/run.sh ;;
	esac
}

# The package, made in one root, used in another.
deb() {
	try "$dir/root" root 'share/setup.sh &&
		apt-get -q install -y --no-install-recommends \
			build-essential debhelper lintian xz-utils &&
		autoreconf -fi && mkdir build && cd build &&
		../configure -q && make -j2 > build.out && make deb &&
		examples/yeast --to ../images --seed 1 > ../images.tsv'
	[ $failed = 0 ] || return 0
	fresh "$dir/user"
	copy_to "$dir/user" /root
	cp -R "$dir/root/root/xp/images" "$dir/root/root/xp/build/deb" \
		"$dir/user/root/xp/"
	try "$dir/user" root 'apt-get -q update && apt-get -q install -y \
		--no-install-recommends ./deb/xp-tools_*.deb'
	# shellcheck disable=SC2016 # that shell expands it
	try "$dir/user" root 'XP_BUILD=installed GROUP="Position([0-9]+)" \
		examples/demo.sh images'
}

fresh "$dir/root"
copy_to "$dir/root" /root
[ $what != deb ] || {
	deb
	exit $failed
}
all "$dir/root" root

fresh "$dir/user"
chroot "$dir/user" sh -c 'apt-get -q update &&
	apt-get -q install -y --no-install-recommends sudo' > "$dir/log"
chroot "$dir/user" useradd -m -s /bin/sh someone
echo 'someone ALL=(ALL) NOPASSWD: ALL' > "$dir/user/etc/sudoers.d/someone"
copy_to "$dir/user" /home/someone
chroot "$dir/user" chown -R someone:someone /home/someone
all "$dir/user" someone
exit $failed
