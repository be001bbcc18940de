/*
 * scan.h - reads one plane of pixels row by row, in the file's type.
 *
 * Memory does not grow with the height of the image: only one strip, or one row
 * of tiles, is held.
 */
#ifndef IMAGE_SCAN_H
#define IMAGE_SCAN_H

#include "base/err.h"
#include "base/messages.h"
#include "image/image_info.h"

struct scan;

struct band {
	size_t y, rows;
	const void *px; /* rows x width, of the scan's type; valid
				   until the next scan_next */
};

/* Opens the plane that REF names.  Fills *S; the caller closes it. */
int scan_open(struct scan **s, const char *ref, struct err *err);
void scan_close(struct scan *s);

/* Returns the info of the file, with the size and type of this plane.  S owns
 * it. */
const struct image_info *scan_info(const struct scan *s);
/* Returns how stored samples are converted: "" (they are not), "white was 0,
 * inverted", "palette applied" ... A constant: it stays valid. */
const char *scan_note(const struct scan *s);
/* Returns what a person should know about the file although it can be read, or
 * "".  A constant: it stays valid. */
const char *scan_warning(const struct scan *s);

/* Reads the next rows, starting at the top.  Returns 1 with *B filled, 0 if
 * there are no more rows, or -1 with ERR filled. */
int scan_next(struct scan *s, struct band *b, struct err *err);
void scan_rewind(struct scan *s);

/* Counts the notes and warnings of many scans; all-zero is empty. */
struct scan_notes {
	/* the images with a note or a warning */
	struct scan_note {
		/* Of the first one, the text and the image's reference; not
		 * owned. */
		const char *text, *first;
		size_t n;
	} converted, damaged;
	size_t images;
};

/* Counts the image REF, whose scan has NOTE and WARNING.  All three must
 * outlive N. */
void scan_notes_add(struct scan_notes *n, const char *note, const char *warning,
		    const char *ref);
/* Warns of the images counted, which are of SIDE: one sentence for conversions,
 * one for warnings. */
void scan_notes_tell(const struct scan_notes *n, const char *side,
		     struct messages *messages);

#endif
