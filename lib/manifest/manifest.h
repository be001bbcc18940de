/*
 * manifest.h - reads a manifest: a table of pairs, each with a source and a
 * target image.
 *
 * The columns are id, source and target.  These may be missing:
 *
 *	split, group
 *	source_offset, source_scale, target_offset, target_scale:
 *		the normalisation, (x - offset) * scale of a pixel x; of images
 *		of several channels (channel.h) a number for each, with commas
 *		between
 *	source_fit, target_fit: what it was fitted to (fitted_to.h)
 *	shift_y, shift_x, shift_quality: how far the target is shifted
 *		against its source (shift.h)
 */
#ifndef MANIFEST_MANIFEST_H
#define MANIFEST_MANIFEST_H

#include "file/tsv.h"
#include "manifest/channel.h"
#include "manifest/fitted_to.h"
#include "manifest/shift.h"
#include "manifest/side.h"

struct pair {
	const char *id, *source, *target; /* owned by the table */
	const char *split, *group;	  /* "" if missing */
	/* the channels of each side, as many as the manifest has; the manifest
	 * owns them */
	struct channel *channel[SIDES];
	struct fitted_to source_fit, target_fit; /* texts owned by the table */
	size_t row;
	struct shift shift; /* zeros if missing */
};

struct manifest {
	struct tsv table;
	struct pair *list;
	size_t n;
	int normalised; /* 1: there are all four columns of normalisation */
	int targetless; /* 1: no row has a target; each TARGET is "" */
	/* number of channels of each side, the same in all rows */
	size_t channels[SIDES];
	struct strs refs; /* of channels, where a cell names several */
};

/* Reads a manifest from PATH ("-": stdin).  The caller releases P.  Fails with
 * err_data if there is no row, or if a column, a cell or a value is not as it
 * must be: an id that occurs twice, an offset or scale that is not finite, a
 * scale that is 0, only one of shift_y and shift_x; or if rows differ in their
 * number of channels. */
int manifest_read(struct manifest *p, const char *path, struct err *err);

/* Does what manifest_read does for the bytes in B, which it changes.  NAME is
 * the name of the table in messages. */
int manifest_parse(struct manifest *p, const char *name, struct buf *b,
		   struct err *err);

/* Does what manifest_read does, but accepts a table whose column target is
 * missing or empty.  P->targetless is 1 then. */
int manifest_read_sources(struct manifest *p, const char *path,
			  struct err *err);
void manifest_release(struct manifest *p);

/* Makes a recorded run fail from now on when it reads an image whose digest is
 * not the one in P: in the columns source_sha256 and target_sha256 and, for
 * dark and flat images, source_dark_sha256 ... (file_table_expect).  Fails
 * with err_data if a cell is not a digest. */
int manifest_expect(const struct manifest *p, struct err *err);

/* Finds the channels of SIDE of ROW, whose cell (row->source, row->target) was
 * set or changed; their normalisation stays.  Fails with err_data if there are
 * not as many as in the first row. */
int manifest_set_channels(struct manifest *p, struct pair *row, enum side side,
			  struct err *err);

/* Gives the target of each row of P, which has no targets, N channels with
 * offset 0 and scale 1. */
void manifest_set_targets(struct manifest *p, size_t n);

/* Returns the cell of SIDE. */
static inline const char *pair_cell(const struct pair *row, enum side side)
{
	return side == SOURCE ? row->source : row->target;
}

/* Returns the number of rows in SPLIT. */
size_t manifest_count(const struct manifest *p, const char *split);

/* Fails with err_data if no row is in SPLIT; the message lists the splits. */
int manifest_need_split(const struct manifest *p, const char *split,
			struct err *err);

#endif
