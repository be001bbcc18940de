/*
 * plane.h - an open file and the one plane of it that a reference names.
 */
#ifndef IMAGE_PLANE_H
#define IMAGE_PLANE_H

#include "image/axes.h"
#include "image/image.h"
#include "image/ref.h"
#include "image/tiff.h"

struct plane {
	struct tiff_file *file;
	struct ref ref;
	struct axes axes;
	struct tiff_page page;
	struct image_info info;
	unsigned sample;	/* of a pixel, or colour of a palette */
	int colours;		/* the page's palette is to be applied */
	struct tiff_page first; /* as the file has it */
	size_t stack;		/* slices of a stack; 0: one plane */
	size_t *full;		/* pages that are no smaller copies of the
				   first; NULL: all are not; owned */
	size_t fulls;
};

/* Open the file and describe its first page.  On failure P is empty. */
int plane_open(struct plane *p, const char *ref, struct err *err);
/* Go to the plane that the reference names, of a stack to its first; info's
 * height is then that of all its slices. */
int plane_choose(struct plane *p, struct err *err);
/* Of a stack, go to slice Z, which must be like the first. */
int plane_slice(struct plane *p, size_t z, struct err *err);
void plane_close(struct plane *p);
/* The file's number of what we count as PAGE. */
size_t plane_page(const struct plane *p, size_t page);

#endif
