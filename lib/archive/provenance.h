/*
 * provenance.h - the chain of a run: it and all runs that it depends on.
 *
 * A run is in the chain if the records show that it made a file which a later
 * step read (run/maker.h).  A guess is not enough.  So the chain of a finished
 * run never changes.
 */
#ifndef ARCHIVE_PROVENANCE_H
#define ARCHIVE_PROVENANCE_H

#include "archive/step.h"
#include "base/messages.h"
#include "base/strs.h"
#include "store/store.h"

struct provenance {
	const struct store *store;
	/* steps, each after those that made its inputs; last the run itself */
	struct step *step;
	size_t n;
	/* on runs left out as guesses */
	struct messages guesses;
	/* 1: leave out code that cannot be read; set by the caller */
	int without_code;
	/* 1: pack files like secrets; set by the caller */
	int with_secrets;
};

/* Reads the chain of run ID of S into C.  If ALONE is 1, reads only run ID, and
 * the records of runs in whose directories it read files.  Fails with err_data
 * if a run has not ended, since its outputs are not known yet.  The caller
 * releases C. */
int provenance_read(struct provenance *c, const struct store *s, const char *id,
		    int alone, struct err *err);
void provenance_release(struct provenance *c);

/* Adds paths at which the content D may be, which step I read or wrote as PATH:
 * the object, if there is one, and PATH itself.  Neither has been checked. */
void provenance_candidates(const struct provenance *c, size_t i,
			   const char *path, const struct digest *d,
			   struct strs *to);

/* Adds the paths of all files of the chain that were recorded with the digest
 * D. */
void provenance_twins(const struct provenance *c, const struct digest *d,
		      struct strs *to);

/* Returns the path at which the file that step I recorded as PATH would be
 * today.  The caller frees it. */
char *provenance_path(const struct provenance *c, size_t i, const char *path);

/* Returns the step of the run whose id is ID, of N characters, or NULL. */
const struct step *provenance_find(const struct provenance *c, const char *id,
				   size_t n);

/* Returns 1 if D is the digest of an empty file, which does not show who made
 * it. */
int provenance_trivial(const struct digest *d);

#endif
