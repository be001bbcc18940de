/*
 * section_scores.h - writes the parts of a page about scores: tables, groups,
 * images, prediction against target.
 *
 * Inside lib/report only.
 */
#ifndef REPORT_SECTION_SCORES_H
#define REPORT_SECTION_SCORES_H

#include "report/subject.h"
#include "report/judgement.h"

/* Appends the means of all metrics, methods and regions. */
void section_scores_means(struct buf *to, const struct subject *s,
			  const struct judgement *v);

/* Appends the scores of groups and of images. */
void section_scores_groups(struct buf *to, const struct subject *s);

/* Appends the joint histogram, and the residuals against intensity. */
int section_scores_pixels(struct buf *to, const struct subject *s,
			  struct err *err);

#endif
