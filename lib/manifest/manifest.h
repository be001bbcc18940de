/*
 * manifest.h - a manifest: a table of pairs, in each row a source and a target
 * image.
 *
 * Its columns are id source target and, optionally: split group; the four of
 * normalisation, source_offset source_scale target_offset target_scale (a pixel
 * x is normalised to (x - offset) * scale), and source_fit target_fit, which
 * say what those were fitted to (see fitted_to.h); shift_y shift_x
 * shift_quality, how far the target is shifted against its source (see
 * shift.h).
 */
#ifndef MANIFEST_MANIFEST_H
#define MANIFEST_MANIFEST_H

#include "file/tsv.h"
#include "manifest/fitted_to.h"
#include "manifest/norm.h"
#include "manifest/shift.h"
#include "manifest/side.h"

struct pair {
	const char *id, *source, *target;	 /* belong to the table */
	const char *split, *group;		 /* "" when missing */
	struct norm source_norm, target_norm;	 /* {0, 1} when missing */
	struct fitted_to source_fit, target_fit; /* belong to the table */
	size_t row;				 /* in the table */
	struct shift shift;			 /* none when missing */
};

struct manifest {
	struct tsv table;
	struct pair *list;
	size_t n;
	int normalised; /* 1: the four columns exist */
	int targetless; /* 1: no row has a target; it is "" in each */
};

/* Reads a manifest from PATH ("-": stdin); the caller releases P.  These are
 * err_data: no rows, a missing column or cell, the same id twice, a scale that
 * is 0 or not finite, a fit that is not one of those in fitted_to.h, a shift
 * that is not a number of pixels or that has only one of shift_y and
 * shift_x. */
int manifest_read(struct manifest *p, const char *path, struct err *err);
/* Does the same with a table that may have no column target, or no cell of it
 * filled: P is then targetless. */
int manifest_read_sources(struct manifest *p, const char *path,
			  struct err *err);
void manifest_release(struct manifest *p);

/* If the columns source_sha256 and target_sha256 exist, hands their digests to
 * file_table_expect: from then on, in a recorded run, reading an image of P
 * that does not match its digest fails.  A cell that is not a digest is
 * err_data. */
int manifest_expect(const struct manifest *p, struct err *err);

/* manifest_count returns the number of rows whose split is SPLIT.
 * manifest_need_split fails with err_data if there are none, and then lists the
 * splits that exist. */
size_t manifest_count(const struct manifest *p, const char *split);
int manifest_need_split(const struct manifest *p, const char *split,
			struct err *err);

#endif
