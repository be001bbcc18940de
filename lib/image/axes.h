/*
 * axes.h - which page of a file is which channel, slice and frame.
 *
 * Inside lib/image only.  Axes are known if the program that wrote the file
 * describes them in it (dialect.h), or if the caller gives them.  Otherwise
 * they stay unknown: an axis is never guessed.
 */
#ifndef IMAGE_AXES_H
#define IMAGE_AXES_H

#include <stddef.h>

#include "base/err.h"
#include "base/strs.h"
#include "image/pixel.h"

enum {
	AXES_SHAPE = 8,		   /* the most lengths in a shape */
	AXES_LENGTH_MAX = 1 << 24, /* larger lengths are not believed */
};

struct axes {
	int known;
	/* lengths; c counts pages, not the samples of a pixel */
	size_t c, z, t;
	/* distance, in planes, from one index to the next */
	size_t c_step, z_step, t_step;
	/* 1: set by axes_ask, so planes are pages */
	int asked;
	/* images: planes that the file says it holds, even if their pixels
	 * follow a single page (ImageJ above 4 GB, tifffile). behind_one is 1
	 * if the file's single page is always followed by the pixels of all
	 * planes. */
	size_t images;
	int behind_one;
	/* How to read the file's pages. shape_is_all: the axes count only if
	 * the shape covers all pages; pages_are_numbered: smaller copies have
	 * page numbers, too; of_set: planes may lie in other files. */
	int shape_is_all, pages_are_numbered, of_set;
	/* How to read its samples. grey_palettes: palettes and WhiteIsZero only
	 * change how grey levels are displayed, so samples are not converted;
	 * AXES_LINE: a sample x means c0 + c1 x. */
	int grey_palettes;
	enum { AXES_NO_LINE, AXES_LINE, AXES_CURVE } calibration;
	double c0, c1;
	/* names of channels, as many as the file gives */
	struct strs channel;
	/* in the file's order, without the sides of a page */
	size_t shape[AXES_SHAPE];
	size_t shapes;
	/* Micrometres in the unit of the resolution, across and down; 0:
	 * unknown; unit -1: TIFF's tags give the unit. */
	double unit, unit_y;
	struct pixel_pitch pitch; /* if the file gives it directly */
	/* micrometres from slice to slice, seconds from frame to frame; 0:
	 * unknown */
	double spacing, interval;
	/* N planes, from PLANE on, in pages from PAGE on */
	struct axes_run {
		size_t plane, n, page;
		char *file; /* the file that holds them; NULL: this one */
	} * run;	    /* if any; sorted by plane unless they overlap */
	size_t runs;
	int runs_overlap; /* 1: the first run that holds a plane counts */
};

struct axis {
	char name; /* c, z or t, or C, Z or T */
	size_t length;
};

/* Fills A: no axis is known. */
void axes_init(struct axes *a);
void axes_release(struct axes *a);

/* Sets N axes, the slowest first.  Returns 0, or -1 if a name is not c, z or t
 * or occurs twice. */
int axes_set(struct axes *a, const struct axis *axis, size_t n);
/* Sets the steps of the axes in ORDER ("czt"), which names the fastest
 * first. */
void axes_set_order(struct axes *a, const char *order);
/* Adds a run; A takes over FILE.  Call axes_sort_runs after the last one. */
void axes_add_run(struct axes *a, size_t plane, size_t n, size_t page,
		  char *file);
void axes_sort_runs(struct axes *a);
/* Returns the run that holds PLANE, or NULL; A owns it. */
const struct axes_run *axes_find_run(const struct axes *a, size_t plane);

/* Returns the number at the start of DIGITS, or OTHERWISE if there is none.
 * Reads no further digit once the number reaches AXES_LENGTH_MAX. */
size_t axes_length(const char *digits, size_t otherwise);

/* Sets the axes of PAGES pages to those in TEXT and forgets what the file says.
 * TEXT has the letters c, z, t, the slowest first, each followed by its length,
 * one of which may be left out: "t", "tz5", "t10c2"; "yx" may end it.  Returns
 * -1 with ERR filled if that is not possible; its text is meant to follow the
 * name of the file. */
int axes_ask(struct axes *a, const char *text, size_t pages, struct err *err);

#endif
