/*
 * tensorboard.h - writes event files, which TensorBoard reads.
 *
 * Sources for the messages: tensorboard/compat/proto/{event,summary}.proto and
 * tensorboard/plugins/hparams/plugin_data.proto.  Source for the records:
 * tensorboard/summary/writer/record_writer.py.  A record holds one message, in
 * this order: length of the message (8 bytes, little-endian), masked CRC-32C
 * of the length, message, masked CRC-32C of the message.
 *
 * An event file keeps a value as a float of 32 bits.
 */
#ifndef EXPORT_TENSORBOARD_H
#define EXPORT_TENSORBOARD_H

#include "base/buf.h"
#include "base/err.h"
#include "export/exported.h"

struct tensorboard { /* an event file */
	char *path;
	struct buf data; /* events that have not been written yet */
	int appended;	 /* 1: the file existed and is continued */
};

/* Begin the event file of run ID in the directory DIR/NAME.  A missing
 * directory is made.  START is the time at which the run started, in seconds
 * since 1970.  The name of the file depends only on ID and START, so DIR/NAME
 * never holds the same run twice.  With APPEND a file that exists is
 * continued. */
int tensorboard_open(struct tensorboard *t, const char *dir, const char *name,
		     const char *id, double start, int append, struct err *err);
void tensorboard_release(struct tensorboard *t);

/* Adds VALUE, the value of TAG at STEP.  NOW, here and below, is the time of
 * the event. */
void tensorboard_scalar(struct tensorboard *t, double now, const char *tag,
			uint64_t step, double value);

/* Adds TEXT, which is Markdown. */
void tensorboard_text(struct tensorboard *t, double now, const char *tag,
		      uint64_t step, const char *text);

/* Adds the picture PNG, N bytes long.  Bytes that are no PNG are not added. */
void tensorboard_image(struct tensorboard *t, double now, const char *tag,
		       uint64_t step, const void *png, size_t n);

/* Adds the settings of a run for the tab HPARAMS.  SETTINGS is an object of
 * strings, or NULL if there are none. */
void tensorboard_settings(struct tensorboard *t, double start,
			  const struct json *settings);

/* Adds how a run ended, for the tab HPARAMS. */
void tensorboard_end(struct tensorboard *t, double now, int success);

/* Adds an event that tells readers that the run was resumed at STEP.  Readers
 * then drop the values of STEP and later that they have read. */
void tensorboard_resume(struct tensorboard *t, double now, uint64_t step);

/* Appends the events that T holds to the file.  No watcher is told: the file is
 * no output of a run, since its bytes differ each time. */
int tensorboard_flush(struct tensorboard *t, struct err *err);

/* Adds the points of S that are not in SENT, then makes SENT a copy of S.  SENT
 * holds the points that are in the file.  If a point of SENT is missing in S or
 * differs there, the run was resumed from an earlier step.  Readers are then
 * told to drop the points from that step on. */
void tensorboard_curves(struct tensorboard *t, double now,
			const struct curves *s, struct curves *sent);

/* Writes an event file with all of E.  Its events have the time at which the
 * run started. */
int tensorboard_export(const struct exported *e, const char *dir,
		       struct err *err);

#endif
