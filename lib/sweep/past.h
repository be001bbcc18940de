/*
 * past.h - finds what was recorded of a command line.
 *
 * The key of a command line is its tool, operands, settings that can change a
 * result, and working directory; of `xp-log run -- COMMAND` the words of
 * COMMAND and the directory.  An operand that names a run counts as the id of
 * the run; an --init that names a run counts as its weights.
 */
#ifndef SWEEP_PAST_H
#define SWEEP_PAST_H

#include "base/strs.h"
#include "run/run.h"

enum past_state {
	PAST_NONE, /* nothing is recorded */
	/* a run failed, cannot be resumed, or its inputs have changed since */
	PAST_FAILED,
	PAST_STOPPED, /* a run was stopped or killed, and can be resumed */
	PAST_RUNNING, /* a run is running */
	PAST_DONE,    /* a run is done, and its inputs are the same today;
		       * the answer may be no */
};

struct past_run {
	char *id, *key;
};

struct past { /* the runs of a store */
	const struct store *store;
	struct past_run *runs; /* the oldest first */
	size_t n;
};

/* Reads the beginnings of all runs of S, which must outlive P.  A run whose
 * record is damaged is left out.  The caller releases P. */
int past_read(struct past *p, const struct store *s, struct err *err);
void past_release(struct past *p);

struct past_point { /* a command line */
	char *key;
	/* digest of the weights, if --init names a run, or "" */
	char weights[DIGEST_HEX + 1];
	struct json *outputs; /* options that name outputs, or NULL */
};

/* Fills TO for the command line WORDS.  A tool of ours is asked what the words
 * mean.  The caller releases TO.  Fails with err_data if the tool refuses the
 * words, if it would read from stdin, if it names a run by @N, which later
 * means another one, or if the command would not be recorded. */
int past_point(struct past_point *to, const struct past *p,
	       const struct strs *words, struct err *err);

/* Returns a text that is the same for two command lines that do the same and
 * write to the same names.  The caller frees it. */
char *past_point_text(const struct past_point *of);
void past_point_release(struct past_point *of);

/* Returns the best state of any run that did what OF is to do.  The run must
 * have named each output that OF names, or the file must be there with the
 * content of an output of the run.  *ID becomes the id of the run, which P
 * owns, or NULL. */
enum past_state past_find(const struct past *p, const struct past_point *of,
			  const char **id);

#endif
