/*
 * unet.h - the convolutions a UNet has, for the files of this directory.
 */
#ifndef NN_UNET_H
#define NN_UNET_H

#include "nn/net.h"
#include "nn/op.h"

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
/* Rows of zeros that maps want above and below: plane_list.h. */
size_t unet_halo(const struct unet *u);

/* Index of convolution HALF (0, 1) of an encoder or decoder level. */
size_t unet_encoder(size_t level, size_t half);
size_t unet_decoder(const struct unet *u, size_t level, size_t half);

#endif
