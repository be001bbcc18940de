/*
 * axes.h - which page of a file is which channel, slice and frame, and how
 * big a pixel is.
 *
 * Known from what ImageJ, OME or tifffile wrote into the first page's
 * description, or said by who asks, else not at all: an axis is never
 * guessed.
 */
#ifndef IMAGE_AXES_H
#define IMAGE_AXES_H

#include <stddef.h>

#include "base/err.h"
#include "base/strs.h"
#include "image/tiff.h"

enum { AXES_SHAPE = 8 };

struct axes {
	int known;
	size_t c, z, t; /* lengths; c counts pages, not samples */
	size_t c_step, z_step, t_step; /* pages from one to the next */
	int ome;		  /* pages are listed in an OME description */
	size_t images;		  /* planes the file says it holds, be it in one
				   page (ImageJ above 4 GB, tifffile) */
	int lut;		  /* palettes are for display only */
	char *text;		  /* OME's Pixels element, owned */
	char *uuid;		  /* of the file in OME, or NULL; owned */
	struct strs channel;	  /* names, as many as the file gives */
	size_t shape[AXES_SHAPE]; /* tifffile's, without those of a
					   page */
	size_t shapes;
	double unit;		  /* ImageJ: micrometres of what resolution is
				   given in; 0: unknown; -1: the tags say */
	struct pixel_pitch pitch; /* OME's */
};

/* Never fails: what is not understood is not known.  PAGE is the first of
 * the file PATH. */
void axes_read(struct axes *a, const char *description,
	       const struct tiff_page *page, const char *path);
void axes_release(struct axes *a);

/* The axes of PAGES pages as TEXT says, whatever was known: letters c, z, t,
 * the slowest first, each with its length behind it, which may be left out
 * once: "t", "tz5", "t10c2"; "yx" may end it.  -1: ERR says why not, as what
 * follows a file's name. */
int axes_ask(struct axes *a, const char *text, size_t pages, struct err *err);

/* The page of channel C, slice Z, frame T (within the lengths).  PATH is
 * for messages: an OME data set may lie in several files. */
int axes_page(const struct axes *a, size_t c, size_t z, size_t t,
	      const char *path, size_t *page, struct err *err);

/* How far apart pixels of PAGE are. */
struct pixel_pitch axes_pitch(const struct axes *a,
			      const struct tiff_page *page);

/* Inside: steps for axes that follow each other as ORDER ("czt") names
 * them, the fastest first. */
void axes_steps(struct axes *a, const char *order);

#endif
