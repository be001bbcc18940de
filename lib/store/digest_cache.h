/*
 * digest_cache.h - a cache of files' digests, so that a file is hashed again
 * only if it has changed.
 *
 * A file is unchanged while its device, inode, size and times stay the same, as
 * in git's index.  A file that was changed just before it was hashed is not
 * trusted: the next change might leave its times as they are.  Commands that
 * must be sure (archive, verify) do not use this cache.  It may be deleted.
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
	struct digest_cache_file
		*list; /* entries loaded, by device and inode */
	size_t n;
	struct digest_cache_file *added;
	size_t nadded, cap;
};

/* Loads the cache NAME of S.  A damaged or missing one is empty.  The caller
 * releases K. */
void digest_cache_load(struct digest_cache_files *k, const struct store *s,
		       const char *name);

/* Returns 1 if the cache NAME is damaged. */
int digest_cache_is_damaged(const struct store *s, const char *name);

/* Returns the entry of the file ST, or NULL if there is none or the file has
 * changed. */
const struct digest_cache_file *
digest_cache_find(const struct digest_cache_files *k, const struct stat *st);

/* Adds the file ST with its digest D.  ST is from before the file was read, so
 * that a change meanwhile is noticed later. */
void digest_cache_add(struct digest_cache_files *k, const struct stat *st,
		      const struct digest *d, uint64_t marks);

/* Writes the cache if anything was added.  Failures are not reported. */
void digest_cache_save(const struct digest_cache_files *k,
		       const struct store *s, const char *name);
void digest_cache_release(struct digest_cache_files *k);

#endif
