/*
 * level_counts.h - stores how often each level occurs in an image, in little
 * memory.
 *
 * From these counts one can compute statistics that depend on other images,
 * too, without reading the image again.  The counts of a typical image of a
 * microscope take about 10 KB.
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

/* Fills C with COUNT[LOW] to COUNT[HIGH], which say how often each of these
 * levels occurs.  The caller releases C. */
void level_counts_pack(struct level_counts *c, const uint64_t *count, long low,
		       long high);
void level_counts_release(struct level_counts *c);

/* Fills TO with the next level that occurs, in rising order; *POS is 0 before
 * the first call.  Returns 1, or 0 if there are no more levels. */
int level_counts_next(const struct level_counts *c, size_t *pos,
		      struct level_count *to);

#endif
