/*
 * file_list.h - lists of files with their digests, in the format of sha256sum:
 * what a run read, and what it wrote.
 */
#ifndef STORE_FILE_LIST_H
#define STORE_FILE_LIST_H

#include "base/buf.h"
#include "file/digest.h"
#include "base/err.h"

struct file_list { /* an `inputs` or `outputs` file */
	struct {
		char *path;
		struct digest digest;
	} * list;
	size_t n, cap;
};

/* Reads the list in the file PATH; a missing file is an empty list.  A last
 * line without its newline is ignored: its writer was killed.  The caller
 * releases L. */
int file_list_read(struct file_list *l, const char *path, struct err *err);

/* Does the same with the N bytes TEXT.  L is empty before. */
int file_list_parse(struct file_list *l, const char *text, size_t n,
		    struct err *err);

/* Adds PATH.  Of several entries with one path, file_list_sort keeps the
 * last. */
void file_list_push(struct file_list *l, const char *path,
		    const struct digest *d);
void file_list_sort(struct file_list *l); /* by path bytes */
void file_list_text(const struct file_list *l, struct buf *to);

/* Appends one line of a list.  A backslash or line break in PATH is escaped as
 * sha256sum does it. */
void file_list_line(struct buf *to, const char *path, const struct digest *d);

/* Returns the digest of PATH in L, which owns it, or NULL. */
const struct digest *file_list_find(const struct file_list *l,
				    const char *path);
void file_list_release(struct file_list *l);

#endif
