/*
 * recording_note.h - records a file that a run has read or written.
 */
#ifndef RUN_RECORDING_NOTE_H
#define RUN_RECORDING_NOTE_H

#include "file/watch.h"
#include "run/recording.h"

/* Records the file that NOTE describes.  A watcher (watch.h) calls this.  The
 * content of the file becomes an object, unless the file is an image.  Then a
 * line is appended to `inputs` or `outputs`.  Fails with err_data if the run
 * was resumed and the content of an input is not the same as before. */
int recording_note(struct recording *r, const struct file_note *note,
		   struct err *err);

#endif
