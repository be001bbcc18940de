/*
 * axes.h - finds out which page of a file is which channel, slice and frame.
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
	AXES_SHAPE = 8,		   /* the most lengths that a shape can have */
	AXES_LENGTH_MAX = 1 << 24, /* larger lengths are refused */
};

struct axes {
	int known;
	/* the lengths; c counts pages, not the samples of a pixel */
	size_t c, z, t;
	/* how many planes lie between one index and the next */
	size_t c_step, z_step, t_step;
	/* 1: axes_ask has set the axes, and each page is one plane */
	int asked;
	/* images: number of planes that the file says it has, even if it has a
	 * single page, followed by the pixels of all planes (ImageJ above 4 GB,
	 * tifffile). behind_one: 1 if the pixels of all planes always follow a
	 * single page. */
	size_t images;
	int behind_one;
	/* How to read the file's pages. shape_is_all: the axes are valid only
	 * if the shape covers all pages; pages_are_numbered: smaller copies
	 * have page numbers, too; of_set: planes may lie in other files. */
	int shape_is_all, pages_are_numbered, of_set;
	/* How to read the file's samples. grey_palettes: palettes and
	 * WhiteIsZero only change how grey levels are displayed, so samples are
	 * not converted; AXES_LINE: a stored x means c0 + c1 x; AXES_CURVE: it
	 * means something not given by a straight line. */
	int grey_palettes;
	enum { AXES_NO_LINE, AXES_LINE, AXES_CURVE } calibration;
	double c0, c1;
	/* the file that should describe the axes and cannot be read, or NULL */
	char *companion;
	/* the names of the channels that the file names */
	struct strs channel;
	/* the file's lengths in its own order, without width and height */
	size_t shape[AXES_SHAPE];
	size_t shapes;
	/* The length, in micrometres, of the unit in which the resolution is
	 * given, across and down; 0: unknown; -1: TIFF's tags give the unit. */
	double unit, unit_y;
	struct pixel_pitch pitch; /* if the file gives it directly */
	/* micrometres from slice to slice, and seconds from frame to frame; 0:
	 * unknown */
	double spacing, interval;
	/* N planes from number PLANE on are in the pages from number PAGE on */
	struct axes_run {
		size_t plane, n, page;
		char *file; /* the file that has them; NULL: this file */
	} * run; /* sorted by plane unless they overlap; NULL: none */
	size_t runs;
	/* 1: of all runs that contain a plane, the first counts */
	int runs_overlap;
};

struct axis {
	char name; /* c, z or t, or C, Z or T */
	size_t length;
};

/* Fills A with axes of which none is known. */
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
/* Returns the run that contains PLANE, or NULL; A owns it. */
const struct axes_run *axes_find_run(const struct axes *a, size_t plane);

/* Returns the number that DIGITS begins with, or OTHERWISE if it begins with
 * none.  Numbers from AXES_LENGTH_MAX on are not read to their end. */
size_t axes_length(const char *digits, size_t otherwise);

/* Sets the axes of a file of PAGES pages to those in TEXT, whatever the file
 * says.  TEXT has the letters c, z, t, the slowest first, each followed by its
 * length: "tz5", "t10c2".  One length may be left out ("t"), and "yx" may
 * follow.  If TEXT does not match, fails with ERR filled; its text is meant to
 * follow the name of the file. */
int axes_ask(struct axes *a, const char *text, size_t pages, struct err *err);

#endif
