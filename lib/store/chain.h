/*
 * chain.h - a run and those that made its inputs.
 *
 * Run A comes before run B when bytes that A put out are an input of B;
 * nobody has to say so.  Where several runs made the same bytes, the one
 * that made them first counts, so the chain of a finished run never
 * changes.
 */
#ifndef STORE_CHAIN_H
#define STORE_CHAIN_H

#include "store/run.h"

struct step {
	struct run run;
	char *cwd;		/* below the restored directory; "": there */
	char *root;		/* the directory it ran in, as it is now */
	char *outside;		/* where outer files lie now; NULL: there */
	int rerun;		/* 0: only its record belongs here */
};

struct chain {
	const struct store *store;
	struct step *step;	/* what comes first stands first; the run
				   that was asked for is the last */
	size_t n;
};

/* ALONE: without the runs before it (but with the records of those that
 * it reads files of).  A run that has not ended well enough to have
 * outputs is err_data. */
int chain_read(struct chain *c, const struct store *s, const char *id,
	       int alone, struct err *err);
void chain_release(struct chain *c);

/* Files that should hold what step I knew as PATH: the object and the
 * file itself. */
void chain_candidates(const struct chain *c, size_t i, const char *path,
		      const struct digest *d, struct strs *to);
/* Files of any step that once held the same bytes. */
void chain_twins(const struct chain *c, const struct digest *d,
		 struct strs *to);
/* The step whose run is ID (N characters), or NULL. */
const struct step *chain_find(const struct chain *c, const char *id,
			      size_t n);
/* A digest that says nothing about where bytes come from: no bytes. */
int chain_trivial(const struct digest *d);

#endif
