/*
 * progress.h - a line on stderr that shows the progress of a long job.
 *
 * On a terminal the line is redrawn a few times a second.  Elsewhere a line is
 * printed at most every half minute.  With --quiet nothing is printed.
 */
#ifndef APP_PROGRESS_H
#define APP_PROGRESS_H

#include "app/tool.h"

struct progress {
	const struct ctx *ctx;
	uint64_t total;	     /* number of pieces */
	double start, shown; /* seconds at progress_start, at the last line */
	int drawn;	     /* 1: the line is on the terminal */
};

void progress_start(struct progress *p, const struct ctx *ctx, uint64_t total);

/* Show that DONE of TOTAL pieces are done, followed by the text of FORMAT
 * (loss, images/s) and the estimated time left. */
void progress_show(struct progress *p, uint64_t done, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void progress_end(struct progress *p); /* remove the line */

#endif
