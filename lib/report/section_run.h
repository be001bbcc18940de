/*
 * section_run.h - writes the parts of a page about a training: curves,
 * settings, data, checks, commands.
 *
 * Each function appends its part, or nothing if S has nothing for it.
 *
 * Inside lib/report only.
 */
#ifndef REPORT_SECTION_RUN_H
#define REPORT_SECTION_RUN_H

#include "report/subject.h"

void section_run_curves(struct buf *to, const struct subject *s);
void section_run_settings(struct buf *to, const struct subject *s);
void section_run_data(struct buf *to, const struct subject *s);
void section_run_checks(struct buf *to, const struct subject *s);

/* Appends the warnings of the evaluation. */
void section_run_warnings(struct buf *to, const struct subject *s);

/* Appends how N trainings differ: settings, facts, and a chart of their val
 * loss. */
void section_run_differences(struct buf *to, const struct subject *s, size_t n);

/* Appends the commands that make the network and its scores again. */
void section_run_again(struct buf *to, const struct subject *s);

#endif
