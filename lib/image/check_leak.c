/*
 * check_leak.c - one picture on both sides of the split.
 */
#include "image/judge.h"

#include <math.h>
#include <string.h>

/* Exact copies count as such; near ones have hashes and small pictures
 * that are nearly the same, if need be when one is turned: so are copies
 * made to have more to train on. */
static int alike(const struct portrait *p, const struct portrait *q,
		 int *exact)
{
	*exact = digest_same(&p->pixels, &q->pixels);
	for (int turn = 0; !*exact && turn < PORTRAIT_TURNS; turn++)
		if (portrait_distance(p, q, turn) <= 5 &&
		    portrait_ncc(p, q, turn) >= 0.98)
			return 1;
	return *exact;
}

static int apart(const struct album_row *a, const struct album_row *b)
{
	return *a->split && *b->split && strcmp(a->split, b->split);
}

static void compare(const struct album *a, enum side side,
		    struct finding found[2])
{
	int exact;

	for (size_t i = 0; i < a->n; i++)
		for (size_t k = i + 1; k < a->n; k++) {
			struct finding *f;

			if (!apart(&a->row[i], &a->row[k]) ||
			    !album_has(a, i, side) ||
			    !album_has(a, k, side) ||
			    !alike(&a->of[side][i], &a->of[side][k], &exact))
				continue;
			f = &found[!exact];
			f->number++;
			if (f->where.n < 100) {
				strs_add(&f->where, a->row[i].id);
				strs_add(&f->where, a->row[k].id);
			}
		}
}

static void run(const struct album *a, struct judge *j)
{
	struct finding found[2] = {
		{ .what = "identical images across the split", .warn = NAN,
		  .advice = "remove one of each: the score would be of what "
			"was learnt by heart" },
		{ .what = "nearly identical images across the split",
		  .warn = NAN, .advice = "keep them together with --group, or "
			"remove one of each; look whether one is the other "
			"turned or mirrored" },
	};

	compare(a, SOURCE, found);
	compare(a, TARGET, found);
	judge_add(j, &found[0]);
	judge_add(j, &found[1]);
}

const struct check check_leak = {
	.name = "C8", .about = "one picture on both sides of the split",
	.run = run,
};
