/*
 * code_tree.h - keeps the code that a run uses.
 */
#ifndef CODE_TREE_H
#define CODE_TREE_H

#include "file/json.h"
#include "base/messages.h"
#include "store/store.h"

/* Sets *CODE to the object `code` of start.json for the work tree that holds
 * DIR, or to NULL if DIR is in no git work tree.  The object has commit,
 * branch, dirty, diff (a patch for people) and files (a list of code:
 * code_list.h).  Puts the files of the list into S.  A content is kept once,
 * however many runs use it.  Only the digest is kept of images of more than 1
 * MB, of files of more than 64 MB, and of files that look like secrets.  M gets
 * messages about files that were left out, and about code that cannot be
 * read. */
int code_tree_keep(struct json **code, const struct store *s, const char *dir,
		   struct messages *m, struct err *err);

#endif
