/*
 * html_report.h - writes one page about one or several networks: a single file
 * without scripts, whose bytes depend on the subjects alone.
 *
 * Inside lib/report only.
 */
#ifndef REPORT_HTML_REPORT_H
#define REPORT_HTML_REPORT_H

#include "report/subject.h"

/* a larger page is err_data */
enum { HTML_REPORT_MOST = 5000000 };

/* the comparison of the first subject with each other subject */
struct html_comparison {
	struct tsv table; /* table of compare_tables; no rows: no comparison */
	struct messages said; /* messages about the comparison */
};

/* Writes a page about N subjects S to PATH.  TITLE is its title.  If there are
 * several subjects, C (or NULL) compares them. */
int html_report_write(const char *path, const char *title,
		      const struct subject *s, size_t n,
		      const struct html_comparison *c, struct err *err);

#endif
