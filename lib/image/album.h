/*
 * album.h - the portraits of all images of a table of pairs, and how the
 * two of each pair lie on each other.
 */
#ifndef IMAGE_ALBUM_H
#define IMAGE_ALBUM_H

#include "base/tsv.h"
#include "image/pairs.h"
#include "image/phase.h"
#include "image/portrait.h"
#include "image/roster.h"

struct album {
	size_t n;
	struct album_row {		/* texts belong to the table */
		const char *id, *ref[SIDES], *split, *group;
		const char *sha256[SIDES];	/* as the table has it, or "" */
		int changed[SIDES];		/* the file has another */
		double offset[SIDES], scale[SIDES];	/* of normalisation,
							   else 0 and 1 */
		struct shift shift;
	} *row;
	struct portrait *of[SIDES];	/* N each */
	int normalised;
	/* When pairs were made by name: images left out. */
	size_t unmatched, ambiguous;
};

/* Look at every image of T once, on THREADS threads (0: one a processor); each
 * holds one pair.
 * An image that cannot be read is noted in its portrait.  TOLD is called
 * from the caller's thread now and then. */
int album_make(struct album *a, const struct tsv *t, int threads,
	       roster_told *told, void *arg,
	       struct err *err);
void album_release(struct album *a);

/* Say which images are not taken as they are stored. */
void album_tell(const struct album *a, struct strs *lines);

/* Whether the image was read and has pixels that are numbers. */
int album_has(const struct album *a, size_t row, enum side side);
int album_in(const struct album *a, size_t row, const char *split);

/* Write the shifts into the columns offset_y, offset_x, offset_quality;
 * empty where there is none. */
void album_register(const struct album *a, struct tsv *t);

#endif
