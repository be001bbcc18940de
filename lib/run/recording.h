/*
 * recording.h - the record of one run while it is being written.
 *
 * Objects are made durable before a list names them.  The lists and the recipe
 * are made durable before end.json is written.  So a run that is killed has no
 * end.json, and its lists have what it had read and written so far.
 */
#ifndef RUN_RECORDING_H
#define RUN_RECORDING_H

#include "file/watch.h"
#include "run/recording_start.h"
#include "store/file_list.h"

/* Prefix of names in the lists of files.  A name with this prefix is a file in
 * the run's own directory. */
#define RECORDING_OWN ".xp/run/"

struct recording {
	struct store store;
	char *id, *dir;
	char *real; /* path of the store without links */
	int lock, inputs_fd, outputs_fd, kept_fd; /* -1: not open */
	int keep_images;
	int foreign;	 /* see recording_request */
	int stdin_is_id; /* 1 if stdin held the id of a run and nothing else */
	struct json *start;
	struct file_list inputs, outputs;
	struct file_list kept;	 /* objects that hold the inputs and outputs */
	struct file_list before; /* inputs before the run was resumed */
	struct digest stderr_digest; /* digest of the file "stderr" */
	uint64_t stderr_size;	     /* bytes written to stderr; 0: no file */
	uint64_t stderr_lost;	     /* written bytes that the file lacks */
	double clock; /* time when the run began or was resumed */
	double spent; /* seconds before the run was resumed */
};

/* Begins a new run in S.  Makes the run's directory with a complete and durable
 * start.json, and takes the run's lock.  From then on S belongs to R. */
int recording_start(struct recording *r, struct store *s,
		    const struct recording_request *asked, struct err *err);

/* Resumes run ID.  The run must have been killed or stopped, or it must have
 * failed.  A run that failed because its command line was wrong cannot be
 * resumed. */
int recording_resume(struct recording *r, struct store *s, const char *id,
		     const struct recording_request *asked, struct err *err);

/* Returns 1 if NAME, as the lists have it, is a file in the run's own
 * directory. */
int recording_is_own(const char *name);

/* Releases the lock and frees R.  What is on disk stays. */
void recording_release(struct recording *r);

#endif
