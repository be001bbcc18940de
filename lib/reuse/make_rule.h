/*
 * make_rule.h - writes a rule for make from what a run has read and written
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
	/* start.json of the run; it names the files at stdin and stdout */
	const struct json *start;
	const struct file_list *inputs, *outputs;
	const struct give *names; /* new names of outputs, or NULL */
};

/* Writes "TARGETS: INPUTS", and for each input a rule without a recipe, so that
 * make goes on if the input is removed.  Does not touch the file if it has this
 * content already.  A name that no makefile can have is left out with a
 * warning.  If there is no target, the file is not written, with a warning. */
int make_rule_write(const struct make_rule *m, struct messages *talk,
		    struct err *err);

#endif
