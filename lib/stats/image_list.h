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
 * with all rows if SPLIT is NULL.  The caller releases both, also after a
 * failure.  Fails as manifest_read does, and with err_data if no row is in
 * SPLIT. */
int image_list_pairs(struct image_list *source, struct image_list *target,
		     const char *path, const char *split, struct err *err);

/* Fills L with every plane of the N operands: images, globs or directories.
 * The caller releases L, also after a failure.  AXES (or NULL) are the axes of
 * files that do not describe their pages.  MESSAGES gets the warnings of
 * plane_list. */
int image_list_images(struct image_list *l, int n, char **operand,
		      const char *axes, int threads, struct messages *messages,
		      struct err *err);

/* Fills in the slices of all stacks (name[z=all]) in L.  Fails with err_data if
 * there is no stack. */
int image_list_slices(struct image_list *l, struct err *err);
void image_list_release(struct image_list *l);

/* Returns 1 if OPERAND, without a selection, is named like an image (*.tif,
 * *.tiff), begins like one, or is a directory. */
int image_list_is_image(const char *operand);

#endif
