/*
 * cache.h - reads parts of many images on demand, and keeps decoded blocks, in
 * the file's type, while there is room.
 *
 * Which blocks are kept never changes the pixels that are read.  A file is
 * opened by cache_add.  The first few files stay open, the others are opened
 * again when one of their blocks has to be decoded.  If a file has changed
 * since cache_add, reading the block fails.  Several threads may call the
 * functions at once, except cache_add and cache_room.
 */
#ifndef IMAGE_CACHE_H
#define IMAGE_CACHE_H

#include "file/digest.h"
#include "image/image.h"

struct cache;

struct area { /* a part of an image, in pixels */
	size_t x, y, width, height;
};

/* Returns a cache.  The caller frees the cache with cache_free.  The cache
 * keeps no blocks until cache_room is called. */
struct cache *cache_new(void);
void cache_free(struct cache *c);

/* Adds the image REF and fills *IMAGE with its number.  Reads its headers, but
 * no pixels.  REF must outlive C. */
int cache_add(struct cache *c, const char *ref, size_t *image, struct err *err);

/* cache_sides fills in the width and height of an image.  cache_slices returns
 * the number of slices in an image: 1 unless the image is a stack. */
void cache_sides(const struct cache *c, size_t image, size_t *width,
		 size_t *height);
size_t cache_slices(const struct cache *c, size_t image);

/* Returns the size of the image's pixels. */
struct pixel_pitch cache_pitch(const struct cache *c, size_t image);

/* cache_whole returns the number of bytes needed to keep all blocks of all
 * images.  cache_block returns the number of bytes needed to decode the largest
 * block. */
double cache_whole(const struct cache *c);
double cache_block(const struct cache *c);

/* Returns the number of bytes needed to keep one row of blocks of each image,
 * for all images together.  If the cache has this much room and an image is
 * read from top to bottom, some rows at a time, each block is decoded only
 * once. */
double cache_row(const struct cache *c);

/* Sets the limit: at most BYTES of blocks are kept.  Blocks in use count
 * towards the limit.  They are never evicted, even if they alone exceed the
 * limit. */
void cache_room(struct cache *c, size_t bytes);

/* How blocks are used.  CACHE_AGAIN: the blocks will be read again.
 * CACHE_PASSING: each pixel is read once; the blocks never evict blocks that
 * were read with CACHE_AGAIN. */
enum cache_use { CACHE_AGAIN, CACHE_PASSING };

/* Fills TO with the pixels of AREA, row by row, as floats (see image_read).
 * AREA must lie inside IMAGE. */
int cache_read(struct cache *c, size_t image, const struct area *area,
	       enum cache_use use, float *to, struct err *err);

/* Reads the whole image once.  Fills *TO with a digest of the size, the type
 * and the stored pixels.  Fails with err_data if the image is damaged or a
 * pixel is not finite. */
int cache_check(struct cache *c, size_t image, struct digest *to,
		struct err *err);

/* Fills *WANTED with how often a block was needed, and *DECODED with how often
 * a block had to be decoded. */
void cache_count(struct cache *c, uint64_t *wanted, uint64_t *decoded);

#endif
