/*
 * evaluation_page.h - the page about an evaluation that has just been made.
 *
 * The page is an output of a run, and repeating the run must give the same
 * bytes.  So the page holds no time, no host and no id of a run.  It names the
 * training by the training's recipe and by the digest of the weights.
 */
#ifndef REPORT_EVALUATION_PAGE_H
#define REPORT_EVALUATION_PAGE_H

#include "eval/evaluate.h"

struct evaluation_page {
	const char *path; /* path of the page */
	/* name of the training run; NULL: it was not recorded */
	const char *run;
	const char *weights;	/* path of the weights file; NULL: no model */
	const char *checkpoint; /* "best" or "last" */
	size_t resamples;	/* number of resamples for the intervals */
	uint64_t seed;		/* seed of the resamples */
	const struct messages *messages; /* messages of the evaluation */
	const struct messages *required; /* messages of require_check */
};

/* Writes the page P about the evaluation E.  Some images are predicted again
 * for its pictures.  Call it after evaluate_rows, with E->joint filled. */
int evaluation_page_write(struct evaluate *e, const struct evaluation_page *p,
			  struct err *err);

#endif
