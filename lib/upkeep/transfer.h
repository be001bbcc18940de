/*
 * transfer.h - copies runs from one store to another.
 */
#ifndef UPKEEP_TRANSFER_H
#define UPKEEP_TRANSFER_H

#include <stdint.h>

#include "base/messages.h"
#include "base/strs.h"
#include "store/store.h"

/* counts of what was copied; the caller sets TALK and STOP, and all else to
 * 0 */
struct transfer {
	size_t runs, objects; /* numbers of runs and objects copied */
	uint64_t bytes;	      /* bytes of the objects copied */
	size_t same;	      /* number of runs that TO had already */
	/* number of runs left out, since they have not ended */
	size_t unfinished;
	/* number of the copied runs' inputs of which FROM has only the
	 * digest */
	size_t elsewhere;
	struct messages *talk; /* gets messages about all of this */
	/* returns 1 to stop before the next run; may be NULL */
	int (*stop)(void);
};

/* Opens the store DIR or DIR/.xp.  If there is none, makes one if MAKE is 1,
 * else fails with err_data.  The caller releases S. */
int transfer_open(struct store *s, const char *dir, int make, struct err *err);

/* Copies runs from FROM to TO, with their objects, notes and tags: the N runs
 * NAME and the runs that made their inputs or, if N is 0, all runs.
 *
 * Copies only objects that TO lacks, and checks their digests.  A run appears
 * in TO after all that it needs, so an interrupted call can be repeated.  If a
 * run was resumed in FROM since, its copy in TO is updated; a copy that went
 * further in TO stays (further.h).  Runs that have not ended are left out.  A
 * tag that names another run in TO stays.  Fails with err_data if a note or tag
 * was changed by hand, and with err_no if T->stop returned 1. */
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

/* Gives run ID of TO the tag NAME.  If another run of TO has this tag, adds a
 * message instead. */
int transfer_tag(struct transfer *t, const struct store *to, const char *name,
		 const char *id, struct err *err);

/* Adds to T->talk what was copied. */
void transfer_say(const struct transfer *t);

#endif
