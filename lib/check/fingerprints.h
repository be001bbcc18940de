/*
 * fingerprints.h - the fingerprints of all images in a table of pairs, and the
 * measured shift of each pair.
 */
#ifndef CHECK_FINGERPRINTS_H
#define CHECK_FINGERPRINTS_H

#include "file/tsv.h"
#include "check/fingerprint.h"
#include "check/phase_correlation.h"
#include "pairing/pair_table.h"
#include "manifest/shift.h"
#include "manifest/side.h"

/* most pairs that are compared with each other */
enum { FINGERPRINTS_COMPARED = 32 };

/* about how many pairs are compared with their target turned */
enum { FINGERPRINTS_TURNED = 8 };

struct fingerprints {
	size_t n;
	struct fingerprints_row { /* the table owns the texts */
		const char *id, *ref[SIDES], *split, *group;
		const char *sha256[SIDES]; /* digest in the table, or "" */
		/* column that states another size or type than the file has
		 * (manifest/stated.h), or NULL */
		const char *untrue[SIDES];
		int changed[SIDES]; /* 1: the file has another digest */
		/* 1: the file of the dark or flat image has another digest */
		int recorrected[SIDES];
		/* 0 and 1: not normalised */
		double offset[SIDES], scale[SIDES];
		/* shift of the target; in stacks, of the slices where the
		 * target shows most */
		struct measured_shift shift;
		/* only for rows that are compared with others */
		struct phase_spectrum spectrum[SIDES];
		/* For each half of the images, how well the target fits the
		 * source if it is turned in each way (fingerprint.h): the
		 * logarithm of phase_correlation_fit.  Only for some of the
		 * rows that are compared. */
		int is_turned; /* 1: measured */
		double turned[FINGERPRINT_TURNS][2];
	} * row;
	/* fingerprints of a channel of each side */
	struct fingerprint *image[SIDES];
	size_t channel[SIDES];
	struct strs refs; /* of channels */
	/* 1: the targets' channels do not lie alike (channel_shifts.h) */
	int apart;
	int normalised;
	/* 1: the images of this side are masks: all have the same two values,
	 * or one of them */
	int masks[SIDES];
	/* images left out when pairs were found by name */
	size_t unmatched, ambiguous;
};

/* Fills N with the numbers of channels of the sources and of the targets of T.
 * Fails with err_data if rows differ in them. */
int fingerprints_channels(const struct tsv *t, size_t n[SIDES],
			  struct err *err);

/* Measures in ROW how the target of PAIR lies on its source: its shift; if
 * COMPARED, its spectra; if TURNED, its fit when it is turned.  The caller
 * releases PHASE and, by phase_correlation_drop, the spectra. */
void fingerprints_correlate(struct fingerprints_row *row,
			    struct phase_correlation *phase,
			    const struct image pair[SIDES], int compared,
			    int turned);

/* Returns in which of N fingerprints, each of other channels, source and target
 * fit each other best: the one with the clearest shifts, by their median. */
size_t fingerprints_best(const struct fingerprints *a, size_t n);

/* Reads the images of T once, those of A->channel, on THREADS threads (0: one a
 * processor), each of which holds one pair.  An image that cannot be read has a
 * fingerprint whose TROUBLE says why.  Calls PROGRESS on the caller's thread.
 * The caller releases A, also after a failure.  Fails with err_data if an
 * offset or scale in T is not a number. */
int fingerprints_make(struct fingerprints *a, const struct tsv *t, int threads,
		      pair_table_progress *progress, void *arg,
		      struct err *err);
void fingerprints_release(struct fingerprints *a);

/* Reports which images are converted on reading. */
void fingerprints_report(const struct fingerprints *a,
			 struct messages *messages);

/* Returns 1 if the image of SIDE in ROW was read and has finite pixels. */
int fingerprints_has(const struct fingerprints *a, size_t row, enum side side);

/* Returns 1 if the image is a mask with one value only.  Such masks are all
 * alike, and no copies. */
int fingerprints_empty_mask(const struct fingerprints *a, size_t row,
			    enum side side);

int fingerprints_in(const struct fingerprints *a, size_t row,
		    const char *split);

/* Sets the columns of T (shift_columns_make) to the shifts.  A cell is empty if
 * no shift was measured.  Fails as shift_columns does. */
int fingerprints_register(const struct fingerprints *a, struct tsv *t,
			  struct err *err);

#endif
