/*
 * mixed_up.h - tests whether sources fit their own targets better than those of
 * other pairs.
 *
 * A source may by chance have a clear shift against a wrong target, too.  So
 * each source is correlated with its own target and with those of other pairs,
 * and the correlations are compared.
 *
 * Inside lib/check only.
 */
#ifndef CHECK_MIXED_UP_H
#define CHECK_MIXED_UP_H

#include "check/fingerprints.h"

struct mixed_up {
	size_t pairs; /* number of pairs compared */
	/* Each source (row) is correlated with each target (column).  The
	 * logarithms of the correlations make a table.  The mean of each row
	 * and of each column is subtracted.  OWN is the mean of the cells of
	 * the pairs as they are.  BEST is the mean of the cells of the best
	 * matching.  The best matching is found with one half of each image,
	 * and BEST is measured with the other half.  So BEST does not exceed
	 * OWN if the pairs are right. */
	double own, best;
	/* root mean square of the table; small for frames of one scene, which
	 * fit each other equally well */
	double spread;
	/* OWN divided by its standard deviation over shuffled pairs */
	double sure;
	/* A swap that makes the table better: the row of a source, and the row
	 * of the target that fits it better than its own.  Of all sources this
	 * is the one that gains most in the best matching.  Both rows are equal
	 * if no source gains. */
	size_t source, target;
};

/* Compares the rows of A with spectra of one size, at most
 * FINGERPRINTS_COMPARED.  Y and X are the usual shift of the pairs. */
void mixed_up_find(struct mixed_up *to, const struct fingerprints *a, double y,
		   double x);

#endif
