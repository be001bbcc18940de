/*
 * unet.c - what the constructor arguments of a UNet imply: which can be
 * built, its convolutions and their names.  Sizes are in sizes.c.
 */
#include "nn/unet.h"

#include "base/mem.h"
#include "nn/winograd.h"

#define MAPS_MAX 65536
#define MULTIPLE_MAX 65536
#define PARAMS_MAX 2e9

static int in_range(const char *name, int64_t x, int64_t max, struct err *err)
{
	if (x >= 1 && x <= max)
		return 0;
	return err_usage(err, "%s is %lld; it must be 1 to %lld", name,
			 (long long)x, (long long)max);
}

/* base * factor^times, or -1 when it passes MAX. */
static int64_t power(int64_t base, int64_t factor, int64_t times, int64_t max)
{
	while (times-- > 0 && base <= max)
		base *= factor;
	return base <= max ? base : -1;
}

double unet_size(const struct unet *u)
{
	double sum = 0;

	for (size_t i = 0; i < unet_convs(u); i++) {
		struct conv c = unet_plane_conv(u, i);

		sum += (double)c.out * (1 + (double)c.in * (double)(c.k * c.k));
	}
	return sum;
}

static int check_sizes(const struct unet *u, struct err *err)
{
	int64_t up = u->depth - 1;

	if (power(u->num_fmaps, u->fmap_inc_factor, up, MAPS_MAX) < 0)
		return err_usage(err,
				 "num_fmaps %lld times fmap_inc_factor "
				 "%lld at each of %lld levels is more than "
				 "%d feature maps; take less of one",
				 (long long)u->num_fmaps,
				 (long long)u->fmap_inc_factor,
				 (long long)u->depth, MAPS_MAX);
	if (power(1, u->downsample_factor, up, MULTIPLE_MAX) < 0)
		return err_usage(err,
				 "downsample_factor %lld at depth %lld "
				 "asks for images of more than %d pixels; "
				 "take less of one",
				 (long long)u->downsample_factor,
				 (long long)u->depth, MULTIPLE_MAX);
	if (unet_size(u) > PARAMS_MAX)
		return err_usage(err,
				 "this network has %.0f weights, more "
				 "than %.0f; take a smaller num_fmaps or "
				 "depth",
				 unet_size(u), PARAMS_MAX);
	return 0;
}

int unet_check(const struct unet *u, struct err *err)
{
	if (in_range("depth", u->depth, 16, err) < 0 ||
	    in_range("in_channels", u->in_channels, MAPS_MAX, err) < 0 ||
	    in_range("out_channels", u->out_channels, MAPS_MAX, err) < 0 ||
	    in_range("num_fmaps", u->num_fmaps, MAPS_MAX, err) < 0 ||
	    in_range("fmap_inc_factor", u->fmap_inc_factor, 16, err) < 0 ||
	    in_range("downsample_factor", u->downsample_factor, 16, err) < 0 ||
	    in_range("kernel_size", u->kernel_size, KERNEL_MAX, err) < 0)
		return -1;
	return check_sizes(u, err);
}

size_t unet_maps(const struct unet *u, size_t level)
{
	return (size_t)power(u->num_fmaps, u->fmap_inc_factor, (int64_t)level,
			     MAPS_MAX);
}

size_t unet_encoder(size_t level, size_t half)
{
	return 2 * level + half;
}

size_t unet_decoder(const struct unet *u, size_t level, size_t half)
{
	return 2 * ((size_t)u->depth + level) + half;
}

size_t unet_convs(const struct unet *u)
{
	return 4 * (size_t)u->depth - 1;
}

struct conv unet_conv(const struct unet *u, size_t i)
{
	size_t depth = (size_t)u->depth, level = i / 2;
	struct conv c = { .k = (size_t)u->kernel_size, .valid = u->valid != 0 };

	if (i == unet_convs(u) - 1) {
		c.in = unet_maps(u, 0);
		c.out = (size_t)u->out_channels;
		c.k = 1;
		return c;
	}
	if (level < depth) {
		c.in = level ? unet_maps(u, level - 1) : (size_t)u->in_channels;
	} else {
		level -= depth;
		c.in = unet_maps(u, level) + unet_maps(u, level + 1);
		c.up = unet_maps(u, level + 1);
	}
	c.out = unet_maps(u, level);
	if (i % 2)
		c.in = c.out;
	if (i % 2 || c.valid || u->volume || u->downsample_factor != 2 ||
	    c.k != 3 || c.up < WINO_MIN || c.in - c.up < WINO_MIN ||
	    c.out < WINO_MIN)
		c.up = 0;
	return c;
}

struct conv unet_plane_conv(const struct unet *u, size_t i)
{
	struct conv c = unet_conv(u, i);

	c.in *= u->volume ? c.k : 1;
	return c;
}

char *unet_conv_name(const struct unet *u, size_t i)
{
	size_t depth = (size_t)u->depth, level = i / 2;

	if (i == unet_convs(u) - 1)
		return mem_str("final_conv.final_conv");
	if (level < depth)
		return mem_printf("left_convs.%zu.conv_pass.%zu", level,
				  i % 2 * 2);
	return mem_printf("right_convs.%zu.conv_pass.%zu", level - depth,
			  i % 2 * 2);
}
