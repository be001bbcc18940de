/*
 * pack_code.h - packs the code that runs used.
 *
 *	code/NAME/...		files of a work tree: those of a commit, with
 *				the uncommitted changes
 *	record/code/NAME	the directory of the work tree that had .xp/;
 *				then the files, as sha256sum lists them
 *
 * Inside lib/archive only.
 */
#ifndef ARCHIVE_PACK_CODE_H
#define ARCHIVE_PACK_CODE_H

#include "archive/provenance.h"
#include "archive/member.h"

/* Adds code of the chain C to P: of all steps if ALL is 1, else of those that
 * are run again and whose program is not a tool of ours.  It comes from the
 * store, from git or, in a restored experiment, from code/.  Fails with
 * err_data if it cannot be read.  With C->without_code only the commit's id and
 * the uncommitted changes are added then, and TALK gets a warning that names
 * files and reason. */
int pack_code(struct members *p, const struct provenance *c, int all,
	      struct messages *talk, struct err *err);

/* Returns the directory of the step's code, code/NAME and then that of the work
 * tree that had .xp/, or NULL if no code is recorded.  The caller frees it. */
char *pack_code_dir(const struct provenance *c, const struct step *st);

/* Returns the name of the step's program, without directory.  The caller frees
 * it. */
char *pack_code_program(const struct step *st);

/* Returns 1 if the program is not a tool of ours (`xp-log run`). */
int pack_code_is_foreign(const struct step *st);

#endif
