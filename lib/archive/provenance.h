/*
 * provenance.h - the chain of a run: the run itself and all runs that it
 * depends on.
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
	/* the steps: each comes after the steps that made its inputs, and the
	 * run itself is last */
	struct step *step;
	size_t n;
	/* messages about runs that are left out, since they are only guesses */
	struct messages guesses;
	/* 1: leave out code that cannot be read; set by the caller */
	int without_code;
	/* 1: pack files like secrets; set by the caller */
	int with_secrets;
};

/* Reads the chain of run ID of S into C.  The caller releases C.  If ALONE is
 * 1, C has only this run.  (If the run read files in the directories of other
 * runs, C also has the records of these runs.)  Fails with err_data if a run
 * has not ended: its outputs are recorded only at its end. */
int provenance_read(struct provenance *c, const struct store *s, const char *id,
		    int alone, struct err *err);
void provenance_release(struct provenance *c);

/* Adds to TO the paths of files that may have the content D, which step I read
 * or wrote as PATH: the object, if there is one, and PATH itself.  Neither has
 * been checked. */
void provenance_candidates(const struct provenance *c, size_t i,
			   const char *path, const struct digest *d,
			   struct strs *to);

/* Adds to TO the paths of all files of the chain whose recorded digest is D. */
void provenance_twins(const struct provenance *c, const struct digest *d,
		      struct strs *to);

/* Returns the path at which the file PATH of step I is to be found today.  The
 * file need not exist.  The caller frees the result. */
char *provenance_path(const struct provenance *c, size_t i, const char *path);

/* Returns the step whose run has the id ID, N characters long, or NULL. */
const struct step *provenance_find(const struct provenance *c, const char *id,
				   size_t n);

/* Returns 1 if D is the digest of an empty file.  Many runs write empty files,
 * so D does not show who made one. */
int provenance_trivial(const struct digest *d);

#endif
