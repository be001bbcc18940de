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
	/* place of each image in messages: "pairs.tsv:2: ", or "" */
	struct strs where;
	/* 1: a group of the manifest has no image in this list */
	int unlisted;
	/* reference and name ("z3") of every slice, from image_list_slices */
	struct strs slice_ref, slice;
};

/* Fills SOURCE and TARGET from the manifest PATH, with the rows of SPLIT, or
 * with all rows if SPLIT is NULL. */
int image_list_pairs(struct image_list *source, struct image_list *target,
		     const char *path, const char *split, struct err *err);

/* Fills L with every plane of the N operands: images, quoted globs or
 * directories.  AXES (or NULL) are the axes of files that do not describe their
 * pages.  MESSAGES gets warnings of missing planes. */
int image_list_images(struct image_list *l, int n, char **operand,
		      const char *axes, int threads, struct messages *messages,
		      struct err *err);

/* Fills in the slices of all stacks (name[z=all]) in L.  Fails with err_data if
 * there is no stack. */
int image_list_slices(struct image_list *l, struct err *err);
void image_list_release(struct image_list *l);

/* Returns 1 if OPERAND is named like an image (*.tif, *.tiff), is an image, or
 * is a directory.  A selection after the name does not matter. */
int image_list_is_image(const char *operand);

#endif
