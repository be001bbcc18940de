/*
 * run_order.c - see run_order.h.
 */
#include "run/run_order.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "run/run.h"
#include "run/run_id.h"

#define NEAR \
	64 /* no more runs than this begin between two stages of a
		   pipeline */
#define SOON \
	10000 /* milliseconds; later the system may give a pipe the same
	         number */

struct position {
	size_t row; /* index in R */
	int future; /* 1: the id is from the future */
	size_t key; /* the latest run of its pipeline */
	size_t stage;
};

/* A day is more than the clocks of hosts that share a store are apart. */
static int is_future(const char *id)
{
	return run_id_time(id) > (long long)time(NULL) * 1000 + RUN_ID_DAY;
}

static int near(const struct run_order_run *a, const struct run_order_run *b)
{
	return llabs(run_id_time(a->id) - run_id_time(b->id)) <= SOON;
}

/* FNV-1a: names with different hashes need not be compared. */
static uint32_t hash_of(const char *name)
{
	uint32_t h = 2166136261u;

	for (; *name; name++)
		h = (h ^ (unsigned char)*name) * 16777619u;
	return h;
}

/* Returns the index of the run whose stdout run I reads, or N.  HASH[k] is the
 * hash of the pipe that run k writes to. */
static size_t upstream(const struct run_order_run *r, const uint32_t *hash,
		       size_t n, size_t i)
{
	size_t k = i > NEAR ? i - NEAR : 0;
	uint32_t h = hash_of(r[i].in);

	if (!*r[i].in)
		return n;
	for (; k < n && k <= i + NEAR; k++)
		if (hash[k] == h && k != i && !strcmp(r[k].out, r[i].in) &&
		    near(&r[k], &r[i]))
			return k;
	return n;
}

static int by_place(const void *a, const void *b)
{
	const struct position *x = a, *y = b;

	if (x->future != y->future)
		return y->future - x->future;
	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	if (x->stage != y->stage)
		return x->stage < y->stage ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

void run_order(const struct run_order_run *r, size_t n, size_t *to)
{
	size_t *up = mem_alloc((n + 1) * sizeof *up), i, k, stage;
	struct position *p = mem_zero(n + 1, sizeof *p);
	uint32_t *hash = mem_alloc((n + 1) * sizeof *hash);

	for (i = 0; i < n; i++)
		hash[i] = hash_of(r[i].out);
	for (i = 0; i < n; i++) {
		up[i] = upstream(r, hash, n, i);
		p[i].row = p[i].key = i;
		p[i].future = is_future(r[i].id);
	}
	/* Damaged records may form a ring: follow at most NEAR links. */
	for (i = 0; i < n; i++) {
		for (k = up[i], stage = 0; k < n && stage < NEAR; k = up[k]) {
			if (p[k].key < p[i].key)
				p[k].key = p[i].key;
			stage++;
		}
		p[i].stage = stage;
	}
	/* The first stage has the key of the latest run of its pipeline: copy
	 * it to all stages. */
	for (i = 0; i < n; i++) {
		for (k = i, stage = 0; up[k] < n && stage < NEAR; k = up[k])
			stage++;
		p[i].key = p[k].key;
	}
	qsort(p, n, sizeof *p, by_place);
	for (i = 0; i < n; i++)
		to[i] = p[i].row;
	free(hash);
	free(p);
	free(up);
}

static const char *pipe_of(const struct json *start, const char *key)
{
	const char *text = start ? json_str(start, key) : NULL;

	return text ? text : "";
}

size_t run_order_last(const struct store *s, const struct strs *ids, size_t n,
		      const char **to)
{
	/* Look at NEAR more runs, since a pipeline may begin among these. */
	size_t have = n < ids->n ? n : ids->n;
	size_t look = have + NEAR < ids->n ? have + NEAR : ids->n, i;
	struct run_order_run *r = mem_zero(look + 1, sizeof *r);
	struct json **start = mem_zero(look + 1, sizeof *start);
	size_t *order = mem_alloc((look + 1) * sizeof *order);
	size_t ahead = 0;
	struct err ignored = { 0 };

	while (ahead < ids->n && is_future(ids->at[ids->n - 1 - ahead]))
		ahead++;
	for (i = 0; i < look; i++) {
		/* Runs from the future come first. */
		size_t row = ids->n - look + i;

		r[i].id = ids->at[row < ahead ? ids->n - ahead + row :
						row - ahead];
		run_record(s, r[i].id, "start.json", &start[i], &ignored);
		r[i].in = pipe_of(start[i], "pipe_in");
		r[i].out = pipe_of(start[i], "pipe_out");
	}
	run_order(r, look, order);
	for (i = 0; i < have; i++)
		to[i] = r[order[look - have + i]].id;
	for (i = 0; i < look; i++)
		json_free(start[i]);
	free(start);
	free(order);
	free(r);
	return have;
}
