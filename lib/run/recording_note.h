/*
 * recording_note.h - records a file that a run has read or written.
 */
#ifndef RUN_RECORDING_NOTE_H
#define RUN_RECORDING_NOTE_H

#include "file/watch.h"
#include "run/recording.h"

/* Records the file NOTE, as a watcher (watch.h): its content becomes an object,
 * unless it is an image, and `inputs` or `outputs` gets a line.  Fails with
 * err_data if the run was resumed and an input has changed since. */
int recording_note(struct recording *r, const struct file_note *note,
		   struct err *err);

/* Makes the N bytes DATA an object that the run needs, and sets D to their
 * digest. */
int recording_note_object(struct recording *r, const void *data, size_t n,
			  struct digest *d, struct err *err);

#endif
