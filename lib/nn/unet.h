/*
 * unet.h - computes what follows from the constructor arguments of a UNet:
 * whether it can be built, the sides of its maps, its convolutions, and the
 * distance over which an input pixel changes output pixels.
 */
#ifndef NN_UNET_H
#define NN_UNET_H

#include <stdint.h>

#include "base/err.h"
#include "kernel/conv_form.h"

struct unet { /* constructor arguments of dlmbl-unet */
	int64_t depth, in_channels, out_channels, num_fmaps, fmap_inc_factor,
		downsample_factor, kernel_size;
	int64_t valid;	/* Padding: 0 "same", 1 "valid" */
	int64_t volume; /* 0: ndim is 2, 1: ndim is 3 */
};

/* Returns 0 if U can be built, else fails with err_usage.  The message names
 * the argument at fault. */
int unet_check(const struct unet *u, struct err *err);

/* Returns 0 if U can take patches with sides of PATCH pixels and, if U is for
 * stacks, SLICES slices.  Otherwise fails with err_usage; the message names a
 * side that is possible. */
int unet_check_patch(const struct unet *u, size_t patch, size_t slices,
		     struct err *err);

/* Returns the step between possible input sides, downsample_factor^(depth-1).
 * With "same" padding, the possible sides are the multiples of this step. */
size_t unet_multiple(const struct unet *u);

/* Returns the side of the output for an input of side SIDE, or 0 if no input
 * can have that side. */
size_t unet_output(const struct unet *u, size_t side);

/* Returns the smallest input side that gives an output side of at least OUT.
 */
size_t unet_input(const struct unet *u, size_t out);

/* Returns by how many pixels the output side is shorter than the input side.
 * This is 0 with "same" padding.  Output pixel i belongs to input pixel
 * i + shrink / 2. */
size_t unet_shrink(const struct unet *u);

/* Returns the distance of the farthest input pixel on which an output pixel
 * depends, apart from rounding errors. */
size_t unet_context(const struct unet *u);

/* Reach returns the distance of the farthest input pixel on which the last
 * bits of an output pixel depend.  With "same" padding it is larger than
 * unet_context, since convolutions may be done in tiles of 4 x 4 pixels
 * (kernel/winograd.h).  Grid returns a step: an image must be cut at multiples
 * of it if the bits must stay the same. */
size_t unet_reach(const struct unet *u);
size_t unet_grid(const struct unet *u);

struct extent {
	size_t d, h, w;
}; /* slices, rows, columns */

/* Returns the number of feature maps of level LEVEL. */
size_t unet_maps(const struct unet *u, size_t level);

/* Returns the number of weights, exact up to 2^53. */
double unet_size(const struct unet *u);

/* Return the number of convolutions, and convolution I.  Convolutions are in
 * the order of the parameters.  Each encoder level has two, from the top level
 * down; then each decoder level has two, from the top level down.  The last
 * convolution follows. */
size_t unet_convs(const struct unet *u);
struct conv unet_conv(const struct unet *u, size_t i);

/* Returns the name of convolution I, such as "left_convs.0.conv_pass.0".  The
 * caller frees it. */
char *unet_conv_name(const struct unet *u, size_t i);

/* Returns the side of the output of convolution I for a network's input of
 * side SIDE.  For this SIDE unet_output must not be 0. */
size_t unet_conv_side(const struct unet *u, size_t i, size_t side);

/* Returns the number of rows of zeros that maps need above and also below
 * (kernel/planes.h). */
size_t unet_halo(const struct unet *u);

/* Return the index of a convolution of an encoder or decoder level.  HALF is 0
 * for the first convolution of the level, 1 for the second. */
size_t unet_encoder(size_t level, size_t half);
size_t unet_decoder(const struct unet *u, size_t level, size_t half);

#endif
