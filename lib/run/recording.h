/*
 * recording.h - the record of one run while it is being written.
 *
 * Objects are on disk before a list names them; the lists and the recipe are on
 * disk before end.json is written.  A killed run has no end.json, and its lists
 * have what it had read and written by then.
 */
#ifndef RUN_RECORDING_H
#define RUN_RECORDING_H

#include "file/watch.h"
#include "run/recording_start.h"
#include "store/file_list.h"

/* prefix, in the lists, of the names of files in the run's own directory */
#define RECORDING_OWN ".xp/run/"

struct recording {
	struct store store;
	char *id, *dir;
	char *real; /* path of the store without links */
	int lock, inputs_fd, outputs_fd, kept_fd; /* -1: not open */
	int keep_images;
	int foreign;	 /* see recording_request */
	int stdin_is_id; /* 1: stdin was the id of a run */
	struct json *start;
	struct file_list inputs, outputs;
	struct file_list kept;	     /* objects that hold inputs and outputs */
	struct file_list before;     /* inputs before the run was resumed */
	struct file_list listings;   /* patterns, with the names they matched */
	struct digest stderr_digest; /* of the file "stderr" */
	uint64_t stderr_size;	     /* bytes written to stderr; 0: no file */
	uint64_t stderr_lost;	     /* how many of these the file lacks */
	/* files that hold a secret: only their digests are recorded */
	struct strs withheld;
	int batch;	/* 1: see recording_note_batch */
	int batch_hold; /* the store's lock, for the batch */
	/* lines that are not yet in the files of the run */
	struct buf batch_inputs, batch_outputs, batch_kept;
	struct json *watched;	/* for end.json, or NULL */
	struct json *made_dirs; /* for end.json, or NULL */
	double clock;		/* when the run began or was resumed */
	double spent;		/* seconds before the run was resumed */
};

/* Begins a run in S: makes its directory with start.json and takes its lock.  R
 * then owns S, even on failure.  The caller releases R. */
int recording_start(struct recording *r, struct store *s,
		    const struct recording_request *asked, struct err *err);

/* Resumes run ID.  Fails with err_data unless it was killed or stopped, or has
 * failed for another reason than a wrong command line.  R then owns S, even on
 * failure.  The caller releases R. */
int recording_resume(struct recording *r, struct store *s, const char *id,
		     const struct recording_request *asked, struct err *err);

/* Returns 1 if NAME in a list is a file in the run's own directory. */
int recording_is_own(const char *name);

/* Drops the lock and frees R.  What is on disk stays. */
void recording_release(struct recording *r);

#endif
