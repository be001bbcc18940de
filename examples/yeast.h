/*
 * yeast.h - drawn pictures of budding yeast in the traps of a microfluidic
 * chip: bright field, and a fluorescent protein in the same cells.
 *
 * What is known of such a set and never of a real one: the target without
 * its noise, so the best score that any network can reach.
 *
 * Lengths are pixels, light is in detected electrons.
 */
#ifndef YEAST_H
#define YEAST_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/rng.h"
#include "base/strs.h"
#include "image/image.h"

struct cell {
	double x, y;	    /* centre */
	double a, b, angle; /* half axes, and where A points */
	double level;	    /* expression; 1 is the median cell's */
	double focus;	    /* < 0: contrast turned over */
	double vacuole_x, vacuole_y, vacuole_r; /* in half axes */
	uint64_t number; /* its granules' random stream */
};

struct pillar { /* all points within R of a line */
	double x0, y0, x1, y1, r;
	uint64_t trap; /* the random stream of what it holds */
};

struct scene {
	size_t width, height;
	struct cell *cell;
	size_t cells, cells_cap;
	struct pillar *pillar;
	size_t pillars, pillars_cap;
	double light[4];	 /* tilt in x and y, vignetting, focus */
	double stage_x, stage_y; /* it never stops in the same place */
	uint64_t seed, position;
};

struct camera {
	double electrons;    /* of full light, of a median cell's middle */
	double background;   /* electrons everywhere */
	double offset, gain; /* counts = offset + gain x electrons */
	double read;	     /* noise of reading out, electrons */
};

/* Cells and traps of POSITION (from 1) at TIME (from 1).  A position's
 * cells stay the same; buds grow with time. */
void scene_make(struct scene *s, size_t width, size_t height, uint64_t seed,
		uint64_t position, uint64_t time);
void scene_release(struct scene *s);

/* From the pillar's wall, positive outside. */
double pillar_distance(const struct pillar *p, double x, double y);

/* Noise-free pictures (height x width): light relative to an empty, evenly
 * lit field; and expression x thickness behind the microscope's blur. */
void draw_bright_field(const struct scene *s, float *px);
void draw_fluorescence(const struct scene *s, float *px);
/* Gaussian blur in place; pixels outside are those at the border. */
void draw_blur(float *px, size_t width, size_t height, double sigma);

double camera_poisson(struct rng *r, double mean);

/* What the camera makes of PX (N pixels of noise-free picture, in place):
 * counts.  TRUTH (NULL: not wanted): the counts without noise.
 * *VAR_SIGNAL is the variance of those, *NOISE the expected mean square
 * of the noise: shot noise, reading, rounding to whole counts. */
void camera_take(const struct camera *c, struct rng *r, float *px, size_t n,
		 float *truth, double *var_signal, double *noise);

/* A pair to be written.  Names belong to the set. */
struct shot {
	uint64_t position, time;
	size_t from_source, from_target; /* the pairs that it shows */
	char *id, *source, *target;
	struct buf faults; /* "nan:20 shift:4" */
};

struct set {
	const char *to;
	int64_t positions, times, seed, width, height;
	double electrons, read, drift;
	struct shot *shot; /* by position, then time */
	size_t shots;
};

struct picture {
	float *px;
	size_t width, height;
	enum pixel type;
	double lose; /* share of the file to cut off */
};

/* Spread FAULTS ("NAME" or "NAME:AMOUNT") over the set: each goes to a
 * pair of its own, or to all.  Unknown name, bad amount: err_usage. */
int fault_plan(struct set *s, const struct strs *faults, struct err *err);
/* Do to P what the faults of SHOT do to that SIDE. */
void fault_apply(const struct shot *shot, int is_target, struct picture *p);
/* What there is, for --help. */
extern const char fault_help[];

#endif
