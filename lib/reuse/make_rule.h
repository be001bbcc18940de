/*
 * make_rule.h - writes what a run has read and written as a rule for make
 * (--deps).
 */
#ifndef REUSE_MAKE_RULE_H
#define REUSE_MAKE_RULE_H

#include "base/err.h"
#include "base/messages.h"
#include "reuse/give.h"

struct make_rule {
	const char *file;   /* name of the file to write */
	const char *target; /* name of the one target; NULL: all outputs */
	const struct store *store;
	const struct json *start; /* names the files behind stdin and stdout */
	const struct file_list *inputs, *outputs;
	const struct give *names; /* names that outputs got, or NULL */
};

/* Writes "TARGETS: INPUTS", and for each input a rule without a recipe, so that
 * make goes on if the input is removed.  Leaves the file alone if it says so
 * already.  Names that no makefile can have are left out with a warning, and so
 * is the file if there is no target. */
int make_rule_write(const struct make_rule *m, struct messages *talk,
		    struct err *err);

#endif
