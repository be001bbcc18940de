/*
 * source_ways.h - makes new sources be read like the train sources: binned,
 * corrected by a dark and a flat image (image/derive.h).
 *
 * Inside lib/eval only.
 */
#ifndef EVAL_SOURCE_WAYS_H
#define EVAL_SOURCE_WAYS_H

#include "base/messages.h"
#include "train/trained.h"

/* Gives the sources of P in SPLIT (NULL: all rows) the items of references that
 * all train sources have (KNOWN->source_ways), if P has no targets and the
 * source has no such items.  A source whose pixels are as far apart as those of
 * the train sources after these were binned is not binned again.  MESSAGES tell
 * the numbers of both, and warn of sources that are read otherwise.
 *
 * A dark or flat image counts as that of the training if its file has the same
 * SHA-256, whatever its path.  Fails with err_data if the file at the path of
 * the training is missing or has another SHA-256, or if the train sources were
 * not all read in one way and a source without a target does not say its
 * own. */
int source_ways_take(const struct trained *known, struct manifest *p,
		     const char *split, struct messages *messages,
		     struct err *err);

#endif
