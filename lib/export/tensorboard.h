/*
 * tensorboard.h - writes event files, which TensorBoard reads.
 *
 * Format: tensorboard/compat/proto/{event,summary}.proto,
 * plugins/hparams/plugin_data.proto and summary/writer/record_writer.py.  A
 * record has the length of a message (8 bytes, little-endian), the masked
 * CRC-32C of this length, the message, and the masked CRC-32C of the message.
 * Values are floats of 32 bits.
 */
#ifndef EXPORT_TENSORBOARD_H
#define EXPORT_TENSORBOARD_H

#include "base/buf.h"
#include "base/err.h"
#include "export/exported.h"
#include "export/histogram.h"

struct tensorboard { /* an event file */
	char *path;
	struct buf data; /* events not written yet */
	int appended;	 /* 1: the file existed and is continued */
};

/* Begins the event file of run ID in the directory DIR/NAME, which is made if
 * missing.  START is when the run started, in seconds since 1970.  A run has
 * one file: ID and START determine its name.  With APPEND an existing file is
 * continued behind its last whole record.  The caller releases T. */
int tensorboard_open(struct tensorboard *t, const char *dir, const char *name,
		     const char *id, double start, int append, struct err *err);
void tensorboard_release(struct tensorboard *t);

/* Adds VALUE of TAG at STEP.  NOW, here and below, is the time of the event. */
void tensorboard_scalar(struct tensorboard *t, double now, const char *tag,
			uint64_t step, double value);

/* Adds TEXT, which is Markdown. */
void tensorboard_text(struct tensorboard *t, double now, const char *tag,
		      uint64_t step, const char *text);

/* Adds the picture PNG, N bytes.  Does nothing if they are not a PNG. */
void tensorboard_image(struct tensorboard *t, double now, const char *tag,
		       uint64_t step, const void *png, size_t n);

/* Adds the histogram H. */
void tensorboard_histogram(struct tensorboard *t, double now, const char *tag,
			   uint64_t step, const struct histogram *h);

/* Adds SETTINGS, an object of strings or NULL, for the tab HPARAMS. */
void tensorboard_settings(struct tensorboard *t, double start,
			  const struct json *settings);

/* Adds for the tab HPARAMS how the run ended. */
void tensorboard_end(struct tensorboard *t, double now, int success);

/* Adds that the run was resumed at STEP.  Readers then drop what they have of
 * STEP and later. */
void tensorboard_resume(struct tensorboard *t, double now, uint64_t step);

/* Appends the events to the file.  The watcher is not told, so the file is not
 * an output of the run. */
int tensorboard_flush(struct tensorboard *t, struct err *err);

/* Adds the points of S that SENT, the points in the file, lacks, and makes SENT
 * a copy of S.  If S lacks a point of SENT, or has another one in its place,
 * the run was resumed from an earlier step; readers are told to drop the points
 * from that step on.  Points have the time NOW, or their own after NOW
 * (curves_time). */
void tensorboard_curves(struct tensorboard *t, double now,
			const struct curves *s, struct curves *sent);

/* Writes or replaces the event file of E, with all of E. */
int tensorboard_export(const struct exported *e, const char *dir,
		       struct err *err);

#endif
