/*
 * durable.h - how the store reads and writes its own files.
 *
 * A file is written under a temporary name, synced, renamed or linked into
 * place, and its directory is synced: a kill or a power cut leaves either the
 * old state or the new one.
 */
#ifndef STORE_DURABLE_H
#define STORE_DURABLE_H

#include <sys/types.h>

#include "base/buf.h"
#include "base/err.h"

/* Reads all of PATH into TO.  1: read, 0: there is no such file, -1: see ERR
 * (also when it is longer than MAX bytes). */
int durable_read(struct buf *to, const char *path, size_t max, struct err *err);

/* Makes a new file in DIR under a random name and returns its descriptor, or
 * -1.  NAME, its path, is freed by the caller. */
int durable_temp(const char *dir, char **name, struct err *err);

/* Makes or empties PATH; returns a descriptor to write to, or -1. */
int durable_create(const char *path, struct err *err);

/* Writes all of DATA to FD; NAME is for the message. */
int durable_add(int fd, const void *data, size_t n, const char *name,
		struct err *err);

/* Makes PATH hold DATA, complete and durable; a file that is there is
 * replaced.  TEMP is a directory on the same file system. */
int durable_write(const char *path, const char *temp, const void *data,
		  size_t n, struct err *err);

/* Appends a line to a live file with one write; FD is open for appending.  With
 * FD open for reading, too, it never continues a line that was cut off. */
int durable_line(int fd, const struct buf *line, const char *name,
		 struct err *err);

/* Makes a directory; one that is there is fine. */
int durable_make_dir(const char *path, struct err *err);
int durable_sync_dir(const char *path, struct err *err);

/* N random bytes. */
void durable_random(void *to, size_t n);

#endif
