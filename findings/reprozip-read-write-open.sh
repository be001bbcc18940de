#!/bin/sh
# reprozip-read-write-open.sh - a program that opens a file for reading and
# writing and only reads it (HDF5 files and memory maps are often opened so)
# has no such input for ReproZip: the file is missing in inputs_outputs of
# config.yml, where the same file opened for reading is an input.
#
# Seen with reprozip 1.1 of Debian 12 in November 2026.
. "$(dirname "$0")/lib.sh"

debian 'reprozip=1.1-*' 'python3-reprozip=1.1-*'
command -v gcc > /dev/null || cannot "no gcc"

cat > reader.c << 'END'
#include <fcntl.h>
#include <unistd.h>
int main(int argc, char **argv)
{
	char b[16];
	int fd = open("data.bin", argc > 1 ? O_RDWR : O_RDONLY);

	(void)argv;
	return fd < 0 || read(fd, b, sizeof b) < 0;
}
END
gcc -o reader reader.c || exit 99
echo numbers > data.bin
trace() {
	REPROZIP_USAGE_STATS=off py "$root/usr/bin/reprozip" trace \
		--overwrite -d "$1" ./reader ${2:+"$2"} > "$1.log" 2>&1 &&
	[ -f "$1/config.yml" ] || {
		cat "$1.log" >&2
		cannot "reprozip cannot trace here"
	}
}
trace read
trace both both

listed() {
	sed -n '/^inputs_outputs:/,/^[^ -]/p' "$1/config.yml" |
		grep -q data.bin && echo yes || echo no
}
expect "opened for reading: listed" yes listed read
expect "opened for reading and writing: listed" no listed both
finding_done
