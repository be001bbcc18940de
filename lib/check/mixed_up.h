/*
 * mixed_up.h - tests whether sources fit their own targets better than the
 * targets of other pairs.
 *
 * Measured shifts hardly reveal pairs that were mixed up, because a source may
 * by chance have a clear shift against a wrong target, too.  So each source is
 * correlated with its own target and with the targets of other pairs.  Then the
 * correlations are compared.
 *
 * Inside lib/check only.
 */
#ifndef CHECK_MIXED_UP_H
#define CHECK_MIXED_UP_H

#include "check/fingerprints.h"

struct mixed_up {
	size_t pairs; /* number of pairs compared */
	/* How much better targets fit their own sources than the sources of
	 * other pairs.  A table has the logarithm of the correlation of each
	 * source (row) with each target (column).  The mean of its row and the
	 * mean of its column are subtracted from each cell, and the mean of all
	 * cells is added.  OWN is the mean of the cells of the pairs as they
	 * are.  BEST is the mean of the cells of the best matching of sources
	 * and targets.  The best matching is found with one half of each image.
	 * BEST is measured with the other half.  So BEST is not better than OWN
	 * if the pairs are right. */
	double own, best;
	/* Root mean square of all cells of this table.  It is small for frames
	 * of one scene, because they fit each other equally well. */
	double spread;
	/* value of OWN, divided by the standard deviation that OWN has for
	 * shuffled pairs */
	double sure;
	/* Rows of the worst pair.  SOURCE is the row of the source whose cell
	 * in the best matching exceeds its own pair's cell most.  TARGET is the
	 * row of the target in that cell.  If there is no such source, SOURCE
	 * and TARGET are equal. */
	size_t source, target;
};

/* Compares rows of A that have spectra of one size, at most
 * FINGERPRINTS_COMPARED rows.  Y and X are the usual shift of the pairs. */
void mixed_up_find(struct mixed_up *to, const struct fingerprints *a, double y,
		   double x);

#endif
