/*
 * cache.h - reads parts of many images on demand, and keeps decoded blocks, in
 * the file's type, while there is room.
 *
 * Which blocks are kept never changes the pixels that are read.  A file is
 * opened by cache_add, stays open if only a few are, and is otherwise opened
 * again when one of its blocks has to be decoded; if it has changed since
 * cache_add, this is an error.  Several threads may call the functions at once,
 * except cache_add and cache_room.
 */
#ifndef IMAGE_CACHE_H
#define IMAGE_CACHE_H

#include "file/digest.h"
#include "image/image.h"

struct cache;

struct area { /* a part of an image, in pixels */
	size_t x, y, width, height;
};

/* Returns a cache that keeps nothing until cache_room is called; free it with
 * cache_free. */
struct cache *cache_new(void);
void cache_free(struct cache *c);

/* Adds the image REF and fills *IMAGE with its number.  Reads its headers, but
 * no pixels.  REF must outlive C. */
int cache_add(struct cache *c, const char *ref, size_t *image, struct err *err);
/* Fill in the width and height of an image, and return the number of slices in
 * it (1 unless it is a stack). */
void cache_sides(const struct cache *c, size_t image, size_t *width,
		 size_t *height);
size_t cache_slices(const struct cache *c, size_t image);
/* Returns the size of the image's pixels. */
struct pixel_pitch cache_pitch(const struct cache *c, size_t image);
/* Return the number of bytes needed to keep all images whole, and to decode the
 * largest block. */
double cache_whole(const struct cache *c);
double cache_block(const struct cache *c);
/* Returns the number of bytes of one row of blocks of each image.  If the cache
 * has that much room, reading an image from top to bottom, some rows at a time,
 * decodes each block only once. */
double cache_row(const struct cache *c);

/* Sets the limit: at most BYTES of blocks are kept.  Blocks in use count
 * towards the limit but are never evicted, even if they alone exceed it. */
void cache_room(struct cache *c, size_t bytes);

/* CACHE_AGAIN: others will read these blocks again.  CACHE_PASSING: the reader
 * reads each pixel once, so its blocks never evict blocks that will be read
 * again. */
enum cache_use { CACHE_AGAIN, CACHE_PASSING };

/* Reads AREA, which must lie inside IMAGE, into TO, row by row, as floats (see
 * image_read). */
int cache_read(struct cache *c, size_t image, const struct area *area,
	       enum cache_use use, float *to, struct err *err);

/* Reads the whole image once.  If it is damaged or a pixel is not finite, fails
 * with err_data.  Fills *TO with a digest of the size, the type and the stored
 * pixels. */
int cache_check(struct cache *c, size_t image, struct digest *to,
		struct err *err);

/* Fills *WANTED with how often blocks were needed and *DECODED with how often
 * they had to be decoded. */
void cache_count(struct cache *c, uint64_t *wanted, uint64_t *decoded);

#endif
