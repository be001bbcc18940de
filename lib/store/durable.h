/*
 * durable.h - how the store reads and writes its own files.
 *
 * A file is written under a temporary name, synced, renamed or linked into
 * place, and its directory synced.  A kill or a power cut leaves either the old
 * state or the new one.
 */
#ifndef STORE_DURABLE_H
#define STORE_DURABLE_H

#include <sys/types.h>

#include "base/buf.h"
#include "base/err.h"

/* Reads the whole file PATH, not a link, into TO.  Returns 1, or 0 if there is
 * no such file, or -1 on an error, such as more than MAX bytes. */
int durable_read(struct buf *to, const char *path, size_t max, struct err *err);

/* Makes a file in DIR with a random name, locked while open.  Returns its
 * descriptor, or -1.  *NAME becomes its path, which the caller frees. */
int durable_temp(const char *dir, char **name, struct err *err);

/* Makes the file PATH, or empties it.  Returns a descriptor for writing, or
 * -1. */
int durable_create(const char *path, struct err *err);

/* Writes all of DATA to FD.  Errors call the file NAME. */
int durable_add(int fd, const void *data, size_t n, const char *name,
		struct err *err);

/* Makes or replaces the file PATH with the content DATA, whole and durable.
 * TEMP is a directory on the same file system. */
int durable_write(const char *path, const char *temp, const void *data,
		  size_t n, struct err *err);

/* Appends LINE to FD, which is open for appending, in a single write.  If FD is
 * open for reading, too, and its last line was cut off, LINE begins on a new
 * line. */
int durable_line(int fd, const struct buf *line, const char *name,
		 struct err *err);

/* Makes the directory PATH if it is missing. */
int durable_make_dir(const char *path, struct err *err);
int durable_sync_dir(const char *path, struct err *err);

/* Fills TO with N random bytes. */
void durable_random(void *to, size_t n);

#endif
