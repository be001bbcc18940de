/*
 * recorder.h - records the run of this process (lib/run), for main.c and
 * recorded_program.c.
 *
 * Inside lib/app only.
 */
#ifndef APP_RECORDER_H
#define APP_RECORDER_H

#include "app/args.h"
#include "app/opt.h"
#include "app/tool.h"
#include "file/digest.h"
#include "file/json.h"
#include "store/file_list.h"

struct if_new;		  /* app/if_new.h */
struct recording_request; /* run/recording.h */

/* Begins a run or, if RESUME is not NULL, resumes the run RESUME.  Finds or
 * makes the store, makes and locks the run's directory, and writes a durable
 * start.json.  From then on files are watched.  Sets CTX->run_id, and
 * CTX->run_dir to an absolute path.
 *
 * If IF_NEW is not NULL, looks first for an earlier run that did the same
 * (if_new.h).  Resumes it if it was interrupted.  If it is done, begins no run
 * and returns IF_NEW_DONE; its outputs are then in place. */
int recorder_begin(struct ctx *ctx, const struct recording_request *asked,
		   const char *resume, struct if_new *if_new, struct err *err);

/* a tool's command line */
struct recorder_line {
	int argc;
	char **argv; /* the whole command line, without options with OPT_WHEN */
	int operands;
	char **operand;		 /* words that are no options, as parsed */
	struct args_words words; /* operand i is ARGV[place[i] + 1] */
	const struct opt *opts;
	const char *config;    /* path of the settings file, or NULL */
	const char *resume;    /* name of the run to resume, or NULL */
	struct if_new *if_new; /* see recorder_begin */
};

/* Begins the run of this tool, as recorder_begin does. */
int recorder_start(struct ctx *ctx, const struct recorder_line *line,
		   struct err *err);

/* Adds the recorded arguments of the run RUN, the value of --resume, to ARGS.
 * If this run read stdin, "-" means the recorded bytes from now on.  *ID and
 * *DIR become the id and the directory of the run; *SETTINGS becomes the path
 * of the object that has its settings file, or NULL.  The caller frees them.
 * Returns 1 if the run is done, else 0.  Fails with err_data if another tool
 * made the run, or if its answer was "no". */
int recorder_resume_args(const char *run, struct strs *args, char **id,
			 char **dir, char **settings, struct err *err);

/* Records the file PATH under the name "-": what another program wrote to
 * stdout (INPUT 0) or read from stdin (INPUT 1).  DIGEST is the digest of these
 * bytes, or NULL.  If PATH is NULL, only DIGEST is recorded. */
int recorder_stream(const char *path, int input, const struct digest *digest,
		    struct err *err);

/* Records the file "stderr" in the run's directory, with digest D.  LOST of the
 * SIZE bytes that the program wrote are not in it. */
void recorder_stderr(const struct digest *d, uint64_t size, uint64_t lost);

/* Adds the N bytes DATA to the objects of the run.  D becomes their digest. */
int recorder_object(const void *data, size_t n, struct digest *d,
		    struct err *err);

/* From now on until recorder_batch_end, files are recorded together, which is
 * faster. */
void recorder_batch(void);
int recorder_batch_end(struct err *err);

/* Returns the outputs recorded so far. */
const struct file_list *recorder_outputs(void);

/* Adds to OWN what this run has written: see run/seen_names.h. */
void recorder_own(struct strs *own, const struct json *watched);

/* Records J, what was seen of the program's files, as "watched" of end.json
 * (run/run.h), and owns J. */
void recorder_watched(struct json *j);

/* Records J, a list of the directories that the program made
 * (trace/made_dirs.h) or NULL, and owns J. */
void recorder_made_dirs(struct json *j);

/* Completes the record and writes the file of --deps.  CODE is the tool's exit
 * code, or -N for signal N.  ERR has the tool's error if it failed.  The
 * outputs of the run stay even if this fails. */
int recorder_end(struct ctx *ctx, int code, struct err *err);

#endif
