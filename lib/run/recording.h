/*
 * recording.h - the record of one run while it is being written.
 *
 * Objects are made durable before a list names them, and the lists and the
 * recipe before end.json is written.  So a kill at any moment leaves a run that
 * can be seen to be unfinished and lists what it had read and written so far.
 */
#ifndef RUN_RECORDING_H
#define RUN_RECORDING_H

#include "file/watch.h"
#include "run/recording_start.h"
#include "store/file_list.h"

/* In the lists of files, names in the run's own directory begin with this. */
#define RECORDING_OWN ".xp/run/"

struct recording {
	struct store store;
	char *id, *dir;
	char *real;				  /* the store's real path */
	int lock, inputs_fd, outputs_fd, kept_fd; /* -1: not open */
	int keep_images;
	int foreign;	 /* see recording_request */
	int stdin_is_id; /* stdin held the id of a run and nothing else */
	struct json *start;
	struct file_list inputs, outputs;
	struct file_list kept;	     /* which objects hold the inputs and
					outputs */
	struct file_list before;     /* inputs before the run was resumed */
	struct digest stderr_digest; /* of the file "stderr" */
	uint64_t stderr_size;	     /* of all that was written; 0: no file */
	uint64_t stderr_lost;	     /* so much of it is not in the file */
	double clock;		     /* when the run began or was resumed */
	double spent;		     /* seconds before the run was resumed */
};

/* Begin a new run in S, which belongs to R from then on: make its directory
 * with a complete and durable start.json, and take its lock. */
int recording_start(struct recording *r, struct store *s,
		    const struct recording_request *asked, struct err *err);
/* Resume run ID, which must have been killed or stopped, or have failed by an
 * error of the system. */
int recording_resume(struct recording *r, struct store *s, const char *id,
		     const struct recording_request *asked, struct err *err);
/* Returns 1 when NAME, a name in the lists, is that of a file in the run's own
 * directory. */
int recording_is_own(const char *name);
/* Release the lock and free R; what is on disk stays. */
void recording_release(struct recording *r);

#endif
