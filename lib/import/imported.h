/*
 * imported.h - makes a run of another tracker one of the store.
 *
 * Its record has what the tracker knows: settings, metrics, times, notes,
 * files.  Code, inputs, environment and the command are absent, so they are
 * unknown, and there is no recipe.  `imported` in its start.json says so:
 *
 *	from		"mlflow" or "tensorboard"
 *	name, key	as the tracker names it, and tells it apart
 *	experiment	absent if there is none
 *	status		the tracker's word; absent if there is none
 *	tags		object: what else the tracker knows
 *	digest		of all that was imported
 *
 * The id has the time at which the run began, and digits of this digest.  So
 * equal runs get equal ids in all stores.  If another run of the store has the
 * id, the last digits are counted up.
 */
#ifndef IMPORT_IMPORTED_H
#define IMPORT_IMPORTED_H

#include "import/foreign_run.h"
#include "store/store.h"

struct imported {
	char *id;
	int was_there; /* 1: the store had this run */
	/* run of the store that is an import of the same tracker's run (key and
	 * time are equal) with another digest; or NULL */
	char *earlier;
};

/* Adds R to S, or finds that it is there.  The caller releases TO.  Adds
 * warnings to M.  Fails with err_data if R has no time. */
int imported_add(struct imported *to, const struct store *s,
		 const struct foreign_run *r, struct messages *m,
		 struct err *err);
void imported_release(struct imported *to);

#endif
