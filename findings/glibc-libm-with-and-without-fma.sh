#!/bin/sh
# glibc-libm-with-and-without-fma.sh - glibc has log, exp and pow twice, with
# fused multiply-add and without, and takes what the processor has: of a million
# arguments 99 to 756 give another number on a processor that has none.
#
# Seen with glibc 2.36 of Debian 12 in November 2026.
. "$(dirname "$0")/lib.sh"

grep -qw fma /proc/cpuinfo || cannot "this processor has no FMA"
command -v gcc > /dev/null || cannot "no gcc"
[ "$(getconf GNU_LIBC_VERSION 2> /dev/null)" = "glibc 2.36" ] ||
	cannot "another C library than glibc 2.36"

cat > bits.c << 'END'
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
int main(int argc, char **argv)
{
	unsigned short seed[3] = { 1, 2, 3 };

	for (int i = 0; i < 1000000; i++) {
		double x = erand48(seed);
		double y = argc < 2 ? 0 : *argv[1] == 'l' ? log(x) :
			*argv[1] == 'e' ? exp(-x) : pow(x, 0.75);

		fwrite(&y, sizeof y, 1, stdout);
	}
	return 0;
}
END
gcc -O1 -o bits bits.c -lm || exit 99
cat > count.py << 'END'
import array
a, b = (array.array("Q", open(f, "rb").read()) for f in ("with", "without"))
print(sum(x != y for x, y in zip(a, b)), "of", len(a), "differ")
END
count() {
	./bits "$1" > with
	GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2 ./bits "$1" > without
	py count.py
}
expect "log(x)" "99 of 1000000 differ" count log
expect "exp(-x)" "756 of 1000000 differ" count exp
expect "pow(x, 0.75)" "740 of 1000000 differ" count pow
finding_done
