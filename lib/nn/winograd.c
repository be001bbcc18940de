/*
 * winograd.c - weights in and out of the transformed domain, blocks of
 * tiles, and the kernels of winograd_body.h once per instruction set.
 */
#include "nn/winograd.h"

#include <string.h>

#include "base/size.h"
#include "nn/upsampled_conv.h"

#define POINTS WINO_POINTS
#define BLOCK WINO_BLOCK
#define TILES 64	    /* of a block, at most */
#define STRIDE (TILES + 16) /* its last row's lanes may pass its end */

/* u[p] = G[p] . g: the polynomial g at point p, over M'(p), where M(x) =
 * x (x^2 - 1/2) (x^2 - 2). */
static const double G[6][3] = {
	{ 1, 0, 0 },
	{ -2.0 / 3, -2.0 / 3 * RA, -1.0 / 3 },
	{ -2.0 / 3, 2.0 / 3 * RA, -1.0 / 3 },
	{ 1.0 / 6, 1.0 / 6 * RB, 1.0 / 3 },
	{ 1.0 / 6, -1.0 / 6 * RB, 1.0 / 3 },
	{ 0, 0, 1 },
};

/* Of F(4,2), at a, -a, b, -b and infinity: M(x) = (x^2 - 1/2) (x^2 - 2). */
static const double G2[5][2] = {
	{ -RB / 3, -1.0 / 3 },
	{ RB / 3, -1.0 / 3 },
	{ RA / 3, 1.0 / 3 },
	{ -RA / 3, 1.0 / 3 },
	{ 0, 1 },
};

size_t wino_weights_len(size_t in, size_t out)
{
	return POINTS * round_up(out, BLOCK) * in;
}

/* Floats from one point's matrix of CHANNELS rows to the next: an odd
 * number of cache lines, so that a tile's 36 values fall into different
 * sets of the cache. */
static size_t point_step(size_t channels, size_t stride)
{
	return (round_up(channels, BLOCK) * stride / 16 | 1) * 16;
}

/* The same for the weights' gradient, IN rows of OUT. */
static size_t grad_step(size_t in, size_t out)
{
	return point_step(in, round_up(out, 16));
}

size_t wino_sums_len(size_t in, size_t out)
{
	return POINTS * grad_step(in, out);
}

/* What grad takes: conv's POINTS + 1 matrices of the greater of IN and OUT
 * rows are less. */
size_t wino_scratch_len(size_t in, size_t out)
{
	size_t each = point_step(in, STRIDE) + point_step(out, STRIDE);

	return POINTS * (each + grad_step(in, out)) +
	       round_up(out, 16) * STRIDE;
}

size_t doubled_sums_len(size_t in, size_t out)
{
	return round_up(DOUBLED_TERMS * out, BLOCK) * round_up(in, 16);
}

size_t doubled_scratch_len(size_t in, size_t out)
{
	size_t there = (DOUBLED_POINTS / 2 + 1) *
		       point_step(in > out ? in : out, STRIDE);
	size_t back =
		(round_up(DOUBLED_TERMS * out, BLOCK) + 2 * round_up(in, 16)) *
			STRIDE +
		doubled_sums_len(in, out);

	return there > back ? there : back;
}

/* A rectangle of tiles: ROWS x COLS from tile (Y, X). */
struct block {
	size_t y, x, rows, cols;
};

/* Rows of tiles cut into blocks of up to ROWS x COLS; N of them, ACROSS
 * beside each other. */
struct blocks {
	size_t y, past, tw; /* rows of tiles; tiles in a row */
	size_t rows, cols, across, n;
};

static struct blocks blocks_in(size_t y, size_t past, size_t tw)
{
	struct blocks b = { .y = y, .past = past, .tw = tw };

	b.across = (b.tw + TILES - 1) / TILES;
	b.cols = b.across > 1 ? round_up((b.tw + b.across - 1) / b.across, 16) :
				b.tw;
	b.rows = TILES / b.cols;
	b.across = (b.tw + b.cols - 1) / b.cols;
	b.n = (b.past - b.y + b.rows - 1) / b.rows * b.across;
	return b;
}

/* Rows FROM to TO of an image's pixels, in tiles of 4 x 4. */
static struct blocks blocks_of(const struct planes *p, size_t from, size_t to)
{
	return blocks_in(from / 4, (to + 3) / 4, (p->w + 3) / 4);
}

static struct block block_at(const struct blocks *b, size_t i)
{
	struct block at = { .y = b->y + i / b->across * b->rows,
			    .x = i % b->across * b->cols };

	at.rows = min(b->past - at.y, b->rows);
	at.cols = min(b->tw - at.x, b->cols);
	return at;
}

/* A convolution's work: blocks of tiles, each by GROUPS groups of EACH
 * of the OUT channels where there are fewer blocks than shares. */
struct members {
	struct blocks blocks;
	size_t out, each, groups;
};

static struct members pieces_of(const struct blocks *b, size_t out,
				const struct span *s)
{
	struct members q = { .blocks = *b, .out = round_up(out, BLOCK) };
	size_t wanted = b->n ? (s->shares + b->n - 1) / b->n : 1;

	q.each = round_up((q.out + wanted - 1) / wanted, 4 * BLOCK);
	q.groups = (q.out + q.each - 1) / q.each;
	return q;
}

/* Piece I's block, and the output channels O to END of it that are pieces
 * before PAST; I goes behind them. */
static struct block piece_at(const struct members *q, size_t *i, size_t past,
			     size_t *o, size_t *end)
{
	struct block b = block_at(&q->blocks, *i / q->groups);
	size_t n = min(past - *i, q->groups - *i % q->groups);

	*o = *i % q->groups * q->each;
	*end = min(*o + n * q->each, q->out);
	*i += n;
	return b;
}

#ifdef __clang__
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 16")
#endif
#define EACH(i, n) UNROLL for (size_t i = 0; i < (n); i++)
#define SHUFFLE __builtin_shufflevector
/* Not inlined: a loop around it would compute all its addresses before. */
#define APART static __attribute__((noinline))

#ifdef __x86_64__
#define NAME "avx512"
#define VL 16
#define ROWS 8
#define COLS 3
#define FN(x) x##_avx512
#define TARGET __attribute__((target("avx512f,fma")))
#include "nn/winograd_body.h"

#define NAME "avx2"
#define VL 8
#define ROWS 4
#define COLS 2
#define FN(x) x##_avx2
#define TARGET __attribute__((target("avx2,fma")))
#include "nn/winograd_body.h"
#endif

#ifdef __aarch64__
#define NAME "neon"
#define VL 4
#define ROWS 8
#define COLS 3
#define FN(x) x##_neon
#define TARGET
#include "nn/winograd_body.h"
#endif

#define NAME "base"
#define VL 4
#define ROWS 4
#define COLS 2
#define FN(x) x##_base
#define TARGET
#include "nn/winograd_body.h"

const struct wino_kernels *wino_kernels(const char *name)
{
#ifdef __x86_64__
	if (!strcmp(name, "avx512"))
		return &wino_kernels_avx512;
	if (!strcmp(name, "avx2"))
		return &wino_kernels_avx2;
#endif
#ifdef __aarch64__
	if (!strcmp(name, "neon"))
		return &wino_kernels_neon;
#endif
	return &wino_kernels_base;
}
