/*
 * recording_note.h - records a file that a run has read or written.
 */
#ifndef RUN_RECORDING_NOTE_H
#define RUN_RECORDING_NOTE_H

#include "base/strs.h"
#include "file/watch.h"
#include "run/recording.h"

/* Records the file that NOTE describes, for a watcher (watch.h).  Makes an
 * object of its content, then adds a line to `inputs` or `outputs`.  No object
 * is made
 * - of images, except inputs with keep_images
 * - of what looks like a secret
 * - of files in the run's own directory: outputs become objects at the end,
 *   inputs are not recorded at all
 *
 * Fails with err_data if the run was resumed and an input has changed. */
int recording_note(struct recording *r, const struct file_note *note,
		   struct err *err);

/* From now on until recording_note_batch_end, files are recorded together,
 * which is much faster for many: their lines are added at the end, once all
 * their objects are on disk. */
void recording_note_batch(struct recording *r);
int recording_note_batch_end(struct recording *r, struct err *err);

/* Makes the N bytes DATA an object that the run needs.  D becomes its
 * digest. */
int recording_note_object(struct recording *r, const void *data, size_t n,
			  struct digest *d, struct err *err);

/* Records that path_glob found the names FOUND for PATTERN. */
void recording_note_listing(struct recording *r, const char *pattern,
			    const struct strs *found);

/* Sets D to the digest under which the names FOUND are recorded. */
void recording_note_names(struct digest *d, const struct strs *found);

#endif
