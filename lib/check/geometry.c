/*
 * geometry.c - finds sizes, types and conversions that do not fit together.
 */
#include "check/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "image/image.h"
#include "image/pixel.h"

/* Returns the type that most images of SIDE have; of several, the first. */
static enum pixel usual(const struct fingerprints *a, enum side side)
{
	size_t count[PIXEL_F64 + 1] = { 0 };
	enum pixel best = PIXEL_NONE;

	for (size_t i = 0; i < a->n; i++)
		if (fingerprints_has(a, i, side))
			count[a->image[side][i].file_type]++;
	for (enum pixel p = PIXEL_U8; p <= PIXEL_F64; p++)
		if (count[p] > count[best])
			best = p;
	return best;
}

static void check_types(const struct fingerprints *a, struct check_report *j)
{
	struct finding f = { .what = "images of another type than most",
			     .warn = NAN,
			     .advice = "convert them to the type of the rest" };

	for (int s = 0; s < SIDES; s++) {
		enum pixel type = usual(a, s);

		for (size_t i = 0; i < a->n; i++)
			if (fingerprints_has(a, i, s) &&
			    a->image[s][i].file_type != type) {
				f.number++;
				strs_add(&f.where, a->row[i].id);
			}
	}
	check_add(j, &f);
}

/* Returns how most images of SIDE are converted on reading; if there is no
 * such majority, how one of them is. */
static const char *usual_note(const struct fingerprints *a, enum side side)
{
	const char *note = "";
	size_t lead = 0;

	for (size_t i = 0; i < a->n; i++) {
		const struct fingerprint *p = &a->image[side][i];

		if (!fingerprints_has(a, i, side))
			continue;
		if (!lead)
			note = p->note;
		lead = strcmp(p->note, note) ? lead - 1 : lead + 1;
	}
	return note;
}

static void check_notes(const struct fingerprints *a, struct check_report *j,
			enum side side)
{
	struct finding f = {
		.what = side == SOURCE ? "sources converted otherwise on "
					 "reading than most" :
					 "targets converted otherwise on "
					 "reading than most",
		.fail = NAN,
		.advice = "they may have been saved by another program: see "
			  "that bright is bright in all, or read the stored "
			  "numbers, with [raw]"
	};
	const char *note = usual_note(a, side);

	for (size_t i = 0; i < a->n; i++)
		if (fingerprints_has(a, i, side) &&
		    strcmp(a->image[side][i].note, note)) {
			f.number++;
			strs_add(&f.where, a->row[i].id);
		}
	check_add(j, &f);
}

/* Compares the names of the channels of SIDE with the first that is known. */
static void check_names(const struct fingerprints *a, struct check_report *j,
			enum side side)
{
	struct finding f = {
		.what = side == SOURCE ?
				"sources whose file names their channel "
				"otherwise than the first" :
				"targets whose file names their channel "
				"otherwise than the first",
		.fail = NAN
	};
	const char *first = NULL, *odd = NULL;
	char *advice;

	for (size_t i = 0; i < a->n; i++) {
		const char *name = a->image[side][i].channel;

		if (!fingerprints_has(a, i, side) || !*name)
			continue;
		first = first ? first : name;
		if (!strcasecmp(first, name))
			continue;
		odd = odd ? odd : name;
		f.number++;
		strs_add(&f.where, a->row[i].id);
	}
	if (!first)
		return;
	advice = mem_printf("'%s' is not '%s': where the file has its channels "
			    "in another order, name another one, as in '[c=1]'",
			    odd ? odd : "", first);
	f.advice = advice;
	check_add(j, &f);
	free(advice);
}

/* Compares the sizes of pixels: of source and target if both files give them,
 * and of all sources. */
static void check_pitch(const struct fingerprints *a, struct check_report *j)
{
	struct finding differ = {
		.what = "pairs whose pixels differ in size between source and "
			"target",
		.warn = NAN,
		.advice = "one side was taken at another magnification or "
			  "binning: rescale this side, or correct the pixel "
			  "size in its files"
	};
	struct finding rest = { .what = "pairs of another pixel size than the "
					"first",
				.fail = NAN,
				.advice =
					"a network learns one "
					"magnification: rescale such pairs, or "
					"train on each pixel size by itself" };
	const struct pixel_pitch *first = NULL;

	for (size_t i = 0; i < a->n; i++) {
		const struct pixel_pitch *s = &a->image[SOURCE][i].pitch;
		const struct pixel_pitch *t = &a->image[TARGET][i].pitch;

		if (pixel_size_differ(s, t)) {
			differ.number++;
			strs_add(&differ.where, a->row[i].id);
		}
		s = pixel_size_known(s) ? s : t;
		if (!first && pixel_size_known(s))
			first = s;
		if (first && pixel_size_differ(first, s)) {
			rest.number++;
			strs_add(&rest.where, a->row[i].id);
		}
	}
	check_add(j, &differ);
	check_add(j, &rest);
}

/* Compares how images of SIDE are corrected, if any are. */
static void check_corrections(const struct fingerprints *a,
			      struct check_report *j, enum side side)
{
	struct finding f = { .what = side == SOURCE ?
					     "sources that are not corrected "
					     "by a dark or flat image, as "
					     "others are" :
					     "targets that are not corrected "
					     "by a dark or flat image, as "
					     "others are",
			     .fail = NAN,
			     .advice = "give --dark and --flat for all "
				       "images of a side" };
	struct image_correction c;
	int any = 0;

	for (size_t i = 0; i < a->n; i++) {
		if (!fingerprints_has(a, i, side))
			continue;
		if (image_correction(&c, a->row[i].ref[side])) {
			any = 1;
			continue;
		}
		f.number++;
		strs_add(&f.where, a->row[i].id);
	}
	if (any)
		check_add(j, &f);
	else
		strs_release(&f.where);
}

static const struct finding two_sizes = {
	.what = "pairs whose two images differ in size",
	.warn = NAN,
	.advice = "crop or rescale one side: pixel must lie on pixel; if one "
		  "side was binned, make the manifest with --bin-to-match",
};

static const struct finding other_size = {
	.what = "pairs of another size than the first",
	.fail = NAN,
	.advice = "check that all pairs have one magnification and binning",
};

static const struct finding thin_image = {
	.what = "images with a side of 4 pixels or less",
	.fail = NAN,
	.advice = "check that each is a picture and not a list of channels",
};

static void check_stated(const struct fingerprints *a, struct check_report *j)
{
	struct finding f = { .what = "pairs whose columns state another size "
				     "or type than their files have",
			     .warn = NAN };
	const char *column = NULL;
	char *advice;

	for (size_t i = 0; i < a->n; i++) {
		const char *untrue = a->row[i].untrue[SOURCE];

		untrue = untrue ? untrue : a->row[i].untrue[TARGET];
		if (!untrue)
			continue;
		column = column ? column : untrue;
		f.number++;
		strs_add(&f.where, a->row[i].id);
	}
	advice = mem_printf("make the manifest again with xp-pairs --table, or "
			    "correct the column '%s'",
			    column ? column : "");
	f.advice = advice;
	check_add(j, &f);
	free(advice);
}

static void run(const struct fingerprints *a, struct check_report *j)
{
	struct finding differ = two_sizes, sizes = other_size,
		       thin = thin_image;
	const struct fingerprint *first = NULL;

	for (size_t i = 0; i < a->n; i++) {
		const struct fingerprint *s = &a->image[SOURCE][i];
		const struct fingerprint *t = &a->image[TARGET][i];

		if (s->trouble || t->trouble)
			continue;
		first = first ? first : s;
		if (s->width != t->width || s->height != t->height ||
		    s->slices != t->slices) {
			differ.number++;
			strs_add(&differ.where, a->row[i].id);
		}
		if (s->width != first->width || s->height != first->height) {
			sizes.number++;
			strs_add(&sizes.where, a->row[i].id);
		}
		if (s->width <= 4 || s->height <= 4) {
			thin.number++;
			strs_add(&thin.where, a->row[i].id);
		}
	}
	check_add(j, &differ);
	check_add(j, &sizes);
	check_add(j, &thin);
	check_types(a, j);
	for (int side = 0; side < SIDES; side++)
		check_notes(a, j, side);
	for (int side = 0; side < SIDES; side++)
		check_names(a, j, side);
	for (int side = 0; side < SIDES; side++)
		check_corrections(a, j, side);
	check_pitch(a, j);
	check_stated(a, j);
}

const struct check check_geometry = {
	.name = "C2",
	.about = "sizes and types that do not fit together",
	.run = run,
};
