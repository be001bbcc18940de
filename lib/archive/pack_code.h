/*
 * pack_code.h - packs the code that runs used.
 *
 *	code/NAME/...		the files of the work tree: a commit with the
 *				uncommitted changes
 *	record/code/NAME	first a line: the directory of the work tree
 *				that held .xp/; then the list of the files, in
 *				the format of sha256sum
 *
 * Inside lib/archive only.
 */
#ifndef ARCHIVE_PACK_CODE_H
#define ARCHIVE_PACK_CODE_H

#include "archive/provenance.h"
#include "archive/member.h"

/* Adds code of the chain C to P.  If ALL is 1, the code of every step is added.
 * If ALL is 0, the code of a step is added only if the step is run again and
 * its program is not one of our tools.  The code is read from the store, from
 * git or, in a restored experiment, from code/.  Code that cannot be read is
 * err_data.  With C->without_code that is no error: only the commit's id and
 * the uncommitted changes are added.  TALK gets a warning that names the files
 * that were left out, and why. */
int pack_code(struct members *p, const struct provenance *c, int all,
	      struct messages *talk, struct err *err);

/* Returns the directory "code/NAME/SUB" of the step's code, or NULL if no code
 * is recorded.  SUB is the directory of the work tree that held .xp/.  The
 * caller frees it. */
char *pack_code_dir(const struct provenance *c, const struct step *st);

/* Returns the name of the step's program without its directory.  The caller
 * frees it. */
char *pack_code_program(const struct step *st);

/* Returns 1 when the step ran another program by `xp-log run -- CMD`, not one
 * of our tools. */
int pack_code_is_foreign(const struct step *st);

#endif
