/*
 * source_ways.h - lets new sources be read as the train sources were: binned,
 * corrected by a dark and a flat image (image/derive.h).
 *
 * Inside lib/eval only.
 */
#ifndef EVAL_SOURCE_WAYS_H
#define EVAL_SOURCE_WAYS_H

#include "base/messages.h"
#include "train/trained.h"

/* Gives the sources of P in SPLIT (NULL: all rows) that have no targets the
 * items of references that all train sources have (bin, dark, flat), unless
 * they have any.  KNOWN says which (trained_norms).  A message tells of these;
 * a warning tells of sources that are read otherwise.
 *
 * A dark or flat image is that of the training if its file has the same
 * SHA-256, whatever its path.  Fails with err_data if the file at the path of
 * the training is missing or has another one. */
int source_ways_take(const struct trained *known, struct manifest *p,
		     const char *split, struct messages *messages,
		     struct err *err);

#endif
