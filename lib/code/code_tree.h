/*
 * code_tree.h - keeps the code that a run uses.
 */
#ifndef CODE_TREE_H
#define CODE_TREE_H

#include "base/messages.h"
#include "code/code_list.h"
#include "file/json.h"
#include "store/store.h"

/* Keeps the code of the work tree that holds DIR: puts its files into S.
 * *CODE, which the caller frees, becomes the object `code` of start.json
 * (run.h), or NULL if DIR is not in a git work tree.
 *
 * Only the digest is kept of images above 1 MB, of files above 64 MB, and of
 * what looks like a secret.  M gets warnings of new secrets, of directories
 * with too many new files, and of code or a patch that cannot be recorded. */
int code_tree_keep(struct json **code, const struct store *s, const char *dir,
		   struct messages *m, struct err *err);

/* Fills L with the list that code_tree_keep would make, and writes nothing.
 * Returns 1, or 0 if there is no git work tree or it cannot be read, or -1.
 * The caller releases L. */
int code_tree_look(struct code_list *l, const struct store *s, const char *dir,
		   struct err *err);

#endif
