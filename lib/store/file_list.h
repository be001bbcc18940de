/*
 * file_list.h - lists of files with their digests, as sha256sum writes
 * them: what a run read, what it wrote.
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

/* Reads a list; a missing file is an empty list.  A last line without its
 * newline (the writer was killed) is left out. */
int file_list_read(struct file_list *l, const char *path, struct err *err);
int file_list_parse(struct file_list *l, const char *text, size_t n,
		    struct err *err);
void file_list_add(struct file_list *l, const char *path,
		   const struct digest *d); /* the same path: replaced */
/* The same without looking for that path; file_list_sort keeps the last. */
void file_list_push(struct file_list *l, const char *path,
		    const struct digest *d);
void file_list_sort(struct file_list *l); /* by path bytes */
void file_list_text(const struct file_list *l, struct buf *to);
/* One line as sha256sum writes it (a backslash in a name is escaped). */
void file_list_line(struct buf *to, const char *path, const struct digest *d);
/* Digest of PATH in the list, or NULL. */
const struct digest *file_list_find(const struct file_list *l,
				    const char *path);
void file_list_release(struct file_list *l);

#endif
