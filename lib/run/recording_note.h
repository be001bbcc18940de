/*
 * recording_note.h - records a file that a run has read or written.
 */
#ifndef RUN_RECORDING_NOTE_H
#define RUN_RECORDING_NOTE_H

#include "base/strs.h"
#include "file/watch.h"
#include "run/recording.h"

/* Records the file that NOTE describes; a watcher (watch.h) calls this.  The
 * content becomes an object, unless the file is an image.  Then `inputs` or
 * `outputs` gets a line.  Fails with err_data if the run was resumed and an
 * input is not the same as before. */
int recording_note(struct recording *r, const struct file_note *note,
		   struct err *err);

/* From now on until recording_note_batch_end, files are recorded together: it
 * makes their objects durable at once and then adds their lines, which is much
 * faster for many. */
void recording_note_batch(struct recording *r);
int recording_note_batch_end(struct recording *r, struct err *err);

/* Makes the N bytes DATA an object that the run needs.  D becomes their
 * digest. */
int recording_note_object(struct recording *r, const void *data, size_t n,
			  struct digest *d, struct err *err);

/* Records the names FOUND that path_glob found for PATTERN. */
void recording_note_listing(struct recording *r, const char *pattern,
			    const struct strs *found);

/* Sets D to the digest under which the names FOUND are recorded. */
void recording_note_names(struct digest *d, const struct strs *found);

#endif
