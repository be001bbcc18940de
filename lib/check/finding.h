/*
 * finding.h - what a check has to say.  It consists of a number, thresholds to
 * compare the number with, and what to do if the number is bad.
 */
#ifndef CHECK_FINDING_H
#define CHECK_FINDING_H

#include "base/buf.h"
#include "base/strs.h"
#include "file/tsv.h"

enum finding_verdict { VERDICT_PASS, VERDICT_WARN, VERDICT_FAIL };

struct finding {
	const char *what;  /* what the number measures */
	double number;	   /* NAN: it could not be measured */
	double warn, fail; /* thresholds of the verdicts; NAN: none */
	/* 1: numbers below a threshold are bad; 0: numbers above are bad */
	int below;
	struct strs where; /* ids of rows; finding_add takes ownership */
	/* what to do if the number is bad, in one sentence */
	const char *advice;
};

struct findings { /* all-zero is empty */
	/* A row for each finding: check, verdict, what, number, threshold,
	 * where, advice. */
	struct tsv table;
	/* names of checks whose failures are accepted, or NULL */
	const struct strs *allow;
	size_t warned, failed;
};

/* Returns the verdict on F: compares its number with its thresholds. */
enum finding_verdict finding_verdict(const struct finding *f);

/* Adds F, a finding of the check called CHECK, to TO.  Returns the verdict on
 * F.  A failure that is allowed becomes a warning. */
enum finding_verdict finding_add(struct findings *to, const char *check,
				 struct finding *f);

/* Does the same, but first looks for a row of CHECK with the same F.what.  If
 * there is such a row, replaces it.  AT is a text for the column `where`, or
 * NULL. */
enum finding_verdict finding_put(struct findings *to, const char *check,
				 struct finding f, const char *at);

/* Fills TO from the file PATH, a table of findings that was written earlier.
 * The caller passes an empty TO.  If the file is not a table of findings, fails
 * with err_data. */
int finding_read(struct findings *to, const char *path, struct err *err);

/* Adds row ROW of OF as a sentence to TO: "C11 FAIL: sources' spread (sd) 512
 * (WARN > 5, FAIL > 50): fit them with xp-norm". */
void finding_sentence(const struct findings *of, size_t row, struct buf *to);
void finding_release(struct findings *f);

#endif
