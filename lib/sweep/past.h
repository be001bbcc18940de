/*
 * past.h - what was recorded of a command line.
 *
 * A command line is known by its key: tool, operands, the settings that can
 * change a result, and the working directory; of `xp-log run -- COMMAND` the
 * words of COMMAND.  A name of a run counts as the run that it means: of
 * operands the id, of --init whichever run has the weights that were read.
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
 * mean.  Fails with err_data if the tool refuses them, if it would read a
 * manifest from stdin, if it names a run by @N, which is another one later, or
 * if the command would not be recorded.  The caller releases TO. */
int past_point(struct past_point *to, const struct past *p,
	       const struct strs *words, struct err *err);

/* Returns a text that two command lines share if they do the same and write to
 * the same names.  The caller frees it. */
char *past_point_text(const struct past_point *of);
void past_point_release(struct past_point *of);

/* Returns the best that any run has come to that does what OF is to do.  Each
 * output that OF names must have been named by the run, too, or be there with
 * the content of an output of the run.  *ID becomes the id of the run, which P
 * owns, or NULL. */
enum past_state past_find(const struct past *p, const struct past_point *of,
			  const char **id);

#endif
