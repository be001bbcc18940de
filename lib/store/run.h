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
 *	runs/ID/lock		held (flock) while the run lives
 *	runs/ID/note		what people wrote afterwards, append-only
 *	runs/ID/...		live files of the tool: metrics, checkpoints
 *
 * IDs sort by time.  A file that is damaged hides its own run only.
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

int file_list_read(struct file_list *l, const char *path, struct err *err);
int file_list_parse(struct file_list *l, const char *text, size_t n,
		    struct err *err);
void file_list_add(struct file_list *l, const char *path,
		   const struct digest *d);	/* the same path: replaced */
void file_list_sort(struct file_list *l);	/* by path bytes */
void file_list_text(const struct file_list *l, struct buf *to);
/* Digest of PATH in the list, or NULL. */
const struct digest *file_list_find(const struct file_list *l,
				    const char *path);
void file_list_release(struct file_list *l);

enum run_state {
	RUN_RUNNING,		/* its lock is held */
	RUN_INTERRUPTED,	/* killed: no end, nobody holds the lock */
	RUN_DONE,		/* exit 0 */
	RUN_NO,			/* exit 1 */
	RUN_FAILED,		/* any other exit, or a signal it recorded */
};

struct run {
	char *id, *dir;
	enum run_state state;
	struct json *start, *end, *recipe;	/* NULL: not there */
	struct file_list inputs, outputs;
	struct digest recipe_id;		/* when recipe is there */
};

const char *run_state_name(enum run_state s);	/* "running", "done" ... */

/* NAME: an id, a unique prefix of one (4 characters or more), a tag, or
 * @1 (the last), @2 (the one before), ...; ID is freed by the caller.
 * @N counts runs of all tools; unknown or ambiguous: err_data that lists
 * what it could have been. */
int run_resolve(const struct store *s, const char *name, char **id,
		struct err *err);
int run_read(struct run *r, const struct store *s, const char *id,
	     struct err *err);
void run_release(struct run *r);
/* All ids, oldest first. */
int run_list(const struct store *s, struct strs *ids, struct err *err);

#endif
