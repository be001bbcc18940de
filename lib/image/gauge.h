/*
 * gauge.h - measuring one image, pass by pass, as it streams by.
 */
#ifndef IMAGE_GAUGE_H
#define IMAGE_GAUGE_H

#include "image/grain.h"
#include "image/moments.h"
#include "image/scan.h"
#include "image/tally.h"

/* What one thread needs, whatever the number of its images. */
struct gauge_room {
	uint32_t (*level)[65536];	/* four, used in turn */
	uint64_t pending;		/* pixels in them */
	double *row;
	size_t row_len;
	double *line[3];	/* rows for the noise, used in turn */
	size_t lines;		/* filled of this image */
};

/* LEVEL is not NULL from then on. */
void gauge_room_init(struct gauge_room *r);
/* An all-zero room is safe to release. */
void gauge_room_release(struct gauge_room *r);

struct gauge {
	struct image_info info;
	const char *note;	/* of the scan */
	struct moments moments;	/* of the finite pixels */
	uint64_t nonfinite, zeros, at_max;
	double min, max;
	struct tally tally;
	struct grain grain;
	int wants_noise;	/* given */
	double rough;		/* sum of |L|, see survey.h */
	uint64_t windows;	/* those summed */
	int more;		/* the tally wants another pass */
};

/* Read all of REF once: in the first pass fill G, whose tally has been
 * initialised, later go on with the tally.  OTHERS (NULL: none) gets the
 * same values.  Ends G's pass, not that of OTHERS. */
int gauge_image(struct gauge *g, const char *ref, struct tally *others,
		struct gauge_room *r, struct err *err);

#endif
