/*
 * record_page.h - the page about recorded runs, from their records alone: no
 * image is read, nothing is predicted.
 */
#ifndef REPORT_RECORD_PAGE_H
#define REPORT_RECORD_PAGE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/messages.h"

struct record_page {
	const char *path; /* where the page goes */
	char **name;	  /* of trainings, or of runs of xp-eval */
	size_t n;
	size_t resamples; /* of intervals */
	uint64_t seed;
};

/* Write the page.  A training's scores are those of the last xp-eval of its
 * weights; one that was not scored is shown without. */
int record_page_write(const struct record_page *p, struct messages *messages,
		      struct err *err);

#endif
