/*
 * progress.h - a line on stderr that shows how far a long job is.
 *
 * On a terminal it is redrawn a few times a second; elsewhere there is one at
 * most every half minute, with the time if ctx->dated is set; with --quiet
 * there is none.
 */
#ifndef APP_PROGRESS_H
#define APP_PROGRESS_H

#include "app/tool.h"

struct progress {
	const struct ctx *ctx;
	uint64_t total;	     /* number of pieces */
	double start, shown; /* seconds at the start and at the last line */
	int drawn;	     /* 1: the line is on the terminal */
	/* Seconds left, as the caller knows them; NAN: they are estimated from
	 * the pieces that are done */
	double left;
};

void progress_start(struct progress *p, const struct ctx *ctx, uint64_t total);

/* Shows that DONE of TOTAL pieces are done, the text of FORMAT, and the time
 * left. */
void progress_show(struct progress *p, uint64_t done, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void progress_end(struct progress *p); /* remove the line */

#endif
