/*
 * digest_cache.h - a cache of files' digests, so that a file is hashed again
 * only if it has changed.
 *
 * A file is unchanged while its device, inode, size and times stay the same, as
 * in git's index.  Commands that must be sure (archive, verify) do not use the
 * cache.  The cache may be deleted.
 */
#ifndef STORE_DIGEST_CACHE_H
#define STORE_DIGEST_CACHE_H

#include <stdint.h>
#include <sys/stat.h>

#include "file/digest.h"
#include "store/store.h"

struct digest_cache_file {
	uint64_t device, inode;
	int64_t size, modified, changed; /* bytes; times in ns since 1970 */
	uint64_t marks;			 /* for the caller */
	struct digest digest;
};

struct digest_cache_files {
	const struct digest_cache_file *list; /* sorted by device and inode */
	size_t n;
	void *file; /* which LIST lies in */
	struct digest_cache_file *added;
	size_t nadded, cap;
};

/* Loads the cache NAME of S.  A damaged or missing cache is empty.  The caller
 * releases K. */
void digest_cache_load(struct digest_cache_files *k, const struct store *s,
		       const char *name);

/* Returns 1 if the cache NAME exists and is damaged. */
int digest_cache_is_damaged(const struct store *s, const char *name);

/* Returns the loaded entry of the file ST, or NULL if there is none or the file
 * has changed. */
const struct digest_cache_file *
digest_cache_find(const struct digest_cache_files *k, const struct stat *st);

/* Adds the file ST with its digest D.  The caller took ST before it read the
 * file. A file that changed in the last 3 seconds is not added, since its next
 * change might leave its times as they are. */
void digest_cache_add(struct digest_cache_files *k, const struct stat *st,
		      const struct digest *d, uint64_t marks);

/* Writes the cache if anything was added.  Failures are not reported. */
void digest_cache_save(const struct digest_cache_files *k,
		       const struct store *s, const char *name);
void digest_cache_release(struct digest_cache_files *k);

#endif
