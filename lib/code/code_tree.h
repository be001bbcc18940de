/*
 * code_tree.h - keeps the code that a run uses.
 */
#ifndef CODE_TREE_H
#define CODE_TREE_H

#include "file/json.h"
#include "base/messages.h"
#include "store/store.h"

/*
 * What start.json says of the code in the work tree that holds DIR: commit,
 * branch, dirty, diff (a patch for people) and files (a list of code, whose
 * files are objects of S now).  A file's content is kept once, however many
 * runs use it.  Digest only: images of more than 1 MB, files of more than
 * 64 MB, and what looks like a secret.  What is left out or cannot be read is
 * said in M.  *CODE is NULL outside of git.
 */
int code_tree_keep(struct json **code, const struct store *s, const char *dir,
		   struct messages *m, struct err *err);

#endif
