#!/bin/sh
# zstd-threads-other-bytes.sh - zstd 1.5.4 makes the same bytes of a file with
# -T1, with -T2 and with neither, and others with --single-thread,
# all at level 3.  A digest of compressed bytes names the way they were made as
# well as the content: keep the digest of the content.
#
# Seen with zstd 1.5.4 of Debian 12 in November 2026.
. "$(dirname "$0")/lib.sh"

debian 'zstd=1.5.4+dfsg2-*'
seq 1 3000000 > f || exit 99

zstd -q -3 -c f | sha256sum > default
same() {
	zstd -q -3 -c "$1" f > f.zst
	zstd -q -d -c f.zst | cmp -s - f || echo damaged
	sha256sum < f.zst | cmp -s - default && echo "the same" || echo others
}
expect "bytes with -T1" "the same" same -T1
expect "bytes with -T2" "the same" same -T2
expect "bytes with --single-thread" "others" same --single-thread
finding_done
