/*
 * run.h - one recorded run, read back.
 *
 *	runs/ID/start.json	what was to be run: argv, tool, settings, code,
 *				environment, machine, time
 *	runs/ID/inputs		lines as sha256sum writes them, sorted by
 *	runs/ID/outputs		path; "-" is stdin or stdout
 *	runs/ID/recipe.json	what determines the outputs; its SHA-256 is
 *				the recipe id
 *	runs/ID/end.json	exit status or signal, time; absent while the
 *				run is running and if it was killed
 *	runs/ID/resume-N.json	argv and time of the N-th resumption
 *	runs/ID/end-N.json	the end.json before the N-th resumption
 *	runs/ID/stderr		the first 8 MiB and the last 1 MiB that a
 *				program that is not a tool of ours wrote to
 *				stderr
 *	runs/ID/stdin, stdout	the streams of such a program while it runs
 *	runs/ID/kept		objects of the store that hold files of
 *				`inputs` and `outputs`: lines as sha256sum
 *				writes them, with paths below the store
 *	runs/ID/lock		held (flock) while the run lives
 *	runs/ID/log		what a tool said to a run that went on in the
 *				background (--detach)
 *	runs/ID/on-end		commands of --on-end, a line each: time, state
 *				of the run, exit status, command
 *	runs/ID/note		notes that users added later, append-only
 *	runs/ID/...		live files of the tool: metrics, checkpoints
 *
 * IDs sort by time.  A damaged file makes only its own run unreadable.
 *
 * Paths in `inputs` and `outputs` are as the user or a table wrote them,
 * relative to the run's working directory.  Files of the store itself have
 * names that do not change when the store is moved:
 *	.xp/run/NAME		a file in the run's own directory
 *	.xp/runs/ID/NAME	a file in the directory of run ID
 * The contents of plain files (tables, settings, weights) are objects of the
 * store.  Of images only the digest is kept, unless --keep-inputs was given.
 * object_has tells whether a content was kept.
 *
 * start.json has these keys.  Values are text except where stated:
 *	xp			"start 1"
 *	tool, version		name and version of the tool
 *	argv, argv_bytes	list, object: see argv.h
 *	operands		list
 *	names			object: maps the operand that named a run ("@1",
 *				a tag), if there is one, to the id of the run
 *	run_at			integer: index in argv of this operand
 *	config			name of the settings file in `inputs`, or
 *				absent
 *	what			one line for people to read
 *	cwd			working directory, relative to the directory
 *				that holds the store
 *	cwd_absolute		the same directory as an absolute path
 *	stdout			the file that stdout went to, relative to cwd;
 *				absent for a pipe or a terminal
 *	stdin			the file that stdin came from, or empty
 *	pipe_in, pipe_out	names of pipes
 *	settings, all_settings	objects
 *	code			object, absent outside git: see below
 *	environment		digest of a JSON object
 *	machine, host, user, time
 *	pid			integer
 *	unwatched		list of what the record lacks, if the program
 *				is not a tool of ours: the files that it opens
 *				by itself, stdin, stdout, stderr
 *	joined			1 if stderr went to the same open file or pipe
 *				as stdout: the output "-" then has both;
 *				otherwise absent
 *	expect			list: see upkeep/expectation.h
 *	because			reason for the run
 *	extends			id of the finished run that this one goes on
 *				from
 *	rerun_of		id of the run that xp-log rerun repeated
 *	protected		list of directories in which the program may
 *				change nothing, since the run repeats one that
 *				was recorded there
 *	imported		object, if another tracker recorded the run
 *				(import/imported.h).  Then there are no code,
 *				environment, command and inputs, and end.json
 *				names no recipe: they are unknown
 *
 * `code` has these keys:
 *	commit, branch
 *	dirty			integer
 *	files			digest of an object: see code_list.h
 *	diff			digest of an object, a patch for people to read
 *				that `git apply` takes
 *	unread			reason why the code could not be read
 *				completely
 *	left_out		list of the files whose content is no object
 *
 * recipe.json has these keys:
 *	xp			"recipe 1"
 *	tool, version, settings
 *	argv_bytes		as in start.json
 *	operands		the operands that name neither an input nor a
 *				run whose files were read
 *	inputs			digest of the sorted inputs, without the
 *				settings file; those in the directory of a run
 *				are named .xp/run/NAME
 *	code			files; in older recipes commit and diff
 *
 * end.json has these keys:
 *	xp			"end 1"
 *	exit or signal		integer
 *	time, seconds
 *	peak_memory		integer, bytes
 *	recipe			id
 *	inputs, outputs, kept	digests of the files with these names
 *	listings		object: patterns and directories that the run
 *				looked up, with digests of the names found;
 *				absent in records of older versions
 *	error			error message of the tool, if the tool failed
 *	foreign			1 if the program is not a tool of ours, so that
 *				exit 1 is a failure; otherwise absent
 *	stderr			digest of the file `stderr`; absent if there is
 *				none
 *	stderr_size		integer: number of bytes written to stderr
 *	stderr_lost		integer: number of these bytes that the file
 *				lacks; absent for 0
 *	watched			object, if the program is not a tool of ours
 *				and was watched: see below
 *	made_dirs		list of directories of `outputs` that this
 *				program made by itself, if there are any and
 *				the file system tells
 *
 * `watched` has these keys; a list without members is absent:
 *	rule			integer: which files count (trace/found_files.h)
 *	incomplete		list of reasons why files may be missing
 *	changed			list of inputs that another program changed
 *				during the run
 *	shared			list of files that the run wrote and another
 *				program, too, so that they are no outputs
 *	refused			list of files that the program was kept from
 *				changing, since they belong to the experiment
 *				that this run repeats elsewhere
 *	programs		list of inputs that were executed
 *	unprivileged		list of programs that ran without privileges
 *				of their own because they were watched
 *	modules			digest of a list as sha256sum writes it: files
 *				of the system and of installed modules
 *	missing			digest of a list of quoted paths: files that
 *				the program looked for and did not find
 *	links, made_links	digests of objects of JSON: what the links point
 *				to that the program followed or read, and those
 *				that it made, by path
 *	listed			digest of an object of JSON: digests of the
 *				names in the directories that the program
 *				opened, by path (seen_names.h)
 */
#ifndef RUN_RUN_H
#define RUN_RUN_H

#include "file/json.h"
#include "store/file_list.h"
#include "store/store.h"

enum run_state {
	RUN_RUNNING,	 /* its lock is held */
	RUN_INTERRUPTED, /* it was killed: no end.json, lock not held */
	RUN_DONE,	 /* exit code 0 */
	RUN_NO,		 /* exit code 1 of a tool of ours: the answer is no */
	RUN_STOPPED,	 /* ended by a signal, as end.json says */
	RUN_FAILED,	 /* any other exit code */
};

struct run {
	char *id, *dir;
	enum run_state state;
	struct json *start, *end, *recipe; /* NULL: not there */
	struct file_list inputs, outputs;
	struct digest recipe_id; /* set if RECIPE is not NULL */
};

const char *run_state_name(enum run_state s); /* "running", "done" ... */

/* Reads run ID and compares its lists and its recipe with their digests in
 * end.json.  Fails with err_data if the run is damaged.  The caller releases
 * R. */
int run_read(struct run *r, const struct store *s, const char *id,
	     struct err *err);
void run_release(struct run *r);

/* Returns the name of the tracker ("MLflow") that recorded the run that START
 * begins, or NULL if it was recorded by us. */
const char *run_imported(const struct json *start);

/* Returns 0, or fails with err_data if R was imported: nobody knows what was
 * run, so it cannot be repeated. */
int run_may_repeat(const struct run *r, struct err *err);

/* Adds the ids of all runs of S to IDS, and sorts IDS, the oldest first. */
int run_list(const struct store *s, struct strs *ids, struct err *err);

/* Returns the state of run ID.  END is its end.json, or NULL if it has none. */
enum run_state run_state_of(const struct store *s, const char *id,
			    const struct json *end);

/* Parses NAME ("end.json") of run ID.  Returns 1 with *TO filled, which the
 * caller frees, or 0 if there is no such file, or -1 if it is damaged. */
int run_record(const struct store *s, const char *id, const char *name,
	       struct json **to, struct err *err);

/* Returns the path of NAME in the directory of run ID; the caller frees it. */
char *run_path(const struct store *s, const char *id, const char *name);

/* Returns the directory in which R of S ran, or the one that has its name now
 * that the project was moved; the caller frees it. */
char *run_place(const struct store *s, const struct run *r);

/* Appends the notes of run ID to TO.  Fails with err_data if somebody has
 * changed them by hand. */
int run_note_read(struct buf *to, const struct store *s, const char *id,
		  struct err *err);

/* Appends TEXT, as one line with the time, to the notes of run ID.  Fails
 * as run_note_read does: what was changed by hand must not become what xp-log
 * wrote. */
int run_note(const struct store *s, const char *id, const char *text,
	     struct err *err);

/* Appends LINE, with its time and newline, as run_note does. */
int run_note_line(const struct store *s, const char *id, const char *line,
		  struct err *err);

/* Adds the file NAME of run ID, as it is now, to the ledger. */
int run_seal(const struct store *s, const char *id, const char *name,
	     struct err *err);

/* Adds the tags of run ID to TAGS, sorted. */
int run_tags(const struct store *s, const char *id, struct strs *tags,
	     struct err *err);

/* Writes the time now in UTC, as "2026-11-23T20:25:30Z".  Returns TO. */
char *run_time(char to[32]);

#endif
