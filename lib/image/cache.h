/*
 * cache.h - reads parts of many images, and keeps decoded blocks while there is
 * room.
 *
 * Pixels never depend on what is kept.  The first few files stay open; others
 * are opened again when one of their blocks is decoded.  Reading fails if a
 * file has changed since cache_add.  Several threads may call the functions at
 * once, except cache_add and cache_room.
 */
#ifndef IMAGE_CACHE_H
#define IMAGE_CACHE_H

#include "file/digest.h"
#include "image/image.h"

struct cache;

struct area { /* a part of an image, in pixels */
	size_t x, y, width, height;
};

/* Returns a cache that keeps no blocks until cache_room is called.  The caller
 * frees it. */
struct cache *cache_new(void);
void cache_free(struct cache *c);

/* Adds the image REF and sets *IMAGE to its number.  Reads headers only.  REF
 * must outlive C. */
int cache_add(struct cache *c, const char *ref, size_t *image, struct err *err);

/* Sets *WIDTH and *HEIGHT to the size of an image. */
void cache_sides(const struct cache *c, size_t image, size_t *width,
		 size_t *height);

/* Returns the number of slices of an image: 1 unless it is a stack. */
size_t cache_slices(const struct cache *c, size_t image);

/* Returns the pixel size of an image. */
struct pixel_pitch cache_pitch(const struct cache *c, size_t image);

/* Returns the bytes needed to keep all blocks of all images. */
double cache_whole(const struct cache *c);

/* Returns the bytes needed to decode the largest block. */
double cache_block(const struct cache *c);

/* Returns the bytes needed to keep one row of blocks of each image.  With this
 * much room, each block is decoded only once if images are read from top to
 * bottom. */
double cache_row(const struct cache *c);

/* Sets the limit: at most BYTES of blocks are kept.  Blocks in use count, but
 * are never dropped, even if they alone exceed the limit. */
void cache_room(struct cache *c, size_t bytes);

/* CACHE_AGAIN: the pixels will be read again.  CACHE_PASSING: the pixels are
 * read once; their blocks never push out those read with CACHE_AGAIN. */
enum cache_use { CACHE_AGAIN, CACHE_PASSING };

/* Fills TO with the pixels of AREA as floats, row by row.  AREA lies inside
 * IMAGE. */
int cache_read(struct cache *c, size_t image, const struct area *area,
	       enum cache_use use, float *to, struct err *err);

/* Reads the whole image once.  *TO becomes a digest of its size, type and
 * stored pixels.  Fails with err_data if the image is damaged or a pixel is not
 * finite. */
int cache_check(struct cache *c, size_t image, struct digest *to,
		struct err *err);

/* Sets *WANTED to how often a block was needed, and *DECODED to how often one
 * had to be decoded. */
void cache_count(struct cache *c, uint64_t *wanted, uint64_t *decoded);

#endif
