/*
 * unet.c - see unet.h.
 *
 * With "valid" padding, the output of a convolution is k - 1 pixels shorter
 * than its input, that of a block 2 (k - 1).  An input of f^(depth-1) b + down
 * pixels has b pixels at the lowest level and an output of f^(depth-1) b - up
 * pixels; down and up do not depend on b.  Both are even and the same on both
 * sides: output pixel i belongs to input pixel i + shrink / 2.
 */
#include "nn/unet.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "kernel/planes.h"
#include "kernel/winograd.h"

#define MAPS_MAX 65536
#define MULTIPLE_MAX 65536
#define PARAMS_MAX 2e9

const char *const unet_paddings[] = { "same", "valid", NULL };
const char *const unet_upsample_modes[] = { "nearest", "bilinear", "trilinear",
					    NULL };

int unet_words(struct unet *u, const char *padding, const char *mode,
	       const char *activation, struct err *err)
{
	u->valid = !strcmp(padding, "valid");
	u->linear = 1;
	if (!strcmp(mode, "nearest"))
		u->linear = 0;
	else if (strcmp(mode, unet_upsample_mode(u)))
		return err_usage(err,
				 "upsample-mode is %s, but with ndim %d it "
				 "must be %s, or nearest",
				 mode, u->volume ? 3 : 2,
				 unet_upsample_mode(u));
	u->activation = 0;
	while (strcmp(activation_names[u->activation], activation))
		u->activation++;
	return 0;
}

static int in_range(const char *name, int64_t x, int64_t max, struct err *err)
{
	if (x >= 1 && x <= max)
		return 0;
	return err_usage(err, "%s is %lld; it must be 1 to %lld", name,
			 (long long)x, (long long)max);
}

/* Returns base * factor^times, or -1 if that exceeds MAX. */
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
		struct conv c = unet_conv(u, i);

		sum += (double)c.out *
		       (1 + (double)c.in * (double)conv_form_taps(&c));
	}
	return sum;
}

static int check_sizes(const struct unet *u, struct err *err)
{
	int64_t up = u->depth - 1;

	if (power(u->num_fmaps, u->fmap_inc_factor, up, MAPS_MAX) < 0)
		return err_usage(err,
				 "num_fmaps %lld, multiplied by "
				 "fmap_inc_factor %lld at each of %lld "
				 "levels, gives more than %d feature maps: "
				 "make num_fmaps, fmap_inc_factor or depth "
				 "smaller",
				 (long long)u->num_fmaps,
				 (long long)u->fmap_inc_factor,
				 (long long)u->depth, MAPS_MAX);
	if (power(1, u->downsample_factor, up, MULTIPLE_MAX) < 0)
		return err_usage(err,
				 "downsample_factor %lld at depth %lld needs "
				 "images with a side of more than %d pixels: "
				 "make downsample_factor or depth smaller",
				 (long long)u->downsample_factor,
				 (long long)u->depth, MULTIPLE_MAX);
	if (unet_size(u) > PARAMS_MAX)
		return err_usage(err,
				 "this network has %.0f weights, more than "
				 "the limit of %.0f: make num_fmaps or depth "
				 "smaller",
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
	assert(u->activation >= 0 && u->activation < ACTIVATIONS);
	return check_sizes(u, err);
}

const char *unet_upsample_mode(const struct unet *u)
{
	return !u->linear ? "nearest" : u->volume ? "trilinear" : "bilinear";
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
	struct conv c = { .k = (size_t)u->kernel_size,
			  .valid = u->valid != 0,
			  .volume = u->volume != 0 };

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
	if (i % 2 || c.valid || u->linear || u->downsample_factor != 2 ||
	    c.k != 3 || c.up < WINOGRAD_MIN || c.in - c.up < WINOGRAD_MIN ||
	    c.out < WINOGRAD_MIN)
		c.up = 0;
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

/* Returns by how much a block of two convolutions shortens a side. */
static size_t block_takes(const struct unet *u)
{
	return u->valid ? 2 * (size_t)(u->kernel_size - 1) : 0;
}

size_t unet_halo(const struct unet *u)
{
	size_t k = (size_t)u->kernel_size;

	return u->valid ? k - 1 : k / 2;
}

size_t unet_multiple(const struct unet *u)
{
	size_t m = 1;

	for (int64_t l = 1; l < u->depth; l++)
		m *= (size_t)u->downsample_factor;
	return m;
}

/* Returns by how much LEVELS blocks, each after a change of scale, shorten a
 * side. */
static size_t taken(const struct unet *u, int64_t levels)
{
	size_t sum = 0;

	while (levels-- > 0)
		sum = sum * (size_t)u->downsample_factor + block_takes(u);
	return sum;
}

size_t unet_shrink(const struct unet *u)
{
	return taken(u, u->depth) + taken(u, u->depth - 1);
}

/* An interpolated map has half a factor of pixels at its ends that depend on
 * that, and what comes from such pixels; convolutions take off as many pixels
 * as they spread it.  In all that is less than one unet_multiple. */
size_t unet_margin(const struct unet *u)
{
	return u->valid && u->linear && u->depth > 1 ? unet_multiple(u) : 0;
}

size_t unet_input(const struct unet *u, size_t out)
{
	size_t m = unet_multiple(u);

	out += taken(u, u->depth - 1);
	return (out ? (out + m - 1) / m * m : m) + taken(u, u->depth);
}

size_t unet_output(const struct unet *u, size_t side)
{
	size_t least = unet_input(u, 1);

	if (side < least || (side - least) % unet_multiple(u))
		return 0;
	return side - unet_shrink(u);
}

struct loss_shape unet_output_shape(const struct unet *u, struct extent e)
{
	size_t deep = u->volume ? unet_output(u, e.d) : 1;

	return (struct loss_shape){ (size_t)u->out_channels * deep,
				    unet_output(u, e.h), unet_output(u, e.w),
				    (size_t)u->out_channels };
}

size_t unet_conv_side(const struct unet *u, size_t i, size_t side)
{
	size_t depth = (size_t)u->depth, f = (size_t)u->downsample_factor;
	size_t level = i / 2, takes = block_takes(u);
	size_t last = (i % 2 + 1) * takes / 2;
	int back = level >= depth;

	if (i == unet_convs(u) - 1)
		return side - unet_shrink(u);
	level -= back ? depth : 0;
	for (size_t l = 0; l < (back ? depth - 1 : level); l++)
		side = (side - takes) / f;
	if (!back)
		return side - last;
	side -= takes;
	for (size_t l = depth - 2; l > level; l--)
		side = side * f - takes;
	return side * f - last;
}

size_t unet_grid(const struct unet *u)
{
	return ROWS_STEP * unet_multiple(u);
}

struct range {
	int64_t lo, hi;
};

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t most(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* Returns the pixels that can change R if convolutions are computed in tiles of
 * four (winograd.h).  Each output of a tile depends on all four pixels at the
 * place of the tile.  Only the outermost outputs depend on the pixels next to
 * these. */
static struct range tiles(struct range r)
{
	int64_t n = ROWS_STEP;

	return (struct range){ least(r.lo - 1, r.lo / n * n),
			       most(r.hi + 1, r.hi / n * n + n - 1) };
}

/* Returns the pixels that can change R through convolution I; if FAST, also its
 * last bits.  A kernel with an even side reaches one pixel further at the
 * end. */
static struct range before_conv(const struct unet *u, size_t i, int fast,
				struct range r)
{
	struct conv c = unet_conv(u, i);
	int64_t k = u->kernel_size;

	if (fast && conv_form_suits_winograd(&c))
		return tiles(r);
	return (struct range){ r.lo - (k - 1) / 2, r.hi + k / 2 };
}

/* The same through convolutions I and I + 1.  With "valid" padding outputs are
 * counted from the middle. */
static struct range before_block(const struct unet *u, size_t i, int fast,
				 struct range r)
{
	int64_t k = u->kernel_size;

	if (u->valid)
		return (struct range){ r.lo - (k - 1), r.hi + k - 1 };
	return before_conv(u, i, fast, before_conv(u, i + 1, fast, r));
}

/* Returns the pixels of the level below that can change R through the decoder
 * that begins with convolution I.  If the decoder takes the map from below
 * without upsampling it, the even outputs of a tile depend on four pixels that
 * begin one before the tile, and the odd outputs on those of the tile; the last
 * output of either kind depends on one pixel more (upsampled_conv.h). */
static struct range before_decoder(const struct unet *u, size_t i, int fast,
				   struct range r)
{
	int64_t f = u->downsample_factor, n = ROWS_STEP;
	int lo_last, hi_last; /* 1: lo, hi is the last pixel of a tile */

	if (!fast || !unet_conv(u, i).up) {
		r = before_block(u, i, fast, r);
		if (u->linear)
			return (struct range){ (2 * r.lo + 1 - f) / (2 * f),
					       (2 * r.hi + 1 + f) / (2 * f) };
		return (struct range){ r.lo / f, r.hi / f };
	}
	r = before_conv(u, i + 1, fast, r);
	lo_last = (r.lo + 1) % (f * n) == 0;
	hi_last = (r.hi + 1) % (f * n) == 0;
	return (struct range){ r.lo / f / n * n - !lo_last,
			       r.hi / f / n * n + n - 1 + hi_last };
}

/* Returns the input pixels that can change R through a whole level and all
 * levels below it.  The skip connection does not reach as far. */
static struct range before_level(const struct unet *u, size_t level, int fast,
				 struct range r)
{
	int64_t f = u->downsample_factor;

	if (level + 1 < (size_t)u->depth) {
		r = before_decoder(u, unet_decoder(u, level, 0), fast, r);
		r = before_level(u, level + 1, fast, r);
		r = (struct range){ r.lo * f, r.hi * f + f - 1 };
	}
	return before_block(u, unet_encoder(level, 0), fast, r);
}

/* Returns the largest such distance over all pixels. */
static size_t farthest(const struct unet *u, int fast)
{
	int64_t period = (int64_t)unet_grid(u), far = 0;
	/* far enough from 0 that no index becomes negative */
	int64_t start = period * 1024;

	for (int64_t p = start; p < start + period; p++) {
		struct range r = before_level(u, 0, fast,
					      (struct range){ p, p });

		far = most(far, most(p - r.lo, r.hi - p));
	}
	return (size_t)far;
}

size_t unet_context(const struct unet *u)
{
	return farthest(u, 0);
}

size_t unet_reach(const struct unet *u)
{
	return farthest(u, 1);
}

static int check_side(const struct unet *u, size_t patch, const char *what,
		      const char *option, struct err *err)
{
	size_t multiple = unet_multiple(u), least = unet_input(u, 1);
	size_t over = patch > least ? (patch - least) % multiple : 0;

	if (unet_output(u, patch))
		return 0;
	if (!u->valid)
		return err_usage(err,
				 "a patch of %zu%s is not a multiple of %zu, "
				 "as depth %lld needs: use --%s=%zu",
				 patch, what, multiple, (long long)u->depth,
				 option, patch > least ? patch - over : least);
	return err_usage(err,
			 "a patch of %zu%s does not fit a network of depth "
			 "%lld with valid padding: use --%s=%zu (or %zu "
			 "plus any multiple of %zu)",
			 patch, what, (long long)u->depth, option,
			 patch > least ? patch - over : least, least, multiple);
}

int unet_check_patch(const struct unet *u, size_t patch, size_t slices,
		     struct err *err)
{
	if (u->volume && check_side(u, slices, " slices", "slices", err) < 0)
		return -1;
	return check_side(u, patch, "", "patch", err);
}
