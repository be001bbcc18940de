/*
 * code_tree.h - keeps the code that a run uses.
 */
#ifndef CODE_TREE_H
#define CODE_TREE_H

#include "file/json.h"
#include "base/messages.h"
#include "store/store.h"

/* Keeps the code of the work tree with DIR in S.  Sets *CODE to the object
 * `code` of start.json, or to NULL if DIR is in no git work tree: commit,
 * branch, dirty, diff (a patch for people), files (code_list.h).
 *
 * Of images above 1 MB, files above 64 MB and what looks like a secret only the
 * digest is kept.  M gets messages on files left out and on code that cannot be
 * read. */
int code_tree_keep(struct json **code, const struct store *s, const char *dir,
		   struct messages *m, struct err *err);

#endif
