/*
 * recorder.h - records the run of this process: links tools to lib/run.
 *
 * main.c and command.c call these; a tool's author never does.
 * Inside lib/app only.
 */
#ifndef APP_RECORDER_H
#define APP_RECORDER_H

#include "app/opt.h"
#include "app/tool.h"

struct recording_request; /* run/recording.h */

/* Find or make the store, try that it can be written, make the run's
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
	int *place;	/* where in ARGV, less the tool, each one was */
	const struct opt *opts;
	const char *config; /* the settings file as it is read, or NULL */
	const char *resume; /* the name of a run to resume, or NULL */
};
int recorder_start(struct ctx *ctx, const struct recorder_line *line,
		   struct err *err);

/* Fills ARGS with the recorded arguments of RUN, which --resume names; called
 * before options are parsed, so that the run keeps its settings.  When its
 * manifest came by a pipe, "-" reads the recorded bytes from now on. */
int recorder_resume_args(const char *run, struct strs *args, struct err *err);

/* Records the file PATH under the name "-": it holds what another program wrote
 * to stdout or, with INPUT, read from stdin. */
int recorder_stream(const char *path, int input, struct err *err);

/* Write inputs, outputs, recipe.json and end.json.  CODE is the exit code,
 * or -SIGNAL; ERR holds what the tool said when it failed.  A record that
 * cannot be completed is err_sys: the run's outputs stay. */
int recorder_end(struct ctx *ctx, int code, struct err *err);

#endif
