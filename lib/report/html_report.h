/*
 * html_report.h - one page about a network or about several: a file that needs
 * nothing beside it, runs no script and asks no server.
 *
 * The bytes depend on the subjects only.
 *
 * Inside lib/report only.
 */
#ifndef REPORT_HTML_REPORT_H
#define REPORT_HTML_REPORT_H

#include "report/subject.h"

/* A larger page is err_data. */
enum { HTML_REPORT_MOST = 5000000 };

struct html_comparison {  /* of the first subject with each other one */
	struct tsv table; /* of compare_tables; without rows: there is none */
	struct messages said;
};

/* Write a page with TITLE about the N subjects S to PATH; C (may be NULL) is
 * shown if there are several. */
int html_report_write(const char *path, const char *title,
		      const struct subject *s, size_t n,
		      const struct html_comparison *c, struct err *err);

#endif
