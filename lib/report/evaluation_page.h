/*
 * evaluation_page.h - writes the page about an evaluation that has just been
 * made.
 *
 * The page has no time, host or id, so that its bytes are reproducible.  It
 * names the training by its recipe and the digest of its weights.
 */
#ifndef REPORT_EVALUATION_PAGE_H
#define REPORT_EVALUATION_PAGE_H

#include "eval/evaluate.h"

struct evaluation_page {
	const char *path; /* path of the page */
	/* training run; NULL: not recorded */
	const char *run;
	const char *weights;		 /* weights file; NULL: no model */
	const char *checkpoint;		 /* "best" or "last" */
	size_t resamples;		 /* for the intervals */
	uint64_t seed;			 /* seed of the resamples */
	const struct messages *messages; /* of the evaluation */
	const struct messages *required; /* of require_check */
};

/* Writes the page P about E, after evaluate_rows and with E->joint filled.
 * Predicts some images again for its pictures. */
int evaluation_page_write(struct evaluate *e, const struct evaluation_page *p,
			  struct err *err);

#endif
