/*
 * plane.h - an open file, and the plane in it that a reference names.
 *
 * Inside lib/image only.
 */
#ifndef IMAGE_PLANE_H
#define IMAGE_PLANE_H

#include "image/contents.h"
#include "image/image_info.h"
#include "image/ref.h"

struct plane {
	struct tiff_file *file;
	struct ref ref;
	const struct contents *contents;
	/* the axes of the file, or those asked for; CONTENTS owns the lists in
	 * it */
	struct axes axes;
	struct tiff_page page;
	struct image_info info;
	/* which sample of a pixel to read, or which colour of the palette */
	unsigned sample;
	/* How samples are converted, unless stored ones are asked for: */
	int colours;  /* 1: the page's palette is applied */
	int inverted; /* 1: in the file, white is 0 */
	/* 1: by the straight line in ImageJ's description (AXES_LINE) */
	int calibrated;
	size_t stack; /* number of slices of a stack; 0: one plane */
};

/* Opens the file that REF names and describes its first page; call plane_choose
 * before any pixel is read.  After a failure P is empty. */
int plane_open(struct plane *p, const char *ref, struct err *err);
/* Makes the plane that the reference names the current one.  For a stack this
 * is the first slice, and the height in P->info covers all slices. */
int plane_choose(struct plane *p, struct err *err);
/* Makes slice Z of a stack the current plane.  If its size, type or layout is
 * not that of the slice before, fails with err_data. */
int plane_slice(struct plane *p, size_t z, struct err *err);
void plane_close(struct plane *p);

/* Returns a warning about the file for the user, or "". */
const char *plane_warning(const struct plane *p);

/* Returns the number of samples in a pixel of the current page, after the
 * palette is applied. */
unsigned plane_samples(const struct plane *p);

#endif
