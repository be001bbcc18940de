/*
 * pack_code.h - packs the code that the runs of an experiment used.
 *
 *	code/NAME/...		the files of the work tree: a commit with the
 *				uncommitted changes
 *	record/code/NAME	a line with the directory of that tree in which
 *				.xp/ was, then the list of the files in the
 *				format of sha256sum
 *
 * Inside lib/archive only.
 */
#ifndef ARCHIVE_PACK_CODE_H
#define ARCHIVE_PACK_CODE_H

#include "archive/provenance.h"
#include "archive/member.h"

/* Add to P the code of every step of C or, if ALL is 0, only of the steps that
 * are run again and whose program is not a tool of ours.  The code is read from
 * the store, from git or, in a restored experiment, from its code/.  If it
 * cannot be read, that is err_data; but with C->without_code only the commit's
 * id and the uncommitted changes are added.  TALK gets a warning that names the
 * files that were left out, and why. */
int pack_code(struct members *p, const struct provenance *c, int all,
	      struct messages *talk, struct err *err);
/* Returns the directory in the step's code, "code/NAME/SUB", that corresponds
 * to the directory that held .xp/, or NULL if no code is recorded; the caller
 * frees it. */
char *pack_code_dir(const struct provenance *c, const struct step *st);
/* Returns the name of the program that the step ran, without its directory; the
 * caller frees it. */
char *pack_code_program(const struct step *st);
/* Returns 1 when the step is a command of the user: `xp-log run -- CMD`. */
int pack_code_is_foreign(const struct step *st);

#endif
