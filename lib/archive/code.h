/*
 * code.h - the code that a run was made with.
 *
 *	code/NAME/...		the files of a commit with the work tree's
 *				difference from it
 *	record/code/NAME	their list, as sha256sum writes it, after a
 *				line that says where in that tree the
 *				archive .xp/ was.  Inside lib/archive only.
 */
#ifndef ARCHIVE_CODE_H
#define ARCHIVE_CODE_H

#include "archive/provenance.h"
#include "archive/member.h"

/* Add the code of every step (without ALL only of commands that are not
 * our tools): from git, or as it was restored.  Where neither can be read
 * that is err_data or, with C->without_code, the commit's id and the
 * difference are all. */
int code_pack(struct members *p, const struct provenance *c, int all,
	      struct err *err);
/* The directory of a step's code that takes the place of the archive's
 * own, "code/NAME/sub", or NULL; the caller frees it. */
char *code_dir(const struct provenance *c, const struct step *st);
/* The program that the step ran, without its directory; the caller frees
 * it. */
char *code_program(const struct step *st);
/* 1 when the step's command is the user's own: `xp-log run -- CMD`. */
int code_is_foreign(const struct step *st);

#endif
