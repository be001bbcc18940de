/*
 * marker.h - the word that tells the source images from the targets.
 *
 * A name is cut into words at everything that is no letter or digit
 * ("BF_Position4_time10": 3 words) or, when FINE, also between letters
 * and digits ("xy01c1": 4).  The word of a side is one that more than
 * half of its names have in the same place and no name of the other side
 * has there.
 */
#ifndef IMAGE_MARKER_H
#define IMAGE_MARKER_H

#include "image/names.h"

enum marker_place {
	MARKER_FROM_LEFT,		/* the n-th word */
	MARKER_FROM_RIGHT,	/* the n-th last */
	MARKER_ANYWHERE,
};

struct marker_rule {
	int fine;
	enum marker_place place;
	struct word {
		char *text;		/* NULL: this side has none */
		size_t index;
	} of[2];			/* source, target */
};

/* Find the words under the given way of counting.  1: found; 0: there
 * are none, or they differ in more than one place. */
int marker_find(struct marker_rule *rule, const struct names *source,
	      const struct names *target, int fine,
	      enum marker_place place);
void marker_release(struct marker_rule *rule);

/* NAME (its first N bytes) without the word of SIDE and one separator
 * beside it; NULL RULE: as it is.  The caller frees it. */
char *marker_take_out(const struct marker_rule *rule, int side,
		    const char *name, size_t n);

#endif
