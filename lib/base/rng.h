/*
 * rng.h - named streams of random numbers.
 *
 * The numbers of a stream depend on (seed, name, a, b) only, never on how many
 * were drawn from others before, so results do not depend on threads, order or
 * resuming.
 * Generator: xoshiro256** (Blackman and Vigna 2018), state from SplitMix64.
 */
#ifndef BASE_RNG_H
#define BASE_RNG_H

#include <stdint.h>

struct rng {
	uint64_t s[4];
};

void rng_init(struct rng *r, uint64_t seed, const char *name, uint64_t a,
	      uint64_t b);
uint64_t rng_bits(struct rng *r);
uint64_t rng_below(struct rng *r, uint64_t n); /* 0 .. n-1, unbiased */
double rng_uniform(struct rng *r);	       /* [0, 1), 53 bits */
double rng_normal(struct rng *r);	       /* mean 0, variance 1 */

#endif
