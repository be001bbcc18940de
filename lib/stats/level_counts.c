/*
 * level_counts.c - how often each level occurs in an image, in little memory.
 *
 * For each level that occurs two numbers: the distance from the level before
 * and the count, 7 bits a byte, the lowest first, the highest bit set in all
 * bytes but the last.
 */
#include "stats/level_counts.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/size.h"

enum { BEFORE_ALL = -32769, MOST_BYTES = 10 + 3 };

static size_t put(unsigned char *to, uint64_t x)
{
	size_t n = 0;

	for (; x > 127; x >>= 7)
		to[n++] = (unsigned char)(x | 128);
	to[n++] = (unsigned char)x;
	return n;
}

static uint64_t get(const unsigned char *data, size_t *pos)
{
	uint64_t x = 0;
	int shift = 0;

	for (; data[*pos] & 128; shift += 7)
		x |= (uint64_t)(data[(*pos)++] & 127) << shift;
	return x | (uint64_t)data[(*pos)++] << shift;
}

size_t level_counts_present(unsigned char *at, const uint64_t *count, size_t n)
{
	size_t found = 0;

	for (size_t i = 0; i < n; i++) {
		at[found] = (unsigned char)i;
		found += count[i] > 0;
	}
	return found;
}

void level_counts_pack(struct level_counts *c, const uint64_t *count, long low,
		       long high)
{
	unsigned char at[LEVEL_COUNTS_RUN];
	long last = BEFORE_ALL;
	size_t levels = 0;

	for (long x = low; x <= high; x++)
		levels += count[x] > 0;
	c->data = mem_alloc(levels * MOST_BYTES + 1);
	c->len = 0;
	for (; low <= high; low += LEVEL_COUNTS_RUN) {
		size_t n = min((size_t)(high - low) + 1, LEVEL_COUNTS_RUN);

		n = level_counts_present(at, count + low, n);
		for (size_t i = 0; i < n; i++) {
			long x = low + at[i];

			c->len += put(c->data + c->len, (uint64_t)(x - last));
			c->len += put(c->data + c->len, count[x]);
			last = x;
		}
	}
	c->data = mem_grow(c->data, c->len + 1, 1);
}

void level_counts_release(struct level_counts *c)
{
	free(c->data);
	*c = (struct level_counts){ 0 };
}

int level_counts_next(const struct level_counts *c, size_t *pos,
		      struct level_count *to)
{
	if (*pos >= c->len)
		return 0;
	if (!*pos)
		to->level = BEFORE_ALL;
	to->level += (long)get(c->data, pos);
	to->n = get(c->data, pos);
	return 1;
}
