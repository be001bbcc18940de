/*
 * recorder.h - records the run of this process with lib/run.
 *
 * main.c and recorded_program.c call these functions.  The code of a tool
 * never does.
 *
 * Inside lib/app only.
 */
#ifndef APP_RECORDER_H
#define APP_RECORDER_H

#include "app/opt.h"
#include "app/tool.h"
#include "file/digest.h"

struct recording_request; /* run/recording.h */

/* Begins a run, or resume the run named RESUME if RESUME is not NULL.  The
 * store is found or made, and checked to be writable.  The run's directory is
 * made and locked, and gets a durable start.json.  From then on files are
 * watched.  Sets CTX->run_id, and CTX->run_dir to an absolute path. */
int recorder_begin(struct ctx *ctx, const struct recording_request *asked,
		   const char *resume, struct err *err);

/* recorder_start does what recorder_begin does, for a run of this tool.  LINE
 * is the tool's command line. */
struct recorder_line {
	int argc;
	char **argv; /* words of the whole command line as it was given */
	int operands;
	char **operand; /* words that are not options */
	int *place;	/* ARGV[place[I] + 1] is operand I */
	const struct opt *opts;
	const char *config; /* path of the settings file, or NULL */
	const char *resume; /* name of a run to resume, or NULL */
};
int recorder_start(struct ctx *ctx, const struct recorder_line *line,
		   struct err *err);

/* Adds the recorded arguments of RUN, the value of --resume, to ARGS.  main.c
 * calls this before it parses options, so that the run keeps its settings.  If
 * the run read its manifest from stdin, "-" means the recorded bytes of stdin
 * from now on. */
int recorder_resume_args(const char *run, struct strs *args, struct err *err);

/* Records the file PATH under the name "-".  If INPUT is 0, PATH holds what
 * another program wrote to stdout.  If INPUT is 1, PATH holds what the program
 * read from stdin.  DIGEST is the digest of these bytes, or NULL.  If PATH is
 * NULL, only the digest is recorded. */
int recorder_stream(const char *path, int input, const struct digest *digest,
		    struct err *err);

/* Records the file "stderr" in the run's directory; its digest is D.  The
 * program wrote SIZE bytes to stderr; LOST of them are not in the file. */
void recorder_stderr(const struct digest *d, uint64_t size, uint64_t lost);

/* Completes the record: write inputs, outputs, recipe.json and end.json.  CODE
 * is the tool's exit code, or -N if signal N ended the tool.  If the tool
 * failed, ERR holds its error.  A record that cannot be completed is err_sys.
 * The outputs of the run stay in any case. */
int recorder_end(struct ctx *ctx, int code, struct err *err);

#endif
