/*
 * diff_why.h - explains why a metric differs between two runs, by other
 * recorded runs.
 *
 * A pair of runs shows what one thing does to the metric if they differ in this
 * thing alone.  diff_why looks for pairs among the runs that have, of each
 * thing in which the two runs differ, what one of the two has, and are equal to
 * both in all else.
 */
#ifndef DIFF_DIFF_WHY_H
#define DIFF_DIFF_WHY_H

#include "base/err.h"
#include "diff/ingredients.h"
#include "file/tsv.h"

struct diff_why {
	size_t things;	/* number of things in which the two runs differ */
	size_t shown;	/* number of these that a pair shows */
	char *value[2]; /* the metric of the two runs */
	/* ids of two runs that differ in nothing recorded but in the metric, so
	 * that nothing can be shown; or NULL */
	char *unsteady[2];
	/* what one of the runs did not record, so that nothing can be shown;
	 * or NULL */
	char *unknown;
	/* tool of the two runs if it is not one of ours, or NULL */
	char *foreign;
	/* ids of the runs that made the data that differ, or NULL */
	char *made_by[2];
};

/* Fills W, and TO with a row for each pair of runs that differ in one thing
 * alone, and one for each thing that no pair shows.  RUNS are two runs.  The
 * columns are:
 *
 *	thing		name of a setting, or seed, data, code, environment,
 *			machine
 *	a, b		its value in the two runs
 *	from, to	runs of which FROM has the value a, and TO has b
 *	METRIC.from, METRIC.to, difference
 *	command		if no pair shows the thing: a command that makes a run
 *			that does, if there is one
 *
 * METRIC has dots for blanks ("val.loss").  Fails with err_usage if one of the
 * two runs has no such metric; the message lists those it has.  Fails with
 * err_data if the runs differ in more than 64 things.  The caller releases
 * W. */
int diff_why(struct diff_why *w, struct tsv *to, const struct diff_run *runs,
	     const char *metric, struct err *err);
void diff_why_release(struct diff_why *w);

#endif
