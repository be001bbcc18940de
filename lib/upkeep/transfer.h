/*
 * transfer.h - copies runs from one store to another.
 */
#ifndef UPKEEP_TRANSFER_H
#define UPKEEP_TRANSFER_H

#include <stdint.h>

#include "base/messages.h"
#include "base/strs.h"
#include "store/store.h"

struct transfer { /* what was done; all-zero at first, but for the last two */
	size_t runs, objects; /* that were copied */
	uint64_t bytes;	      /* of these objects */
	size_t same;	      /* runs that were there already */
	size_t unfinished;    /* runs that were left out */
	size_t elsewhere;     /* inputs of the copied runs that are no object */
	struct messages *talk;
	int (*stop)(void); /* returns 1: stop before the next run; may be
			      NULL */
};

/* Opens the store DIR or DIR/.xp, or makes one if MAKE is 1.  The caller
 * releases S. */
int transfer_open(struct store *s, const char *dir, int make, struct err *err);

/* Copies the N runs NAME and the runs that made their inputs, or all runs if N
 * is 0, from FROM to TO, with objects, notes and tags.  Copies only what TO
 * lacks, and checks it.  A run appears in TO when all that it needs is there,
 * so an interrupted call can be repeated.  Runs that have not ended are left
 * out.  A tag of another run in TO stays.  T->talk gets messages on all of
 * this. */
int transfer(struct transfer *t, const struct store *from,
	     const struct store *to, int n, char **name, struct err *err);

/* The parts of it, for lib/remote.  This one fills IDS with the runs of FROM
 * that transfer copies. */
int transfer_list(struct strs *ids, const struct store *from, int n,
		  char **name, struct err *err);

/* Copies run ID, which has ended.  The caller holds the locks of both
 * stores. */
int transfer_run(struct transfer *t, const struct store *from,
		 const struct store *to, const char *id, struct err *err);

/* Gives run ID of TO the tag NAME, unless another run has it, which is said. */
int transfer_tag(struct transfer *t, const struct store *to, const char *name,
		 const char *id, struct err *err);

/* Says what was done. */
void transfer_say(const struct transfer *t);

#endif
