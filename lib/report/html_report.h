/*
 * html_report.h - writes one page about one or several networks.
 *
 * The page is one file that needs no other files, runs no script and asks no
 * server.  Its bytes depend on the subjects only.
 *
 * Inside lib/report only.
 */
#ifndef REPORT_HTML_REPORT_H
#define REPORT_HTML_REPORT_H

#include "report/subject.h"

/* Most bytes of a page; a larger page is err_data. */
enum { HTML_REPORT_MOST = 5000000 };

/* The comparison of the first subject with each other subject. */
struct html_comparison {
	struct tsv table; /* table of compare_tables; no rows: no comparison */
	struct messages said; /* messages about the comparison */
};

/* Writes a page with the title TITLE about the N subjects S to PATH.  If there
 * are several subjects, the comparison C is shown.  C may be NULL. */
int html_report_write(const char *path, const char *title,
		      const struct subject *s, size_t n,
		      const struct html_comparison *c, struct err *err);

#endif
