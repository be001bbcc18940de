/*
 * scan.h - reads one plane row by row, in the file's type.
 *
 * Only one strip, or one row of tiles, is in memory.  So memory does not grow
 * with the height of the image.
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

/* Opens the plane that REF names.  The caller closes *S. */
int scan_open(struct scan **s, const char *ref, struct err *err);
void scan_close(struct scan *s);

/* Returns what the file says about this plane.  S owns the result. */
const struct image_info *scan_info(const struct scan *s);

/* Fills TO with the SHA-256 of the whole file (in_digest). */
int scan_digest(const struct scan *s, struct digest *to, struct err *err);

/* Returns how samples are converted on reading ("palette applied" ...), or "".
 * The text is a constant. */
const char *scan_note(const struct scan *s);

/* Returns a warning about the file, which can be read all the same, or "".  The
 * text is a constant. */
const char *scan_warning(const struct scan *s);

/* Reads the next rows, from the top.  Returns 1 with *B filled, 0 after the
 * last row, or -1 with ERR filled. */
int scan_next(struct scan *s, struct band *b, struct err *err);
void scan_rewind(struct scan *s); /* back to the top */

/* Counts the notes and warnings of many scans.  Zeros: nothing counted. */
struct scan_notes {
	/* CONVERTED: images with a note.  DAMAGED: images with a warning. */
	struct scan_note {
		/* the note or warning of the first such image, and its
		 * reference; not owned */
		const char *text, *first;
		size_t n;
	} converted, damaged;
	size_t images;
};

/* Counts the image REF.  NOTE and WARNING are its scan_note and scan_warning.
 * All three texts must outlive N. */
void scan_notes_add(struct scan_notes *n, const char *note, const char *warning,
		    const char *ref);

/* Adds one warning about all images with a note, and one about all images with
 * a warning.  SIDE ("source") says in these warnings which images they are
 * about. */
void scan_notes_tell(const struct scan_notes *n, const char *side,
		     struct messages *messages);

#endif
