/*
 * plane.h - an open file, and the plane in it that a reference names.
 *
 * Inside lib/image only.
 */
#ifndef IMAGE_PLANE_H
#define IMAGE_PLANE_H

#include "image/contents.h"
#include "image/pixel.h"
#include "image/ref.h"

struct plane {
	struct tiff_file *file;
	struct ref ref;
	const struct contents *contents;
	/* axes of the file, or those of the reference; CONTENTS owns their
	 * lists */
	struct axes axes;
	struct tiff_page page;
	struct image_info info;
	/* number of the sample in a pixel, or of the palette's colour */
	unsigned sample;
	/* How samples are converted; all 0 if the reference asks for `raw`. */
	int colours;	/* 1: the page's palette is applied */
	int inverted;	/* 1: samples are inverted, since white is 0 */
	int calibrated; /* 1: ImageJ's straight line is applied (AXES_LINE) */
	size_t stack;	/* number of slices; 0 unless a stack was chosen */
};

/* Opens the file of REF and fills P for its first page.  Call plane_choose
 * before you read pixels.  The caller closes P, which is empty after a failure.
 * Fails with err_data if the file cannot be read or does not fit REF. */
int plane_open(struct plane *p, const char *ref, struct err *err);

/* Goes to the plane that the reference names, or to the first slice of its
 * stack; then the height in P->info covers all slices.  Fails with err_data if
 * there is no such plane, or if REF names several. */
int plane_choose(struct plane *p, struct err *err);

/* Goes to slice Z of a stack.  Fails with err_data if its size, type or layout
 * is not that of the slice before. */
int plane_slice(struct plane *p, size_t z, struct err *err);
void plane_close(struct plane *p);

/* Returns a warning about the file for the user, or "".  The text is a
 * constant. */
const char *plane_warning(const struct plane *p);

/* in P's file, in another file of its set, or in no file */
enum plane_place { PLANE_HERE, PLANE_ELSEWHERE, PLANE_MISSING };

/* Returns where plane C, Z, T of P's axes is. */
enum plane_place plane_place(const struct plane *p, size_t c, size_t z,
			     size_t t);

/* Returns 1 if that is PLANE_HERE, sooner. */
int plane_is_here(const struct plane *p, size_t c, size_t z, size_t t);

/* Returns the name of the file that has plane C, Z, T, or should have it, or
 * NULL if that is P's file.  P owns the name. */
const char *plane_file(const struct plane *p, size_t c, size_t z, size_t t);

/* Returns PLANE_MISSING if a slice of stack C, T is missing, PLANE_HERE if any
 * slice is in P's file, otherwise PLANE_ELSEWHERE.  (plane_choose refuses a
 * stack whose slices are in several files.)  Only the first slice is looked at
 * if there are more slices than pages, or more than 100,000 planes. */
enum plane_place plane_place_of_stack(const struct plane *p, size_t c,
				      size_t t);

/* Returns the number of samples of a pixel: 3 if a palette is applied. */
unsigned plane_samples(const struct plane *p);

#endif
