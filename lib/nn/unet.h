/*
 * unet.h - computes what the constructor arguments of a UNet imply: whether it
 * can be built, the sides of its maps, its convolutions, and how far away an
 * input pixel can be that changes an output pixel.
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

/* Returns 0 if U can be built, else err_usage that says which argument is at
 * fault. */
int unet_check(const struct unet *u, struct err *err);
/* Returns the step between possible input sides, downsample_factor^(depth-1);
 * with "same" padding, the possible sides are its multiples. */
size_t unet_multiple(const struct unet *u);
/* Returns the output's side for an input's SIDE, or 0 if an input cannot have
 * that side. */
size_t unet_output(const struct unet *u, size_t side);
/* Returns the smallest input side for which the output's side is OUT or
 * more. */
size_t unet_input(const struct unet *u, size_t out);
/* Returns how much shorter the output's side is than the input's, 0 with "same"
 * padding: output pixel i belongs to input pixel i + shrink / 2. */
size_t unet_shrink(const struct unet *u);
/* Returns the distance of the farthest input pixel that can change an output
 * pixel, apart from rounding. */
size_t unet_context(const struct unet *u);
/* Returns the distance of the farthest input pixel that can change an output
 * pixel's last bits.  It is larger since, with "same" padding, convolutions may
 * be done in tiles of 4 x 4 pixels (kernel/winograd.h); for the same bits, an
 * image must be cut at multiples of unet_grid. */
size_t unet_reach(const struct unet *u);
size_t unet_grid(const struct unet *u);

struct extent {
	size_t d, h, w;
}; /* slices, rows, columns */

/* Returns the number of feature maps of level LEVEL. */
size_t unet_maps(const struct unet *u, size_t level);

/* Returns the number of weights, exact up to 2^53. */
double unet_size(const struct unet *u);

/* Return the number of convolutions, and convolution I.  They are in the order
 * of the parameters: two for each encoder level from the top, two for each
 * decoder level from the top, then the last one. */
size_t unet_convs(const struct unet *u);
struct conv unet_conv(const struct unet *u, size_t i);
/* Returns its name, such as "left_convs.0.conv_pass.0"; the caller frees it. */
char *unet_conv_name(const struct unet *u, size_t i);

/* Returns the side of convolution I's output for a network's input of SIDE, for
 * which unet_output must not be 0. */
size_t unet_conv_side(const struct unet *u, size_t i, size_t side);
/* Returns how many rows of zeros maps need above and below
 * (kernel/planes.h). */
size_t unet_halo(const struct unet *u);

/* Return the index of convolution HALF (0, 1) of an encoder or decoder
 * level. */
size_t unet_encoder(size_t level, size_t half);
size_t unet_decoder(const struct unet *u, size_t level, size_t half);

#endif
