/*
 * transfer.h - copies runs from one store to another.
 */
#ifndef UPKEEP_TRANSFER_H
#define UPKEEP_TRANSFER_H

#include <stdint.h>

#include "base/messages.h"
#include "base/strs.h"
#include "store/store.h"

/* what was copied; the caller sets TALK and STOP, and all else to 0 */
struct transfer {
	size_t runs, objects; /* runs and objects copied */
	uint64_t bytes;	      /* bytes of the objects copied */
	size_t same;	      /* runs that TO had already */
	size_t unfinished; /* runs that have not ended, and so are not copied */
	/* inputs of the copied runs that FROM does not keep */
	size_t elsewhere;
	struct messages *talk; /* gets messages about all of this */
	/* returns 1 to stop before the next run; may be NULL */
	int (*stop)(void);
};

/* Opens the store DIR or DIR/.xp, or makes one if MAKE is 1.  The caller
 * releases S. */
int transfer_open(struct store *s, const char *dir, int make, struct err *err);

/* Copies runs from FROM to TO, with their objects, notes and tags: the N runs
 * NAME and the runs that made their inputs or, if N is 0, all runs.
 *
 * Copies only what TO lacks, and checks it.  A run appears in TO only when all
 * that it needs is there, so an interrupted call can be repeated.  A run that
 * TO has, but that was resumed in FROM since, is brought up to date; if it went
 * further in TO, it stays as it is (further.h).  Runs that
 * have not ended are left out.  A tag that names another run in TO is not
 * changed. */
int transfer(struct transfer *t, const struct store *from,
	     const struct store *to, int n, char **name, struct err *err);

/* The functions below are the parts of transfer, for lib/remote.
 *
 * Fills IDS with the ids of the runs of FROM that transfer would copy. */
int transfer_list(struct strs *ids, const struct store *from, int n,
		  char **name, struct err *err);

/* Copies run ID, which has ended.  The caller holds the locks of both
 * stores. */
int transfer_run(struct transfer *t, const struct store *from,
		 const struct store *to, const char *id, struct err *err);

/* Gives run ID of TO the tag NAME.  If another run has this tag, the tag stays
 * there, and a message says so. */
int transfer_tag(struct transfer *t, const struct store *to, const char *name,
		 const char *id, struct err *err);

/* Adds to T->talk messages that say what was copied. */
void transfer_say(const struct transfer *t);

#endif
