/*
 * leak.c - one picture on both sides of the split.
 */
#include "check/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check/same_scene.h"

/* Exact copies count as such; near ones have hashes and small pictures
 * that are nearly the same, if need be when one is turned: so are copies
 * made to have more to train on. */
static int alike(const struct fingerprint *p, const struct fingerprint *q,
		 int *exact)
{
	*exact = digest_same(&p->pixels, &q->pixels);
	for (int turn = 0; !*exact && turn < FINGERPRINT_TURNS; turn++)
		if (fingerprint_distance(p, q, turn) <= 5 &&
		    fingerprint_ncc(p, q, turn) >= 0.98)
			return 1;
	return *exact;
}

static int apart(const struct fingerprints_row *a,
		 const struct fingerprints_row *b)
{
	return *a->split && *b->split && strcmp(a->split, b->split);
}

static void compare(const struct fingerprints *a, enum side side,
		    struct finding found[2])
{
	int exact;

	for (size_t i = 0; i < a->n; i++)
		for (size_t k = i + 1; k < a->n; k++) {
			struct finding *f;

			if (!apart(&a->row[i], &a->row[k]) ||
			    !fingerprints_has(a, i, side) ||
			    !fingerprints_has(a, k, side) ||
			    !alike(&a->image[side][i], &a->image[side][k],
				   &exact))
				continue;
			f = &found[!exact];
			f->number++;
			if (f->where.n < 100) {
				strs_add(&f->where, a->row[i].id);
				strs_add(&f->where, a->row[k].id);
			}
		}
}

/* Pairs of which a side shows the other's scene, each told once. */
static void find_kin(const struct fingerprints *a, struct check_report *j)
{
	struct finding f = {
		.what = "images on both sides of the split that show one "
			"scene, shifted or at another time",
		.fail = NAN,
		.advice = "look at these: keep frames of one field, or crops "
			  "that overlap, together with --group"
	};
	size_t *kin[SIDES] = { same_scene_find(a, SOURCE),
			       same_scene_find(a, TARGET) };
	int exact;

	for (size_t i = 0; i < a->n; i++)
		for (int s = 0; s < SIDES; s++) {
			size_t k = kin[s][i];

			if (k == a->n || (s && k == kin[0][i]) ||
			    (k < i && (kin[0][k] == i || kin[1][k] == i)) ||
			    alike(&a->image[s][i], &a->image[s][k], &exact))
				continue;
			f.number++;
			if (f.where.n < 100) {
				strs_add(&f.where, a->row[i].id);
				strs_add(&f.where, a->row[k].id);
			}
		}
	free(kin[SOURCE]);
	free(kin[TARGET]);
	check_add(j, &f);
}

static void run(const struct fingerprints *a, struct check_report *j)
{
	struct finding found[2] = {
		{ .what = "identical images on both sides of the split",
		  .warn = NAN,
		  .advice = "remove one of each: the score would reward "
			    "memorising" },
		{ .what = "nearly identical images on both sides of the split",
		  .warn = NAN,
		  .advice = "keep them together with --group, or remove one of "
			    "each; one may be a turned or mirrored copy of the "
			    "other" },
	};

	compare(a, SOURCE, found);
	compare(a, TARGET, found);
	check_add(j, &found[0]);
	check_add(j, &found[1]);
	find_kin(a, j);
}

const struct check check_leak = {
	.name = "C8",
	.about = "one picture on both sides of the split",
	.run = run,
};
