/*
 * recording.h - one run while it is being written.
 *
 * Trust order: objects are durable before a list names them, the lists and
 * the recipe before end.json.  A kill at any instant leaves a run that is
 * visibly unfinished and lists what it had read and written so far.
 */
#ifndef STORE_RECORDING_H
#define STORE_RECORDING_H

#include "base/file.h"
#include "store/run.h"

/* What is asked; everything is copied. */
struct asked {
	const char *tool, *version;
	int argc;
	char **argv;		/* the whole command line */
	int operands;
	char **operand;
	const char *config;	/* the settings file, by its input's name, or
				   NULL: SETTINGS say all that it says */
	const char *what;	/* one line for a person */
	const struct json *settings, *all_settings;	/* or NULL */
	int keep_images;	/* copy images into the archive too */
	int inherit;		/* child processes hold the lock too */
};

struct recording {
	struct store store;
	char *id, *dir;
	char *real;		/* the archive's real path */
	int lock, inputs_fd, outputs_fd;	/* -1: not open */
	int keep_images;
	int stdin_is_id;	/* stdin was one run's id */
	struct json *start;
	struct file_list inputs, outputs;
	struct file_list before;	/* inputs of an earlier segment */
	double clock;			/* when this segment began */
	double spent;			/* seconds of earlier segments */
};

/* A new run in S (which R takes over): its directory with start.json,
 * complete and durable, and its lock. */
int recording_start(struct recording *r, struct store *s,
		    const struct asked *asked, struct err *err);
/* Take up run ID again.  Only one that was killed, stopped or failed by
 * the system's fault. */
int recording_resume(struct recording *r, struct store *s, const char *id,
		     const struct asked *asked, struct err *err);
/* A file_watch_fn body. */
int recording_note(struct recording *r, const struct file_note *note,
		   struct err *err);
/* How it ended: CODE is an exit code or -SIGNAL; ERROR (or NULL) what was
 * said; PEAK bytes of memory at most.  Lists, recipe, end, in this order. */
int recording_end(struct recording *r, int code, const char *error,
		  long long peak, struct err *err);
/* Lets go of the lock; what is on disk stays. */
void recording_release(struct recording *r);

/* For recording.c: an id for a run of this process, later than all that it
 * had before; freed by the caller. */
char *id_new(void);
/* For recording.c: the recipe of a run; STDIN_IS_ID: its stdin was the
 * name of a run. */
struct json *recipe_json(const struct json *start,
			 const struct file_list *inputs, int stdin_is_id);
/* For recording.c: start.json; puts its objects into S. */
struct json *start_json(const struct store *s, const struct asked *asked,
			struct err *err);
/* The names among operands that stand for runs now: {"@1": id}. */
struct json *start_names(const struct store *s, int n, char **operand);

#endif
