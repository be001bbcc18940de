/* rng.c - see rng.h. */
#include "base/rng.h"

#include <math.h>

#include "base/calc.h"

static uint64_t splitmix(uint64_t *x)
{
	uint64_t z = (*x += 0x9e3779b97f4a7c15u);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

/* Mixes one more word of a stream's name into its state. */
static uint64_t fold(uint64_t h, uint64_t word)
{
	h ^= word;
	return splitmix(&h);
}

void rng_init(struct rng *r, uint64_t seed, const char *name, uint64_t a,
	      uint64_t b)
{
	uint64_t h = fold(0x7870, seed);

	for (; *name; name++)
		h = fold(h, (unsigned char)*name);
	h = fold(fold(fold(h, 256), a), b);
	for (int i = 0; i < 4; i++)
		r->s[i] = splitmix(&h);
}

static uint64_t rotl(uint64_t x, int k)
{
	return x << k | x >> (64 - k);
}

uint64_t rng_bits(struct rng *r)
{
	uint64_t *s = r->s, result = rotl(s[1] * 5, 7) * 9, t = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = rotl(s[3], 45);
	return result;
}

uint64_t rng_below(struct rng *r, uint64_t n)
{
	uint64_t least = -n % n, x; /* 2^64 mod n */

	do
		x = rng_bits(r);
	while (x < least);
	return x % n;
}

double rng_uniform(struct rng *r)
{
	return (double)(rng_bits(r) >> 11) * 0x1p-53;
}

/* The method of Box and Muller (1958).  It gives two values; the second is
 * thrown away, so that a stream has no state but S. */
double rng_normal(struct rng *r)
{
	double u = 1 - rng_uniform(r), v = rng_uniform(r);

	return sqrt(-2 * calc_log(u)) * calc_cos_turns(v);
}
