/*
 * pairing.c - finds images that were left over, or that occur more than once.
 */
#include "check/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct content {
	const struct digest *pixels;
	const char *id;
	size_t row, channel;
};

static int by_pixels(const void *a, const void *b)
{
	const struct content *x = a, *y = b;
	int c = memcmp(x->pixels, y->pixels, sizeof(*x->pixels));

	c = c ? c : (x->row > y->row) - (x->row < y->row);
	return c ? c : (x->channel > y->channel) - (x->channel < y->channel);
}

/* Adds the id to WHERE, unless its row was TOLD before. */
static void tell(struct strs *where, char *told, const struct content *c)
{
	if (!told[c->row])
		strs_add(where, c->id);
	told[c->row] = 1;
}

/* Finds all images whose pixels equal those of another image, on both sides. */
static size_t find_copies(const struct fingerprints *a, struct strs *where)
{
	struct content *c = mem_zero(2 * a->n + 1, sizeof(*c));
	char *told = mem_zero(a->n + 1, 1);
	size_t n = 0, copies = 0;

	for (size_t i = 0; i < a->n; i++)
		for (int s = 0; s < SIDES; s++)
			if (fingerprints_has(a, i, s) &&
			    !fingerprints_empty_mask(a, i, s))
				c[n++] = (struct content){
					&a->image[s][i].pixels, a->row[i].id, i,
					a->channel[s]
				};
	qsort(c, n, sizeof(*c), by_pixels);
	for (size_t i = 1; i < n; i++) {
		if (!digest_same(c[i - 1].pixels, c[i].pixels))
			continue;
		copies++;
		tell(where, told, &c[i - 1]);
		tell(where, told, &c[i]);
	}
	free(told);
	free(c);
	return copies;
}

static void run(const struct fingerprints *a, struct check_report *j)
{
	struct finding f = { .warn = NAN };

	f.what = "images without a partner";
	f.number = (double)a->unmatched;
	f.advice = "add the partner, or give --key if names differ in several "
		   "words";
	check_add(j, &f);
	f.what = "keys shared by several images";
	f.number = (double)a->ambiguous;
	f.advice = "give a --key that tells these images apart";
	check_add(j, &f);
	f.what = "images with the same pixels as another image";
	f.number = (double)find_copies(a, &f.where);
	f.advice =
		"remove the copies: a pair counts once, and a target is never "
		"its own source";
	check_add(j, &f);
}

/* Finds images of a channel of SIDE whose pixels equal those of another
 * channel, in the same file or in another. */
static size_t find_alike(const struct fingerprints *a, const size_t n[SIDES],
			 enum side side, struct strs *where)
{
	struct content *c = mem_zero(n[side] * a->n + 1, sizeof(*c));
	char *told = mem_zero(a->n + 1, 1);
	size_t all = 0, alike = 0;

	for (size_t k = 0; k < n[side]; k++) {
		const struct fingerprints *b =
			a + (side == SOURCE ? k : k * n[SOURCE]);

		for (size_t i = 0; i < a->n; i++)
			if (fingerprints_has(b, i, side) &&
			    !fingerprints_empty_mask(b, i, side))
				c[all++] = (struct content){
					&b->image[side][i].pixels, b->row[i].id,
					i, k
				};
	}
	qsort(c, all, sizeof(*c), by_pixels);
	for (size_t i = 1; i < all; i++) {
		if (!digest_same(c[i - 1].pixels, c[i].pixels) ||
		    c[i - 1].channel == c[i].channel)
			continue;
		alike++;
		tell(where, told, &c[i - 1]);
		tell(where, told, &c[i]);
	}
	free(told);
	free(c);
	return alike;
}

static void compare(const struct fingerprints *a, const size_t n[SIDES],
		    struct check_report *j)
{
	static const char *const what[SIDES] = {
		"images of source channels with the same pixels as another "
		"channel",
		"images of target channels with the same pixels as another "
		"channel",
	};
	struct finding f = { .advice = "name each channel once; look for files "
				       "that have a channel twice" };

	for (enum side side = SOURCE; side <= TARGET; side++) {
		if (n[side] == 1)
			continue;
		f.what = what[side];
		f.warn = side == SOURCE ? 0 : NAN; /* it harms no training */
		f.fail = side == SOURCE ? NAN : 0;
		f.number = (double)find_alike(a, n, side, &f.where);
		check_add(j, &f);
	}
}

const struct check check_pairing = {
	.name = "C1",
	.about = "images without a partner, or present twice",
	.run = run,
	.compare = compare,
};
