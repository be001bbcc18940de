/*
 * pool_pairs.h - maxima of blocks of 2 x 2 pixels, four blocks at a time and
 * without branches.  A NaN counts as the greatest.
 *
 * Inside lib/nn only.
 */
#ifndef NN_POOL_PAIRS_H
#define NN_POOL_PAIRS_H

typedef float v4 __attribute__((vector_size(16)));
typedef float v4u __attribute__((vector_size(16), aligned(4)));
typedef int i4 __attribute__((vector_size(16)));

/* Returns -1 where X exceeds MOST, the maximum so far, else 0. */
static inline i4 pool_pairs_more(v4 x, v4 most)
{
	return (x > most) | ((x != x) & (most == most));
}

static inline v4 pool_pairs_select(i4 which, v4 yes, v4 no)
{
	return (v4)(((i4)yes & which) | ((i4)no & ~which));
}

/* Returns the first pixels of the four pairs at P. */
static inline v4 pool_pairs_even(const float *p)
{
	v4 a = *(const v4u *)p, b = *(const v4u *)(p + 4);

	return __builtin_shufflevector(a, b, 0, 2, 4, 6);
}

/* Returns the second pixels of the four pairs at P. */
static inline v4 pool_pairs_odd(const float *p)
{
	v4 a = *(const v4u *)p, b = *(const v4u *)(p + 4);

	return __builtin_shufflevector(a, b, 1, 3, 5, 7);
}

#endif
