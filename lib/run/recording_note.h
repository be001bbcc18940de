/*
 * recording_note.h - one file that a run has read or written.
 */
#ifndef RUN_RECORDING_NOTE_H
#define RUN_RECORDING_NOTE_H

#include "file/watch.h"
#include "run/recording.h"

/* Records the file NOTE, as a file_watch_fn does: its content becomes an
 * object unless it is an image, then its line is appended to `inputs` or
 * `outputs`.  err_data: an input of a resumed run is another one than
 * before. */
int recording_note(struct recording *r, const struct file_note *note,
		   struct err *err);

#endif
