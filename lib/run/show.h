/*
 * show.h - one run as text, and where its inputs came from.
 */
#ifndef RUN_SHOW_H
#define RUN_SHOW_H

#include "run/run.h"

/* For people: settings, code, inputs, outputs, end, ancestry. */
int show_text(struct buf *to, const struct store *s, const struct run *r,
	      struct err *err);
/* The whole record as one JSON object, `lineage` included. */
int show_json(struct buf *to, const struct store *s, const struct run *r,
	      struct err *err);

#endif
