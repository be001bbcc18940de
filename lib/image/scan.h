/*
 * scan.h - reads one plane of pixels row by row, in the file's type.
 *
 * Only one strip, or one row of tiles, is in memory, so memory does not grow
 * with the height of the image.
 */
#ifndef IMAGE_SCAN_H
#define IMAGE_SCAN_H

#include "base/err.h"
#include "base/messages.h"
#include "image/image_info.h"

struct scan;

struct band {
	size_t y, rows;
	/* rows x width pixels of the scan's type; valid until the next
	 * scan_next */
	const void *px;
};

/* Opens the plane that REF names.  Fills *S; the caller closes it. */
int scan_open(struct scan **s, const char *ref, struct err *err);
void scan_close(struct scan *s);

/* Returns the info of the file, with the size and type of this plane.  S owns
 * it. */
const struct image_info *scan_info(const struct scan *s);
/* Returns how the stored samples are converted: "white was 0, inverted",
 * "palette applied" ...; "" if they are not.  The text is a constant and stays
 * valid. */
const char *scan_note(const struct scan *s);
/* Returns a warning about the file for the user, although it can be read, or
 * "". The text is a constant and stays valid. */
const char *scan_warning(const struct scan *s);

/* Reads the next rows, from the top down.  Returns 1 with *B filled, 0 if there
 * are no more rows, or -1 with ERR filled. */
int scan_next(struct scan *s, struct band *b, struct err *err);
void scan_rewind(struct scan *s);

/* Counts the notes and warnings of many scans.  Counts of zeros are empty. */
struct scan_notes {
	/* the images with a note; the images with a warning */
	struct scan_note {
		/* The text and the reference of the first such image; not
		 * owned. */
		const char *text, *first;
		size_t n;
	} converted, damaged;
	size_t images;
};

/* Counts the image REF, whose scan has NOTE and WARNING.  All three texts must
 * outlive N. */
void scan_notes_add(struct scan_notes *n, const char *note, const char *warning,
		    const char *ref);
/* Warns about the images counted, which are on SIDE: one sentence about
 * conversions, one about warnings. */
void scan_notes_tell(const struct scan_notes *n, const char *side,
		     struct messages *messages);

#endif
