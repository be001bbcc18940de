/*
 * split_exact.c - train, val or test by count.  See split_exact.h.
 *
 * Stratum after stratum, groups in the order of their hashes go where most
 * rows are missing; then single groups move, and two change places, as long
 * as that brings the parts nearer to what they should have.  What a stratum
 * could not meet is made up for in the next.
 */
#include "pairing/split_exact.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { MANY = 400 }; /* in strata of more groups, no two groups are exchanged */

struct placed {
	struct split_exact_group *group;
	double place; /* from the hash of its name */
};

struct parts {
	/* missing rows, in this stratum and those before */
	double missing[SPLITS];
	size_t groups[SPLITS]; /* groups in all strata so far */
	const struct split_shares *shares;
};

static int by_place(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	int c = strcmp(x->group->stratum, y->group->stratum);

	if (!c)
		c = (x->place > y->place) - (x->place < y->place);
	return c ? c : strcmp(x->group->name, y->group->name);
}

static void put(struct parts *p, struct placed *g, int part)
{
	g->group->part = part;
	p->missing[part] -= (double)g->group->rows;
	p->groups[part]++;
}

static void take(struct parts *p, struct placed *g)
{
	p->missing[g->group->part] += (double)g->group->rows;
	p->groups[g->group->part]--;
}

/* Returns how far the parts are from their shares, in rows.  A part that is
 * empty and should not be counts more than all other differences. */
static double distance(const struct parts *p)
{
	double sum = 0;

	for (int i = 0; i < SPLITS; i++) {
		sum += fabs(p->missing[i]);
		if (!p->groups[i] && split_share(p->shares, i) > 0)
			sum += 1e15;
	}
	return sum;
}

/* Returns 1 if the move brought the parts nearer to their shares. */
static int try_move(struct parts *p, struct placed *g)
{
	int was = g->group->part;
	double before = distance(p);

	for (int part = 0; part < SPLITS; part++) {
		if (part == was || !(split_share(p->shares, part) > 0))
			continue;
		take(p, g);
		put(p, g, part);
		if (distance(p) < before - 1e-9)
			return 1;
		take(p, g);
		put(p, g, was);
	}
	return 0;
}

static int try_exchange(struct parts *p, struct placed *a, struct placed *b)
{
	int one = a->group->part, other = b->group->part;
	double before = distance(p);

	if (one == other || a->group->rows == b->group->rows)
		return 0;
	take(p, a);
	take(p, b);
	put(p, a, other);
	put(p, b, one);
	if (distance(p) < before - 1e-9)
		return 1;
	take(p, a);
	take(p, b);
	put(p, a, one);
	put(p, b, other);
	return 0;
}

static void improve(struct parts *p, struct placed *g, size_t n)
{
	int moved = 1;

	while (moved) {
		moved = 0;
		for (size_t i = 0; i < n; i++)
			moved |= try_move(p, &g[i]);
		for (size_t i = 0; i < n && n <= MANY; i++)
			for (size_t k = 0; k < i; k++)
				moved |= try_exchange(p, &g[i], &g[k]);
	}
}

static void fill_stratum(struct parts *p, struct placed *g, size_t n)
{
	double rows = 0;

	for (size_t i = 0; i < n; i++)
		rows += (double)g[i].group->rows;
	for (int part = 0; part < SPLITS; part++)
		p->missing[part] += rows * split_share(p->shares, part);
	for (size_t i = 0; i < n; i++) {
		int most = SPLIT_TRAIN;

		while (!(split_share(p->shares, most) > 0))
			most++;
		for (int part = most + 1; part < SPLITS; part++)
			if (split_share(p->shares, part) > 0 &&
			    p->missing[part] > p->missing[most])
				most = part;
		put(p, &g[i], most);
	}
	improve(p, g, n);
}

void split_exact_fill(const struct split_shares *shares, uint64_t seed,
		      struct split_exact_group *groups, size_t n)
{
	struct placed *g = mem_zero(n + 1, sizeof(*g));
	struct parts p = { .shares = shares };

	for (size_t i = 0; i < n; i++)
		g[i] = (struct placed){ &groups[i],
					split_place(groups[i].name, seed) };
	qsort(g, n, sizeof(*g), by_place);
	for (size_t i = 0, k; i < n; i = k) {
		for (k = i;
		     k < n && !strcmp(g[k].group->stratum, g[i].group->stratum);
		     k++)
			;
		fill_stratum(&p, g + i, k - i);
	}
	free(g);
}
