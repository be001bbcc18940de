/*
 * gradient_sum.c - see gradient_sum.h.
 *
 * A sum in double passes along the ranks in pieces: while a rank adds its
 * samples to one, the next rank adds to the piece before.  So the time grows
 * with the number of weights and hardly with that of the ranks.
 */
#include "nn/gradient_sum.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "kernel/arena.h"
#include "kernel/arrays.h"

#define SLICE 16384 /* how many weights are added up in one piece */
#define AT_ONCE 512 /* how many of these, in the first cache */

static void lay_out(struct gradient_sum *s,
		    const struct gradient_sum_need *need, struct arena *a)
{
	s->part = arena_take(a, need->part_len);
	s->loss = (double *)arena_take(a, 2 * need->parts);
	s->total = NULL;
	if (need->rounds)
		s->total = (double *)arena_take(a, 2 * s->size);
	s->room = (double *)arena_take(a, 2 * need->room);
}

size_t gradient_sum_len(size_t size, const struct gradient_sum_need *need)
{
	struct gradient_sum s = { .size = size };
	struct arena a = { 0 };

	lay_out(&s, need, &a);
	return a.used;
}

void gradient_sum_begin(struct gradient_sum *s,
			const struct gradient_sum_need *need)
{
	size_t len = gradient_sum_len(s->size, need);
	struct arena a = { 0 };

	if (len > s->cap) {
		free(s->memory);
		s->memory = mem_floats(len);
		s->cap = len;
	}
	a.memory = s->memory;
	lay_out(s, need, &a);
	s->loss_sum = 0;
}

void gradient_sum_release(struct gradient_sum *s)
{
	free(s->memory);
	*s = (struct gradient_sum){ 0 };
}

/* Keep the sum of the weights FROM to TO - 1. */
static void keep(struct gradient_sum *s, const struct gradient_sum_round *r,
		 size_t from, size_t to, const double *sum)
{
	if (!r->ends)
		memcpy(s->total + from, sum, (to - from) * sizeof(*sum));
	for (size_t i = from; i < to && r->ends; i++)
		r->grad[i] = (float)sum[i - from];
}

/* --- one process --------------------------------------------------------- */

struct add_job {
	struct gradient_sum *s;
	const struct gradient_sum_round *r;
	size_t n;
};

static void add_piece(void *arg, size_t piece, int worker)
{
	const struct add_job *j = arg;
	struct gradient_sum *s = j->s;
	size_t end = min((piece + 1) * SLICE, s->size), n;

	(void)worker;
	for (size_t i = piece * SLICE; i < end; i += n) {
		double sum[AT_ONCE] = { 0 };

		n = min(end - i, AT_ONCE);
		if (!j->r->begins)
			memcpy(sum, s->total + i, n * sizeof(*sum));
		for (size_t p = 0; p < j->n; p++)
			arrays_kernels()->add(sum, s->part + p * s->size + i,
					      n);
		keep(s, j->r, i, i + n, sum);
	}
}

void gradient_sum_add(struct gradient_sum *s, struct thread_pool *pool,
		      size_t n, const struct gradient_sum_round *r)
{
	struct add_job j = { s, r, n };

	thread_pool_run(pool, (s->size + SLICE - 1) / SLICE, add_piece, &j);
	for (size_t i = 0; i < n; i++)
		s->loss_sum += s->loss[i];
}

struct round_job {
	const struct gradient_sum *s;
	float *grad;
};

static void round_piece(void *arg, size_t piece, int worker)
{
	const struct round_job *j = arg;
	size_t end = min((piece + 1) * SLICE, j->s->size);

	(void)worker;
	for (size_t i = piece * SLICE; i < end; i++)
		j->grad[i] = (float)j->s->total[i];
}

void gradient_sum_round_off(const struct gradient_sum *s,
			    struct thread_pool *pool, float *grad)
{
	struct round_job j = { s, grad };

	thread_pool_run(pool, (s->size + SLICE - 1) / SLICE, round_piece, &j);
}

/* --- several ------------------------------------------------------------- */

/* goes before a sum */
struct head {
	double loss_sum;
	int64_t failed; /* 1: a struct err follows, and no sum */
};

static void send_head(const struct gradient_sum *s, const struct ranks *ranks,
		      int to, const struct err *err)
{
	struct head h = { .loss_sum = s->loss_sum,
			  .failed = err->kind != ERR_NONE };

	ranks->send(to, &h, sizeof(h));
	if (h.failed) {
		struct err whole = { .kind = err->kind };

		/* Its text has nothing of our memory behind the end. */
		snprintf(whole.text, sizeof(whole.text), "%s", err->text);
		ranks->send(to, &whole, sizeof(whole));
	}
}

/* Returns 1 if a sum follows.  An error of this rank stays. */
static int receive_head(struct gradient_sum *s, const struct ranks *ranks,
			int from, struct err *err)
{
	struct err theirs;
	struct head h;

	ranks->receive(from, &h, sizeof(h));
	s->loss_sum = h.loss_sum;
	if (!h.failed)
		return 1;
	ranks->receive(from, &theirs, sizeof(theirs));
	if (err->kind == ERR_NONE)
		*err = theirs;
	return 0;
}

void gradient_sum_carry(struct gradient_sum *s, const struct ranks *ranks,
			const struct ranks_round *q,
			const struct gradient_sum_round *r, struct err *err)
{
	size_t len = s->size * sizeof(*s->total);

	if (r->begins || q->active < 2)
		return;
	if (!ranks->rank) {
		send_head(s, ranks, 1, err);
		if (err->kind == ERR_NONE)
			ranks->send(1, s->total, len);
	} else if (!q->place && receive_head(s, ranks, 0, err)) {
		ranks->receive(0, s->total, len);
	}
}

/* One rank's part of a round. */
struct pass_job {
	const struct ranks *ranks;
	const struct gradient_sum_round *r;
	int before, after; /* ranks; -1: none */
	int comes, goes;   /* 1: a sum comes from before, goes on */
};

static void pass_piece(struct gradient_sum *s, const struct pass_job *j,
		       size_t from, size_t to, double *sum)
{
	size_t n = (to - from) * sizeof(*sum);

	if (j->comes)
		j->ranks->receive(j->before, sum, n);
	else if (j->before < 0 && j->goes && !j->r->begins)
		memcpy(sum, s->total + from, n);
	else
		memset(sum, 0, n);
}

void gradient_sum_pass(struct gradient_sum *s, const struct ranks *ranks,
		       const struct ranks_round *q,
		       const struct gradient_sum_round *r, gradient_sum_fn *add,
		       void *arg, struct err *err)
{
	struct pass_job j = { ranks, r, -1, -1, 0, 0 };
	double *sum = mem_alloc(SLICE * sizeof(*sum));

	if (q->place)
		j.before = ranks_at(q, q->place - 1);
	if (ranks->rank)
		j.after = ranks_at(q, q->place + 1);
	j.comes = j.before >= 0 && receive_head(s, ranks, j.before, err);
	j.goes = err->kind == ERR_NONE;
	for (size_t i = 0; i < q->to - q->from && j.goes; i++)
		s->loss_sum += s->loss[i];
	if (j.after >= 0)
		send_head(s, ranks, j.after, err);
	for (size_t from = 0; from < s->size; from += SLICE) {
		size_t to = min(from + SLICE, s->size);

		pass_piece(s, &j, from, to, sum);
		if (!j.goes)
			continue;
		add(arg, from, to, sum);
		if (j.after >= 0)
			ranks->send(j.after, sum, (to - from) * sizeof(*sum));
		else
			keep(s, r, from, to, sum);
	}
	free(sum);
}
