/*
 * channel.h - the channels of an image: several pictures of one place, which a
 * network takes or gives together.
 *
 * A cell of a manifest names one image or, with all their channels in the order
 * in which they are named:
 *
 *	a.tif[c=0+2]		two channels of a file
 *	a.tif[c=DAPI+GFP]	the same, by the names that an OME-TIFF gives
 *	a.tif[c=all]		all channels of a file, or of an RGB page
 *	a.tif + b.tif		the channels of two files
 *
 * Each channel is an image of its own, with a reference (image/ref.h), an
 * offset and a scale.
 */
#ifndef MANIFEST_CHANNEL_H
#define MANIFEST_CHANNEL_H

#include "base/err.h"
#include "base/messages.h"
#include "base/strs.h"
#include "file/tsv.h"
#include "manifest/norm.h"

enum { CHANNELS_MOST = 16 };

struct channel {
	const char *ref;  /* names one image */
	struct norm norm; /* {0, 1} if there is no normalisation */
};

/* Appends to TO a reference for each channel that CELL names.  Opens a file
 * only if CELL says `c=all`, or a name with a `+`, which may be that of one
 * channel.  Fails with err_data if CELL cannot be understood, names a channel
 * twice or more than CHANNELS_MOST. */
int channel_list(struct strs *to, const char *cell, struct err *err);

/* Does what plane_list_expand does (image/plane_list.h), for PART, of one file,
 * which may name several channels: "a.tif[c=all,t=*]". */
int channel_expand(struct strs *to, struct strs *varied, const char *part,
		   struct messages *messages, struct err *err);

/* Appends to TO what CELL names of each of its files: "a.tif[c=0+2]". */
void channel_parts(struct strs *to, const char *cell);

/* Appends to TO the name of each file of CELL: its path, and the planes that
 * CELL names of it, but no dark or flat image, nor bin. */
void channel_names(struct strs *to, const char *cell);

/* Returns the cell that names PARTS; the caller frees it. */
char *channel_join(const struct strs *parts);

/* Returns CELL with ITEM ("bin=2") added to the brackets of each of its files.
 * The caller frees the result. */
char *channel_with(const char *cell, const char *item);

/* Returns CELL with the numbers of the channels in place of each `c=all`, for
 * which it opens the file; NULL with ERR filled if it cannot.  The caller frees
 * the result. */
char *channel_settle(const char *cell, struct err *err);

/* Appends to TO the paths of the files that CELL names, each once. */
void channel_files(struct strs *to, const char *cell);

/* Returns the number in FILES of the path of the dark or, if FLAT is 1, the
 * flat image that corrects REF, which it appends unless FILES has it; -1 if
 * there is no such image. */
int channel_correction(struct strs *files, const char *ref, int flat);

/* Appends to TO the names that the files give N channels, and returns 1;
 * returns 0 if one has no name, or cannot be read. */
int channel_labels(struct strs *to, const struct channel *channel, size_t n);

/* Sets *TO to number K of the list in a cell. */
int channel_number(const struct tsv *t, size_t row, int column, size_t k,
		   double *to, struct err *err);

/* Sets a cell to the offsets or, if SCALES is 1, the scales of N channels. */
void channel_set_numbers(struct tsv *t, size_t row, int column,
			 const struct channel *channel, size_t n, int scales);

#endif
