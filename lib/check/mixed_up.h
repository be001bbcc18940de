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
	/* Consider a table of the logarithms of the correlations of each source
	 * (row) with each target (column), from which the means of rows and
	 * columns are removed.  OWN is the mean of the cells of the pairs as
	 * they are.  BEST is the mean of the cells of the best matching, which
	 * is found with one half of each image and measured with the other
	 * half.  So BEST does not exceed OWN if the pairs are right. */
	double own, best;
	/* root mean square of the table; small for frames of one scene, which
	 * fit each other equally well */
	double spread;
	/* OWN in standard deviations that it has for shuffled pairs */
	double sure;
	/* rows of the source and target in the best matching that gain most
	 * over the source's own pair; equal if none does */
	size_t source, target;
};

/* Compares the rows of A with spectra of one size, at most
 * FINGERPRINTS_COMPARED.  Y and X are the usual shift of the pairs. */
void mixed_up_find(struct mixed_up *to, const struct fingerprints *a, double y,
		   double x);

#endif
