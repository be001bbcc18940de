/*
 * lfs_pointer.h - reads the pointers of Git LFS (specification, version 1):
 * small files that git keeps in place of large ones.
 *
 * Inside lib/code only.
 */
#ifndef CODE_LFS_POINTER_H
#define CODE_LFS_POINTER_H

#include <stddef.h>

#include "file/digest.h"

#define LFS_POINTER_MAX 1023 /* largest size of a pointer, in bytes */

/* Reads the pointer TEXT of SIZE bytes.  D becomes the digest of the large
 * file. Returns -1 if TEXT is not a pointer. */
int lfs_pointer_parse(struct digest *d, const char *text, size_t size);

#endif
