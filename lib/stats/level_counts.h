/*
 * level_counts.h - stores how often each level occurs in an image, in little
 * memory.
 *
 * Some statistics of an image depend on other images, too.  With these counts
 * they can be computed without reading the image again.  The counts of a
 * typical microscope image take about 10 KB.
 */
#ifndef STATS_LEVEL_COUNTS_H
#define STATS_LEVEL_COUNTS_H

#include <stddef.h>
#include <stdint.h>

struct level_counts { /* zeros: unknown */
	unsigned char *data;
	size_t len;
};

struct level_count {
	long level;
	uint64_t n; /* number of pixels */
};

/* Fills C with the counts of the levels from LOW to HIGH.  COUNT[i] says how
 * often level i occurs.  The caller releases C. */
void level_counts_pack(struct level_counts *c, const uint64_t *count, long low,
		       long high);
void level_counts_release(struct level_counts *c);

/* Returns 1 and fills TO with the next level that occurs, in rising order.
 * Returns 0 if there are no more levels.  *POS must be 0 before the first
 * call. */
int level_counts_next(const struct level_counts *c, size_t *pos,
		      struct level_count *to);

#endif
