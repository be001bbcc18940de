/*
 * recording.h - one run while it is being written.
 *
 * Trust order: objects are durable before a list names them, the lists and
 * the recipe before end.json.  A kill at any instant leaves a run that is
 * visibly unfinished and lists what it had read and written so far.
 */
#ifndef RUN_RECORDING_H
#define RUN_RECORDING_H

#include "file/watch.h"
#include "run/recording_start.h"
#include "store/file_list.h"

/* Names of files in the run's own directory begin with this. */
#define RECORDING_OWN ".xp/run/"

struct recording {
	struct store store;
	char *id, *dir;
	char *real;			 /* the store's real path */
	int lock, inputs_fd, outputs_fd; /* -1: not open */
	int keep_images;
	int foreign;	 /* see recording_request */
	int stdin_is_id; /* stdin was one run's id */
	struct json *start;
	struct file_list inputs, outputs;
	struct file_list before; /* inputs of an earlier segment */
	double clock;		 /* when this segment began */
	double spent;		 /* seconds of earlier segments */
};

/* A new run in S (which R takes over): its directory with start.json,
 * complete and durable, and its lock. */
int recording_start(struct recording *r, struct store *s,
		    const struct recording_request *asked, struct err *err);
/* Take up run ID again.  Only one that was killed, stopped or failed by
 * the system's fault. */
int recording_resume(struct recording *r, struct store *s, const char *id,
		     const struct recording_request *asked, struct err *err);
/* Whether NAME, as in the lists, is a file in the run's own directory. */
int recording_is_own(const char *name);
/* Lets go of the lock; what is on disk stays. */
void recording_release(struct recording *r);

#endif
