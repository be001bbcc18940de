/*
 * axes.h - which page of a file is which channel, slice and frame.
 *
 * Inside lib/image only.  Known from what the program that wrote the file
 * says in it (dialect.h), or said by who asks, else not at all: an axis is
 * never guessed.
 */
#ifndef IMAGE_AXES_H
#define IMAGE_AXES_H

#include <stddef.h>

#include "base/err.h"
#include "base/strs.h"
#include "image/pixel.h"

enum {
	AXES_SHAPE = 8,		   /* lengths of a shape */
	AXES_LENGTH_MAX = 1 << 24, /* no length above is believed */
};

struct axes {
	int known;
	size_t c, z, t; /* lengths; c counts pages, not samples */
	size_t c_step, z_step, t_step; /* planes from one to the next */
	int asked;		       /* by axes_ask: planes are pages */
	/* Planes that the file says it holds, be it behind one page (ImageJ
	 * above 4 GB, tifffile), and whether one page cannot be all. */
	size_t images;
	int behind_one;
	/* How to take the file's pages: the shape must be that of all; smaller
	 * copies are numbered, too; planes may lie in other files. */
	int shape_is_all, pages_are_numbered, of_set;
	/* How to take its samples: palettes, and white that is 0, only dress
	 * up grey levels; samples x stand for c0 + c1 x (AXES_LINE). */
	int grey_palettes;
	enum { AXES_NO_LINE, AXES_LINE, AXES_CURVE } calibration;
	double c0, c1;
	struct strs channel;	  /* names, as many as the file gives */
	size_t shape[AXES_SHAPE]; /* in the file's order, without the
				   lengths of a page */
	size_t shapes;
	double unit, unit_y;	  /* micrometres of what resolution is given
				   in, across and down; 0: unknown; unit -1:
				   the tags say */
	struct pixel_pitch pitch; /* where it is said outright */
	struct axes_run {	  /* planes that follow each other in pages,
				   where those are not in order */
		size_t plane, n, page;
		char *file; /* that holds them; NULL: this one */
	} * run;	    /* sorted by plane where none overlap */
	size_t runs;
	int runs_overlap; /* the first counts */
};

struct axis {
	char name; /* c, z or t, in either case */
	size_t length;
};

/* Nothing is known. */
void axes_init(struct axes *a);
void axes_release(struct axes *a);

/* Takes N axes, the slowest first; -1: they are not c, z and t, each at most
 * once. */
int axes_set(struct axes *a, const struct axis *axis, size_t n);
/* Sets the steps for axes that follow each other as ORDER ("czt") names
 * them, the fastest first. */
void axes_set_order(struct axes *a, const char *order);
/* Adds a run; A owns FILE.  After the last one: axes_sort_runs. */
void axes_add_run(struct axes *a, size_t plane, size_t n, size_t page,
		  char *file);
void axes_sort_runs(struct axes *a);
/* The run that holds PLANE, or NULL. */
const struct axes_run *axes_find_run(const struct axes *a, size_t plane);

/* The number in DIGITS, which other text may follow, at most
 * AXES_LENGTH_MAX; OTHERWISE if there is none. */
size_t axes_length(const char *digits, size_t otherwise);

/* Takes the axes of PAGES pages as TEXT says, whatever was known: letters c,
 * z, t, the slowest first, each with its length behind it, which may be left
 * out once: "t", "tz5", "t10c2"; "yx" may end it.  -1: ERR says why not, as
 * what follows a file's name. */
int axes_ask(struct axes *a, const char *text, size_t pages, struct err *err);

#endif
