/*
 * evaluation_page.h - the page about an evaluation that has just been made.
 *
 * It is an output of a run, so it holds nothing that a repetition would change:
 * no time, no host, no id of a run; it names the training by its recipe and by
 * the digest of its weights.
 */
#ifndef REPORT_EVALUATION_PAGE_H
#define REPORT_EVALUATION_PAGE_H

#include "eval/evaluate.h"

struct evaluation_page {
	const char *path;    /* where the page goes */
	const char *run;     /* the training, NULL: not recorded */
	const char *weights; /* the weights file, NULL: no model */
	const char *checkpoint;
	size_t resamples; /* of intervals */
	uint64_t seed;
	const struct messages *messages; /* what the evaluation said */
	const struct messages *required; /* what require_check said */
};

/* After evaluate_rows, with e->joint filled: predict some images again, and
 * write the page. */
int evaluation_page_write(struct evaluate *e, const struct evaluation_page *p,
			  struct err *err);

#endif
