/*
 * show.h - describes one run and its lineage (lineage.h).
 */
#ifndef RUN_SHOW_H
#define RUN_SHOW_H

#include "run/run.h"

/* Appends a text for people: settings, code, inputs, outputs, end, checks,
 * lineage, notes. */
int show_text(struct buf *to, const struct store *s, const struct run *r,
	      struct err *err);

/* Appends the whole record as one JSON object, with its `lineage`. */
int show_json(struct buf *to, const struct store *s, const struct run *r,
	      struct err *err);

#endif
