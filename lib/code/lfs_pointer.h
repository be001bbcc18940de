/*
 * lfs_pointer.h - reads the pointers of Git LFS.
 *
 * A pointer is a small file that git keeps in place of a large file.  The large
 * file is stored elsewhere.  Format: the specification of Git LFS, version 1.
 * Inside lib/code only.
 */
#ifndef CODE_LFS_POINTER_H
#define CODE_LFS_POINTER_H

#include <stddef.h>

#include "file/digest.h"

#define LFS_POINTER_MAX 1023 /* largest size of a pointer, in bytes */

/* Reads the SIZE bytes at TEXT as a pointer.  D becomes the digest of the file
 * that the pointer stands for.  Returns -1 if TEXT is not a pointer. */
int lfs_pointer_parse(struct digest *d, const char *text, size_t size);

#endif
