/*
 * places.h - the directories that the runs of a chain ran in.
 *
 * A record holds the directory as it was.  An experiment that was
 * restored elsewhere has a file `places` in its archive, lines "ID DIR"
 * with DIR below the restored directory.
 */
#ifndef STORE_PLACES_H
#define STORE_PLACES_H

#include "store/chain.h"

/* Fill cwd, root and outside of every step. */
void places_find(struct chain *c);
/* The `places` file of a chain. */
void places_text(const struct chain *c, struct buf *to);
/* The time in a start.json or end.json, or NULL. */
const char *places_time(const struct json *j);

#endif
