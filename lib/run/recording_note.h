/*
 * recording_note.h - records a file that a run has read or written.
 */
#ifndef RUN_RECORDING_NOTE_H
#define RUN_RECORDING_NOTE_H

#include "file/watch.h"
#include "run/recording.h"

/* Records the file that NOTE describes; called by a watcher (watch.h).  Its
 * content becomes an object unless it is an image; then a line is appended to
 * `inputs` or `outputs`.  err_data if the run was resumed and the input is not
 * the same as before. */
int recording_note(struct recording *r, const struct file_note *note,
		   struct err *err);

#endif
