/*
 * scan.h - reads one plane of pixels row by row, in the file's type.
 *
 * Only one strip, or one row of tiles, is in memory.  So an image of any height
 * takes the same memory.
 */
#ifndef IMAGE_SCAN_H
#define IMAGE_SCAN_H

#include "base/err.h"
#include "base/messages.h"
#include "image/pixel.h"

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

/* Returns what the headers of the file say, with the size and type of this
 * plane.  S owns the result. */
const struct image_info *scan_info(const struct scan *s);

/* Returns how the stored samples are converted ("white was 0, inverted",
 * "palette applied" ...), or "" if they are not converted.  The text is a
 * constant and stays valid. */
const char *scan_note(const struct scan *s);

/* Returns a warning for the user about the file, or "".  A file with a warning
 * can still be read.  The text is a constant and stays valid. */
const char *scan_warning(const struct scan *s);

/* Reads the next rows.  The first call reads the topmost rows.  Returns 1 with
 * *B filled, 0 if there are no more rows, or -1 with ERR filled. */
int scan_next(struct scan *s, struct band *b, struct err *err);
void scan_rewind(struct scan *s);

/* Counts the notes and warnings of many scans.  An all-zero struct has counted
 * nothing. */
struct scan_notes {
	/* converted: about the images with a note; damaged: about the images
	 * with a warning */
	struct scan_note {
		/* text and reference of the first such image; not owned */
		const char *text, *first;
		size_t n;
	} converted, damaged;
	size_t images;
};

/* Counts the image REF.  NOTE and WARNING are the results of scan_note and
 * scan_warning for this image.  All three texts must outlive N. */
void scan_notes_add(struct scan_notes *n, const char *note, const char *warning,
		    const char *ref);

/* Adds at most two warnings about the images counted: one about all images with
 * a note, and one about all images with a warning.  SIDE says in the warnings
 * which images these are. */
void scan_notes_tell(const struct scan_notes *n, const char *side,
		     struct messages *messages);

#endif
