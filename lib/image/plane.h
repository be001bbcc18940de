/*
 * plane.h - an open file and the one plane of it that a reference names.
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
	struct axes axes; /* the file's, or as asked for; lists are the
				   contents' */
	struct tiff_page page;
	struct image_info info;
	unsigned sample; /* of a pixel, or colour of a palette */
	/* How its samples are converted, if not asked for raw: */
	int colours;	/* the page's palette is applied */
	int inverted;	/* white was 0 */
	int calibrated; /* by ImageJ's line */
	size_t stack;	/* slices of a stack; 0: one plane */
};

/* Opens the file and describes its first page, which is not to be read yet.
 * On failure P is empty. */
int plane_open(struct plane *p, const char *ref, struct err *err);
/* Goes to the plane that the reference names, of a stack to its first;
 * info's height is then that of all its slices. */
int plane_choose(struct plane *p, struct err *err);
/* Of a stack, goes to slice Z, which must be like the first. */
int plane_slice(struct plane *p, size_t z, struct err *err);
void plane_close(struct plane *p);

/* What kind of file a person should know that this is, though the plane can be
 * read; "": nothing. */
const char *plane_warning(const struct plane *p);

/* Samples of a pixel of the current page, once its colours are applied. */
unsigned plane_samples(const struct plane *p);

#endif
