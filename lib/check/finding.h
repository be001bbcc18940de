/*
 * finding.h - what a check has to say: a number, what it is compared with, and
 * what to do if it is bad.
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
	/* 1: it is numbers below the thresholds that are bad, not above */
	int below;
	struct strs where; /* ids of rows; finding_add takes them over */
	/* what to do if the number is bad, in one sentence */
	const char *advice;
};

struct findings { /* all-zero is empty */
	/* A row for each finding: check, verdict, what, number, threshold,
	 * where, advice. */
	struct tsv table;
	const struct strs *allow; /* checks whose failures are accepted; may be
				     NULL */
	size_t warned, failed;
};

/* Returns the verdict of F's thresholds on its number. */
enum finding_verdict finding_verdict(const struct finding *f);

/* Adds F, a finding of the check called CHECK, to TO.  Returns its verdict; a
 * failure that is allowed counts as a warning. */
enum finding_verdict finding_add(struct findings *to, const char *check,
				 struct finding *f);
/* The same, but the row that CHECK has for f.what already, if any, is replaced.
 * AT is a text for the column `where`, or NULL. */
enum finding_verdict finding_put(struct findings *to, const char *check,
				 struct finding f, const char *at);

/* Fills TO, which is empty, from the file PATH, to which a table of findings
 * was written earlier; err_data if it is no such table. */
int finding_read(struct findings *to, const char *path, struct err *err);
/* Adds row ROW as a sentence: "C11 FAIL: sources' spread (sd) 512 (WARN > 5,
 * FAIL > 50): fit them with xp-norm". */
void finding_sentence(const struct findings *of, size_t row, struct buf *to);
void finding_release(struct findings *f);

#endif
