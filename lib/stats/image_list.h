/*
 * image_list.h - the images a command line or a manifest names.
 */
#ifndef STATS_IMAGE_LIST_H
#define STATS_IMAGE_LIST_H

#include "base/err.h"
#include "base/messages.h"
#include "base/strs.h"

struct image_list {
	const char *name;		   /* "source", "target" or "image" */
	struct strs id, ref, split, group; /* of each; "" if unknown */
	struct strs where; /* "pairs.tsv:2: ", for messages; or "" */
	int unlisted;	   /* the manifest has groups without an image here */
	/* Of image_list_slices: every slice, and which it is ("z3"). */
	struct strs slice_ref, slice;
};

/* Both sides of the manifest at PATH; only rows of SPLIT if not NULL. */
int image_list_pairs(struct image_list *source, struct image_list *target,
		     const char *path, const char *split, struct err *err);
/* Every plane of N operands: images, quoted globs, directories; AXES, if
 * not NULL, says what their pages are.  MESSAGES: of what is missing. */
int image_list_images(struct image_list *l, int n, char **operand,
		      const char *axes, int threads, struct messages *messages,
		      struct err *err);
/* Fill the slices of the stacks (name[z=all]) in L, in order; no stack is
 * err_data. */
int image_list_slices(struct image_list *l, struct err *err);
void image_list_release(struct image_list *l);

/* Whether OPERAND is named as images are (*.tif, *.tiff) or holds one, with a
 * plane behind it or not; or a directory. */
int image_list_is_image(const char *operand);

#endif
