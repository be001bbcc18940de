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
	/* references to all planes or, if asked for, to all stacks */
	struct strs refs;
	/* numbers of channels, slices and frames */
	size_t c, z, t;
	/* 1: the file does not say what its pages are; they count as frames */
	int of_no_kind;
	size_t width, height; /* size of a plane */
	enum pixel type;
	struct pixel_pitch pitch;
	double spacing, interval; /* as in tiff_write.h; 0: not known */
	struct strs channel;	  /* names of the C channels, or empty */
};

/* Fills S from the file's headers.  The caller releases S, also after a
 * failure.
 *
 * REF may name one plane.  It may also leave out axes, or give `*` or `all` for
 * them: "a.tif", "a.tif[c=0]", "a.tif[c=0,t=*]".  If it leaves out the slice or
 * the frame, all of them are meant.  If it leaves out the channel, the file
 * must have only one; `c=*` stands for each of several.
 *
 * A file of a set of OME-TIFFs has only some of the planes that its description
 * plans, and a recording that was stopped early lacks the last ones.  Then S
 * has the channels, slices and frames of which the file has planes, without the
 * frames that are not whole.  MESSAGES (or NULL) gets a warning of the planes
 * that no file has, or that are left out.
 *
 * If STACKS is 1, all slices of a frame are one stack.  Then there must be
 * slices, and only one channel.
 *
 * Fails with err_data if a plane cannot be read, or if planes differ in
 * size. */
int series_find(struct plane_series *s, const char *ref, int stacks,
		struct messages *messages, struct err *err);
void series_release(struct plane_series *s);

#endif
