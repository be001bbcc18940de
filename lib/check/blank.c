/*
 * blank.c - finds images that show nothing.
 */
#include "check/check.h"

#include <math.h>

#include "image/image.h"

static int is_blank(const struct fingerprint *p)
{
	if (fingerprint_outshone(p))
		return 0;
	if (p->entropy < FINGERPRINT_BLANK)
		return 1;
	if (pixel_is_float(p->type))
		return p->sd < 1e-6 * fmax(1, fabs(p->mean));
	return p->high - p->low < 4;
}

/* Only where there are stacks. */
static void check_slices(const struct fingerprints *a, struct check_report *j)
{
	struct finding f = {
		.fail = NAN,
		.what = "stacks with a slice that is constant or equals the "
			"one before",
		.advice = "look at them: the shutter was closed, or a slice "
			  "was written twice; leave such stacks out"
	};
	size_t stacks = 0;

	for (size_t i = 0; i < a->n; i++)
		for (int s = 0; s < SIDES; s++) {
			const struct fingerprint *p = &a->image[s][i];

			if (!fingerprints_has(a, i, s) || p->slices < 2)
				continue;
			stacks++;
			if (!p->constant && !p->repeated)
				continue;
			f.number++;
			strs_add(&f.where, a->row[i].id);
		}
	if (stacks)
		check_add(j, &f);
}

/* Adds to J the share of images for which IS is 1; SELDOM 1: only if there are
 * any. */
static void check_share(const struct fingerprints *a, struct check_report *j,
			struct finding f, int (*is)(const struct fingerprint *),
			int seldom)
{
	size_t n = 0;

	for (size_t i = 0; i < a->n; i++)
		for (int s = 0; s < SIDES; s++) {
			if (!fingerprints_has(a, i, s))
				continue;
			n++;
			/* an empty mask says that nothing is there */
			if (a->masks[s] || !is(&a->image[s][i]))
				continue;
			f.number++;
			strs_add(&f.where, a->row[i].id);
		}
	f.number /= n ? (double)n : 1;
	if (!seldom || f.number > 0)
		check_add(j, &f);
}

/* Says which side has masks.  They are as good as other images. */
static void note_masks(const struct fingerprints *a, struct check_report *j)
{
	for (int s = 0; s < SIDES; s++) {
		struct finding f = { .warn = NAN, .fail = NAN };

		f.what = s == SOURCE ?
				 "sources that are masks (two values in all), "
				 "of which C4 to C6 judge no grey levels" :
				 "targets that are masks (two values in all), "
				 "of which C4 to C6 judge no grey levels";
		for (size_t i = 0; i < a->n; i++)
			f.number += fingerprints_has(a, i, s);
		if (a->masks[s])
			check_add(j, &f);
	}
}

/* Looks at the dark and flat images of all rows, if there are any. */
static void check_corrections(const struct fingerprints *a,
			      struct check_report *j)
{
	struct finding constant = {
		.fail = NAN,
		.what = "images whose dark or flat image is constant",
		.advice = "a camera takes no such image: see that the right "
			  "file is named"
	};
	struct finding dark = {
		.what = "images darker than their dark image",
		.warn = NAN,
		.advice = "the dark image was taken with another exposure or "
			  "camera, or is the flat one: take one that fits"
	};
	struct image_correction c;
	size_t n = 0;

	for (size_t i = 0; i < a->n; i++)
		for (int s = 0; s < SIDES; s++) {
			if (!fingerprints_has(a, i, s) ||
			    !image_correction(&c, a->row[i].ref[s]))
				continue;
			n++;
			if ((c.dark && c.dark_constant) ||
			    (c.flat && c.flat_constant)) {
				constant.number++;
				strs_add(&constant.where, a->row[i].id);
			}
			/* almost all pixels */
			if (c.dark && a->image[s][i].high < 0) {
				dark.number++;
				strs_add(&dark.where, a->row[i].id);
			}
		}
	if (!n)
		return;
	check_add(j, &constant);
	check_add(j, &dark);
}

static void run(const struct fingerprints *a, struct check_report *j)
{
	struct finding blank = {
		.fail = 0.05,
		.what = "share of blank images",
		.advice = "leave them out: a constant image can be neither "
			  "normalised nor learnt"
	};
	struct finding outshone = {
		.fail = 0.05,
		.what = "share of images of which a few pixels hide the rest",
		.advice = "hot or dead pixels, or a hot column, lie so far "
			  "from all others that the rest seems constant: "
			  "remove them (Fiji: Process > Noise > Remove "
			  "Outliers), or cut them off with xp-norm "
			  "--method=fixed --range=LO,HI --clip --to=DIR"
	};

	check_share(a, j, blank, is_blank, 0);
	check_share(a, j, outshone, fingerprint_outshone, 1);
	note_masks(a, j);
	check_slices(a, j);
	check_corrections(a, j);
}

const struct check check_blank = {
	.name = "C4",
	.about = "images that are constant or show nothing",
	.run = run,
};
