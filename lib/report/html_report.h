/*
 * html_report.h - writes one page about one or several networks: a single file
 * without scripts, whose bytes depend on the subjects alone.
 *
 * Inside lib/report only.
 */
#ifndef REPORT_HTML_REPORT_H
#define REPORT_HTML_REPORT_H

#include "report/subject.h"

/* most bytes of a page */
enum { HTML_REPORT_MOST = 5000000 };

/* the comparison of the first subject with each other subject */
struct html_comparison {
	struct tsv table;     /* from compare_tables; no rows: no comparison */
	struct messages said; /* messages about the comparison */
};

/* Writes a page about N subjects S to PATH.  If there are several subjects, C
 * (or NULL) compares them.  Fails with err_data if the page would exceed
 * HTML_REPORT_MOST. */
int html_report_write(const char *path, const char *title,
		      const struct subject *s, size_t n,
		      const struct html_comparison *c, struct err *err);

#endif
