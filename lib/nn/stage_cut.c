/*
 * stage_cut.c - see stage_cut.h.
 */
#include "nn/stage_cut.h"

#include <string.h>

#include "base/size.h"

#define MOST_SLOTS 8

/* Two slices more than a chunk has are transformed, so it has four at least. */
struct stage_cut stage_cut_for(size_t n, size_t blocks, size_t out,
			       size_t threads)
{
	struct stage_cut c = { .n = n, .blocks = blocks, .groups = 1 };

	c.chunks = (n + VOLUME_CONV_SLICES - 1) / VOLUME_CONV_SLICES;
	while (c.chunks * blocks < 2 * threads && n >= 8 * c.chunks)
		c.chunks *= 2;
	while (c.chunks * blocks * c.groups < threads && c.groups * 32 <= out)
		c.groups *= 2;
	c.each = (n + c.chunks - 1) / c.chunks;
	c.chunks = (n + c.each - 1) / c.each;
	c.outs = round_up((out + c.groups - 1) / c.groups, 8);
	c.groups = (out + c.outs - 1) / c.outs;
	return c;
}

size_t stage_cut_pieces(const struct stage_cut *c)
{
	return c->chunks * c->blocks * c->groups;
}

size_t stage_cut_at(const struct stage_cut *c, size_t i, size_t out,
		    struct volume_conv_args *a)
{
	size_t z = i / c->groups / c->blocks * c->each;

	a->o = i % c->groups * c->outs;
	a->end = min(a->o + c->outs, out);
	a->block = i / c->groups % c->blocks;
	a->n = min(c->each, c->n - z);
	return z;
}

struct stage_cut_grad stage_cut_grad_for(size_t n, size_t blocks, size_t slots,
					 size_t out, size_t outs)
{
	struct stage_cut_grad g = { .units = { .n = n, .blocks = blocks } };
	struct stage_cut *c = &g.units;
	size_t most = slots < 1 ? 1 : min(slots, MOST_SLOTS);

	c->chunks = (most + blocks - 1) / blocks;
	c->each = (n + c->chunks - 1) / c->chunks;
	c->chunks = (n + c->each - 1) / c->each;
	c->outs = outs;
	c->groups = (out + outs - 1) / outs;
	g.slots = min(most, c->chunks * blocks);
	return g;
}

void stage_cut_units(const struct stage_cut_grad *g, size_t slot, size_t *from,
		     size_t *to)
{
	size_t n = g->units.chunks * g->units.blocks;

	*from = n * slot / g->slots;
	*to = n * (slot + 1) / g->slots;
}

struct stage_cut_unit stage_cut_unit_at(const struct stage_cut_grad *g,
					size_t i)
{
	const struct stage_cut *c = &g->units;
	struct stage_cut_unit u = { .block = i / c->chunks,
				    .z = i % c->chunks * c->each };

	u.n = min(c->each, c->n - u.z);
	return u;
}

struct stage_cut_piece stage_cut_begin(const struct stage *s,
				       const struct stage_cut_grad *g, size_t i,
				       float *slots)
{
	const struct conv *c = s->conv;
	size_t len = c->in * conv_form_taps(c);
	struct stage_cut_piece p = { .s = s, .next = len };

	p.slot = i / g->units.groups;
	p.dw = slots + p.slot * stage_slot_len(s);
	p.db = p.dw + c->out * len;
	p.o = i % g->units.groups * g->units.outs;
	p.end = min(p.o + g->units.outs, c->out);
	memset(p.dw + p.o * len, 0, (p.end - p.o) * len * sizeof(*p.dw));
	memset(p.db + p.o, 0, (p.end - p.o) * sizeof(*p.db));
	return p;
}

void stage_cut_list(const struct volume_maps *m, ptrdiff_t z, size_t n,
		    struct planes *to)
{
	for (size_t i = 0; i < n; i++)
		to[i] = volume_maps_at(m, z + (ptrdiff_t)i);
}
