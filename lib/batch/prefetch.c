/*
 * prefetch.c - see prefetch.h.
 */
#include "batch/prefetch.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/thread_pool.h"

enum { SLOTS = FEED_AHEAD + 1, THREADS_MOST = 8 };

struct prefetch_job { /* makes one patch */
	struct thread_pool_job job;
	struct prefetch *prefetch;
	uint64_t step; /* number of the batch since the start of training */
	size_t i;      /* the patch's number in its batch */
};

struct prefetch_slot { /* one batch */
	float *x, *y;
	struct prefetch_job *patch;
	size_t done;	/* how many patches are made */
	size_t bad;	/* the first patch that failed; = batch: none has */
	struct err err; /* the error of that patch */
};

struct prefetch {
	const struct batch *b;
	size_t batch, parts;  /* patches in a batch, batches in a step */
	size_t values[SIDES]; /* of a patch */
	pthread_mutex_t lock;
	pthread_cond_t ready;
	struct prefetch_slot slot[SLOTS];
	uint64_t oldest; /* the step whose batch is in use or comes next */
	uint64_t end;
	struct thread_pool *pool;
	char *wanted; /* 1 for each patch of a batch that is to be made */
	float **room; /* scratch space of each thread for a patch */
	int threads;
	double waited;
};

static struct prefetch_slot *slot_of(struct prefetch *f, uint64_t step)
{
	return &f->slot[step % SLOTS];
}

static void make_patch(struct thread_pool_job *job, int worker)
{
	struct prefetch_job *p = (struct prefetch_job *)job;
	struct prefetch *f = p->prefetch;
	struct prefetch_slot *s = slot_of(f, p->step);
	struct err err = { 0 };
	int rc = batch_patch(f->b, p->step / f->parts,
			     p->step % f->parts * f->batch + p->i,
			     f->room[worker], s->x + p->i * f->values[SOURCE],
			     s->y + p->i * f->values[TARGET], &err);

	pthread_mutex_lock(&f->lock);
	if (rc < 0 && p->i < s->bad) {
		s->bad = p->i;
		s->err = err;
	}
	if (++s->done == f->batch)
		pthread_cond_signal(&f->ready);
	pthread_mutex_unlock(&f->lock);
}

/* Start making the batch of STEP, in the memory of an older batch. */
static void order(struct prefetch *f, uint64_t step)
{
	struct prefetch_slot *s = slot_of(f, step);

	if (step >= f->end)
		return;
	s->done = 0;
	s->bad = f->batch;
	for (size_t i = 0; i < f->batch; i++)
		s->done += !f->wanted[i];
	for (size_t i = 0; i < f->batch; i++) {
		if (!f->wanted[i])
			continue;
		s->patch[i] = (struct prefetch_job){ .job.fn = make_patch,
						     .prefetch = f,
						     .step = step,
						     .i = i };
		thread_pool_add(f->pool, &s->patch[i].job);
	}
}

/* Returns a 1 for each of N patches that this rank needs; the caller frees
 * it. */
static char *choose(const struct ranks_share *share, size_t n)
{
	char *wanted = mem_zero(n, 1);
	struct ranks_round q = { .n = n };

	if (!share)
		memset(wanted, 1, n);
	for (size_t i = 0; share && i < n; i += q.n) {
		q = ranks_round(share->ranks, share->each, i, n);
		memset(wanted + q.from, 1, q.to - q.from);
	}
	return wanted;
}

struct prefetch *prefetch_new(const struct batch *b, uint64_t first,
			      uint64_t end, int threads,
			      const struct ranks_share *share)
{
	const struct batch_options *o = batch_options(b);
	struct prefetch *f = mem_zero(1, sizeof(*f));

	f->b = b;
	f->batch = o->batch;
	f->parts = o->parts;
	for (enum side side = SOURCE; side <= TARGET; side++)
		f->values[side] = batch_values(o, side);
	f->oldest = first * o->parts;
	f->end = end * o->parts;
	f->threads = threads;
	f->wanted = choose(share, f->batch);
	pthread_mutex_init(&f->lock, NULL);
	pthread_cond_init(&f->ready, NULL);
	f->room = mem_zero((size_t)threads, sizeof(*f->room));
	for (int i = 0; i < threads; i++)
		f->room[i] = mem_floats(batch_room(o));
	for (size_t i = 0; i < SLOTS; i++) {
		f->slot[i].x = mem_floats(f->batch * f->values[SOURCE]);
		f->slot[i].y = mem_floats(f->batch * f->values[TARGET]);
		f->slot[i].patch = mem_zero(f->batch,
					    sizeof(struct prefetch_job));
	}
	f->pool = thread_pool_new_background(threads);
	for (uint64_t step = f->oldest; step < f->oldest + SLOTS; step++)
		order(f, step);
	return f;
}

void prefetch_free(struct prefetch *f)
{
	if (!f)
		return;
	thread_pool_free(f->pool);
	pthread_mutex_destroy(&f->lock);
	pthread_cond_destroy(&f->ready);
	for (size_t i = 0; i < SLOTS; i++) {
		free(f->slot[i].x);
		free(f->slot[i].y);
		free(f->slot[i].patch);
	}
	for (int i = 0; i < f->threads; i++)
		free(f->room[i]);
	free(f->room);
	free(f->wanted);
	free(f);
}

int prefetch_take(struct prefetch *f, uint64_t step, const float **x,
		  const float **y, struct err *err)
{
	struct prefetch_slot *s = slot_of(f, step);
	double began = clock_seconds();
	int rc = 0;

	*x = s->x;
	*y = s->y;
	for (; f->oldest < step; f->oldest++)
		order(f, f->oldest + SLOTS);
	pthread_mutex_lock(&f->lock);
	while (s->done < f->batch)
		pthread_cond_wait(&f->ready, &f->lock);
	if (s->bad < f->batch) {
		*err = s->err;
		rc = -1;
	}
	pthread_mutex_unlock(&f->lock);
	f->waited += clock_seconds() - began;
	return rc;
}

double prefetch_waited(const struct prefetch *f)
{
	return f->waited;
}

/* Making batches is cheap compared with training; more threads would only slow
 * training down. */
int prefetch_threads(int threads)
{
	int n = (threads + 1) / 2;

	return n < THREADS_MOST ? n : THREADS_MOST;
}

double prefetch_memory(const struct batch_options *o, int threads)
{
	double patch =
		(double)(batch_values(o, SOURCE) + batch_values(o, TARGET)) *
		sizeof(float);

	return patch * (double)o->batch * SLOTS +
	       (double)batch_room(o) * sizeof(float) * threads;
}
