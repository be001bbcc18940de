/*
 * verdict.h - is a network any good: one word, one sentence, a few numbers.
 *
 *	bad	the training failed, scores leak, what was required is not met,
 *		or a baseline is as good by mean squared error
 *	doubt	there is nothing to compare with, only one group was scored, or
 *		the gain over the best baseline is below a tenth of its error or
 *		may be chance: its 95 % interval reaches 0
 *	good	anything else
 *
 * Inside lib/report only.
 */
#ifndef REPORT_VERDICT_H
#define REPORT_VERDICT_H

#include "report/subject.h"

enum verdict_level { VERDICT_GOOD, VERDICT_DOUBT, VERDICT_BAD };

struct verdict {
	enum verdict_level level;
	struct buf head; /* "Better than every baseline" */
	struct buf why;	 /* sentences; may be empty */
	/* The baseline with the lowest mean squared error, or NULL. */
	const char *best;
};

void verdict_find(struct verdict *v, const struct subject *s);
void verdict_release(struct verdict *v);

/* Append it as HTML, with tiles for the most important metrics. */
void verdict_write(struct buf *to, const struct verdict *v,
		   const struct subject *s);

#endif
