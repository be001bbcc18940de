/*
 * tensorboard_live.h - an event file that grows while a training runs.
 *
 * Its events have the time at which they were written.  So its bytes differ
 * each time, unlike the bytes that tensorboard_export writes.
 */
#ifndef EXPORT_TENSORBOARD_LIVE_H
#define EXPORT_TENSORBOARD_LIVE_H

#include "export/tensorboard.h"

struct tensorboard_live {
	struct tensorboard file;
	struct curves sent; /* points that are in the file */
	/* bytes of the table at the last call of tensorboard_live_table */
	size_t length;
};

/* Begins the event file of run ID in the directory DIR/NAME.  SETTINGS is an
 * object of strings.  If RESUMED is 1 and the file exists, the file is
 * continued.  Readers are then told to drop the run's earlier values, and all
 * values are written anew. */
int tensorboard_live_open(struct tensorboard_live *l, const char *dir,
			  const char *name, const char *id,
			  const struct json *settings, int resumed,
			  struct err *err);

/* Add the points that are not in the file yet.  The points are those of S, or
 * of the table of metrics TEXT. */
int tensorboard_live_curves(struct tensorboard_live *l, const struct curves *s,
			    struct err *err);
int tensorboard_live_table(struct tensorboard_live *l, const struct buf *text,
			   struct err *err);

/* Add that the run ended, with SUCCESS or without. */
int tensorboard_live_end(struct tensorboard_live *l, int success,
			 struct err *err);
void tensorboard_live_release(struct tensorboard_live *l);

#endif
