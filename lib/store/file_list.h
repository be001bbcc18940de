/*
 * file_list.h - lists of files with their digests, in the format of sha256sum.
 * One list has the files that a run read, another list has the files that the
 * run wrote.
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

/* Reads the list in the file PATH.  A missing file is an empty list.  A last
 * line without a newline is ignored, since its writer was killed. */
int file_list_read(struct file_list *l, const char *path, struct err *err);

/* Does the same with a list of N bytes in memory. */
int file_list_parse(struct file_list *l, const char *text, size_t n,
		    struct err *err);

/* Adds PATH.  If several entries have the same path, file_list_sort keeps the
 * entry that was added last. */
void file_list_push(struct file_list *l, const char *path,
		    const struct digest *d);
void file_list_sort(struct file_list *l); /* by path bytes */
void file_list_text(const struct file_list *l, struct buf *to);

/* Appends one line of a list to TO.  A backslash or line break in PATH is
 * escaped in the way of sha256sum. */
void file_list_line(struct buf *to, const char *path, const struct digest *d);

/* Returns the digest of PATH in L, or NULL. */
const struct digest *file_list_find(const struct file_list *l,
				    const char *path);
void file_list_release(struct file_list *l);

#endif
