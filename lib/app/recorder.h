/*
 * recorder.h - recording a run, the only place that knows about it.
 *
 * main.c calls these; a tool's author never does.
 */
#ifndef APP_RECORDER_H
#define APP_RECORDER_H

#include "app/opt.h"
#include "app/tool.h"

struct recording_request; /* run/recording.h */

/* Find or make the archive, try that it can be written, make the run's
 * directory with start.json (durable), take its lock and begin to watch
 * files.  Sets CTX->run_id and run_dir (an absolute path). */
int recorder_begin(struct ctx *ctx, const struct recording_request *asked,
		   const char *resume, struct err *err);

/* The same for the tool itself. */
struct recorder_line {
	int argc;
	char **argv; /* the whole command line, untouched */
	int operands;
	char **operand; /* what is left of it without options */
	const struct opt *opts;
	const char *config; /* the settings file as it is read, or NULL */
	const char *resume; /* a run's name: take it up again; or NULL */
};
int recorder_start(struct ctx *ctx, const struct recorder_line *line,
		   struct err *err);

/* Called before options are parsed when argv holds --resume RUN: the
 * recorded command line of that run, so that it keeps its settings.
 * When its manifest came by a pipe, stdin is replaced by the recorded
 * bytes.  Fills ARGS (owned by the caller). */
int recorder_resume_args(const char *run, struct strs *args, struct err *err);

/* The file PATH holds what another program wrote to stdout (read from
 * stdin, with INPUT): note it under the name "-". */
int recorder_stream(const char *path, int input, struct err *err);

/* Write inputs, outputs, recipe.json and end.json.  CODE is the exit code,
 * or -SIGNAL; ERR holds what the tool said when it failed.  A record that
 * cannot be completed is err_sys: the run's outputs stay. */
int recorder_end(struct ctx *ctx, int code, struct err *err);

#endif
