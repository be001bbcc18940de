/*
 * image_list.h - lists the images that a command line or a manifest names.
 */
#ifndef STATS_IMAGE_LIST_H
#define STATS_IMAGE_LIST_H

#include "base/err.h"
#include "base/messages.h"
#include "base/strs.h"

struct image_list {
	const char *name; /* "source", "target" or "image" */
	/* one for each image; "" if unknown */
	struct strs id, ref, split, group;
	/* the place of each image for messages: "pairs.tsv:2: ", or "" */
	struct strs where;
	/* 1: the manifest has groups without an image in this list */
	int unlisted;
	/* filled in by image_list_slices: reference and name ("z3") of every
	 * slice */
	struct strs slice_ref, slice;
};

/* Fills SOURCE and TARGET from the manifest at PATH; if SPLIT is not NULL, only
 * from the rows of that split. */
int image_list_pairs(struct image_list *source, struct image_list *target,
		     const char *path, const char *split, struct err *err);
/* Fills L with every plane of the N operands: images, quoted globs,
 * directories. AXES, if not NULL, are the axes of files that do not describe
 * their pages. Warns in MESSAGES of missing planes. */
int image_list_images(struct image_list *l, int n, char **operand,
		      const char *axes, int threads, struct messages *messages,
		      struct err *err);
/* Fills in the slices of the stacks (name[z=all]) in L, in order.  If L has no
 * stack, fails with err_data. */
int image_list_slices(struct image_list *l, struct err *err);
void image_list_release(struct image_list *l);

/* Returns 1 if OPERAND, with or without a selection, is named like an image
 * (*.tif, *.tiff), is a file that contains an image, or is a directory. */
int image_list_is_image(const char *operand);

#endif
