/*
 * unet.h - what follows from the constructor arguments of a UNet: whether it
 * can be built, the sides of its maps, its convolutions, and how far an input
 * pixel has an effect.
 */
#ifndef NN_UNET_H
#define NN_UNET_H

#include <stdint.h>

#include "base/err.h"
#include "kernel/conv_form.h"
#include "loss/loss.h"
#include "loss/activation.h"

struct unet { /* constructor arguments of dlmbl-unet */
	int64_t depth, in_channels, out_channels, num_fmaps, fmap_inc_factor,
		downsample_factor, kernel_size;
	int64_t valid;	/* padding: 0 "same", 1 "valid" */
	int64_t volume; /* 0: ndim is 2, 1: ndim is 3 */
	/* upsample_mode: 0 "nearest", 1 "bilinear" or, for volumes,
	 * "trilinear" */
	int64_t linear;
	int64_t activation; /* final_activation; of enum activation */
};

/* words for padding and for upsample_mode; NULL ends each list */
extern const char *const unet_paddings[], *const unet_upsample_modes[];

/* Sets padding, upsample_mode and final_activation of U by words from their
 * lists (activation_names for the last).  Fails with err_usage if MODE is not
 * for the dimensions of U. */
int unet_words(struct unet *u, const char *padding, const char *mode,
	       const char *activation, struct err *err);

/* Fails with err_usage if U cannot be built; the message names the argument. */
int unet_check(const struct unet *u, struct err *err);

/* Fails with err_usage if U cannot take patches with sides of PATCH pixels (and
 * SLICES slices, for stacks); the message names a side that fits. */
int unet_check_patch(const struct unet *u, size_t patch, size_t slices,
		     struct err *err);

/* Returns the upsample_mode of U: "nearest", "bilinear" or "trilinear". */
const char *unet_upsample_mode(const struct unet *u);

/* Returns the step between possible input sides, downsample_factor^(depth-1).
 * With "same" padding these sides are its multiples. */
size_t unet_multiple(const struct unet *u);

/* Returns the output side for the input side SIDE, or 0 if SIDE is not
 * possible. */
size_t unet_output(const struct unet *u, size_t side);

/* Returns the smallest input side whose output side is at least OUT. */
size_t unet_input(const struct unet *u, size_t out);

/* Returns by how much the output side is shorter than the input side; 0 with
 * "same" padding.  Output pixel i belongs to input pixel i + shrink / 2. */
size_t unet_shrink(const struct unet *u);

/* Returns how many pixels at each end of a side of the output depend on where
 * the input ends, rounded up to unet_multiple.  More than 0 only with "valid"
 * padding and linear upsampling, which interpolates there between the last
 * pixel and none. */
size_t unet_margin(const struct unet *u);

/* Returns how far an input pixel can be from an output pixel that it changes by
 * more than rounding errors. */
size_t unet_context(const struct unet *u);

/* Returns how far an input pixel can be from an output pixel whose last bits it
 * changes.  With "same" padding this is more than unet_context, since
 * convolutions may be done in tiles of 4 x 4 pixels (kernel/winograd.h). */
size_t unet_reach(const struct unet *u);

/* Returns a step: cutting an image at multiples of it changes no bit. */
size_t unet_grid(const struct unet *u);

struct extent {
	size_t d, h, w; /* slices, rows, columns */
};

/* Returns the shape of the output for a sample of extent E; the slices of all
 * channels are its planes. */
struct loss_shape unet_output_shape(const struct unet *u, struct extent e);

/* Returns the number of feature maps of level LEVEL. */
size_t unet_maps(const struct unet *u, size_t level);

/* Returns the number of weights, exact up to 2^53. */
double unet_size(const struct unet *u);

/* Returns the number of convolutions.  They are in the order of the parameters:
 * two for each encoder level, from the top down, then two for each decoder
 * level, from the top down, then the last one. */
size_t unet_convs(const struct unet *u);

/* Returns convolution I, without weights. */
struct conv unet_conv(const struct unet *u, size_t i);

/* Returns the name of convolution I, "left_convs.0.conv_pass.0"; the caller
 * frees it. */
char *unet_conv_name(const struct unet *u, size_t i);

/* Returns the output side of convolution I if the network's input side is SIDE,
 * which must be possible. */
size_t unet_conv_side(const struct unet *u, size_t i, size_t side);

/* Returns the rows of zeros that maps need above and below
 * (kernel/planes.h). */
size_t unet_halo(const struct unet *u);

/* Return the index of convolution HALF (0 or 1) of an encoder or decoder
 * level. */
size_t unet_encoder(size_t level, size_t half);
size_t unet_decoder(const struct unet *u, size_t level, size_t half);

#endif
