/*
 * level_counts.h - stores how often each level occurs in an image.
 *
 * Statistics that depend on other images, too, are computed from these counts,
 * without reading the image again.  Those of a typical microscope image take
 * about 10 KB.
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

/* Fills AT with the numbers of those of the N counts at COUNT that are not 0,
 * in rising order, and returns how many these are.  N is at most
 * LEVEL_COUNTS_RUN.  In small images nobody can predict which levels occur, so
 * asking at each of them would take longer than what is done with those that
 * do. */
enum { LEVEL_COUNTS_RUN = 64 };
size_t level_counts_present(unsigned char *at, const uint64_t *count, size_t n);

/* Fills C: level i, from LOW to HIGH, occurs COUNT[i] times.  The caller
 * releases C. */
void level_counts_pack(struct level_counts *c, const uint64_t *count, long low,
		       long high);
void level_counts_release(struct level_counts *c);

/* Fills TO with the next level that occurs, in rising order, and returns 1; or
 * returns 0 after the last.  *POS is 0 before the first call. */
int level_counts_next(const struct level_counts *c, size_t *pos,
		      struct level_count *to);

#endif
