/*
 * trained.h - what a weights file says of its training: the rows trained on,
 * their normalisation, and the brightness of their sources.
 *
 * The metadata of the file has these texts, each of which may be missing:
 *
 *	normalised	yes, no
 *	train_split, val_split	labels
 *	ema		the decay, if the weights are a moving average
 *	source_offset, source_scale	of all train rows; missing if they
 *			differ from row to row
 *	target_offset, target_scale	of all train rows; the medians if they
 *			differ from row to row (target_varies is yes)
 *	source_rule	the rule of each source's fit (fit_rule_text), if
 *			offset or scale differ from row to row
 *	source_ways	items of references (image/ref.h) that all train
 *			sources have: "dark=d.tif,flat=f.tif,bin=2"; if those
 *			of the channels differ, each with " + " between
 *	source_pixel_um	micrometres from pixel to pixel of the train sources
 *			as they were read, binned perhaps (pixel_size_text), if
 *			those that are known agree
 *	source_channels	the names that the files of the train sources give to
 *			the channels used, if those that do agree, with tabs
 *			between
 *	source_ways_differ	yes, if train sources are derived, and not all
 *			in the same way (a dark image a group)
 *	source_dark_sha256, source_flat_sha256	SHA-256 of the files of the dark
 *			and the flat image in source_ways; if there is one for
 *			each channel, each ("" if unknown) with + between
 *	train_pixels, val_pixels	the sources trained and validated on,
 *			also before --init (struct trained_seen)
 *	train_pixels_left_out	yes, if train_pixels has not all of them
 *	trained_before	unknown, if what the weights of --init were trained on
 *			is not known
 *	source_low, source_high	least and largest 1st, 50th and 99th percentile
 *			of the normalised train sources
 *
 * Of several channels, offsets, scales and percentiles are lists, with commas
 * between.
 */
#ifndef TRAIN_TRAINED_H
#define TRAIN_TRAINED_H

#include <stdint.h>

#include "file/digest.h"
#include "train/exposure.h"
#include "image/pixel.h"
#include "manifest/manifest.h"
#include "nn/weights.h"

/* Images, each by the first 8 bytes of the digest of its values (cache_check).
 * Of a large set only the least are kept, so that a file stays small; the
 * others are not recognised, and left_out says so. */
struct trained_seen {	/* all-zero is empty */
	uint64_t *list; /* in rising order, owned */
	size_t n;
	int left_out; /* 1: there were more */
};
enum { TRAINED_SEEN_MOST = 4096 };

/* Adds N beginnings LIST, in any order. */
void trained_seen_add(struct trained_seen *s, const uint64_t *list, size_t n);

/* Returns the beginning of D. */
uint64_t trained_seen_begin(const struct digest *d);
int trained_seen_has(const struct trained_seen *s, const struct digest *d);

enum { TRAINED_TRAIN, TRAINED_VAL, TRAINED_PARTS };
enum { TRAINED_DARK, TRAINED_FLAT, TRAINED_FILES };

struct trained { /* zeros: nothing is known */
	char *train_split, *val_split, *source_rule, *ema;
	/* source_ways; NULL: sources are not derived, or in different ways */
	char *source_ways;
	int source_ways_differ; /* 1: they are derived in different ways */
	/* of the dark and the flat image; NULL: there is none, or its digest is
	 * not known */
	char *source_sha256[TRAINED_FILES];
	struct pixel_pitch source_pitch; /* source_pixel_um, or unknown */
	/* source_channels and target_channels, or empty */
	struct strs channels[SIDES];
	int normalised; /* 1: yes, -1: no, 0: not known */
	struct trained_norm {
		int known; /* 1: NORM is known */
		/* 1: values differ from row to row, and NORM has the medians
		 * (always 0 of sources if a weights file was read) */
		int varies;
		size_t channels; /* 0: not known */
		struct norm norm[CHANNELS_MOST];
	} side[SIDES];
	struct exposure sources[CHANNELS_MOST]; /* of each channel */
	/* sources trained and validated on; known: 1 if the file has them */
	struct trained_seen seen[TRAINED_PARTS];
	int seen_known;
	/* 1: the weights were trained before on what is not known */
	int before_unknown;
};

/* Sets normalised, side, source_rule, source_ways, source_pitch and
 * source_sha256 of T from the rows of P in SPLIT; source_pitch stays as it is
 * if none of them names it. */
void trained_norms(struct trained *t, const struct manifest *p,
		   const char *split);

/* Adds T to the metadata of W. */
void trained_write(const struct trained *t, struct weights *w);

/* Fills T from the metadata of W.  The caller releases T.  Fails with err_data
 * if a value is not the number that it should be, or if a scale is 0 or not
 * finite. */
int trained_read(struct trained *t, const struct weights *w, struct err *err);

/* Returns 1 if T has all images that the weights were ever trained on. */
int trained_knows_all(const struct trained *t);

void trained_release(struct trained *t);

#endif
