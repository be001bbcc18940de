/*
 * level_counts.h - how often each level occurs in an image, in little memory.
 *
 * What is asked about an image after it was read, because it depends on other
 * images, needs no second reading then.  A microscope's image takes some
 * 10 KB.
 */
#ifndef STATS_LEVEL_COUNTS_H
#define STATS_LEVEL_COUNTS_H

#include <stddef.h>
#include <stdint.h>

struct level_counts { /* all-zero: not known */
	unsigned char *data;
	size_t len;
};

struct level_count {
	long level;
	uint64_t n; /* pixels */
};

/* Keep COUNT[LOW] to COUNT[HIGH]. */
void level_counts_pack(struct level_counts *c, const uint64_t *count, long low,
		       long high);
void level_counts_release(struct level_counts *c);

/* Get the next level that occurs, in rising order; *POS starts at 0.
 * 0: there are no more. */
int level_counts_next(const struct level_counts *c, size_t *pos,
		      struct level_count *to);

#endif
