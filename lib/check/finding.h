/*
 * finding.h - a finding, what a check has to say: a number, thresholds to
 * compare it with, and what to do if it is bad.
 */
#ifndef CHECK_FINDING_H
#define CHECK_FINDING_H

#include "base/buf.h"
#include "base/strs.h"
#include "file/tsv.h"

enum finding_verdict { VERDICT_PASS, VERDICT_WARN, VERDICT_FAIL };

struct finding {
	const char *what;  /* what the number measures */
	double number;	   /* NAN: not measured */
	double warn, fail; /* thresholds; NAN: none */
	/* 1: numbers below a threshold are bad; 0: above */
	int below;
	struct strs where; /* ids of rows; finding_add takes them */
	/* what to do if the number is bad */
	const char *advice;
};

struct findings { /* all-zero is empty */
	/* a row for each finding: check, verdict, what, number, threshold,
	 * where, advice */
	struct tsv table;
	/* checks that may fail, or NULL */
	const struct strs *allow;
	size_t warned, failed;
};

/* Compares F's number with its thresholds. */
enum finding_verdict finding_verdict(const struct finding *f);

/* Adds F, a finding of CHECK, to TO, and takes F->where.  A failure that is
 * allowed becomes a warning.  Returns the verdict. */
enum finding_verdict finding_add(struct findings *to, const char *check,
				 struct finding *f);

/* Does what finding_add does, but replaces the row of CHECK with the same
 * F.what, if there is one.  AT is a text for the column `where`, or NULL. */
enum finding_verdict finding_put(struct findings *to, const char *check,
				 struct finding f, const char *at);

/* Appends row ROW of FROM to TO, with SUFFIX after what was measured. */
void finding_copy(struct findings *to, const struct findings *from, size_t row,
		  const char *suffix);

/* Returns 1 if OF has a row that equals row ROW of FROM. */
int finding_has(const struct findings *of, const struct findings *from,
		size_t row);

/* Reads a table of findings from the file PATH into TO, which is empty before
 * and which the caller releases.  Fails with err_data if it is not such a
 * table. */
int finding_read(struct findings *to, const char *path, struct err *err);

/* Appends row ROW of OF to TO as a sentence: "C11 FAIL: sources' spread (sd)
 * 512 (WARN > 5, FAIL > 50): fit them with xp-norm". */
void finding_sentence(const struct findings *of, size_t row, struct buf *to);
void finding_release(struct findings *f);

#endif
