/*
 * fingerprints.h - the fingerprints of all images of a table of pairs, and the
 * shift between the two of each pair.
 */
#ifndef CHECK_FINGERPRINTS_H
#define CHECK_FINGERPRINTS_H

#include "file/tsv.h"
#include "check/fingerprint.h"
#include "check/phase_correlation.h"
#include "pairing/build.h"
#include "manifest/shift.h"
#include "manifest/side.h"

enum { FINGERPRINTS_COMPARED = 32 }; /* pairs compared with each other */

struct fingerprints {
	size_t n;
	struct fingerprints_row { /* texts belong to the table */
		const char *id, *ref[SIDES], *split, *group;
		const char *sha256[SIDES]; /* as the table has it, or "" */
		int changed[SIDES];	   /* the file has another */
		double offset[SIDES], scale[SIDES]; /* of normalisation,
							   else 0 and 1 */
		struct measured_shift shift;
		/* Of the rows that are compared with others. */
		struct phase_spectrum spectrum[SIDES];
	} * row;
	struct fingerprint *image[SIDES]; /* N each */
	int normalised;
	/* When pairs were made by name: images left out. */
	size_t unmatched, ambiguous;
};

/* Read every image of T once, on THREADS threads (0: one a processor); each
 * holds one pair.
 * An image that cannot be read is noted in its fingerprint.  PROGRESS is called
 * from the caller's thread now and then. */
int fingerprints_make(struct fingerprints *a, const struct tsv *t, int threads,
		      build_progress *progress, void *arg, struct err *err);
void fingerprints_release(struct fingerprints *a);

/* Reports which images are not taken as they are stored. */
void fingerprints_report(const struct fingerprints *a,
			 struct messages *messages);

/* Whether the image was read and has pixels that are numbers. */
int fingerprints_has(const struct fingerprints *a, size_t row, enum side side);
int fingerprints_in(const struct fingerprints *a, size_t row,
		    const char *split);

/* Write the shifts into the columns of T (shift_columns_make); empty where
 * there is none. */
int fingerprints_register(const struct fingerprints *a, struct tsv *t,
			  struct err *err);

#endif
