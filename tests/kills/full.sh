#!/bin/sh
# full.sh - a disk that is full at some pages and files of each job, then one
# that cannot be written.  README.md says what is looked at.
. "$(dirname "$0")/../lib.sh"

mkdir disk
there='mount -t tmpfs -o size=1G,nr_inodes=100000 none disk'
for enter in 'unshare -m' 'unshare -rm'; do
	# shellcheck disable=SC2086 # words
	$enter sh -c "$there" && break
	enter=''
done
if [ -z "$enter" ] || [ -n "${XP_RUNNER:-}" ]; then
	skip "a full disk" "no file system can be mounted here"
	done_testing
	exit
fi
jobs='record archive restore push server gc rm'
[ -z "${XP_QUICK:-}" ] || jobs='record gc'
# shellcheck disable=SC2086 # words
ok "where the disk is full or read-only, all is sound" $enter sh -c "$there &&
	STEP=300 DISK=$PWD/disk XP_BUILD='$builddir' \
	sh '$srcdir/kills/kills.sh' $jobs"
done_testing
