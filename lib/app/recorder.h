/*
 * recorder.h - records the run of this process with lib/run.
 *
 * main.c and recorded_program.c call these functions; the code of a tool never
 * does.  Inside lib/app only.
 */
#ifndef APP_RECORDER_H
#define APP_RECORDER_H

#include "app/opt.h"
#include "app/tool.h"
#include "file/digest.h"

struct recording_request; /* run/recording.h */

/* Begin a run, or resume the run named RESUME (NULL: none): find or make the
 * store, check that it can be written to, make the run's directory with a
 * durable start.json, lock it and begin to watch files.  Sets CTX->run_id and
 * CTX->run_dir (an absolute path). */
int recorder_begin(struct ctx *ctx, const struct recording_request *asked,
		   const char *resume, struct err *err);

/* recorder_start does the same for a run of this tool, whose command line is
 * LINE. */
struct recorder_line {
	int argc;
	char **argv; /* the whole command line as it was given */
	int operands;
	char **operand; /* the words that are not options */
	int *place;	/* ARGV[place[I] + 1] is operand I */
	const struct opt *opts;
	const char *config; /* the path of the settings file, or NULL */
	const char *resume; /* the name of a run to resume, or NULL */
};
int recorder_start(struct ctx *ctx, const struct recorder_line *line,
		   struct err *err);

/* Add to ARGS the recorded arguments of RUN, the value of --resume.  main.c
 * calls this before it parses options, so that the run keeps its settings.  If
 * the run read its manifest from stdin, "-" stands for the recorded bytes from
 * now on. */
int recorder_resume_args(const char *run, struct strs *args, struct err *err);

/* Record the file PATH under the name "-".  It holds what another program
 * wrote to stdout or, if INPUT is not 0, read from stdin.  DIGEST is that of
 * its bytes, or NULL.  If PATH is NULL only the digest is recorded. */
int recorder_stream(const char *path, int input, const struct digest *digest,
		    struct err *err);
/* The run's directory has the file "stderr": D is its digest.  The program
 * wrote SIZE bytes, of which LOST are not in the file. */
void recorder_stderr(const struct digest *d, uint64_t size, uint64_t lost);

/* Complete the record: write inputs, outputs, recipe.json and end.json.  CODE
 * is the exit code, or -N if signal N ended the tool; if it failed, ERR holds
 * its error.  Err_sys when the record cannot be completed; the outputs of the
 * run stay even then. */
int recorder_end(struct ctx *ctx, int code, struct err *err);

#endif
