/*
 * pairs.h - a manifest: rows of source and target image.
 *
 * Columns: id source target, optionally split group, and the four of
 * normalisation: source_offset source_scale target_offset target_scale,
 * meaning (x - offset) * scale.
 */
#ifndef IMAGE_PAIRS_H
#define IMAGE_PAIRS_H

#include "base/tsv.h"
#include "image/image.h"

struct norm {
	double offset, scale;
};

struct pair {
	const char *id, *source, *target;	/* belong to the table */
	const char *split, *group;		/* "" when missing */
	struct norm source_norm, target_norm;	/* {0, 1} when missing */
	size_t row;				/* in the table */
};

struct pairs {
	struct tsv table;
	struct pair *at;
	size_t n;
	int normalised;		/* the four columns are there */
};

/* Read a manifest ("-": stdin).  Refuses: no rows, a missing column or
 * cell, the same id twice, a scale that is 0 or not finite. */
int pairs_read(struct pairs *p, const char *path, struct err *err);
void pairs_release(struct pairs *p);

/* Number of rows whose split is SPLIT; none is err_data that lists the
 * splits there are. */
size_t pairs_count(const struct pairs *p, const char *split);
int pairs_need_split(const struct pairs *p, const char *split,
		     struct err *err);

/* Read one side, normalised in place by (x - offset) * scale computed in
 * double.  A non-finite pixel is err_data.  Errors name row and file. */
int pair_read_source(const struct pairs *p, const struct pair *row,
		     struct image *im, struct err *err);
int pair_read_target(const struct pairs *p, const struct pair *row,
		     struct image *im, struct err *err);
/* Both, and their sizes must agree. */
int pair_read(const struct pairs *p, const struct pair *row,
	      struct image *source, struct image *target, struct err *err);

#endif
