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

/* Write a page about S to PATH. */
int html_report_write(const char *path, const struct subject *s,
		      struct err *err);

#endif
