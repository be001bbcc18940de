/*
 * side_cache.h - the channels of one side of a pair in a cache, one after the
 * other.
 */
#ifndef MANIFEST_SIDE_CACHE_H
#define MANIFEST_SIDE_CACHE_H

#include "image/cache.h"
#include "manifest/manifest.h"

/* Adds the channels of SIDE of ROW to C.  *FIRST becomes the number of the
 * first one; the others follow it.  Fails with err_data if they differ in size
 * or in their number of slices.  Errors name the row. */
int side_cache_add(struct cache *c, const struct manifest *p,
		   const struct pair *row, enum side side, size_t *first,
		   struct err *err);

/* Fails with err_data if the columns of ROW state another size or type for SIDE
 * than its images have, which are in C from FIRST on (stated.h).  Errors name
 * the row. */
int side_cache_stated(const struct cache *c, const struct manifest *p,
		      const struct pair *row, enum side side, size_t first,
		      struct err *err);

/* Reads the N channels from FIRST on once, as cache_check does.  *STORED
 * (unless NULL) and *VALUES become the digests of a single channel or, if there
 * are several, digests of their digests. */
int side_cache_check(struct cache *c, size_t first, size_t n,
		     struct digest *stored, struct digest *values,
		     struct err *err);

#endif
