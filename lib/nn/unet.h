/*
 * unet.h - what the constructor arguments of a UNet imply: whether it can be
 * built, how long the sides of its maps are, how far it sees, and which
 * convolutions it has.
 */
#ifndef NN_UNET_H
#define NN_UNET_H

#include <stdint.h>

#include "base/err.h"
#include "kernel/conv_form.h"

struct unet { /* constructor arguments of dlmbl-unet */
	int64_t depth, in_channels, out_channels, num_fmaps, fmap_inc_factor,
		downsample_factor, kernel_size;
	int64_t valid;	/* padding: 0 "same", 1 "valid" */
	int64_t volume; /* ndim: 0 for 2, 1 for 3 */
};

/* 0 when every value can be built, else err_usage that says which. */
int unet_check(const struct unet *u, struct err *err);
/* Sides go up in steps of this, downsample_factor^(depth-1); with "same"
 * padding they are its multiples. */
size_t unet_multiple(const struct unet *u);
/* The output's side for an input's; 0: there is no input of such a side. */
size_t unet_output(const struct unet *u, size_t side);
/* The least side of an input whose output's side is OUT or more. */
size_t unet_input(const struct unet *u, size_t out);
/* How much shorter outputs are than inputs: output pixel i is over input
 * pixel i + shrink / 2.  0 with "same" padding. */
size_t unet_shrink(const struct unet *u);
/* Farthest pixel that can change an output pixel. */
size_t unet_context(const struct unet *u);
/* The same of its last bits: with "same" padding convolutions may be done
 * 4 x 4 pixels at a time (kernel/winograd.h), counted from a multiple of
 * unet_grid. */
size_t unet_reach(const struct unet *u);
size_t unet_grid(const struct unet *u);

struct extent {
	size_t d, h, w;
}; /* slices, rows, columns */

/* Feature maps of level L. */
size_t unet_maps(const struct unet *u, size_t level);

/* Number of weights, exact up to 2^53. */
double unet_size(const struct unet *u);

/* Convolutions in the order of the parameters: two for each encoder level
 * from the top, two for each decoder level from the top, the last. */
size_t unet_convs(const struct unet *u);
struct conv unet_conv(const struct unet *u, size_t i);
/* The one of planes that makes it: of a volume a slice of the result is made
 * from k slices at once, so there are k times as many in. */
struct conv unet_plane_conv(const struct unet *u, size_t i);
/* "left_convs.0.conv_pass.0"; the caller frees it. */
char *unet_conv_name(const struct unet *u, size_t i);

/* The side of convolution I's output for an input of SIDE, of which there
 * is an output (unet_output). */
size_t unet_conv_side(const struct unet *u, size_t i, size_t side);
/* Rows of zeros that maps want above and below: kernel/planes.h. */
size_t unet_halo(const struct unet *u);

/* Index of convolution HALF (0, 1) of an encoder or decoder level. */
size_t unet_encoder(size_t level, size_t half);
size_t unet_decoder(const struct unet *u, size_t level, size_t half);

#endif
