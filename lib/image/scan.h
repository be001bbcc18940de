/*
 * scan.h - one plane of pixels, row by row, in the type the file has.
 *
 * However big the image: only one strip, or one row of tiles, is held.
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

/* What is being scanned: the info of the file, whose size and type are
 * those of this plane.  Belongs to S. */
const struct image_info *scan_info(const struct scan *s);
/* How the stored samples are converted: "", "white was 0, inverted",
 * "palette applied" ...  Lasts for ever. */
const char *scan_note(const struct scan *s);
/* What a person should know of the file, though it can be read; "": nothing.
 * Lasts for ever. */
const char *scan_warning(const struct scan *s);

/* Reads the next rows, from the top on.  1: *B is filled, 0: there are no
 * more rows, -1: see ERR. */
int scan_next(struct scan *s, struct band *b, struct err *err);
void scan_rewind(struct scan *s);

/* Counts what scans of many images have to say; all-zero is empty. */
struct scan_notes {
	struct scan_note {		  /* on one side of a set */
		const char *text, *first; /* of which image; not owned */
		size_t n;
	} converted, damaged;
	size_t images;
};

/* Counts the image REF, whose scan has NOTE and WARNING; REF is to last. */
void scan_notes_add(struct scan_notes *n, const char *note, const char *warning,
		    const char *ref);
/* Warns of what was counted of SIDE, a sentence each. */
void scan_notes_tell(const struct scan_notes *n, const char *side,
		     struct messages *messages);

#endif
