/*
 * judgement.h - is a network any good: one word, one sentence, a few numbers.
 *
 *	bad	the training failed, scores leak, what was required is not met,
 *		or a baseline is as good by mean squared error
 *	doubt	images were scored that the training was validated on, there is
 *		nothing to compare with, only one group was scored, or
 *		the gain over the best baseline is below a tenth of its error or
 *		may be chance: its 95 % interval reaches 0
 *	good	anything else
 *
 * Inside lib/report only.
 */
#ifndef REPORT_JUDGEMENT_H
#define REPORT_JUDGEMENT_H

#include "report/subject.h"

enum judgement_level { JUDGEMENT_GOOD, JUDGEMENT_DOUBT, JUDGEMENT_BAD };

struct judgement {
	enum judgement_level level;
	struct buf head; /* "Better than every baseline" */
	struct buf why;	 /* sentences; may be empty */
	/* The baseline with the lowest mean squared error, or NULL. */
	const char *best;
};

void judgement_find(struct judgement *v, const struct subject *s);
void judgement_release(struct judgement *v);

/* Returns "GOOD", "DOUBTFUL" or "BAD". */
const char *judgement_word(const struct judgement *v);

/* Append it as HTML, with tiles for the most important metrics. */
void judgement_write(struct buf *to, const struct judgement *v,
		     const struct subject *s);

#endif
