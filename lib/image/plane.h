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
	/* axes of the file, or the axes that the reference asks for; CONTENTS
	 * owns the lists in AXES */
	struct axes axes;
	struct tiff_page page;
	struct image_info info;
	/* number of the sample of a pixel to read, or of the palette's
	 * colour */
	unsigned sample;
	/* How samples are converted.  All three are 0 if the reference asks for
	 * samples as stored. */
	int colours;	/* 1: the page's palette is applied */
	int inverted;	/* 1: samples are inverted: in the file, white is 0 */
	int calibrated; /* 1: ImageJ's straight line is applied (AXES_LINE) */
	size_t stack;	/* number of slices of a stack; 0 for one plane */
};

/* Opens the file that REF names and fills P with the description of the first
 * page.  Call plane_choose before you read pixels.  After a failure P is
 * empty. */
int plane_open(struct plane *p, const char *ref, struct err *err);

/* Makes the plane that the reference names the current plane.  If the reference
 * names a stack, makes its first slice the current plane.  The height in
 * P->info then covers all slices. */
int plane_choose(struct plane *p, struct err *err);

/* Makes slice Z of a stack the current plane.  Fails with err_data if the size,
 * type or layout of slice Z differs from the current plane's. */
int plane_slice(struct plane *p, size_t z, struct err *err);
void plane_close(struct plane *p);

/* Returns a warning about the file for the user, or "". */
const char *plane_warning(const struct plane *p);

/* Returns the number of samples in a pixel of the current page, after the
 * palette is applied. */
unsigned plane_samples(const struct plane *p);

#endif
