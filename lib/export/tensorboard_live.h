/*
 * tensorboard_live.h - an event file that grows while a training runs.
 *
 * Its events have the time at which they are written.
 */
#ifndef EXPORT_TENSORBOARD_LIVE_H
#define EXPORT_TENSORBOARD_LIVE_H

#include "export/tensorboard.h"

struct tensorboard_live {
	struct tensorboard file;
	struct curves sent; /* points in the file */
	/* bytes of the table seen by tensorboard_live_table */
	size_t length;
	int continued; /* 1: readers have not been told yet what to drop */
};

/* Begins the event file of run ID in the directory DIR/NAME.  SETTINGS is an
 * object of strings.  If RESUMED is 1, an existing file is continued.  The
 * caller releases L. */
int tensorboard_live_open(struct tensorboard_live *l, const char *dir,
			  const char *name, const char *id,
			  const struct json *settings, int resumed,
			  struct err *err);

/* Adds the points of S that the file lacks. */
int tensorboard_live_curves(struct tensorboard_live *l, const struct curves *s,
			    struct err *err);

/* Does the same with the table of metrics TEXT.  FROM is the step from which
 * the run was resumed, or 0: readers of a continued file are told to drop what
 * they have of FROM and later, and these steps are written anew. */
int tensorboard_live_table(struct tensorboard_live *l, const struct buf *text,
			   uint64_t from, struct err *err);

/* Adds that the run ended; SUCCESS is 1 or 0. */
int tensorboard_live_end(struct tensorboard_live *l, int success,
			 struct err *err);
void tensorboard_live_release(struct tensorboard_live *l);

#endif
