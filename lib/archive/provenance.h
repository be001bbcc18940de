/*
 * provenance.h - the chain of a run: the run itself and all runs that it
 * depends on.
 *
 * A run is in the chain if the records show that it made a file which a later
 * step read (run/maker.h).  A guess is not enough.
 */
#ifndef ARCHIVE_PROVENANCE_H
#define ARCHIVE_PROVENANCE_H

#include "archive/run_dir.h"
#include "base/messages.h"
#include "base/strs.h"
#include "store/store.h"

struct provenance {
	const struct store *store;
	/* steps: each comes after those that made its inputs, the run itself
	 * last */
	struct step *step;
	size_t n;
	/* messages about runs left out, since they are only guesses */
	struct messages guesses;
	/* 1: leave out code that cannot be read; set by the caller */
	int without_code;
	/* 1: pack files whose names look like secrets; set by the caller */
	int with_secrets;
};

/* Reads the chain of run ID of S into C.  The caller releases C.  If ALONE is
 * 1, C has only this run and, with rerun 0, the runs in whose directories it
 * read files.  Fails with err_data if the run has not ended: its outputs are
 * recorded only at its end. */
int provenance_read(struct provenance *c, const struct store *s, const char *id,
		    int alone, struct err *err);
void provenance_release(struct provenance *c);

/* Adds to TO the paths of files that may have the content D, which step I read
 * or wrote as PATH: the object, if there is one, and PATH itself.  They are not
 * checked. */
void provenance_candidates(const struct provenance *c, size_t i,
			   const char *path, const struct digest *d,
			   struct strs *to);

/* Adds to TO the paths of all files of the chain whose recorded digest is D. */
void provenance_twins(const struct provenance *c, const struct digest *d,
		      struct strs *to);

/* Returns the path at which the file PATH of step I is to be found today.  The
 * file need not exist.  The caller frees the path. */
char *provenance_path(const struct provenance *c, size_t i, const char *path);

/* Returns the step whose run has the id ID, N characters long, or NULL. */
const struct step *provenance_find(const struct provenance *c, const char *id,
				   size_t n);

/* Returns 1 if D is the digest of an empty file, which does not show who made
 * one. */
int provenance_trivial(const struct digest *d);

#endif
