/*
 * staging.h - builds directories under a temporary name and renames them when
 * they are complete.
 */
#ifndef STORE_STAGING_H
#define STORE_STAGING_H

#include "base/err.h"

/* Makes the new file PLACE below the directory TOP (a descriptor), with the
 * directories between them.  Follows no link and replaces nothing.  PLACE is
 * safe (member_path_is_safe).  Returns a descriptor, or -1 with errno set:
 * EEXIST or ENOTDIR if the name is taken. */
int staging_create(int top, const char *place, int mode);

/* Removes PATH and all below it, as far as possible. */
void staging_remove(const char *path);

/* Locks DIR, which counts as in use until the caller closes the descriptor that
 * is returned.  Returns -1 on failure. */
int staging_hold(const char *dir);

/* Makes the directory TEMP, whose name ends in XXXXXX, by mkdtemp.  *HELD
 * becomes a descriptor, which the caller closes when the directory is no longer
 * in use.  First removes directories of this kind that killed processes left.
 * Returns 0, or -1 with errno set. */
int staging_make(char *temp, int *held);

/* Makes a temporary directory for DIR: beside DIR if that does not exist, in
 * DIR if that is an empty directory.  *TEMP becomes its path, which the caller
 * frees; the caller closes *HELD at the end.  Fails with err_usage if DIR is
 * anything else. */
int staging_begin(const char *dir, char **temp, int *held, struct err *err);

/* Renames TEMP to DIR or, if DIR exists, moves all that is in TEMP to DIR. */
int staging_finish(const char *dir, const char *temp, struct err *err);

#endif
