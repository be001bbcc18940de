/*
 * staging.h - directories that are built under another name and then renamed.
 */
#ifndef STORE_STAGING_H
#define STORE_STAGING_H

#include "base/err.h"

/* Makes the file PLACE below the directory TOP, and the directories on its
 * way; no link is followed and nothing is replaced.  Returns its descriptor,
 * or -1 with errno set; EEXIST and ENOTDIR: the name is taken.  PLACE is safe
 * (member_path_is_safe). */
int staging_create(int top, const char *place, int mode);

/* Removes PATH and all below it, as far as possible. */
void staging_remove(const char *path);

/* Makes a temporary directory: beside DIR when DIR does not exist, inside when
 * it is empty; otherwise err_usage.  TEMP, its path, is freed by the caller. */
int staging_begin(const char *dir, char **temp, struct err *err);
/* Renames TEMP to DIR or, where DIR exists, moves all that TEMP holds there. */
int staging_finish(const char *dir, const char *temp, struct err *err);

#endif
