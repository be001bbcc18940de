/*
 * image_list.h - lists the images that a command line or a manifest names.
 */
#ifndef STATS_IMAGE_LIST_H
#define STATS_IMAGE_LIST_H

#include "base/err.h"
#include "base/messages.h"
#include "base/strs.h"
#include "manifest/channel.h"

struct image_list {
	/* "source", "target" or "image"; of several channels "source channel
	 * 1" */
	char name[32];
	/* texts for each image; "" if unknown */
	struct strs id, ref, split, group;
	/* place of each image in messages: "pairs.tsv:2: ", or "" */
	struct strs where;
	/* 1: a group of the manifest has no image in this list */
	int unlisted;
	/* reference and name ("z3") of every slice, from image_list_slices */
	struct strs slice_ref, slice;
};

/* the most lists of a manifest */
enum { IMAGE_LISTS = 2 * CHANNELS_MOST };

/* Fills *N lists from the manifest PATH: one for each channel of the sources,
 * then one for each of the targets, with the rows of SPLIT, or with all rows if
 * SPLIT is NULL.  LIST[k] is list k.  The caller releases them, also after a
 * failure.  Fails as manifest_read does, and with err_data if no row is in
 * SPLIT. */
int image_list_pairs(struct image_list *list[IMAGE_LISTS], size_t *n,
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
