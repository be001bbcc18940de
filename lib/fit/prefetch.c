/*
 * prefetch.c - batches that are made while the step before is computed.
 */
#include "fit/prefetch.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"

enum { SLOTS = FEED_AHEAD + 1, THREADS_MOST = 8 };

struct prefetch_slot { /* one step's batch */
	float *x, *y;
	size_t done;	/* patches */
	size_t bad;	/* the first that failed; batch: none */
	struct err err; /* its */
};

struct prefetch {
	const struct batch *b;
	size_t batch, len; /* patches, pixels of one */
	pthread_mutex_t lock;
	pthread_cond_t work, ready;
	struct prefetch_slot slot[SLOTS];
	uint64_t oldest;    /* step whose slot is in use or comes next */
	uint64_t next, end; /* step whose patches are handed out now */
	size_t piece;	    /* its next patch */
	int ending;
	pthread_t *thread;
	int threads;
	double waited;
};

static struct prefetch_slot *slot_of(struct prefetch *f, uint64_t step)
{
	return &f->slot[step % SLOTS];
}

/* The lock is held. */
static int has_work(const struct prefetch *f)
{
	return f->next < f->end && f->next < f->oldest + SLOTS;
}

static void make_patch(struct prefetch *f, uint64_t step, size_t i, float *room)
{
	struct prefetch_slot *s = slot_of(f, step);
	struct err err = { 0 };
	int rc = batch_patch(f->b, step, i, room, s->x + i * f->len,
			     s->y + i * f->len, &err);

	pthread_mutex_lock(&f->lock);
	if (rc < 0 && i < s->bad) {
		s->bad = i;
		s->err = err;
	}
	if (++s->done == f->batch)
		pthread_cond_signal(&f->ready);
}

static void *serve(void *arg)
{
	struct prefetch *f = arg;
	float *room = mem_floats(2 * f->len);

	pthread_mutex_lock(&f->lock);
	for (;;) {
		uint64_t step;
		size_t i;

		while (!f->ending && !has_work(f))
			pthread_cond_wait(&f->work, &f->lock);
		if (f->ending)
			break;
		step = f->next;
		i = f->piece++;
		if (f->piece == f->batch) {
			f->next++;
			f->piece = 0;
		}
		pthread_mutex_unlock(&f->lock);
		make_patch(f, step, i, room); /* comes back locked */
	}
	pthread_mutex_unlock(&f->lock);
	free(room);
	return NULL;
}

static void clear(struct prefetch *f, struct prefetch_slot *s)
{
	s->done = 0;
	s->bad = f->batch;
}

struct prefetch *prefetch_new(const struct batch *b, uint64_t first,
			      uint64_t end, int threads)
{
	const struct batch_options *o = batch_options(b);
	struct prefetch *f = mem_zero(1, sizeof *f);

	f->b = b;
	f->batch = o->batch;
	f->len = batch_len(o);
	f->oldest = f->next = first;
	f->end = end;
	pthread_mutex_init(&f->lock, NULL);
	pthread_cond_init(&f->work, NULL);
	pthread_cond_init(&f->ready, NULL);
	for (size_t i = 0; i < SLOTS; i++) {
		f->slot[i].x = mem_floats(f->batch * f->len);
		f->slot[i].y = mem_floats(f->batch * f->len);
		clear(f, &f->slot[i]);
	}
	f->thread = mem_zero((size_t)threads, sizeof *f->thread);
	while (f->threads < threads &&
	       !pthread_create(&f->thread[f->threads], NULL, serve, f))
		f->threads++;
	return f;
}

void prefetch_free(struct prefetch *f)
{
	if (!f)
		return;
	pthread_mutex_lock(&f->lock);
	f->ending = 1;
	pthread_cond_broadcast(&f->work);
	pthread_mutex_unlock(&f->lock);
	for (int i = 0; i < f->threads; i++)
		pthread_join(f->thread[i], NULL);
	pthread_mutex_destroy(&f->lock);
	pthread_cond_destroy(&f->work);
	pthread_cond_destroy(&f->ready);
	for (size_t i = 0; i < SLOTS; i++) {
		free(f->slot[i].x);
		free(f->slot[i].y);
	}
	free(f->thread);
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
	if (!f->threads) {
		rc = batch_draw(f->b, step, s->x, s->y, err);
		f->waited += clock_seconds() - began;
		return rc;
	}
	pthread_mutex_lock(&f->lock);
	for (; f->oldest < step; f->oldest++)
		clear(f, slot_of(f, f->oldest));
	pthread_cond_broadcast(&f->work);
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

/* Feeding takes little beside computing; more would only get in its way. */
int prefetch_threads(int threads)
{
	int n = (threads + 1) / 2;

	return n < THREADS_MOST ? n : THREADS_MOST;
}

double prefetch_memory(const struct batch_options *o, int threads)
{
	double patch = (double)batch_len(o) * sizeof(float);

	return 2 * patch * ((double)o->batch * SLOTS + threads);
}
