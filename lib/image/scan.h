/*
 * scan.h - reads one plane or stack from the top, in the file's type.
 *
 * Only one strip (of a large one, a part), or one row of tiles, is in memory.
 */
#ifndef IMAGE_SCAN_H
#define IMAGE_SCAN_H

#include "base/err.h"
#include "base/messages.h"
#include "file/digest.h"
#include "image/pixel.h"

struct scan;

struct band {
	size_t y, rows;
	/* rows x width pixels of the scan's type; valid until the next
	 * scan_next */
	const void *px;
};

/* Opens the plane that REF names.  The caller closes *S, which is NULL after a
 * failure.  Fails with err_data if the file or the plane cannot be read. */
int scan_open(struct scan **s, const char *ref, struct err *err);
void scan_close(struct scan *s);

/* Returns what the file says about this plane.  S owns the result. */
const struct image_info *scan_info(const struct scan *s);

/* Fills TO with the SHA-256 of the whole file (in_digest). */
int scan_digest(const struct scan *s, struct digest *to, struct err *err);

/* Returns how samples are converted on reading ("palette applied" ...), or "".
 * The text is a constant. */
const char *scan_note(const struct scan *s);

/* Returns a warning about the file for the user, or "".  The text is a
 * constant. */
const char *scan_warning(const struct scan *s);

/* Reads the next rows.  Returns 1 with *B filled, 0 after the last row, or -1:
 * with err_data if the file is damaged. */
int scan_next(struct scan *s, struct band *b, struct err *err);
void scan_rewind(struct scan *s); /* back to the top */

/* Counts the notes and warnings of many scans.  All-zero: nothing counted. */
struct scan_notes {
	/* images with a note; images with a warning */
	struct scan_note {
		/* note or warning of the first such image, and its reference;
		 * not owned */
		const char *text, *first;
		size_t n;
	} converted, damaged;
	size_t images;
};

/* Counts the image REF.  NOTE and WARNING are its scan_note and scan_warning.
 * REF must outlive N. */
void scan_notes_add(struct scan_notes *n, const char *note, const char *warning,
		    const char *ref);

/* Adds one warning about all images with a note, and one about all images with
 * a warning.  SIDE ("source") begins both. */
void scan_notes_tell(const struct scan_notes *n, const char *side,
		     struct messages *messages);

#endif
