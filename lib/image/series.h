/*
 * series.h - the planes that a reference names, however many: an image, a
 * stack, a movie; in the order in which tiff_write.h writes them.
 */
#ifndef IMAGE_SERIES_H
#define IMAGE_SERIES_H

#include "base/err.h"
#include "base/strs.h"
#include "image/pixel.h"

struct plane_series { /* all-zero is empty */
	/* A reference to each plane or, if stacks were asked for, to each
	 * stack: channel by channel, then slice by slice, then frame by
	 * frame. */
	struct strs refs;
	/* Numbers of channels, slices (those of stacks, too) and frames.
	 * of_no_kind is 1 if the file does not say what its pages are: they
	 * then count as frames. */
	size_t c, z, t;
	int of_no_kind;
	size_t width, height; /* of a plane */
	enum pixel type;
	struct pixel_pitch pitch;
	double spacing, interval; /* as in tiff_write.h; 0: not known */
	struct strs channel;	  /* C names; empty: there are none */
};

/* Fills S from the headers of the file that REF names.  REF may be a plane, may
 * leave axes open, or have a `*` or `all` for them: "a.tif", "a.tif[c=0]",
 * "a.tif[c=0,t=*]", "a.tif[*]".  An open channel stands for the only one there
 * is, `c=*` for each; an open slice or frame stands for all.  With STACKS, all
 * slices of a frame are one stack, and there is one channel.  err_data: a plane
 * that cannot be read; planes of several sizes; several channels, of which REF
 * names none; with STACKS, a file that has no slices.  The caller releases S,
 * also after a failure. */
int series_find(struct plane_series *s, const char *ref, int stacks,
		struct err *err);
void series_release(struct plane_series *s);

#endif
