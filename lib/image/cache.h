/*
 * cache.h - parts of many images, read when they are wanted; decoded blocks
 * are kept while there is room, in the file's own type.
 *
 * What is read never depends on what is kept.  A file is opened when one of
 * its blocks has to be decoded, and must be what it was at first.  All but
 * cache_add and cache_room may be called by many threads at once.
 */
#ifndef IMAGE_CACHE_H
#define IMAGE_CACHE_H

#include "base/digest.h"
#include "image/image.h"

struct cache;

struct area { /* of an image, in pixels */
	size_t x, y, width, height;
};

/* Keeps nothing until cache_room says how much. */
struct cache *cache_new(void);
void cache_free(struct cache *c);

/* Adds the image REF, whose headers are read but no pixels; *IMAGE is its
 * number.  REF must outlive C. */
int cache_add(struct cache *c, const char *ref, size_t *image, struct err *err);
/* The sides of an image, and of how many slices its height is. */
void cache_sides(const struct cache *c, size_t image, size_t *width,
		 size_t *height);
size_t cache_slices(const struct cache *c, size_t image);
/* Bytes that keeping all images whole takes, and that decoding the largest
 * block takes. */
double cache_whole(const struct cache *c);
double cache_block(const struct cache *c);
/* Bytes of one row of blocks of each image: with that much room an image read
 * from top to bottom, some rows at a time, is decoded once. */
double cache_row(const struct cache *c);

/* Keeps at most BYTES of blocks.  Blocks in use count towards the limit but
 * are never evicted, even if they alone exceed it. */
void cache_room(struct cache *c, size_t bytes);

/* CACHE_PASSING is for readers that come by once: they never evict what others
 * want again. */
enum cache_use { CACHE_AGAIN, CACHE_PASSING };

/* Reads the pixels of AREA, which lies inside IMAGE, as floats (see
 * image_read), row by row. */
int cache_read(struct cache *c, size_t image, const struct area *area,
	       enum cache_use use, float *to, struct err *err);

/* Reads the whole image once: damage and pixels that are not finite are
 * err_data.  *TO becomes a digest of its size, type and pixels as they lie in
 * the file's blocks. */
int cache_check(struct cache *c, size_t image, struct digest *to,
		struct err *err);

/* How often a block was wanted, and how often it had to be decoded. */
void cache_count(struct cache *c, uint64_t *wanted, uint64_t *decoded);

#endif
