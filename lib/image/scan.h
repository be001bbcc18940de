/*
 * scan.h - one plane of pixels, row by row, in the type the file has.
 *
 * However big the image: only one strip, or one row of tiles, is held.
 */
#ifndef IMAGE_SCAN_H
#define IMAGE_SCAN_H

#include "image/image.h"

struct scan;

struct band {
	size_t y, rows;
	const void *px; /* rows x width, of the scan's type; valid
				   until the next scan_next */
};

/* Open the plane that REF names.  Fill *S; the caller closes it. */
int scan_open(struct scan **s, const char *ref, struct err *err);
void scan_close(struct scan *s);

/* What is being scanned: the info of the file, whose size and type are
 * those of this plane.  Belongs to S. */
const struct image_info *scan_info(const struct scan *s);
/* How the stored samples were changed: "", "white was 0, turned over" or
 * "palette applied". */
const char *scan_note(const struct scan *s);

/* Go on from the top.  1: *B is filled, 0: there are no more rows, -1. */
int scan_next(struct scan *s, struct band *b, struct err *err);
void scan_rewind(struct scan *s);

#endif
