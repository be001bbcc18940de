/*
 * strangers.h - do sources fit their own targets better than others'?
 *
 * A shift between source and target says little of pairs that were mixed up:
 * those that fit by chance are clear, too.  So each source is laid onto its
 * own target and onto strangers', and how well they fit is compared.
 *
 * Inside lib/check only.
 */
#ifndef CHECK_STRANGERS_H
#define CHECK_STRANGERS_H

#include "check/fingerprints.h"

struct strangers {
	size_t pairs; /* compared */
	/* How much better than strangers targets fit, as the mean logarithm of
	 * the correlation, what a source and a target have in common with all
	 * taken off: their own sources', and those that the best matching of
	 * all gives them.  That is found by one half of the images and judged
	 * by the other, so of pairs that belong together it is no better. */
	double own, best;
	double spread; /* root mean square of all: small among frames of one
			  scene, which fit each other as well */
	double sure;   /* OWN in standard deviations of shuffled pairs */
	/* Rows of the source whose own target fits worst beside the one that
	 * the best matching gives it, and of that target; equal: none. */
	size_t source, target;
};

/* Compare all rows of A that have spectra; the usual shift is Y, X. */
void strangers_find(struct strangers *to, const struct fingerprints *a,
		    double y, double x);

#endif
