/*
 * provenance.h - a run and those that made its inputs.
 *
 * Run A comes before run B when A made a file that B read (run/maker.h);
 * nobody has to say so.  Runs that may have made one, by a guess, are left
 * out, so the chain of a finished run never changes.  Inside lib/archive only.
 */
#ifndef ARCHIVE_PROVENANCE_H
#define ARCHIVE_PROVENANCE_H

#include "archive/step.h"
#include "base/messages.h"
#include "base/strs.h"
#include "store/store.h"

struct provenance {
	const struct store *store;
	struct step *step; /* what comes first stands first; the run
				   that was asked for is the last */
	size_t n;
	struct messages guesses; /* runs that are left out, in words */
	int without_code;	 /* set by the caller: see code.h */
};

/* ALONE: without the runs before it (but with the records of those that
 * it reads files of).  A run that has not ended well enough to have
 * outputs is err_data. */
int provenance_read(struct provenance *c, const struct store *s, const char *id,
		    int alone, struct err *err);
void provenance_release(struct provenance *c);

/* Files that should hold what step I knew as PATH: the object and the
 * file itself. */
void provenance_candidates(const struct provenance *c, size_t i,
			   const char *path, const struct digest *d,
			   struct strs *to);
/* Files of any step that once held the same bytes. */
void provenance_twins(const struct provenance *c, const struct digest *d,
		      struct strs *to);
/* The step whose run is ID (N characters), or NULL. */
const struct step *provenance_find(const struct provenance *c, const char *id,
				   size_t n);
/* A digest that says nothing about where bytes come from: no bytes. */
int provenance_trivial(const struct digest *d);

#endif
