/*
 * xxhash.c - see xxhash.h.
 *
 * Four lanes take 8 bytes each of every 32:
 *
 *	lane = rotate(lane + word * P2, 31) * P1
 *
 * then they are merged, the rest of the bytes is added, and the bits are
 * mixed.  Words are little-endian.
 */
#include "base/xxhash.h"

#include <string.h>

#define P1 UINT64_C(0x9e3779b185ebca87)
#define P2 UINT64_C(0xc2b2ae3d27d4eb4f)
#define P3 UINT64_C(0x165667b19e3779f9)
#define P4 UINT64_C(0x85ebca77c2b2ae63)
#define P5 UINT64_C(0x27d4eb2f165667c5)

static uint64_t rotate(uint64_t x, int by)
{
	return x << by | x >> (64 - by);
}

static uint64_t read8(const unsigned char *p)
{
	uint64_t x;

	memcpy(&x, p, sizeof x);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	x = __builtin_bswap64(x);
#endif
	return x;
}

static uint32_t read4(const unsigned char *p)
{
	uint32_t x;

	memcpy(&x, p, sizeof x);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	x = __builtin_bswap32(x);
#endif
	return x;
}

static uint64_t round_of(uint64_t lane, uint64_t word)
{
	return rotate(lane + word * P2, 31) * P1;
}

/* All whole 32 bytes; P is moved behind them. */
static uint64_t long_part(const unsigned char **p, const unsigned char *end)
{
	uint64_t a = P1 + P2, b = P2, c = 0, d = -P1, h;
	const unsigned char *q = *p;

	for (; end - q >= 32; q += 32) {
		a = round_of(a, read8(q));
		b = round_of(b, read8(q + 8));
		c = round_of(c, read8(q + 16));
		d = round_of(d, read8(q + 24));
	}
	*p = q;
	h = rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18);
	h = (h ^ round_of(0, a)) * P1 + P4;
	h = (h ^ round_of(0, b)) * P1 + P4;
	h = (h ^ round_of(0, c)) * P1 + P4;
	return (h ^ round_of(0, d)) * P1 + P4;
}

uint64_t xxhash_of(const void *data, size_t n)
{
	const unsigned char *p = data, *end = p + n;
	uint64_t h = n < 32 ? P5 : long_part(&p, end);

	h += n;
	for (; end - p >= 8; p += 8)
		h = rotate(h ^ round_of(0, read8(p)), 27) * P1 + P4;
	if (end - p >= 4) {
		h = rotate(h ^ (read4(p) * P1), 23) * P2 + P3;
		p += 4;
	}
	for (; p < end; p++)
		h = rotate(h ^ (*p * P5), 11) * P1;
	h = (h ^ h >> 33) * P2;
	h = (h ^ h >> 29) * P3;
	return h ^ h >> 32;
}
