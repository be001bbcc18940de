/*
 * sha256_pair.c - see sha256_pair.h.
 */
#include "file/sha256_pair.h"

#include <string.h>

void sha256_pair_start(uint32_t state[8])
{
	static const uint32_t first[8] = {
		0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
		0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
	};

	memcpy(state, first, sizeof(first));
}

static const uint32_t constant[64] __attribute__((aligned(16))) = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
	0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
	0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
	0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
	0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
	0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
	0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
	0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t turn(uint32_t x, int n)
{
	return x >> n | x << (32 - n);
}

/* One round (6.2.2): S is a to h, X is K + W. */
static void round_one(uint32_t s[8], uint32_t x)
{
	uint32_t a = s[0], e = s[4];
	uint32_t t = s[7] + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) +
		     ((e & s[5]) ^ (~e & s[6])) + x;

	memmove(s + 1, s, 7 * sizeof(*s));
	s[4] += t;
	s[0] = t + (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) +
	       ((a & s[2]) ^ (a & s[3]) ^ (s[2] & s[3]));
}

void sha256_pair_plain(uint32_t state[8], const void *from, size_t blocks)
{
	const unsigned char *p = from;

	for (; blocks; blocks--, p += SHA256_PAIR_BLOCK) {
		uint32_t s[8], w[64];

		memcpy(s, state, sizeof(s));
		for (int i = 0; i < 16; i++)
			w[i] = (uint32_t)p[4 * i] << 24 |
			       (uint32_t)p[4 * i + 1] << 16 |
			       (uint32_t)p[4 * i + 2] << 8 | p[4 * i + 3];
		for (int i = 16; i < 64; i++)
			w[i] = (turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^
				w[i - 2] >> 10) +
			       w[i - 7] +
			       (turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^
				w[i - 15] >> 3) +
			       w[i - 16];
		for (int i = 0; i < 64; i++)
			round_one(s, constant[i] + w[i]);
		for (int i = 0; i < 8; i++)
			state[i] += s[i];
	}
}

#ifdef __x86_64__

#include <cpuid.h>
#include <immintrin.h>

#define SHA __attribute__((target("sha,sse4.1,ssse3")))
#define SHA_INLINE static inline __attribute__((always_inline)) SHA

struct lane {		    /* one stream */
	__m128i abef, cdgh; /* the state, in the instructions' order */
	__m128i w[4];	    /* the next 16 words of the message */
};

static int has_instructions(void)
{
	unsigned a, b, c, d, sse = bit_SSE4_1 | bit_SSSE3;

	return __get_cpuid(1, &a, &b, &c, &d) && (c & sse) == sse &&
	       __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_SHA);
}

/* A virtual machine takes long to answer, so it is asked once. */
int sha256_pair_able(void)
{
	static int known; /* 1: able, 2: not */
	int is = __atomic_load_n(&known, __ATOMIC_RELAXED);

	if (!is) {
		is = has_instructions() ? 1 : 2;
		__atomic_store_n(&known, is, __ATOMIC_RELAXED);
	}
	return is == 1;
}

SHA_INLINE void take_state(struct lane *l, const uint32_t s[8])
{
	l->abef = _mm_set_epi32((int)s[0], (int)s[1], (int)s[4], (int)s[5]);
	l->cdgh = _mm_set_epi32((int)s[2], (int)s[3], (int)s[6], (int)s[7]);
}

SHA_INLINE void give_state(const struct lane *l, uint32_t s[8])
{
	uint32_t x[4], y[4];

	_mm_storeu_si128((__m128i *)x, l->abef);
	_mm_storeu_si128((__m128i *)y, l->cdgh);
	s[0] = x[3];
	s[1] = x[2];
	s[2] = y[3];
	s[3] = y[2];
	s[4] = x[1];
	s[5] = x[0];
	s[6] = y[1];
	s[7] = y[0];
}

/* Returns four words of the message, which is big-endian. */
SHA_INLINE __m128i words(const unsigned char *p)
{
	return _mm_shuffle_epi8(
		_mm_loadu_si128((const __m128i *)(const void *)p),
		_mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203));
}

SHA_INLINE void take_block(struct lane *l, const unsigned char *p)
{
	l->w[0] = words(p);
	l->w[1] = words(p + 16);
	l->w[2] = words(p + 32);
	l->w[3] = words(p + 48);
}

/* Does four rounds with the words in w[I]. */
SHA_INLINE void rounds(struct lane *l, const uint32_t *k, int i)
{
	__m128i m =
		_mm_add_epi32(l->w[i],
			      _mm_load_si128((const __m128i *)(const void *)k));

	l->cdgh = _mm_sha256rnds2_epu32(l->cdgh, l->abef, m);
	l->abef = _mm_sha256rnds2_epu32(l->abef, l->cdgh,
					_mm_shuffle_epi32(m, 0x0e));
}

/* Replaces the words in w[I] by those 16 places further on. */
SHA_INLINE void schedule(struct lane *l, int i)
{
	__m128i next = _mm_sha256msg1_epu32(l->w[i], l->w[(i + 1) & 3]);

	next = _mm_add_epi32(next, _mm_alignr_epi8(l->w[(i + 3) & 3],
						   l->w[(i + 2) & 3], 4));
	l->w[i] = _mm_sha256msg2_epu32(next, l->w[(i + 3) & 3]);
}

SHA_INLINE void end_block(struct lane *l, const struct lane *before)
{
	l->abef = _mm_add_epi32(l->abef, before->abef);
	l->cdgh = _mm_add_epi32(l->cdgh, before->cdgh);
}

#define ONE(i) rounds(&x, constant + 4 * (i), (i)&3)
#define ONE_MORE(i) \
	ONE(i);     \
	schedule(&x, (i)&3)
#define TWO(i)  \
	ONE(i); \
	rounds(&y, constant + 4 * (i), (i)&3)
#define TWO_MORE(i)          \
	TWO(i);              \
	schedule(&x, (i)&3); \
	schedule(&y, (i)&3)
/* The 16 rounds are written out, not looped, so that W stays in registers. */
#define BLOCK(DO, DO_MORE) \
	DO_MORE(0);        \
	DO_MORE(1);        \
	DO_MORE(2);        \
	DO_MORE(3);        \
	DO_MORE(4);        \
	DO_MORE(5);        \
	DO_MORE(6);        \
	DO_MORE(7);        \
	DO_MORE(8);        \
	DO_MORE(9);        \
	DO_MORE(10);       \
	DO_MORE(11);       \
	DO(12);            \
	DO(13);            \
	DO(14);            \
	DO(15)

SHA static void fast_two(uint32_t a[8], const void *p, uint32_t b[8],
			 const void *q, size_t blocks)
{
	const unsigned char *from = p, *other = q;
	struct lane x, y;

	take_state(&x, a);
	take_state(&y, b);
	for (; blocks;
	     blocks--, from += SHA256_PAIR_BLOCK, other += SHA256_PAIR_BLOCK) {
		struct lane x0 = x, y0 = y;

		take_block(&x, from);
		take_block(&y, other);
		BLOCK(TWO, TWO_MORE);
		end_block(&x, &x0);
		end_block(&y, &y0);
	}
	give_state(&x, a);
	give_state(&y, b);
}

SHA static void fast_one(uint32_t state[8], const void *p, size_t blocks)
{
	const unsigned char *from = p;
	struct lane x;

	take_state(&x, state);
	for (; blocks; blocks--, from += SHA256_PAIR_BLOCK) {
		struct lane x0 = x;

		take_block(&x, from);
		BLOCK(ONE, ONE_MORE);
		end_block(&x, &x0);
	}
	give_state(&x, state);
}

#else

int sha256_pair_able(void)
{
	return 0;
}

#define fast_one sha256_pair_plain
#define fast_two(a, p, b, q, n) ((void)0)

#endif

void sha256_pair_one(uint32_t state[8], const void *p, size_t blocks)
{
	if (sha256_pair_able())
		fast_one(state, p, blocks);
	else
		sha256_pair_plain(state, p, blocks);
}

void sha256_pair_two(uint32_t a[8], const void *p, uint32_t b[8], const void *q,
		     size_t blocks)
{
	if (sha256_pair_able()) {
		fast_two(a, p, b, q, blocks);
	} else {
		sha256_pair_plain(a, p, blocks);
		sha256_pair_plain(b, q, blocks);
	}
}
