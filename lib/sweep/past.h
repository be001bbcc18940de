/*
 * past.h - what was recorded of a command line.
 *
 * A command line is known by its key: tool, operands, the settings that can
 * change a result, and the working directory; of `xp-log run -- COMMAND` the
 * words of COMMAND.
 */
#ifndef SWEEP_PAST_H
#define SWEEP_PAST_H

#include "base/strs.h"
#include "run/run.h"

enum past_state {
	PAST_NONE,    /* nothing is recorded */
	PAST_FAILED,  /* a run failed, or its inputs have changed since */
	PAST_STOPPED, /* a run was stopped or killed, and can be resumed */
	PAST_RUNNING, /* a run is running */
	PAST_DONE,    /* a run is done, and its inputs are the same today */
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

/* Returns the key of the command line WORDS, which the caller frees.  A tool of
 * ours is asked what the words mean.  Returns NULL with ERR set if the tool
 * refuses them, if it would read a manifest from stdin, or if the command would
 * not be recorded. */
char *past_key(const struct strs *words, struct err *err);

/* Returns the best that any run with KEY has come to.  *ID becomes its id,
 * which P owns, or NULL. */
enum past_state past_find(const struct past *p, const char *key,
			  const char **id);

#endif
