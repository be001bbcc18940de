/* near_hash.c - see near_hash.h. */
#include "check/near_hash.h"

#include <stdlib.h>

#include "base/mem.h"

enum { BANDS = NEAR_HASH_BITS + 1, WIDTH = 64 / BANDS + 1 };

struct near_hash {
	const uint64_t *hash;
	size_t n;
	/* For each band, the numbers of all hashes, sorted by the value of the
	 * band; those of value V are in [start[V], start[V + 1]). */
	size_t *number[BANDS], *start[BANDS];
	/* for each hash, the number of the last call that found it in a band */
	size_t *seen;
	size_t calls;
};

static size_t first_bit(int band)
{
	return (size_t)band * 64 / BANDS;
}

static size_t value(uint64_t hash, int band)
{
	size_t bits = first_bit(band + 1) - first_bit(band);

	return hash >> first_bit(band) & (((size_t)1 << bits) - 1);
}

static void sort_by(struct near_hash *h, int band)
{
	size_t *start = mem_zero(((size_t)1 << WIDTH) + 1, sizeof(*start));
	size_t sum = 0;

	h->start[band] = start;
	h->number[band] = mem_zero(h->n + 1, sizeof(**h->number));
	for (size_t i = 0; i < h->n; i++)
		start[value(h->hash[i], band)]++;
	for (size_t v = 0; v <= (size_t)1 << WIDTH; v++) {
		sum += start[v];
		start[v] = sum;
	}
	for (size_t i = h->n; i-- > 0;)
		h->number[band][--start[value(h->hash[i], band)]] = i;
}

struct near_hash *near_hash_new(const uint64_t *hash, size_t n)
{
	struct near_hash *h = mem_zero(1, sizeof(*h));

	h->hash = hash;
	h->n = n;
	h->seen = mem_zero(n + 1, sizeof(*h->seen));
	for (int band = 0; band < BANDS; band++)
		sort_by(h, band);
	return h;
}

size_t near_hash_find(struct near_hash *h, uint64_t x, size_t end, size_t most,
		      size_t *to)
{
	size_t n = 0;

	h->calls++;
	for (int band = 0; band < BANDS; band++) {
		const size_t *start = h->start[band] + value(x, band);
		const size_t *number = h->number[band];

		for (size_t k = start[0]; k < start[1] && n < most; k++) {
			size_t i = number[k];

			if (i >= end) /* numbers ascend */
				break;
			if (h->seen[i] == h->calls)
				continue;
			h->seen[i] = h->calls;
			if (__builtin_popcountll(h->hash[i] ^ x) <=
			    NEAR_HASH_BITS)
				to[n++] = i;
		}
	}
	return n;
}

void near_hash_free(struct near_hash *h)
{
	for (int band = 0; h && band < BANDS; band++) {
		free(h->start[band]);
		free(h->number[band]);
	}
	if (h)
		free(h->seen);
	free(h);
}
