/*
 * code_list.h - the code that a run used, file by file.
 *
 * A list is an object of the store, named by `files` under `code` in
 * start.json: one line a file of the work tree, sorted by path bytes,
 *
 *	KIND <sha256>  PATH
 *
 * and escaped as sha256sum does.  PATH is relative to the top of the work
 * tree.  What the digest names is an object, too, unless the file is an image,
 * large, or looks like a secret: ask object_has.
 */
#ifndef CODE_LIST_H
#define CODE_LIST_H

#include "base/buf.h"
#include "file/digest.h"
#include "base/err.h"
#include "store/store.h"

enum code_kind {
	CODE_FILE = 'f',
	CODE_PROGRAM = 'x', /* may be executed */
	CODE_LINK = 'l',    /* a symbolic link; its content is its target */
	CODE_MODULE = 'm',  /* a submodule whose files were not there; its
			       content is its commit */
};

struct code_file {
	char *path;
	enum code_kind kind;
	struct digest digest;
};

struct code_list {
	struct code_file *list;
	size_t n, cap;
};

void code_list_add(struct code_list *l, enum code_kind kind, const char *path,
		   const struct digest *d);
void code_list_sort(struct code_list *l);
void code_list_text(const struct code_list *l, struct buf *to);
/* Reads the list with the digest HEX from S. */
int code_list_read(struct code_list *l, const struct store *s, const char *hex,
		   struct err *err);
void code_list_release(struct code_list *l);

#endif
