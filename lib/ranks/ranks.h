/*
 * ranks.h - the processes that compute one training together (mpirun): how they
 * are found, how they talk, and who takes which samples.
 *
 * Rank 0 reads the command line, talks to the user and writes all files; the
 * others compute for it.  All run the same program on machines of one kind, so
 * what they send are plain bytes.
 */
#ifndef BASE_RANKS_H
#define BASE_RANKS_H

#include <stddef.h>

#include "base/err.h"
#include "base/size.h"

struct ranks {
	int rank, size; /* number of this process; number of all */
	int here;	/* number of those on this machine, with this one */
	int beside;	/* ... and of those that may use the same processors */
	/* Return when DATA, N bytes, can be used again. */
	void (*send)(int to, const void *data, size_t n);
	void (*receive)(int from, void *data, size_t n);
	/* Hands DATA of rank 0 to all ranks, which all call it. */
	void (*share)(void *data, size_t n);
};

/* Sets *TO to the ranks that mpirun or srun started, or to NULL if there is
 * only this process.  Call it once, before threads are started.  Fails with
 * err_usage if several were started that cannot find each other: the program
 * was built without MPI or for another one. */
int ranks_begin(const struct ranks **to, struct err *err);

/* Ends what ranks_begin began.  Every rank must call it. */
void ranks_end(void);

/* how ranks share the samples of a batch */
struct ranks_share {
	const struct ranks *ranks;
	/* Samples that a rank computes before their gradients are added up: the
	 * same in all ranks. */
	size_t each;
};

/* Some samples of a batch, N from number FIRST on, which ACTIVE ranks compute
 * at the same time, each a part: rank 1 the first part, rank 0 the last.  So
 * what is added up in the order of the samples arrives at rank 0. */
struct ranks_round {
	size_t first, n, active;
	size_t place;	 /* which part this rank has; ACTIVE: none */
	size_t from, to; /* its samples */
};

/* Returns the round that begins with sample FIRST of ALL, at most EACH for each
 * rank.  The samples of the last round are shared out evenly. */
static inline struct ranks_round ranks_round(const struct ranks *r, size_t each,
					     size_t first, size_t all)
{
	size_t size = (size_t)r->size, n = min(all - first, each * size);
	struct ranks_round q = { first, n, min(size, n), 0, 0, 0 };

	q.place = r->rank ? (size_t)r->rank - 1 : q.active - 1;
	if (r->rank && q.place + 1 >= q.active)
		q.place = q.active;
	q.from = first + n * q.place / q.active;
	q.to = q.place == q.active ? q.from :
				     first + n * (q.place + 1) / q.active;
	return q;
}

/* Returns the rank that has part PLACE of Q. */
static inline int ranks_at(const struct ranks_round *q, size_t place)
{
	return place + 1 == q->active ? 0 : (int)place + 1;
}

#endif
