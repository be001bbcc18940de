/*
 * file_list.h - lists of files with their digests, in the format of sha256sum.
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
 * line without a newline is ignored: its writer was killed.  The caller
 * releases L. */
int file_list_read(struct file_list *l, const char *path, struct err *err);

/* Adds the files of the list TEXT, N bytes, to L. */
int file_list_parse(struct file_list *l, const char *text, size_t n,
		    struct err *err);

/* Adds PATH. */
void file_list_push(struct file_list *l, const char *path,
		    const struct digest *d);
/* Sorts L by the bytes of the paths.  Of equal paths the last one stays. */
void file_list_sort(struct file_list *l);

/* Appends all lines of L to TO. */
void file_list_text(const struct file_list *l, struct buf *to);

/* Appends one line of a list to TO.  A backslash or line break in PATH is
 * escaped as sha256sum does it. */
void file_list_line(struct buf *to, const char *path, const struct digest *d);

/* Returns the digest of PATH in L, which owns it, or NULL. */
const struct digest *file_list_find(const struct file_list *l,
				    const char *path);
void file_list_release(struct file_list *l);

#endif
