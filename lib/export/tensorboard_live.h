/*
 * tensorboard_live.h - an event file that grows with a training.
 *
 * Its events have the time at which they were written, so unlike those of
 * tensorboard_export they are not the same bytes each time.
 */
#ifndef EXPORT_TENSORBOARD_LIVE_H
#define EXPORT_TENSORBOARD_LIVE_H

#include "export/tensorboard.h"

struct tensorboard_live {
	struct tensorboard file;
	struct curves sent; /* what the file has */
	size_t length;	    /* bytes of the table that is in it */
};

/* Begin the event file of run ID in the directory DIR/NAME, with SETTINGS, an
 * object of strings.  If the run was RESUMED and its file is there, the file
 * is continued: readers drop what they had of the run and read it anew. */
int tensorboard_live_open(struct tensorboard_live *l, const char *dir,
			  const char *name, const char *id,
			  const struct json *settings, int resumed,
			  struct err *err);
/* Add what S or the table of metrics TEXT has beyond what was added before. */
int tensorboard_live_curves(struct tensorboard_live *l, const struct curves *s,
			    struct err *err);
int tensorboard_live_table(struct tensorboard_live *l, const struct buf *text,
			   struct err *err);
/* The run ended, with SUCCESS or without. */
int tensorboard_live_end(struct tensorboard_live *l, int success,
			 struct err *err);
void tensorboard_live_release(struct tensorboard_live *l);

#endif
