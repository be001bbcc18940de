/*
 * series.h - finds all planes that a reference names: one image, a stack or a
 * movie.
 *
 * The planes have the order in which tiff_write.h writes planes.
 */
#ifndef IMAGE_SERIES_H
#define IMAGE_SERIES_H

#include "base/err.h"
#include "base/strs.h"
#include "image/pixel.h"

struct plane_series { /* all-zero is empty */
	/* References to all planes.  If stacks were asked for, references to
	 * all stacks.  The channel varies fastest, then the slice, then the
	 * frame. */
	struct strs refs;
	/* Numbers of channels, slices and frames.  The slices of stacks count,
	 * too. */
	size_t c, z, t;
	/* 1: the file does not say what its pages are, so they count as
	 * frames */
	int of_no_kind;
	size_t width, height; /* size of a plane */
	enum pixel type;
	struct pixel_pitch pitch;
	double spacing, interval; /* as in tiff_write.h; 0: not known */
	struct strs channel;	  /* names of the C channels, or empty */
};

/* Fills S from the headers of the file in REF.  The caller releases S, also
 * after a failure.
 *
 * REF may name one plane.  It may also leave axes out, or give `*` or `all` for
 * them: "a.tif", "a.tif[c=0]", "a.tif[c=0,t=*]", "a.tif[*]".  If REF gives no
 * channel, the file must have only one.  `c=*` stands for each channel.  If REF
 * gives no slice, all slices are meant.  If REF gives no frame, all frames are
 * meant.
 *
 * If STACKS is 1, all slices of a frame are one stack, and there is one
 * channel.
 *
 * Fails with err_data if a plane cannot be read, if planes differ in size, or
 * if the file has several channels and REF names none.  If STACKS is 1, a file
 * without slices is err_data, too. */
int series_find(struct plane_series *s, const char *ref, int stacks,
		struct err *err);
void series_release(struct plane_series *s);

#endif
