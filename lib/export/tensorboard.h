/*
 * tensorboard.h - writes event files, which TensorBoard reads.
 *
 * Source: tensorboard/compat/proto/{event,summary}.proto and
 * tensorboard/plugins/hparams/plugin_data.proto for the messages,
 * tensorboard/summary/writer/record_writer.py for the records around them:
 * the length (8 bytes, little-endian), its masked CRC-32C, the message, its
 * masked CRC-32C.
 *
 * A value is kept as a float of 32 bits there.
 */
#ifndef EXPORT_TENSORBOARD_H
#define EXPORT_TENSORBOARD_H

#include "base/buf.h"
#include "base/err.h"
#include "export/exported.h"

struct tensorboard { /* an event file */
	char *path;
	struct buf data; /* events that are not written yet */
	int appended;	 /* 1: the file was there and is continued */
};

/* Begin the event file of run ID in the directory DIR/NAME, which is made if
 * it is not there.  Its name depends on ID and START only, the time at which
 * the run started, in seconds since 1970; so the same run is never there
 * twice.  With APPEND a file that is there is continued. */
int tensorboard_open(struct tensorboard *t, const char *dir, const char *name,
		     const char *id, double start, int append, struct err *err);
void tensorboard_release(struct tensorboard *t);

void tensorboard_scalar(struct tensorboard *t, double now, const char *tag,
			uint64_t step, double value);
/* TEXT is Markdown. */
void tensorboard_text(struct tensorboard *t, double now, const char *tag,
		      uint64_t step, const char *text);
/* PNG has the N bytes of a picture; nothing is added if they are no PNG. */
void tensorboard_image(struct tensorboard *t, double now, const char *tag,
		       uint64_t step, const void *png, size_t n);
/* The settings of a run, an object of strings (NULL: none), for the tab
 * HPARAMS, and how the run ended. */
void tensorboard_settings(struct tensorboard *t, double start,
			  const struct json *settings);
void tensorboard_end(struct tensorboard *t, double now, int success);
/* Readers drop what they have read of STEP and later: the run was resumed
 * there. */
void tensorboard_resume(struct tensorboard *t, double now, uint64_t step);

/* Append the events so far to the file.  No watcher is told: the file differs
 * each time, so it is no output of a run. */
int tensorboard_flush(struct tensorboard *t, struct err *err);

/* Add the points of S that are not in SENT, the points that are in the file,
 * and make SENT like S.  If S has lost or changed points that are in SENT,
 * the run was resumed from an earlier step: readers are told to drop them. */
void tensorboard_curves(struct tensorboard *t, double now,
			const struct curves *s, struct curves *sent);

/* Write all of E, whose events have the time at which the run started. */
int tensorboard_export(const struct exported *e, const char *dir,
		       struct err *err);

#endif
