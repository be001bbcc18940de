/*
 * lfs_pointer.h - reads the pointers of Git LFS: small files that git keeps in
 * place of large ones, which are stored elsewhere.
 *
 * Format: the specification of Git LFS, version 1.  Inside lib/code only.
 */
#ifndef CODE_LFS_POINTER_H
#define CODE_LFS_POINTER_H

#include <stddef.h>

#include "file/digest.h"

#define LFS_POINTER_MAX 1023 /* bytes of a pointer at most */

/* Sets D to the digest of the file that the pointer of SIZE bytes at TEXT
 * stands for.  Returns -1 if it is not a pointer. */
int lfs_pointer_parse(struct digest *d, const char *text, size_t size);

#endif
