/*
 * code_list.h - the code that a run used, file by file.
 *
 * A list is an object of the store; start.json names it under `code`, `files`.
 * It has one line for each file of the work tree, sorted by path bytes and
 * escaped as sha256sum does it:
 *
 *	KIND <sha256>  PATH
 *
 * PATH is relative to the top of the work tree.  The digest names an object
 * with the content; images above 1 MB, files above 64 MB and what looks like a
 * secret have no object.
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
	CODE_LINK = 'l',    /* a symbolic link; the content is its target */
	/* a submodule that was not checked out; the content is its commit's
	 * id */
	CODE_MODULE = 'm',
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
void code_list_sort(struct code_list *l); /* by path bytes */

/* Appends the lines of L to TO. */
void code_list_text(const struct code_list *l, struct buf *to);

/* Reads the list with the digest HEX from S.  The caller releases L.  Fails
 * with err_data if there is no such list. */
int code_list_read(struct code_list *l, const struct store *s, const char *hex,
		   struct err *err);
void code_list_release(struct code_list *l);

#endif
