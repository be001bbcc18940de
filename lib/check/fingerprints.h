/*
 * fingerprints.h - takes the fingerprints of all images in a table of pairs,
 * and measures the shift between the two images of each pair.
 */
#ifndef CHECK_FINGERPRINTS_H
#define CHECK_FINGERPRINTS_H

#include "file/tsv.h"
#include "check/fingerprint.h"
#include "check/phase_correlation.h"
#include "pairing/pair_table.h"
#include "manifest/shift.h"
#include "manifest/side.h"

/* largest number of pairs that are compared with each other */
enum { FINGERPRINTS_COMPARED = 32 };

struct fingerprints {
	size_t n;
	struct fingerprints_row { /* the table owns the texts */
		const char *id, *ref[SIDES], *split, *group;
		const char *sha256[SIDES]; /* digest in the table, or "" */
		int changed[SIDES]; /* 1: the file has a different digest */
		/* normalisation; 0 and 1 if there is none */
		double offset[SIDES], scale[SIDES];
		/* Shift of the target.  For stacks, it is measured in the
		 * slices where the target shows most. */
		struct measured_shift shift;
		/* spectra; only for rows that are compared with other rows */
		struct phase_spectrum spectrum[SIDES];
	} * row;
	/* fingerprints of the N images of each side */
	struct fingerprint *image[SIDES];
	int normalised;
	/* numbers of images left out, if pairs were found by name */
	size_t unmatched, ambiguous;
};

/* Reads every image of T once.  Uses THREADS threads (0: one for each
 * processor).  Each thread holds one pair in memory.  If an image cannot be
 * read, TROUBLE in its fingerprint says why.  From time to time calls PROGRESS,
 * on the caller's thread. */
int fingerprints_make(struct fingerprints *a, const struct tsv *t, int threads,
		      pair_table_progress *progress, void *arg,
		      struct err *err);
void fingerprints_release(struct fingerprints *a);

/* Reports which images are converted on reading. */
void fingerprints_report(const struct fingerprints *a,
			 struct messages *messages);

/* fingerprints_has returns 1 if the image of SIDE in ROW was read and has
 * finite pixels.  fingerprints_in returns 1 if ROW is in SPLIT. */
int fingerprints_has(const struct fingerprints *a, size_t row, enum side side);
int fingerprints_in(const struct fingerprints *a, size_t row,
		    const char *split);

/* Writes the shifts into the columns of T (shift_columns_make).  A cell is
 * empty if no shift was measured. */
int fingerprints_register(const struct fingerprints *a, struct tsv *t,
			  struct err *err);

#endif
