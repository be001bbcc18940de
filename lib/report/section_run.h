/*
 * section_run.h - the parts of a page about a training: curves, settings, data,
 * checks, how to do it again.
 *
 * Inside lib/report only.  Each appends nothing if S knows nothing of it.
 */
#ifndef REPORT_SECTION_RUN_H
#define REPORT_SECTION_RUN_H

#include "report/subject.h"

void section_run_curves(struct buf *to, const struct subject *s);
void section_run_settings(struct buf *to, const struct subject *s);
void section_run_data(struct buf *to, const struct subject *s);
void section_run_checks(struct buf *to, const struct subject *s);
/* What the evaluation warned of. */
void section_run_warnings(struct buf *to, const struct subject *s);
/* What N trainings have not in common: val loss, settings, facts. */
void section_run_differences(struct buf *to, const struct subject *s, size_t n);
void section_run_again(struct buf *to, const struct subject *s);

#endif
