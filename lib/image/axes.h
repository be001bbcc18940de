/*
 * axes.h - finds out which page of a file is which channel, slice and frame.
 *
 * Inside lib/image only.  Axes are known if the program that wrote the file
 * describes them there (dialect.h), or if the caller gives them.  Otherwise the
 * axes stay unknown: an axis is never guessed.
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
	int known; /* 1: the axes are known */
	/* lengths of the axes; C counts pages, not the samples of a pixel */
	size_t c, z, t;
	/* number of planes from one index of an axis to the next */
	size_t c_step, z_step, t_step;
	/* 1: axes_ask has set the axes, and each page is one plane */
	int asked;
	/* Number of planes that the file says it has.  The file may still have
	 * a single page: for more than 4 GB, ImageJ writes one page, followed
	 * by the pixels of all planes.  So does tifffile. */
	size_t images;
	/* 1: the program that wrote the file always writes a single page,
	 * followed by the pixels of all planes */
	int behind_one;
	int shape_is_all; /* 1: axes are valid only if SHAPE covers all pages */
	int pages_are_numbered; /* 1: smaller copies have page numbers, too */
	int of_set;		/* 1: planes may lie in other files */
	/* 1: palettes and WhiteIsZero only change how grey levels are
	 * displayed, so samples are not converted */
	int grey_palettes;
	enum {
		AXES_NO_LINE,
		AXES_LINE,  /* a stored x means c0 + c1 x */
		AXES_CURVE, /* no straight line gives what a stored x means */
	} calibration;
	double c0, c1; /* for AXES_LINE */
	/* name of a file that should describe the axes but cannot be read, or
	 * NULL */
	char *companion;
	/* names that the file gives to its channels */
	struct strs channel;
	/* lengths of the file's axes in the file's own order, without width and
	 * height */
	size_t shape[AXES_SHAPE];
	size_t shapes; /* number of lengths in SHAPE */
	/* Length of the unit of the resolution, in micrometres, across and
	 * down; 0: unknown; -1: TIFF's tags give the unit. */
	double unit, unit_y;
	struct pixel_pitch pitch; /* pitch, if the file gives it directly */
	/* micrometres from slice to slice, and seconds from frame to frame; 0:
	 * unknown */
	double spacing, interval;
	/* A run: N planes from number PLANE on are in the pages from number
	 * PAGE on. */
	struct axes_run {
		size_t plane, n, page;
		char *file; /* file with these pages; NULL: this file */
	} * run; /* runs, sorted by plane unless they overlap; NULL: no runs */
	size_t runs;
	/* 1: several runs may contain a plane, and the first of them counts */
	int runs_overlap;
};

struct axis {
	char name; /* c, z or t, or C, Z or T */
	size_t length;
};

/* Fills A with axes that are all unknown. */
void axes_init(struct axes *a);
void axes_release(struct axes *a);

/* Sets N axes, the slowest first.  Returns 0, or -1 if a name is not c, z or t
 * or occurs twice. */
int axes_set(struct axes *a, const struct axis *axis, size_t n);

/* Sets the steps of the axes.  ORDER ("czt") names the axes, the fastest
 * first. */
void axes_set_order(struct axes *a, const char *order);

/* Adds a run; A takes over FILE.  Call axes_sort_runs after the last one. */
void axes_add_run(struct axes *a, size_t plane, size_t n, size_t page,
		  char *file);
void axes_sort_runs(struct axes *a);

/* Returns the run that contains PLANE, or NULL if there is none.  A owns the
 * run. */
const struct axes_run *axes_find_run(const struct axes *a, size_t plane);

/* Returns the number at the beginning of DIGITS, or OTHERWISE if there is none.
 * Stops reading a number that has reached AXES_LENGTH_MAX. */
size_t axes_length(const char *digits, size_t otherwise);

/* Sets the axes of a file of PAGES pages to the axes in TEXT, whatever the file
 * says.  TEXT has the letters c, z and t, the slowest first, each followed by
 * the length of its axis: "t10c2".  One length may be left out ("tz5", "t"),
 * and "yx" may follow.  If TEXT does not match the file, fails with ERR filled.
 * The caller puts the name of the file in front of this message. */
int axes_ask(struct axes *a, const char *text, size_t pages, struct err *err);

#endif
