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

/* the first subject compared with each other one */
struct html_comparison {
	struct tsv table;     /* of compare_tables; no rows: no comparison */
	struct messages said; /* messages about it */
};

/* Writes a page with the title TITLE about N subjects to PATH, with the
 * comparison C (or NULL) if there are several. */
int html_report_write(const char *path, const char *title,
		      const struct subject *s, size_t n,
		      const struct html_comparison *c, struct err *err);

#endif
