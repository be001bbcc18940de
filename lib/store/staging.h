/*
 * staging.h - directories that are built under a temporary name and then
 * renamed.
 */
#ifndef STORE_STAGING_H
#define STORE_STAGING_H

#include "base/err.h"

/* Makes the new file PLACE below the directory with the descriptor TOP.  Also
 * makes the directories between TOP and PLACE.  Follows no link and replaces
 * nothing.  Returns the file's descriptor, or -1 with errno set.  EEXIST and
 * ENOTDIR mean that the name is taken.  The caller has checked that PLACE is
 * safe (member_path_is_safe). */
int staging_create(int top, const char *place, int mode);

/* Removes PATH and everything below it, as far as possible. */
void staging_remove(const char *path);

/* Makes a temporary directory.  If DIR does not exist, the temporary directory
 * is beside DIR.  If DIR is an empty directory, it is inside DIR.  Anything
 * else at DIR is err_usage.  *TEMP becomes the path of the temporary directory;
 * the caller frees *TEMP. */
int staging_begin(const char *dir, char **temp, struct err *err);

/* Renames TEMP to DIR or, if DIR exists, moves everything in TEMP to DIR and
 * removes TEMP. */
int staging_finish(const char *dir, const char *temp, struct err *err);

#endif
