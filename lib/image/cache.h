/*
 * cache.h - reads parts of many images, and keeps decoded blocks while there is
 * room.
 *
 * Pixels never depend on what is kept.  Up to 16 files stay open; others are
 * opened again when one of their blocks is decoded.  Reading fails with
 * err_data if a file is damaged or has changed since this process first opened
 * it.  Several threads may call the functions at once, except cache_add,
 * cache_room and cache_free.
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
 * frees it with cache_free. */
struct cache *cache_new(void);
void cache_free(struct cache *c);

/* Adds the image REF, from its headers, and sets *IMAGE to its number.  REF
 * must outlive C. */
int cache_add(struct cache *c, const char *ref, size_t *image, struct err *err);

/* Sets *WIDTH and *HEIGHT to the size of an image, all slices one below the
 * other. */
void cache_sides(const struct cache *c, size_t image, size_t *width,
		 size_t *height);

/* Returns 1 for a plane. */
size_t cache_slices(const struct cache *c, size_t image);

/* Returns the type of its pixels in the file (struct image_info). */
enum pixel cache_file_type(const struct cache *c, size_t image);

/* Returns the name of its channel (struct image_info), or "". */
const char *cache_channel(const struct cache *c, size_t image);

struct pixel_pitch cache_pitch(const struct cache *c, size_t image);

/* Returns the bytes needed to keep all blocks of all images. */
double cache_whole(const struct cache *c);

/* Returns the bytes needed to decode the largest block. */
double cache_block(const struct cache *c);

/* Returns the bytes needed to keep one row of blocks of each image.  With so
 * much room, each block is decoded only once if images are read from top to
 * bottom. */
double cache_row(const struct cache *c);

/* Sets the limit: at most BYTES of blocks are kept.  Blocks in use count, but
 * are not dropped even if they alone exceed the limit. */
void cache_room(struct cache *c, size_t bytes);

/* CACHE_AGAIN: the pixels will be read again.  CACHE_PASSING: they are read
 * once; their blocks never push out others. */
enum cache_use { CACHE_AGAIN, CACHE_PASSING };

/* Fills TO with the pixels of AREA, which lies inside IMAGE, row by row. */
int cache_read(struct cache *c, size_t image, const struct area *area,
	       enum cache_use use, float *to, struct err *err);

/* Reads the whole image once.  *VALUES becomes a digest of its sizes and of its
 * pixels as cache_read gives them (struct sample_sum), whatever the type and
 * the blocks that they are stored in; *STORED, unless it is NULL, a digest of
 * its size, type, blocks and pixels.  Fails with err_data if a pixel is not
 * finite, too. */
int cache_check(struct cache *c, size_t image, struct digest *stored,
		struct digest *values, struct err *err);

/* Sets *WANTED to how often a block was needed, *DECODED to how often it had to
 * be decoded. */
void cache_count(struct cache *c, uint64_t *wanted, uint64_t *decoded);

#endif
