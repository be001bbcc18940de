/*
 * leak.c - finds pictures that are on both sides of the split.
 */
#include "check/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "check/near_hash.h"
#include "check/same_scene.h"

/* Returns 1 if two images are copies.  *EXACT is 1 if they are exact ones.
 * Others have nearly the same hash and small picture, perhaps after one is
 * mirrored or rotated: such copies are made to have more images to train on. */
static int alike(const struct fingerprint *p, const struct fingerprint *q,
		 int *exact)
{
	*exact = digest_same(&p->pixels, &q->pixels);
	for (int turn = 0; !*exact && turn < FINGERPRINT_TURNS; turn++)
		if (fingerprint_distance(p, q, turn) <= NEAR_HASH_BITS &&
		    fingerprint_ncc(p, q, turn) >= 0.98)
			return 1;
	return *exact;
}

static int apart(const struct fingerprints_row *a,
		 const struct fingerprints_row *b)
{
	return *a->split && *b->split && strcmp(a->split, b->split);
}

/* The hashes of the images of one side, mirrored and rotated in all ways. */
struct hashed {
	const struct fingerprints *all;
	enum side side;
	size_t *row; /* the row of each hash */
	uint64_t *hash;
	size_t n;
	size_t *near; /* room for the hashes that are found */
};

/* Lists the hashes.  An image that shows nothing can only be an exact copy,
 * which has the same hash, so it is entered once. */
static void hash_images(struct hashed *h)
{
	size_t most = h->all->n * FINGERPRINT_TURNS;

	h->row = mem_zero(most + 1, sizeof(*h->row));
	h->hash = mem_zero(most + 1, sizeof(*h->hash));
	h->near = mem_zero(most + 1, sizeof(*h->near));
	for (size_t i = 0; i < h->all->n; i++) {
		const struct fingerprint *p = &h->all->image[h->side][i];

		if (!fingerprints_has(h->all, i, h->side) ||
		    !*h->all->row[i].split)
			continue;
		for (int t = 0; t < (p->flat ? 1 : FINGERPRINT_TURNS); t++) {
			h->row[h->n] = i;
			h->hash[h->n++] = p->dhash[t];
		}
	}
}

static int by_number(const void *a, const void *b)
{
	const size_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Stores in h->near the rows after row I whose images may be copies of its own,
 * in order, each once.  Returns how many there are. */
static size_t find_later(const struct hashed *h, struct near_hash *index,
			 size_t i)
{
	uint64_t hash = h->all->image[h->side][i].dhash[0];
	size_t found = near_hash_find(index, hash, h->near), n = 0, kept = 0;

	for (size_t k = 0; k < found; k++)
		if (h->row[h->near[k]] > i)
			h->near[n++] = h->row[h->near[k]];
	qsort(h->near, n, sizeof(*h->near), by_number);
	for (size_t k = 0; k < n; k++)
		if (!kept || h->near[kept - 1] != h->near[k])
			h->near[kept++] = h->near[k];
	return kept;
}

static void add_pair(const struct hashed *h, size_t i, size_t k,
		     struct finding found[2])
{
	const struct fingerprints *a = h->all;
	struct finding *f;
	int exact;

	if (!apart(&a->row[i], &a->row[k]) ||
	    !alike(&a->image[h->side][i], &a->image[h->side][k], &exact))
		return;
	f = &found[!exact];
	f->number++;
	if (f->where.n < 100) {
		strs_add(&f->where, a->row[i].id);
		strs_add(&f->where, a->row[k].id);
	}
}

static void compare(const struct fingerprints *a, enum side side,
		    struct finding found[2])
{
	struct hashed h = { .all = a, .side = side };
	struct near_hash *index;

	hash_images(&h);
	index = near_hash_new(h.hash, h.n);
	for (size_t j = 0; j < h.n; j++) {
		size_t i = h.row[j], n;

		if (j && h.row[j - 1] == i)
			continue;
		n = find_later(&h, index, i);
		for (size_t k = 0; k < n; k++)
			add_pair(&h, i, h.near[k], found);
	}
	near_hash_free(index);
	free(h.row);
	free(h.hash);
	free(h.near);
}

/* Reports images that show a scene of the other side of the split, each pair of
 * images once. */
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
		  .advice = "remove one image of each two: the score would "
			    "reward memorising" },
		{ .what = "nearly identical images on both sides of the split",
		  .warn = NAN,
		  .advice = "keep such images together with --group, or remove "
			    "one of each two; one of the two may be a turned "
			    "or mirrored copy of the other" },
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
