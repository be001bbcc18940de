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
	/* axes of the file, or those that the reference gives; CONTENTS owns
	 * their lists */
	struct axes axes;
	struct tiff_page page;
	struct image_info info;
	/* number of the sample in a pixel, or of the palette's colour */
	unsigned sample;
	/* How samples are converted.  All are 0 if the reference asks for
	 * `raw`. */
	int colours;	/* 1: the page's palette is applied */
	int inverted;	/* 1: samples are inverted, since white is 0 */
	int calibrated; /* 1: ImageJ's straight line is applied (AXES_LINE) */
	size_t stack;	/* number of slices of a stack; 0 for one plane */
};

/* Opens the file of REF and fills P for its first page.  Call plane_choose
 * before you read pixels.  After a failure P is empty. */
int plane_open(struct plane *p, const char *ref, struct err *err);

/* Goes to the plane that the reference names.  For a stack this is its first
 * slice, and the height in P->info covers all slices. */
int plane_choose(struct plane *p, struct err *err);

/* Goes to slice Z of a stack.  Fails with err_data if its size, type or layout
 * differs from the current slice. */
int plane_slice(struct plane *p, size_t z, struct err *err);
void plane_close(struct plane *p);

/* Returns a warning about the file for the user, or "". */
const char *plane_warning(const struct plane *p);

/* Where a plane is.  In a set of OME-TIFFs each file has some of the planes; a
 * recording that was stopped early lacks some. */
enum plane_place { PLANE_HERE, PLANE_ELSEWHERE, PLANE_MISSING };

/* Returns where plane C, Z, T of P's axes is. */
enum plane_place plane_place(const struct plane *p, size_t c, size_t z,
			     size_t t);

/* Returns the name of the file that has plane C, Z, T, or should have it, if
 * that is another file than P's, or NULL.  P owns the name. */
const char *plane_file(const struct plane *p, size_t c, size_t z, size_t t);

/* Returns PLANE_MISSING if a slice of stack C, T is missing, PLANE_HERE if any
 * slice is in P's file, or else PLANE_ELSEWHERE.  A stack whose slices are in
 * several files is here, and plane_choose refuses it.  If the file cannot have
 * the whole stack, or is planned to have very many planes, its first slice
 * counts. */
enum plane_place plane_place_of_stack(const struct plane *p, size_t c,
				      size_t t);

/* Returns the number of samples of a pixel, after the palette is applied. */
unsigned plane_samples(const struct plane *p);

#endif
