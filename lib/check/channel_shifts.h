/*
 * channel_shifts.h - whether all channels of the targets lie alike on their
 * sources: one shift moves them all.
 */
#ifndef CHECK_CHANNEL_SHIFTS_H
#define CHECK_CHANNEL_SHIFTS_H

#include "check/fingerprints.h"

struct channel_shifts {
	/* which fingerprints have the clearest shifts, and of which target
	 * channel they are */
	size_t best, measured;
	/* the target channel that lies farthest from it in most pairs, and how
	 * far, in pixels, by the median; 0: none is known to lie elsewhere */
	size_t other;
	double apart;
	/* pairs in which a channel surely lies more than a pixel from it, and
	 * the first one's id or NULL */
	size_t pairs;
	const char *first;
};

/* Fills TO by the shifts of A, the fingerprints of N channels on each side, in
 * the order of check_run_channels.  Sets A's APART. */
void channel_shifts_compare(struct channel_shifts *to, struct fingerprints *a,
			    const size_t n[SIDES]);

#endif
