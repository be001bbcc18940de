/*
 * rng.h - named streams of random numbers.
 *
 * The seed, the name and the numbers A and B of a stream determine all of its
 * numbers, whatever other streams have drawn.  So results do not depend on
 * threads, on order, or on whether a run was resumed.
 *
 * The generator is xoshiro256** (Blackman and Vigna 2018), started by
 * SplitMix64.
 */
#ifndef BASE_RNG_H
#define BASE_RNG_H

#include <stdint.h>

struct rng {
	uint64_t s[4];
};

void rng_init(struct rng *r, uint64_t seed, const char *name, uint64_t a,
	      uint64_t b);

/* Each returns the next number of the stream. */
uint64_t rng_bits(struct rng *r);	       /* 64 random bits */
uint64_t rng_below(struct rng *r, uint64_t n); /* from 0 to N - 1; N is not 0 */
double rng_uniform(struct rng *r);	       /* from 0 to below 1, 53 bits */
double rng_normal(struct rng *r);	       /* mean 0, variance 1 */

#endif
