/*
 * judgement.h - judges a network: a word, a heading, a few sentences and
 * numbers.
 *
 *	bad	One of these holds:
 *		- the run of the training is not done
 *		- scored images leak (score_leak.h) otherwise than by
 *		  validation
 *		- a requirement is not met (require.h)
 *		- the mean squared error is undefined
 *		- the mean squared error of a baseline is not larger
 *	doubt	The network is not bad, but one of these holds:
 *		- no image has been scored
 *		- the training was validated on a scored image or its group
 *		- there is no baseline to compare with
 *		- only one group was scored
 *		- the gain over the best baseline is below a tenth of the
 *		  baseline's error
 *		- the 95 % interval of the gain reaches 0
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
	struct buf why;	 /* reasons, in sentences; may be empty */
	/* baseline with the lowest mean squared error, or NULL */
	const char *best;
};

/* Judges S.  The caller releases V. */
void judgement_find(struct judgement *v, const struct subject *s);
void judgement_release(struct judgement *v);

/* Returns "GOOD", "DOUBTFUL" or "BAD". */
const char *judgement_word(const struct judgement *v);

/* Appends V as HTML, with tiles for the most important metrics of S. */
void judgement_write(struct buf *to, const struct judgement *v,
		     const struct subject *s);

#endif
