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
	/* texts for each image; "" if unknown */
	struct strs id, ref, split, group;
	/* place of each image for messages: "pairs.tsv:2: ", or "" */
	struct strs where;
	/* 1: some group of the manifest has no image in this list */
	int unlisted;
	/* Reference and name ("z3") of every slice, filled in by
	 * image_list_slices. */
	struct strs slice_ref, slice;
};

/* Fills SOURCE and TARGET from the manifest at PATH.  If SPLIT is not NULL,
 * only the rows of this split are used. */
int image_list_pairs(struct image_list *source, struct image_list *target,
		     const char *path, const char *split, struct err *err);

/* Fills L with every plane of the N operands.  An operand is an image, a quoted
 * glob or a directory.  If AXES is not NULL, it names the axes of files that do
 * not describe their pages.  Adds warnings of missing planes to MESSAGES. */
int image_list_images(struct image_list *l, int n, char **operand,
		      const char *axes, int threads, struct messages *messages,
		      struct err *err);

/* Fills in the slices of the stacks (name[z=all]) in L, in order.  If L has no
 * stack, fails with err_data. */
int image_list_slices(struct image_list *l, struct err *err);
void image_list_release(struct image_list *l);

/* Returns 1 if OPERAND is named like an image (*.tif, *.tiff), is a file that
 * contains an image, or is a directory.  A selection after the name is
 * ignored. */
int image_list_is_image(const char *operand);

#endif
