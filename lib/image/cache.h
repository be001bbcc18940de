/*
 * cache.h - parts of many images, read when they are wanted; blocks that
 * were decoded are kept while there is room, in the file's own type.
 *
 * What is read never depends on what is kept.  Files are opened when one
 * of their blocks has to be decoded and checked to be what they were.  All
 * but cache_add and cache_room may be called by many threads at once.
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

/* Take up the image REF, which is looked at but not read yet; *IMAGE is its
 * number.  REF must outlive C. */
int cache_add(struct cache *c, const char *ref, size_t *image, struct err *err);
/* Sides of an image taken up, and of how many slices its height is. */
void cache_sides(const struct cache *c, size_t image, size_t *width,
		 size_t *height);
size_t cache_slices(const struct cache *c, size_t image);
/* Bytes that all images taken up need to be kept whole, and those of the
 * largest block while it is decoded. */
double cache_whole(const struct cache *c);
double cache_block(const struct cache *c);
/* Bytes of a row of blocks of each of them: what is read from the top to
 * the bottom, some rows at a time, is decoded once if that is kept. */
double cache_row(const struct cache *c);

/* Keep at most BYTES of blocks.  Those a reader has in its hands count, but
 * are there even if they alone are more. */
void cache_room(struct cache *c, size_t bytes);

/* PASSING: for readers that come by once.  They never push out what others
 * will want again. */
enum cache_use { CACHE_AGAIN, CACHE_PASSING };

/* The pixels of AREA, which lies inside the IMAGE, as floats (see
 * image_read), row by row. */
int cache_read(struct cache *c, size_t image, const struct area *area,
	       enum cache_use use, float *to, struct err *err);

/* Read the whole image once: damage and pixels that are not finite are
 * err_data.  *TO is a digest of its size, type and pixels as they lie in
 * the file's blocks. */
int cache_check(struct cache *c, size_t image, struct digest *to,
		struct err *err);

/* How often a block was wanted, and how often it had to be decoded. */
void cache_count(struct cache *c, uint64_t *wanted, uint64_t *decoded);

#endif
