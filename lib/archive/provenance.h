/*
 * provenance.h - the chain of a run: the run and all runs that it depends on.
 *
 * Run A comes before run B if the records show that A made a file that B read
 * (run/maker.h).  If it is only a guess that A made the file, A is left out.
 * So the chain of a finished run never changes.
 */
#ifndef ARCHIVE_PROVENANCE_H
#define ARCHIVE_PROVENANCE_H

#include "archive/step.h"
#include "base/messages.h"
#include "base/strs.h"
#include "store/store.h"

struct provenance {
	const struct store *store;
	/* steps, each after those that made its inputs; the last one is the
	 * requested run */
	struct step *step;
	size_t n;
	/* messages about runs that were left out as guesses */
	struct messages guesses;
	/* 1: code that cannot be read is left out; set by the caller
	 * (pack_code.h) */
	int without_code;
	/* 1: files like secrets are packed; set by the caller (pack.h) */
	int with_secrets;
};

/* Read the chain of run ID of S into C.  If ALONE is 1, C gets run ID only, and
 * the records of other runs if run ID read files in their directories.  A run
 * that has not ended is err_data, since its outputs are recorded only at its
 * end. */
int provenance_read(struct provenance *c, const struct store *s, const char *id,
		    int alone, struct err *err);
void provenance_release(struct provenance *c);

/* Adds to TO the paths of files that may have the content D, which step I read
 * or wrote as PATH.  These are the object, if there is one, and the file PATH
 * itself.  Neither has been checked. */
void provenance_candidates(const struct provenance *c, size_t i,
			   const char *path, const struct digest *d,
			   struct strs *to);

/* Adds to TO the paths of all files, of any step, whose recorded digest is
 * D. */
void provenance_twins(const struct provenance *c, const struct digest *d,
		      struct strs *to);

/* Returns the path at which the file that step I recorded as PATH is to be
 * found today.  The file need not exist.  The caller frees the result. */
char *provenance_path(const struct provenance *c, size_t i, const char *path);

/* Returns the step whose run has the id ID, N characters long, or NULL. */
const struct step *provenance_find(const struct provenance *c, const char *id,
				   size_t n);

/* Returns 1 when D is the digest of an empty file.  Many runs write empty
 * files, so D does not show which run made a file. */
int provenance_trivial(const struct digest *d);

#endif
