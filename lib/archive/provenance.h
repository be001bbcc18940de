/*
 * provenance.h - the chain of a run: the run and those that made its inputs.
 *
 * Run A comes before run B if A made a file that B read, which the records
 * show (run/maker.h).  A run that is only a guess is left out, so the chain of
 * a finished run never changes.
 */
#ifndef ARCHIVE_PROVENANCE_H
#define ARCHIVE_PROVENANCE_H

#include "archive/step.h"
#include "base/messages.h"
#include "base/strs.h"
#include "store/store.h"

struct provenance {
	const struct store *store;
	struct step *step; /* each step follows those that made its inputs;
				   the run that was asked for is the last */
	size_t n;
	struct messages guesses; /* about the runs that were left out */
	int without_code;	 /* set by the caller: see pack_code.h */
	int with_secrets;	 /* set by the caller: see pack.h */
};

/* Read the chain of run ID into C.  ALONE: leave out the runs before it, except
 * the records of those whose files it read.  err_data if the run has not ended,
 * since its outputs are not recorded before. */
int provenance_read(struct provenance *c, const struct store *s, const char *id,
		    int alone, struct err *err);
void provenance_release(struct provenance *c);

/* Add to TO the paths of the files in which to look for the content D that
 * step I read or wrote as PATH: the object, if there is one, and the file
 * PATH itself.  Neither has been checked. */
void provenance_candidates(const struct provenance *c, size_t i,
			   const char *path, const struct digest *d,
			   struct strs *to);
/* Add to TO the paths of all files, of any step, that had the digest D when
 * they were recorded. */
void provenance_twins(const struct provenance *c, const struct digest *d,
		      struct strs *to);
/* Returns the path at which PATH of step I lies now, whether it is there or
 * not; the caller frees it. */
char *provenance_path(const struct provenance *c, size_t i, const char *path);
/* Returns the step of run ID (N characters), or NULL. */
const struct step *provenance_find(const struct provenance *c, const char *id,
				   size_t n);
/* Returns 1 when D is the digest of no bytes at all, which does not show which
 * run made a file. */
int provenance_trivial(const struct digest *d);

#endif
