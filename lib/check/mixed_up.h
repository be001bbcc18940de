/*
 * mixed_up.h - tests whether sources fit their own targets better than the
 * targets of other pairs.
 *
 * Measured shifts hardly reveal pairs that were mixed up, because a source may
 * also fit a wrong target clearly, by chance.  So each source is correlated
 * with its own target and with the targets of other pairs, and the fits are
 * compared.
 *
 * Inside lib/check only.
 */
#ifndef CHECK_MIXED_UP_H
#define CHECK_MIXED_UP_H

#include "check/fingerprints.h"

struct mixed_up {
	size_t pairs; /* number of pairs compared */
	/* How much better targets fit their own sources than those of other
	 * pairs: the mean logarithm of the correlation, minus the means of the
	 * source's row and the target's column in the table of all
	 * correlations.  OWN is for the pairs as they are, BEST for the best
	 * matching of all sources and targets.  That matching is found with one
	 * half of each image and BEST is measured with the other half, so it is
	 * not better than OWN if the pairs are right. */
	double own, best;
	/* The root mean square of the same number over all combinations of a
	 * source and a target; small for frames of one scene, which fit each
	 * other equally well. */
	double spread;
	/* OWN in units of its standard deviation for shuffled pairs */
	double sure;
	/* The worst pair: SOURCE is the row of the source that gains most by
	 * the best matching, TARGET the row of the target that it gets there.
	 * They are equal if no source gains. */
	size_t source, target;
};

/* Compares the rows of A that have spectra, at most FINGERPRINTS_COMPARED of
 * them and all of one size; Y, X is the usual shift of the pairs. */
void mixed_up_find(struct mixed_up *to, const struct fingerprints *a, double y,
		   double x);

#endif
