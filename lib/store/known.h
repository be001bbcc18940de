/*
 * known.h - digests of files that have not changed since they were hashed.
 *
 * As git's index does it: a file of the same device, inode, size and times is
 * believed to have the same content, unless it was so young when it was hashed
 * that a later change might not show.  A cache, which may be deleted; who must
 * be sure (archive, verify) does not ask it.
 */
#ifndef STORE_KNOWN_H
#define STORE_KNOWN_H

#include <stdint.h>
#include <sys/stat.h>

#include "file/digest.h"
#include "store/store.h"

struct known_file {
	uint64_t device, inode;
	int64_t size, modified, changed; /* ns since 1970 */
	uint64_t marks;			 /* whatever the caller wants to know */
	struct digest digest;
};

struct known_files {
	struct known_file *list; /* what was loaded, by device and inode */
	size_t n;
	struct known_file *added;
	size_t nadded, cap;
};

/* Loads the cache NAME of S; one that is damaged or missing is empty. */
void known_load(struct known_files *k, const struct store *s, const char *name);
/* What is known of the file with ST, or NULL. */
const struct known_file *known_find(const struct known_files *k,
				    const struct stat *st);
/* Remembers the file that had ST before it was read. */
void known_add(struct known_files *k, const struct stat *st,
	       const struct digest *d, uint64_t marks);
/* Writes the cache when something was added.  Failure is no error. */
void known_save(const struct known_files *k, const struct store *s,
		const char *name);
void known_release(struct known_files *k);

#endif
