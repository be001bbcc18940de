/*
 * run.h - one recorded run, read back.
 *
 *	runs/ID/start.json	what was asked: argv, tool, settings, code,
 *				environment, machine, time
 *	runs/ID/inputs		lines as sha256sum writes them, sorted by
 *	runs/ID/outputs		path; "-" is stdin or stdout
 *	runs/ID/recipe.json	what determines the outputs; its SHA-256 is
 *				the recipe id
 *	runs/ID/end.json	exit status or signal, time; absent while
 *				running and for ever after a kill
 *	runs/ID/resume-N.json	that the run was taken up again: argv, time;
 *	runs/ID/end-N.json	the end that it had before that
 *	runs/ID/lock		held (flock) while the run lives
 *	runs/ID/note		what people wrote afterwards, append-only
 *	runs/ID/...		live files of the tool: metrics, checkpoints
 *
 * IDs sort by time.  A file that is damaged hides its own run only.
 *
 * Paths in `inputs` and `outputs` are as the user or a table wrote them,
 * relative to the run's working directory.  Files of the store itself
 * have names that do not change when it is moved:
 *	.xp/run/NAME		a file in the run's own directory
 *	.xp/runs/ID/NAME	a file in another run's
 * wherever the store lies.  Plain files (tables, settings, weights) are
 * objects of the store; images are there by their digest only, unless
 * --keep-inputs was given: ask object_has.
 *
 * start.json (all values text unless said): xp "start 1", tool, version,
 * argv (list), argv_bytes (object: argv.h), operands (list), names (object:
 * what @1 or a tag, as
 * the first operand of a tool that takes a run, stood for), run_at (integer:
 * where in argv that is), config (the input that is the settings file, or
 * absent), what (one line for a person), cwd (relative to the
 * directory that holds the store), cwd_absolute, stdout (the file it
 * went to, seen from there; absent for a pipe or a terminal), stdin (the file
 * it came from, or empty), pipe_in, pipe_out (names of pipes), settings,
 * all_settings (objects), code (object, absent outside git: commit, branch,
 * dirty (integer), files: digest of an object, see code_list.h, diff: that of
 * one which `git apply` takes, for people; unread: why there is no more than
 * this), environment (digest of a JSON object), machine, host, user, pid
 * (integer), time.
 *
 * recipe.json: xp "recipe 1", tool, version, settings, operands (those
 * that are no input), inputs (digest of the sorted inputs without the
 * settings file and with the store's own files named by their last
 * part), code (files; in old ones commit, diff).
 *
 * end.json: xp "end 1", exit (integer) or signal (integer), time, seconds,
 * peak_memory (integer, bytes), recipe (id), outputs (digest of the file
 * `outputs`), inputs (that of `inputs`), error (what the tool said, when it
 * failed), foreign (1: not a tool of ours, so exit 1 is a failure; absent).
 */
#ifndef RUN_RUN_H
#define RUN_RUN_H

#include "file/json.h"
#include "store/file_list.h"
#include "store/store.h"

enum run_state {
	RUN_RUNNING,	 /* its lock is held */
	RUN_INTERRUPTED, /* killed: no end, nobody holds the lock */
	RUN_DONE,	 /* exit 0 */
	RUN_NO,		 /* exit 1 of a tool of ours: the answer is no */
	RUN_STOPPED,	 /* ended by a signal that it recorded */
	RUN_FAILED,	 /* any other exit */
};

struct run {
	char *id, *dir;
	enum run_state state;
	struct json *start, *end, *recipe; /* NULL: not there */
	struct file_list inputs, outputs;
	struct digest recipe_id; /* when recipe is there */
};

const char *run_state_name(enum run_state s); /* "running", "done" ... */

/* Reads run ID and compares its lists and its recipe with the digests that
 * seal them.  err_data that names the run when it is damaged; other runs are
 * not affected. */
int run_read(struct run *r, const struct store *s, const char *id,
	     struct err *err);
void run_release(struct run *r);
/* All ids, oldest first. */
int run_list(const struct store *s, struct strs *ids, struct err *err);

/* State of a run from its end.json (NULL: there is none). */
enum run_state run_state_of(const struct store *s, const char *id,
			    const struct json *end);
/* Parse the record NAME in the directory of run ID.  1: read, 0: not
 * there, -1: damaged. */
int run_record(const struct store *s, const char *id, const char *name,
	       struct json **to, struct err *err);
/* "PATH/runs/ID/NAME"; freed by the caller. */
char *run_path(const struct store *s, const char *id, const char *name);

/* Append one dated line to the run's notes. */
int run_note(const struct store *s, const char *id, const char *text,
	     struct err *err);
/* Tags of run ID, sorted. */
int run_tags(const struct store *s, const char *id, struct strs *tags,
	     struct err *err);

/* UTC now as "2026-11-23T20:25:30Z". */
char *run_time(char to[32]);

#endif
