/*
 * staging.h - directories that are built aside and then get their name.
 */
#ifndef STORE_STAGING_H
#define STORE_STAGING_H

#include "base/err.h"

/* Make the file PLACE below the directory TOP, and the directories on its
 * way; no link is followed and nothing is replaced.  Returns its
 * descriptor or -1 with errno set; EEXIST and ENOTDIR: the name is
 * taken.  PLACE is safe (member_path_is_safe). */
int staging_create(int top, const char *place, int mode);

/* Remove PATH and all below it, as far as that goes. */
void staging_remove(const char *path);

/* A directory of our own: beside DIR when DIR is not there, in it when it
 * is there and empty (anything else is err_usage).  TEMP is freed by the
 * caller. */
int staging_begin(const char *dir, char **temp, struct err *err);
/* What TEMP holds becomes DIR, or what DIR holds. */
int staging_finish(const char *dir, const char *temp, struct err *err);

#endif
