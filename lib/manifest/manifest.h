/*
 * manifest.h - reads a manifest: a table of pairs, with a source and a target
 * image in each row.
 *
 * The columns are id, source and target.  These are optional:
 *
 * split, group;
 *
 * source_offset, source_scale, target_offset, target_scale: the normalisation,
 * (x - offset) * scale for a pixel x;
 *
 * source_fit, target_fit: which images these values were fitted to
 * (fitted_to.h);
 *
 * shift_y, shift_x, shift_quality: how far the target is shifted against its
 * source (shift.h).
 */
#ifndef MANIFEST_MANIFEST_H
#define MANIFEST_MANIFEST_H

#include "file/tsv.h"
#include "manifest/fitted_to.h"
#include "manifest/norm.h"
#include "manifest/shift.h"
#include "manifest/side.h"

struct pair {
	const char *id, *source, *target;	 /* owned by the table */
	const char *split, *group;		 /* "" if missing */
	struct norm source_norm, target_norm;	 /* {0, 1} if missing */
	struct fitted_to source_fit, target_fit; /* texts owned by the table */
	size_t row;	    /* number of the row in the table */
	struct shift shift; /* no shift if missing */
};

struct manifest {
	struct tsv table;
	struct pair *list;
	size_t n;
	int normalised; /* 1: the four columns of normalisation exist */
	int targetless; /* 1: no row has a target; TARGET of each pair is "" */
};

/* Reads a manifest from PATH ("-": stdin); the caller releases P.  Fails with
 * err_data if there are no rows, a column or cell is missing, an id occurs
 * twice, a scale is 0 or not finite, source_fit or target_fit is not a word of
 * fitted_to.h, a shift is not a number of pixels, or only one of shift_y and
 * shift_x is given. */
int manifest_read(struct manifest *p, const char *path, struct err *err);

/* Does the same, but also reads a table without targets.  Such a table has no
 * column target, or all cells of this column are empty.  Then P->targetless is
 * 1. */
int manifest_read_sources(struct manifest *p, const char *path,
			  struct err *err);
void manifest_release(struct manifest *p);

/* Hands the digests of P's images to file_table_expect.  They are in the
 * columns source_sha256 and target_sha256; each column may be missing.  From
 * then on, in a recorded run, reading an image fails if the image does not
 * match its digest.  A cell that is not a digest is err_data. */
int manifest_expect(const struct manifest *p, struct err *err);

/* manifest_count returns the number of rows whose split is SPLIT.  If this
 * number is 0, manifest_need_split fails with err_data.  The message lists the
 * splits that exist. */
size_t manifest_count(const struct manifest *p, const char *split);
int manifest_need_split(const struct manifest *p, const char *split,
			struct err *err);

#endif
