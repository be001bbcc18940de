/*
 * series.h - finds all planes that a reference names: one image, a stack or a
 * movie.
 *
 * The channel varies fastest, then the slice, then the frame, as tiff_write.h
 * writes them.
 */
#ifndef IMAGE_SERIES_H
#define IMAGE_SERIES_H

#include "base/err.h"
#include "base/messages.h"
#include "base/strs.h"
#include "image/pixel.h"

struct plane_series { /* all-zero is empty */
	/* references to all planes or stacks */
	struct strs refs;
	size_t c, z, t; /* numbers of channels, slices and frames */
	/* 1: the file does not say what its pages are; they count as frames */
	int of_no_kind;
	size_t width, height; /* size of a plane */
	enum pixel type;
	struct pixel_pitch pitch;
	/* micrometres from slice to slice, seconds from frame to frame; 0: not
	 * known */
	double spacing, interval;
	struct strs channel; /* names of the C channels, or empty */
};

/* Fills S from the file's headers.  The caller releases S, also after a
 * failure.
 *
 * REF may name one plane.  It may also leave out axes, or give `*` for them:
 * "a.tif", "a.tif[c=0]", "a.tif[c=0,t=*]"; `z=all` is `z=*`.  A slice or frame
 * left out means all of them.  Without a channel, the file must have only one;
 * `c=*` means all.
 *
 * A file of a set of OME-TIFFs, or of a recording that was stopped early, has
 * only some of the planes in its description.  Then S has the channels, slices
 * and whole frames of which the file has planes.  MESSAGES (or NULL) gets a
 * warning of planes that no file has, or that are left out.
 *
 * If STACKS is 1, all slices of a frame are one stack.  There must be several
 * slices and only one channel.
 *
 * Fails with err_data if a plane cannot be read, if planes differ in size, or
 * if there are more than 100,000. */
int series_find(struct plane_series *s, const char *ref, int stacks,
		struct messages *messages, struct err *err);
void series_release(struct plane_series *s);

#endif
