/*
 * augment_map.h - which pixels of an image the pixels of a patch are made from.
 *
 * A pixel of the patch at the distance (v, u) from its middle, downwards and to
 * the right, is at (yy v + yx u, xy v + xx u) from the middle of its place in
 * the image, and is moved from there by a smooth field: a uniform cubic
 * B-spline with a node every AUGMENT_GRID pixels, which is nowhere longer than
 * at the longest node.
 *
 * Between pixels values are interpolated by cubic convolution (Keys, IEEE
 * Trans. ASSP 29, 1981, 1153-1160, a = -1/2), which is exact at pixels.  What
 * lies beyond the edge of the image is mirrored there, the pixel at the edge
 * not repeated, and is counted.
 *
 * In a stack all slices are moved alike, in their planes.
 */
#ifndef AUGMENT_AUGMENT_MAP_H
#define AUGMENT_AUGMENT_MAP_H

#include <stddef.h>

enum { AUGMENT_GRID = 16 };

struct augment_map {
	size_t side;
	double yy, yx, xy, xx;
	size_t nodes; /* of the field, in each direction */
	double *node; /* (2: down, right; nodes; nodes), owned; NULL: none */
	double bend;  /* most pixels that a node is moved along an axis */
};

/* Makes M the map that moves nothing, for patches of SIDE x SIDE. */
void augment_map_init(struct augment_map *m, size_t side);
void augment_map_release(struct augment_map *m);

/* Lets the matrix (YY YX / XY XX) act on the distances before M's own does. */
void augment_map_multiply(struct augment_map *m, double yy, double yx,
			  double xy, double xx);

/* Returns the nodes of M's field, which M owns.  The caller adds at most MOST
 * pixels to each number. */
double *augment_map_bend(struct augment_map *m, double most);

/* a part of an image */
struct augment_window {
	size_t y, x, height, width;
};

/* Sets TO to the part of an image of HEIGHT x WIDTH that M needs for the patch
 * at Y, X. */
void augment_map_window(const struct augment_map *m, size_t y, size_t x,
			size_t height, size_t width, struct augment_window *to);

/* Returns the most pixels a side that a window can have, for patches of SIDE x
 * SIDE, if matrices reach STRETCH times as far and nodes are moved by BEND. */
size_t augment_map_window_most(size_t side, double stretch, double bend);

enum { AUGMENT_TAPS = 4 };
struct augment_taps { /* of one place, along one axis */
	size_t at[AUGMENT_TAPS];
	double weight[AUGMENT_TAPS];
};

/* Sets A to the pixels, less FIRST, and the weights that interpolate at the
 * place Z of SIZE pixels.  Returns 1 if Z lies beyond them. */
int augment_map_take(struct augment_taps *a, double z, size_t size,
		     size_t first);

/* Returns the value at the place Y, X of the image PX, which is WIDTH wide. */
float augment_map_value(const float *px, size_t width,
			const struct augment_taps *y,
			const struct augment_taps *x);

/* Fills TO with the patch at Y, X of an image of HEIGHT x WIDTH; PX is the
 * window W of it.  Both are PLANES planes.  Returns the number of pixels of one
 * plane of the patch that lie beyond the image. */
size_t augment_map_apply(const struct augment_map *m, size_t y, size_t x,
			 size_t height, size_t width,
			 const struct augment_window *w, const float *px,
			 size_t planes, float *to);

#endif
