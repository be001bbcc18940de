/*
 * record_page.h - writes the page about recorded runs, from their records
 * without any image.
 */
#ifndef REPORT_RECORD_PAGE_H
#define REPORT_RECORD_PAGE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/messages.h"

struct record_page {
	const char *path; /* path of the page */
	char **name;	  /* names of trainings or runs of xp-eval */
	size_t n;	  /* number of names */
	size_t resamples; /* for the intervals */
	uint64_t seed;	  /* seed of the resamples */
};

/* Writes the page P.  A training is shown with the scores of the last xp-eval
 * of its weights, if there is one.  MESSAGES get what the comparison of several
 * runs says. */
int record_page_write(const struct record_page *p, struct messages *messages,
		      struct err *err);

#endif
