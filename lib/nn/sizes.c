/*
 * sizes.c - how long the sides of a UNet's maps are, and how far it sees.
 *
 * With "valid" padding a convolution's output is k - 1 pixels shorter than
 * its input, a block's 2 (k - 1).  An input of f^(depth-1) b + down pixels
 * has b at the bottom and f^(depth-1) b - up at the end, where down and up
 * do not depend on b.  Both are even and lie alike on both sides: output
 * pixel i is over input pixel i + shrink / 2.
 */
#include "nn/unet.h"

/* What a block of two convolutions takes off a side. */
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

/* What LEVELS blocks take off, each behind a change of scale. */
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

/*
 * The pixels lo..hi that reach pixels lo..hi through two convolutions, done
 * STEP pixels at a time.  A kernel of an even side sees one pixel more at
 * the end, but for "valid" padding, whose outputs are counted from the
 * middle.
 */
static void widen_block(const struct unet *u, int64_t step, int64_t *lo,
			int64_t *hi)
{
	int64_t k = u->kernel_size;

	if (u->valid) {
		*lo -= k - 1;
		*hi += k - 1;
		return;
	}
	for (int i = 0; i < 2; i++) {
		*lo = *lo / step * step - (k - 1) / 2;
		*hi = *hi / step * step + step - 1 + k / 2;
	}
}

/* The same through all of a level and what is below. */
static void widen(const struct unet *u, int64_t level, int64_t step,
		  int64_t *lo, int64_t *hi)
{
	int64_t f = u->downsample_factor, below_lo, below_hi;

	widen_block(u, step, lo, hi);
	if (level == u->depth - 1)
		return;
	below_lo = *lo / f;
	below_hi = *hi / f;
	if (step > 1) {		/* the tiles of doubled.h */
		below_lo = below_lo / step * step - 1;
		below_hi = below_hi / step * step + step;
	}
	widen(u, level + 1, step, &below_lo, &below_hi);
	/* Through the pooling and this level's encoder; the skip
	 * connection sees less. */
	*lo = below_lo * f;
	*hi = below_hi * f + f - 1;
	widen_block(u, step, lo, hi);
}

/* How far that goes at most, whatever the pixel. */
static size_t farthest(const struct unet *u, int64_t step)
{
	int64_t period = step * (int64_t)unet_multiple(u), far = 0;
	/* Far enough from 0 that nothing gets negative. */
	int64_t start = period * 1024;

	for (int64_t p = start; p < start + period; p++) {
		int64_t lo = p, hi = p;

		widen(u, 0, step, &lo, &hi);
		if (p - lo > far)
			far = p - lo;
		if (hi - p > far)
			far = hi - p;
	}
	return (size_t)far;
}

size_t unet_context(const struct unet *u)
{
	return farthest(u, 1);
}

size_t unet_reach(const struct unet *u)
{
	return farthest(u, ROWS_STEP);
}
