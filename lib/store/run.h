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
 * relative to the run's working directory.  Files of the archive itself
 * have names that do not change when it is moved:
 *	.xp/run/NAME		a file in the run's own directory
 *	.xp/runs/ID/NAME	a file in another run's
 * wherever the archive lies.  Plain files (tables, settings, weights) are
 * objects of the archive; images are there by their digest only, unless
 * --keep-inputs was given: ask store_has.
 *
 * start.json (all values text unless said): xp "start 1", tool, version,
 * argv (list), operands (list), names (object: what @1 or a tag among the
 * operands stood for), config (the input that is the settings file, or
 * absent), what (one line for a person), cwd (relative to the
 * directory that holds the archive), cwd_absolute, stdout (the file it
 * went to, seen from there; absent for a pipe or a terminal), settings,
 * all_settings (objects), code (object: commit, branch, dirty (integer),
 * diff: digest of an object that `git apply` takes; absent outside git),
 * environment (digest of a JSON object), machine, host, user, pid
 * (integer), time.
 *
 * recipe.json: xp "recipe 1", tool, version, settings, operands (those
 * that are no input), inputs (digest of the sorted inputs without the
 * settings file and with the archive's own files named by their last
 * part), code (commit, diff).
 *
 * end.json: xp "end 1", exit (integer) or signal (integer), time, seconds,
 * peak_memory (integer, bytes), recipe (id), outputs (digest of the file
 * `outputs`), error (what the tool said, when it failed).
 */
#ifndef STORE_RUN_H
#define STORE_RUN_H

#include "base/json.h"
#include "store/store.h"

struct file_list {		/* an `inputs` or `outputs` file */
	struct {
		char *path;
		struct digest digest;
	} *at;
	size_t n, cap;
};

/* A file that is not there is an empty list.  A last line without its
 * newline (a kill in the middle of a write) is left out. */
int file_list_read(struct file_list *l, const char *path, struct err *err);
int file_list_parse(struct file_list *l, const char *text, size_t n,
		    struct err *err);
void file_list_add(struct file_list *l, const char *path,
		   const struct digest *d);	/* the same path: replaced */
/* The same without looking for that path; file_list_sort keeps the last. */
void file_list_push(struct file_list *l, const char *path,
		    const struct digest *d);
void file_list_sort(struct file_list *l);	/* by path bytes */
void file_list_text(const struct file_list *l, struct buf *to);
/* One line as sha256sum writes it (a backslash in a name is escaped). */
void file_list_line(struct buf *to, const char *path,
		    const struct digest *d);
/* Digest of PATH in the list, or NULL. */
const struct digest *file_list_find(const struct file_list *l,
				    const char *path);
void file_list_release(struct file_list *l);

enum run_state {
	RUN_RUNNING,		/* its lock is held */
	RUN_INTERRUPTED,	/* killed: no end, nobody holds the lock */
	RUN_DONE,		/* exit 0 */
	RUN_NO,			/* exit 1 */
	RUN_STOPPED,		/* ended by a signal that it recorded */
	RUN_FAILED,		/* any other exit */
};

struct run {
	char *id, *dir;
	enum run_state state;
	struct json *start, *end, *recipe;	/* NULL: not there */
	struct file_list inputs, outputs;
	struct digest recipe_id;		/* when recipe is there */
};

const char *run_state_name(enum run_state s);	/* "running", "done" ... */

/* 1 when TEXT has the form of an id: 20261123-202530-1234abcd (UTC, then
 * milliseconds and five random digits). */
int run_is_id(const char *text);
/* The time in an id, in milliseconds since 1970. */
long long run_moment(const char *id);

/* NAME: an id, a unique prefix of one or of its last part (4 characters
 * or more), a tag, or @1 (the last; also @last), @2 (the one before), ...;
 * ID is freed by the caller.  @N counts runs of all tools, in the order of
 * `xp-log ls`: the stages of a pipeline one after the other.  Unknown or
 * ambiguous: err_data that lists what it could have been. */
int run_resolve(const struct store *s, const char *name, char **id,
		struct err *err);
/* From now on @N does not count run ID: a process does not mean the run
 * that it is itself. */
void run_hide(const char *id);

int run_read(struct run *r, const struct store *s, const char *id,
	     struct err *err);
void run_release(struct run *r);
/* A run named as in run_resolve, in the archive of this directory. */
int run_find(struct run *r, struct store *s, const char *name,
	     struct err *err);
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

/* Content of one recorded file: PATH in its outputs, else its inputs, or
 * the digest of one of them ("-" or NULL: stdout).  Checked; an image that
 * is kept by reference is read where it lies, if it is still the same. */
int run_content(const struct store *s, const struct run *r,
		const char *path, struct buf *to, struct err *err);

/* UTC now as "2026-11-23T20:25:30Z". */
char *run_time(char to[32]);

#endif
