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
	const char *file;   /* path of the rule's file */
	const char *target; /* the only target; NULL: all outputs */
	const struct store *store;
	/* start.json, which names the files at stdin and stdout */
	const struct json *start;
	const struct file_list *inputs, *outputs;
	const struct give *names; /* for new names of outputs, or NULL */
};

/* Writes "TARGETS: INPUTS", and for each input a rule without a recipe, so that
 * make continues if the input is removed.  Leaves the file alone if it has this
 * content already.  Warns of a name that no makefile can have, which is left
 * out.  Without a target warns, and does not write the file. */
int make_rule_write(const struct make_rule *m, struct messages *talk,
		    struct err *err);

#endif
