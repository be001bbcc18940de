#!/bin/sh
#
# setup.sh - install what building xp needs, on Debian 12, 13 and relatives.
#
#	share/setup.sh			what a build needs
#	share/setup.sh --tests		and what the tests need
#	share/setup.sh --list [--tests]	only print the packages and why
#
# Does nothing, and asks nobody, when all is there.

# shellcheck disable=SC2086 # lists are words on purpose

set -eu

build='
autoconf		makes configure from configure.ac
automake		makes Makefile.in from Makefile.am
gcc			the compiler
libarchive-dev		archives of runs
libc6-dev		the C library
libexpat1-dev		the OME-XML of images
libgit2-dev		the code that a run used
libjansson-dev		records
libpng-dev		panels of images
libssl-dev		SHA-256
libtiff-dev		images
make			runs the build
pkg-config		finds the libraries
'
tests='
bsdextrautils		col: man pages as plain text
clang			the second compiler, fuzzing
clang-format		holds the layout of the code
git			work trees that tests record
jq			reads records as a stranger would
libc6-dbg		lets valgrind name functions
libclang-rt-dev		sanitizers and fuzzing of clang
libcmocka-dev		unit tests
libdnnl-dev		a peer of make bench
libmpich-dev		mpirun: one training in several processes
libopenmpi-dev		the same by another MPI
mandoc			checks the man pages
mpich			starts the processes
openmpi-bin		starts the processes
openssh-server		another machine, for push and pull
patch			applies a diff of code as a stranger would
procps			ps: finds what a test started
python3			independent checks of numbers
python3-numpy		the same
python3-skimage		metrics to compare with
python3-torch		a network to compare with
rclone			places of files, for push and pull
shellcheck		checks the scripts
universal-ctags		finds how long functions are
valgrind		finds errors of memory
xz-utils		packs the release
zstd			reads archives as a stranger would
'

say() {
	echo "setup.sh: $*" >&2
}

die() {
	say "$@"
	exit 4
}

usage() {
	sed -n '3,9s/^# \{0,1\}//p' "$0"
	exit "$1"
}

list=0 wanted=$build
for a; do
	case $a in
	--tests) wanted=$build$tests ;;
	--list) list=1 ;;
	-h | --help) usage 0 ;;
	*) usage 2 >&2 ;;
	esac
done

if [ $list = 1 ]; then
	printf '%s' "$wanted" | sed '/^$/d'
	exit
fi
packages=$(printf '%s' "$wanted" | sed '/^$/d; s/[	 ].*//')

for c in dpkg-query apt-get; do
	command -v $c > /dev/null ||
		die "no $c here; install by other means:" $packages
done

# What dpkg does not know as installed, one a line.
missing() {
	for p in $packages; do
		case $(dpkg-query -W -f='${Status}\n' "$p" 2> /dev/null) in
		*' ok installed'*) ;;
		*) echo "$p" ;;
		esac
	done
}

need=$(missing)
[ -n "$need" ] || exit 0
say needs $need

if [ "$(id -u)" = 0 ]; then
	as_root=
elif command -v sudo > /dev/null; then
	as_root=sudo
else
	die "not root, and there is no sudo; let somebody run, as root:
	apt-get install --no-install-recommends" $need
fi

apt() {
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y \
		-o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 \
		-o Dpkg::Use-Pty=0 "$@" < /dev/null >&2
}

# A list that is out of date may still be good enough.
apt update || say "apt-get update failed; trying with the lists there are"
apt install --no-install-recommends $need || die "apt-get install failed;" \
	"is there a network, and are the sources in /etc/apt right?"
still=$(missing)
[ -z "$still" ] || die "still missing:" $still
