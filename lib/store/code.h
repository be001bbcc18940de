/*
 * code.h - the code that a run was made with.
 */
#ifndef STORE_CODE_H
#define STORE_CODE_H

#include "store/chain.h"
#include "store/pieces.h"

/* Add code/NAME/... for every step (without ALL only where the command is
 * no tool of ours): the tree of its commit with its difference applied, or
 * both as they are where that cannot be read. */
int code_pack(struct pieces *p, const struct chain *c, int all,
	      struct err *err);
/* The program that the step ran, without its directory; the caller frees
 * it. */
char *code_program(const struct step *st);
/* 1 when the step's command is the user's own: `xp-log run -- CMD`. */
int code_is_foreign(const struct step *st);
/* The NAME of a step's code, or NULL; the caller frees it. */
char *code_name(const struct step *st);

#endif
