/*
 * pack_code.h - packs the code that runs used.
 *
 *	code/NAME/...		files of a work tree: those of a commit, with
 *				the uncommitted changes
 *	record/code/NAME	first line: the directory of the work tree
 *				that had .xp/; then the list of the files, as
 *				sha256sum writes it
 *
 * Inside lib/archive only.
 */
#ifndef ARCHIVE_PACK_CODE_H
#define ARCHIVE_PACK_CODE_H

#include "archive/provenance.h"
#include "archive/member.h"

/* Adds code of the chain C to P: of all steps if ALL is 1, else of the steps
 * that are run again and whose program is not a tool of ours.  The code comes
 * from the store, from git or, in a restored experiment, from code/.  TALK gets
 * a warning that names files left out (secrets, links that lead out, names that
 * an archive must not contain), and why.
 *
 * Fails with err_data if code cannot be read.  If C->without_code is 1, this is
 * no error: only the commit's id and the uncommitted changes are added. */
int pack_code(struct members *p, const struct provenance *c, int all,
	      struct messages *talk, struct err *err);

/* Returns the directory "code/NAME/SUB" of the step's code, or NULL if no code
 * is recorded.  SUB is the directory in the work tree that had .xp/.  The
 * caller frees the result. */
char *pack_code_dir(const struct provenance *c, const struct step *st);

/* Returns the name of the step's program, without directory.  The caller frees
 * it. */
char *pack_code_program(const struct step *st);

/* Returns 1 if the step ran a program that is not a tool of ours (by `xp-log
 * run`). */
int pack_code_is_foreign(const struct step *st);

#endif
