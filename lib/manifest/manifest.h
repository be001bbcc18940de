/*
 * manifest.h - a manifest: rows of source and target image.
 *
 * Columns: id source target, optionally split group, and the four of
 * normalisation: source_offset source_scale target_offset target_scale,
 * meaning (x - offset) * scale, with source_fit and target_fit: what they
 * were fitted to (see fitted_to.h); and shift_y shift_x shift_quality: how
 * far the target lies beside its source (see shift.h).
 */
#ifndef MANIFEST_MANIFEST_H
#define MANIFEST_MANIFEST_H

#include "base/tsv.h"
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
	int normalised; /* the four columns are there */
};

/* Read a manifest ("-": stdin).  Refuses: no rows, a missing column or
 * cell, the same id twice, a scale that is 0 or not finite, a fit that is
 * none of those of fitted_to.h, a shift that is no number of pixels or has
 * one half only. */
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

#endif
