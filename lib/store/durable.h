/*
 * durable.h - how the archive reads and writes its own files.
 *
 * Everything is written once: to a temporary name, synced, renamed or
 * linked into place, and the directory synced, so that a kill or a power
 * cut leaves either the old state or the new one.
 */
#ifndef STORE_DURABLE_H
#define STORE_DURABLE_H

#include <sys/types.h>

#include "base/buf.h"
#include "base/err.h"

/* 1: all of PATH is in TO, 0: there is no such file, -1: see ERR (also
 * when it is longer than MAX). */
int durable_read(struct buf *to, const char *path, size_t max, struct err *err);

/* A new file in DIR under a name nobody else has; NAME is freed by the
 * caller.  Returns its descriptor or -1. */
int durable_temp(const char *dir, char **name, struct err *err);

/* PATH, new and empty, to write to; the descriptor or -1. */
int durable_create(const char *path, struct err *err);

/* Write all of DATA to FD; NAME is for the message. */
int durable_add(int fd, const void *data, size_t n, const char *name,
		struct err *err);

/* Make PATH hold DATA, whole and durable; TEMP is a directory on the same
 * file system.  A file that is there is replaced. */
int durable_write(const char *path, const char *temp, const void *data,
		  size_t n, struct err *err);

/* Append a line to a live file with one write; FD is open for that. */
int durable_line(int fd, const struct buf *line, const char *name,
		 struct err *err);

int durable_make_dir(const char *path, struct err *err); /* fine if there */
int durable_sync_dir(const char *path, struct err *err);

/* N random bytes. */
void durable_random(void *to, size_t n);

#endif
