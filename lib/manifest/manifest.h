/*
 * manifest.h - a manifest: rows of source and target image.
 *
 * Columns: id source target, optionally split group, and the four of
 * normalisation: source_offset source_scale target_offset target_scale,
 * meaning (x - offset) * scale; and offset_y offset_x offset_quality: where
 * the target lies beside its source (see shift.h).
 */
#ifndef MANIFEST_MANIFEST_H
#define MANIFEST_MANIFEST_H

#include "base/tsv.h"
#include "image/image.h"

enum side { SOURCE, TARGET, SIDES };

const char *side_name(enum side side); /* "source", "target" */

struct norm {
	double offset, scale;
};

struct pair {
	const char *id, *source, *target;     /* belong to the table */
	const char *split, *group;	      /* "" when missing */
	struct norm source_norm, target_norm; /* {0, 1} when missing */
	size_t row;			      /* in the table */
	long dy, dx; /* pixels that the target lies further down
				   and to the right; 0 when missing */
	int unclear; /* an offset is there, but too unclear */
};

struct manifest {
	struct tsv table;
	struct pair *at;
	size_t n;
	int normalised; /* the four columns are there */
};

/* Read a manifest ("-": stdin).  Refuses: no rows, a missing column or
 * cell, the same id twice, a scale that is 0 or not finite, an offset of
 * the target that is no number. */
int manifest_read(struct manifest *p, const char *path, struct err *err);
void manifest_release(struct manifest *p);

/* Whoever reads an image of P from here on finds out when it is not what
 * the columns source_sha256 and target_sha256 say, where these are and the
 * run is recorded (file_table_expect).  A cell that is no digest is
 * err_data. */
int manifest_expect(const struct manifest *p, struct err *err);

/* Number of rows whose split is SPLIT; none is err_data that lists the
 * splits there are. */
size_t manifest_count(const struct manifest *p, const char *split);
int manifest_need_split(const struct manifest *p, const char *split,
			struct err *err);

/* Normalise N pixels: (x - offset) * scale, in double. */
void norm_apply(const struct norm *norm, float *px, size_t n);

/* Read one side, normalised in place by (x - offset) * scale computed in
 * double.  A non-finite pixel is err_data.  Errors name row and file. */
int pair_read_source(const struct manifest *p, const struct pair *row,
		     struct image *im, struct err *err);
int pair_read_target(const struct manifest *p, const struct pair *row,
		     struct image *im, struct err *err);
/* What two images that were read whole have in common; their sizes must
 * agree, else err_data. */
struct shift_overlap;
int pair_fits(const struct manifest *p, const struct pair *row,
	      const struct image *source, const struct image *target,
	      struct shift_overlap *o, struct err *err);
/* Both, and their sizes must agree; cut to what both show. */
int pair_read(const struct manifest *p, const struct pair *row,
	      struct image *source, struct image *target, struct err *err);

#endif
