/*
 * mixed_up.h - tests whether sources fit their own targets better than those of
 * other pairs.
 *
 * Inside lib/check only.
 *
 * Each source is correlated with its own target and with those of other pairs.
 * A clear shift alone proves nothing: a source may have one against a wrong
 * target, too.
 */
#ifndef CHECK_MIXED_UP_H
#define CHECK_MIXED_UP_H

#include "check/fingerprints.h"

struct mixed_up {
	size_t pairs; /* pairs compared; below 2, the rest is 0 */
	/* A table has a row for each source and a column for each target, with
	 * the logarithm of their correlation.  The mean of each row and of each
	 * column is subtracted.  OWN is the mean of the cells of the pairs as
	 * they are, BEST that of the best matching.  The matching is found with
	 * one half of each image, and BEST is measured with the other half, so
	 * that BEST does not exceed OWN if the pairs are right. */
	double own, best;
	/* root mean square of the table; small for frames of one scene */
	double spread;
	/* OWN divided by its standard deviation over shuffled pairs */
	double sure;
	/* The row of the source that gains most in the best matching, and the
	 * row of the target that it gets there; equal if no source gains. */
	size_t source, target;
};

/* Compares the rows of A with spectra of one size, at most
 * FINGERPRINTS_COMPARED.  Y and X are the usual shift of the pairs. */
void mixed_up_find(struct mixed_up *to, const struct fingerprints *a, double y,
		   double x);

#endif
