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

/* The images of one side in the order of their splits, train first.  An image
 * is looked for among those of the splits before its own. */
struct ordered {
	const struct fingerprints *all;
	enum side side;
	struct ordered_image {
		const char *split;
		const struct fingerprint *image;
		size_t row;
		size_t earlier; /* number of places in splits before its own */
		int is_copy;	/* 1: an exact copy is among these */
	} * list;
	size_t n;
};

static int by_split(const void *a, const void *b)
{
	const struct ordered_image *x = a, *y = b;
	int by = strcmp(x->split, y->split);

	if (by)
		return !strcmp(x->split, "train") ? -1 :
		       !strcmp(y->split, "train") ? 1 :
						    by;
	return x->row < y->row ? -1 : x->row > y->row;
}

static void put_in_order(struct ordered *o, const struct fingerprints *a,
			 enum side side)
{
	*o = (struct ordered){ .all = a, .side = side };
	o->list = mem_zero(a->n + 1, sizeof(*o->list));
	for (size_t i = 0; i < a->n; i++)
		if (fingerprints_has(a, i, side) && *a->row[i].split &&
		    !fingerprints_empty_mask(a, i, side))
			o->list[o->n++] = (struct ordered_image){
				.split = a->row[i].split,
				.image = &a->image[side][i],
				.row = i
			};
	qsort(o->list, o->n, sizeof(*o->list), by_split);
	for (size_t i = 1; i < o->n; i++)
		o->list[i].earlier = strcmp(o->list[i].split,
					    o->list[i - 1].split) ?
					     i :
					     o->list[i - 1].earlier;
}

static void add_copy(const struct ordered *o,
		     const struct ordered_image *original,
		     const struct ordered_image *copy, struct finding *f)
{
	f->number++;
	if (f->where.n < 100) {
		strs_add(&f->where, o->all->row[original->row].id);
		strs_add(&f->where, o->all->row[copy->row].id);
	}
}

static int by_pixels(const void *a, const void *b)
{
	const struct ordered_image *const *x = a, *const *y = b;
	int by = memcmp((*x)->image->pixels.byte, (*y)->image->pixels.byte,
			DIGEST_SIZE);

	return by ? by : *x < *y ? -1 : *x > *y;
}

static void find_exact(struct ordered *o, struct finding *f)
{
	struct ordered_image **sorted =
		mem_zero(o->n + 1, sizeof(struct ordered_image *));
	struct ordered_image *first = NULL;

	for (size_t i = 0; i < o->n; i++)
		sorted[i] = &o->list[i];
	qsort(sorted, o->n, sizeof(struct ordered_image *), by_pixels);
	for (size_t i = 0; i < o->n; i++) {
		if (!first || !digest_same(&first->image->pixels,
					   &sorted[i]->image->pixels))
			first = sorted[i];
		sorted[i]->is_copy = strcmp(first->split, sorted[i]->split);
		if (sorted[i]->is_copy)
			add_copy(o, first, sorted[i], f);
	}
	free(sorted);
}

/* The hashes of all images, mirrored and rotated in all ways. */
struct hashed {
	struct near_hash *index;
	uint64_t *hash;
	size_t *place; /* the place of each hash */
	size_t *begin; /* the number of hashes before those of each place */
	size_t *near;  /* room for the hashes that are found */
};

/* Lists the hashes.  An image that shows nothing can only be an exact copy, so
 * it is left out. */
static void hash_images(struct hashed *h, const struct ordered *o)
{
	size_t most = o->n * FINGERPRINT_TURNS + 1, n = 0;

	h->hash = mem_zero(most, sizeof(*h->hash));
	h->place = mem_zero(most, sizeof(*h->place));
	h->near = mem_zero(most, sizeof(*h->near));
	h->begin = mem_zero(o->n + 1, sizeof(*h->begin));
	for (size_t i = 0; i < o->n; i++) {
		const struct fingerprint *p = o->list[i].image;

		h->begin[i] = n;
		for (int t = 0; t < (p->flat ? 0 : FINGERPRINT_TURNS); t++) {
			h->place[n] = i;
			h->hash[n++] = p->dhash[t];
		}
	}
	h->index = near_hash_new(h->hash, n);
}

/* Returns the place of an image of which image I is nearly a copy, or o->n.
 * Of the N hashes found, it tries at most TRIED, the nearest first. */
static size_t try_nearest(const struct ordered *o, const struct hashed *h,
			  size_t i, size_t n)
{
	enum { TRIED = 32 };
	const struct fingerprint *p = o->list[i].image;
	size_t left = TRIED;

	for (int bits = 0; bits <= NEAR_HASH_BITS; bits++)
		for (size_t k = 0; k < n && left; k++) {
			size_t other = h->place[h->near[k]];
			uint64_t differ = p->dhash[0] ^ h->hash[h->near[k]];

			if (__builtin_popcountll(differ) != bits)
				continue;
			left--;
			if (fingerprint_alike(p, o->list[other].image))
				return other;
		}
	return o->n;
}

/* Returns what try_nearest does.  In a scene that stands still the first few
 * hashes will do. */
static size_t find_near(const struct ordered *o, const struct hashed *h,
			size_t i)
{
	static const size_t most[] = { 32, SIZE_MAX };
	const struct ordered_image *p = &o->list[i];
	size_t like = o->n;

	for (int pass = 0; pass < 2 && like == o->n; pass++) {
		size_t n = near_hash_find(h->index, p->image->dhash[0],
					  h->begin[p->earlier], most[pass],
					  h->near);

		like = try_nearest(o, h, i, n);
		if (n < most[pass])
			break;
	}
	return like;
}

/*
 * Counts each image once.  In a scene that stands still every image is a copy
 * of every other, and comparing all with all would take a time that grows with
 * the square of their number.
 */
static void find_copies(const struct fingerprints *a, enum side side,
			struct finding found[2])
{
	struct hashed h;
	struct ordered o;

	put_in_order(&o, a, side);
	find_exact(&o, &found[0]);
	hash_images(&h, &o);
	for (size_t i = 0; i < o.n; i++) {
		size_t like = o.n;

		if (!o.list[i].image->flat && !o.list[i].is_copy)
			like = find_near(&o, &h, i);
		if (like < o.n)
			add_copy(&o, &o.list[like], &o.list[i], &found[1]);
	}
	near_hash_free(h.index);
	free(h.hash);
	free(h.place);
	free(h.begin);
	free(h.near);
	free(o.list);
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

	for (size_t i = 0; i < a->n; i++)
		for (int s = 0; s < SIDES; s++) {
			size_t k = kin[s][i];
			const struct fingerprint *image = a->image[s];

			if (k == a->n || (s && k == kin[0][i]) ||
			    (k < i && (kin[0][k] == i || kin[1][k] == i)) ||
			    fingerprint_alike(&image[i], &image[k]) ||
			    digest_same(&image[i].pixels, &image[k].pixels))
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

	find_copies(a, SOURCE, found);
	find_copies(a, TARGET, found);
	check_add(j, &found[0]);
	check_add(j, &found[1]);
	find_kin(a, j);
}

const struct check check_leak = {
	.name = "C8",
	.about = "one picture on both sides of the split",
	.run = run,
};
