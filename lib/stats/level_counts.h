/*
 * level_counts.h - stores how often each level occurs in an image: about 10 KB
 * for a typical microscope image.
 */
#ifndef STATS_LEVEL_COUNTS_H
#define STATS_LEVEL_COUNTS_H

#include <stddef.h>
#include <stdint.h>

enum { LEVEL_COUNTS_RUN = 64 };

struct level_counts { /* all-zero: unknown */
	unsigned char *data;
	size_t len;
};

struct level_count {
	long level;
	uint64_t n; /* number of pixels */
};

/* Fills AT with the indices i for which COUNT[i] is not 0, in rising order.
 * Returns how many there are.  N is at most LEVEL_COUNTS_RUN. */
size_t level_counts_present(unsigned char *at, const uint64_t *count, size_t n);

/* Fills C: level i, from LOW to HIGH, occurs COUNT[i] times.  The caller
 * releases C. */
void level_counts_pack(struct level_counts *c, const uint64_t *count, long low,
		       long high);
void level_counts_release(struct level_counts *c);

/* Fills TO with the next level that occurs, in rising order, and returns 1, or
 * returns 0 after the last.  The caller sets *POS to 0 before the first call,
 * and keeps TO and *POS between calls. */
int level_counts_next(const struct level_counts *c, size_t *pos,
		      struct level_count *to);

#endif
