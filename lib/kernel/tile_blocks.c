/*
 * tile_blocks.c - see tile_blocks.h.
 */
#include "kernel/tile_blocks.h"

#include "base/size.h"

struct tile_blocks tile_blocks_in(size_t y, size_t past, size_t tw, size_t most)
{
	struct tile_blocks b = { .y = y, .past = past, .tw = tw };

	b.across = (b.tw + most - 1) / most;
	b.cols = b.across > 1 ? round_up((b.tw + b.across - 1) / b.across, 16) :
				b.tw;
	b.rows = most / b.cols;
	b.across = (b.tw + b.cols - 1) / b.cols;
	b.n = (b.past - b.y + b.rows - 1) / b.rows * b.across;
	return b;
}

struct tile_blocks tile_blocks_of(const struct planes *p, size_t from,
				  size_t to)
{
	return tile_blocks_in(from / 4, (to + 3) / 4, (p->w + 3) / 4, TILES);
}

struct tile_block tile_blocks_at(const struct tile_blocks *b, size_t i)
{
	struct tile_block at = { .y = b->y + i / b->across * b->rows,
				 .x = i % b->across * b->cols };

	at.rows = min(b->past - at.y, b->rows);
	at.cols = min(b->tw - at.x, b->cols);
	return at;
}

struct tile_pieces tile_blocks_pieces(const struct tile_blocks *b, size_t out,
				      const struct planes_span *s)
{
	struct tile_pieces q = { .blocks = *b,
				 .out = round_up(out, WEIGHT_BLOCK) };
	size_t wanted = b->n ? (s->shares + b->n - 1) / b->n : 1;

	q.each = round_up((q.out + wanted - 1) / wanted, 4 * WEIGHT_BLOCK);
	q.groups = (q.out + q.each - 1) / q.each;
	return q;
}

struct tile_block tile_blocks_piece(const struct tile_pieces *q, size_t *i,
				    size_t past, size_t *o, size_t *end)
{
	struct tile_block b = tile_blocks_at(&q->blocks, *i / q->groups);
	size_t n = min(past - *i, q->groups - *i % q->groups);

	*o = *i % q->groups * q->each;
	*end = min(*o + n * q->each, q->out);
	*i += n;
	return b;
}

size_t tile_blocks_step(size_t channels, size_t stride)
{
	return (round_up(channels, WEIGHT_BLOCK) * stride / 16 | 1) * 16;
}

size_t tile_blocks_weights(size_t in, size_t out)
{
	return (round_up(round_up(out, WEIGHT_BLOCK) * in, 16) / 16 | 1) * 16;
}
