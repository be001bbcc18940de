/*
 * further.h - compares two copies of one run, of which one may have been
 * resumed.
 */
#ifndef UPKEEP_FURTHER_H
#define UPKEEP_FURTHER_H

#include "base/err.h"
#include "store/store.h"

enum further {
	FURTHER_NEITHER, /* both have the same end.json */
	FURTHER_FROM,	 /* FROM has all that TO has, and more */
	FURTHER_TO,	 /* TO has all that FROM has, and more */
};

/* Sets WHICH for run ID, which is in both stores and has ended in FROM.  A copy
 * has all of the other one if it has the same start.json, the other's
 * resume-N.json and end-N.json, and the other's end.json, possibly as an
 * end-N.json.  Fails with err_data if neither copy has all of the other. */
int further_find(enum further *which, const struct store *from,
		 const struct store *to, const char *id, struct err *err);

/* Returns the name (end.json, end-N.json) of the file of run ID in S that
 * equals the end.json of run ID in OTHER, or NULL.  The caller frees it. */
char *further_end(const struct store *s, const struct store *other,
		  const char *id);

#endif
