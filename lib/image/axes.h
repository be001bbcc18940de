/*
 * axes.h - which page of a file is which channel (c), slice (z) and frame (t).
 *
 * Inside lib/image only.  The program that wrote the file says so (dialect.h),
 * or the caller does.  Otherwise the axes stay unknown.
 */
#ifndef IMAGE_AXES_H
#define IMAGE_AXES_H

#include <stddef.h>

#include "base/err.h"
#include "base/strs.h"
#include "image/pixel.h"

enum {
	AXES_SHAPE = 8,		   /* most axes of a file */
	AXES_LENGTH_MAX = 1 << 24, /* larger lengths are refused */
};

struct axes {
	int known;
	/* lengths; C does not count the samples of a pixel */
	size_t c, z, t;
	/* planes from one channel, slice or frame to the next */
	size_t c_step, z_step, t_step;
	/* 1: set by axes_ask; each page is one plane then */
	int asked;
	/* number of planes that the file says it has */
	size_t images;
	/* 1: the file says that the pixels of all planes follow its single page
	 * (MetaMorph) */
	int behind_one;
	/* 1: the axes are known only if SHAPE covers all pages */
	int shape_is_all;
	/* 1: the file's own page numbers count smaller copies, too */
	int pages_are_numbered;
	int of_set; /* 1: planes may lie in other files */
	/* UUID of the file, if it was renamed since its description was
	 * written, so that other files of the set may have been, too; or
	 * NULL */
	char *renamed;
	/* 1: palettes and WhiteIsZero change only how grey levels are
	 * displayed, so samples are not converted */
	int grey_palettes;
	enum {
		AXES_NO_LINE,
		AXES_LINE, /* a stored x means c0 + c1 x */
		/* a stored x means something that no straight line gives */
		AXES_CURVE,
	} calibration;
	double c0, c1; /* for AXES_LINE */
	/* file that should describe the axes but cannot be read, or NULL */
	char *companion;
	/* names of the channels; empty: not given */
	struct strs channel;
	/* lengths of all axes but width and height, in the file's own order */
	size_t shape[AXES_SHAPE];
	size_t shapes; /* number of lengths in SHAPE */
	/* micrometres in a unit of the resolution, across and down; 0: unknown;
	 * -1: see TIFF's tags */
	double unit, unit_y;
	/* pixel size, if the file gives it directly */
	struct pixel_pitch pitch;
	/* micrometres from slice to slice, and seconds from frame to frame; 0:
	 * unknown */
	double spacing, interval;
	/* Runs: planes PLANE to PLANE + N - 1 are in pages PAGE to PAGE + N -
	 * 1.  Sorted by plane unless they overlap; NULL: there are none. */
	struct axes_run {
		size_t plane, n, page;
		const char *file; /* file of these pages; NULL: this file */
		const char *uuid; /* UUID of FILE, or NULL */
	} * run;
	size_t runs;
	/* What has the strings of the runs, which many files may share, and
	 * what lets go of it; NULL: they are constants. */
	void *owner;
	void (*let_go)(void *owner);
	/* 1: a plane may be in several runs; the first counts */
	int runs_overlap;
};

struct axis {
	char name; /* c, z or t, or C, Z or T */
	size_t length;
};

/* Makes all axes of A unknown. */
void axes_init(struct axes *a);
void axes_release(struct axes *a);

/* Sets N axes, the slowest first; the others get length 1.  Returns 0, or -1 if
 * a name is none of c, z and t, or occurs twice. */
int axes_set(struct axes *a, const struct axis *axis, size_t n);

/* Sets the steps from ORDER, the names of the axes, the fastest first
 * ("czt"). */
void axes_set_order(struct axes *a, const char *order);

/* Adds a run.  Its strings stay A's owner's.  After the last run the caller
 * calls axes_sort_runs. */
void axes_add_run(struct axes *a, const struct axes_run *run);
void axes_sort_runs(struct axes *a);

/* Returns the run with PLANE, or NULL.  A owns it. */
const struct axes_run *axes_find_run(const struct axes *a, size_t plane);

/* Returns the number at the beginning of DIGITS, or OTHERWISE if there is none
 * or DIGITS is NULL.  A number of AXES_LENGTH_MAX or more gives any result from
 * AXES_LENGTH_MAX on. */
size_t axes_length(const char *digits, size_t otherwise);

/* Sets the axes of a file of PAGES pages from TEXT, whatever the file says.
 * TEXT names the axes, the slowest first, each with its length: "t10c2".  One
 * length may be missing ("tz5"), or all if SHAPE gives them; "yx" or "yxs" may
 * follow.  Fails with err_data if TEXT does not fit the file; the message does
 * not name the file. */
int axes_ask(struct axes *a, const char *text, size_t pages, struct err *err);

#endif
