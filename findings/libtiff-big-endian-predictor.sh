#!/bin/sh
# libtiff-big-endian-predictor.sh - what libtiff writes into a big-endian file
# with the floating-point predictor (3) it does not read back: it turns the
# bytes of each number round before it takes them apart, which the predictor
# does not want.  No word, exit status 0.  Little-endian files, and predictor
# 2, come out right, and big-endian files of others are read right.
#
# Seen with libtiff-tools 4.5.0 of Debian 12 (and 4.7.0 of Debian 13) in
# November 2026.
. "$(dirname "$0")/lib.sh"

debian 'libtiff-tools=4.5.0-*' 'libtiff6=4.5.0-*'
tiff in.tif kind=f4 width=33 height=24 each='1 + x / 7 + y' &&
	tiffcp -L -c none in.tif plain.tif || exit 99

# The same file again, by way of one with other bytes.
back() {
	tiffcp "$@" in.tif there.tif && tiffcp -L -c none there.tif back.tif &&
		cmp -s plain.tif back.tif && echo "the same numbers" ||
		echo "other numbers"
}
expect "little-endian, predictor 3" "the same numbers" back -L -c zip:3
expect "big-endian, predictor 2" "the same numbers" back -B -c zip:2
expect "big-endian, predictor 3" "other numbers" back -B -c zip:3
finding_done
