/*
 * judgement.h - judges whether a network is any good: one word, a heading, a
 * few sentences and numbers.
 *
 *	bad	One of these holds: the training failed; scores leak (a scored
 *		image helped to make the network or its units); a requirement is not met; there is
 *		no score; a baseline has no larger mean squared error.
 *	doubt	Not bad, but one of these holds: there are no scores yet;
 *		images were scored on which the training was validated; there
 *		is no baseline to compare with; only one group was scored; the
 *		gain over the best baseline is below a tenth of the baseline's
 *		error; the gain may be chance, since its 95 % interval
 *		reaches 0.
 *	good	Anything else.
 *
 * Inside lib/report only.
 */
#ifndef REPORT_JUDGEMENT_H
#define REPORT_JUDGEMENT_H

#include "report/subject.h"

enum judgement_level { JUDGEMENT_GOOD, JUDGEMENT_DOUBT, JUDGEMENT_BAD };

struct judgement {
	enum judgement_level level;
	struct buf head; /* heading: "Better than every baseline" */
	struct buf why;	 /* reasons, in sentences; may be empty */
	/* name of the baseline with the lowest mean squared error, or NULL */
	const char *best;
};

void judgement_find(struct judgement *v, const struct subject *s);
void judgement_release(struct judgement *v);

/* Returns "GOOD", "DOUBTFUL" or "BAD". */
const char *judgement_word(const struct judgement *v);

/* Append the judgement V of S as HTML, with tiles for the most important
 * metrics. */
void judgement_write(struct buf *to, const struct judgement *v,
		     const struct subject *s);

#endif
