/*
 * code_tree.h - keeps the code that a run uses.
 */
#ifndef CODE_TREE_H
#define CODE_TREE_H

#include "base/messages.h"
#include "code/code_list.h"
#include "file/json.h"
#include "store/store.h"

/* Keeps the code of the work tree that holds DIR: puts its files into S.  *CODE
 * becomes the object `code` of start.json, or NULL if DIR is in no git work
 * tree.  The object has commit, branch, dirty, diff (a patch for people) and
 * files (code_list.h).
 *
 * Only the digest is kept of images above 1 MB, of files above 64 MB, and of
 * what looks like a secret.  M gets messages about files that are left out, and
 * about code that cannot be read. */
int code_tree_keep(struct json **code, const struct store *s, const char *dir,
		   struct messages *m, struct err *err);

/* Fills L with the list that code_tree_keep would make, and writes nothing.
 * Returns 1, or 0 if there is no git work tree or it cannot be read.  The
 * caller releases L. */
int code_tree_look(struct code_list *l, const struct store *s, const char *dir,
		   struct err *err);

#endif
