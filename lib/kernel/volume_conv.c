/*
 * volume_conv.c - the blocks and the memory of volume_conv.h's kernels, which
 * are in volume_conv_body.h.
 *
 * How many tiles a block has is chosen such that the three slices that are kept
 * are small beside a second-level cache of 1 MB.  Sums over tiles go by blocks,
 * so a change of the numbers here changes the last bits of trained weights.
 */
#include "kernel/volume_conv.h"

#include "base/size.h"
#include "kernel/tile_blocks.h"
#include "kernel/upsampled_conv.h"

static size_t tiles_of(size_t in)
{
	return in <= 16 ? 64 : in <= 48 ? 32 : 16;
}

static size_t up_tiles_of(size_t in)
{
	return in <= 16 ? 32 : 16;
}

size_t volume_conv_grad_step(size_t in, size_t out)
{
	return tile_blocks_step(3 * round_up(in, WEIGHT_BLOCK),
				round_up(out, 16));
}

size_t volume_conv_scratch_len(size_t in, size_t out)
{
	return WINOGRAD_POINTS * (3 * tile_blocks_step(in, STRIDE) +
				  tile_blocks_step(out, STRIDE));
}

size_t volume_conv_grad_scratch_len(size_t in, size_t out)
{
	return volume_conv_scratch_len(in, out) + round_up(out, 16) * STRIDE;
}

size_t volume_conv_up_scratch_len(size_t in, size_t out)
{
	size_t there = UPSAMPLED_CONV_POINTS / 2 *
		       (3 * tile_blocks_step(in, STRIDE) +
			tile_blocks_step(out, STRIDE));
	size_t back = (round_up(upsampled_conv_terms(3) * out, WEIGHT_BLOCK) +
		       2 * round_up(in, 16)) *
		      STRIDE;

	return there > back ? there : back;
}

size_t volume_conv_sums_len(size_t in, size_t out)
{
	return WINOGRAD_POINTS * volume_conv_grad_step(in, out);
}

size_t volume_conv_blocks(const struct planes *y, size_t in)
{
	return volume_conv_cut(y, in).n;
}

size_t volume_conv_up_blocks(const struct planes *y, size_t in)
{
	return volume_conv_up_cut(y, in).n;
}

size_t volume_conv_up_grad_blocks(const struct planes *x)
{
	return volume_conv_up_grad_cut(x).n;
}

struct tile_blocks volume_conv_cut(const struct planes *y, size_t in)
{
	return tile_blocks_in(0, (y->h + 3) / 4, (y->w + 3) / 4, tiles_of(in));
}

/* Tiles of x, whose sides are half of y's. */
struct tile_blocks volume_conv_up_cut(const struct planes *y, size_t in)
{
	return tile_blocks_in(0, (y->h / 2 + 3) / 4, (y->w / 2 + 3) / 4,
			      up_tiles_of(in));
}

/* A tile is one pixel. */
struct tile_blocks volume_conv_up_grad_cut(const struct planes *x)
{
	return tile_blocks_in(0, x->h, x->w, TILES);
}
