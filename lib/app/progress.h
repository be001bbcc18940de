/*
 * progress.h - shows on stderr how far a long job is.
 *
 * A terminal has one line, drawn again at most five times a second.  Elsewhere
 * a line comes at most every half minute, with the time if ctx->dated is 1.
 * With --quiet there is none.
 */
#ifndef APP_PROGRESS_H
#define APP_PROGRESS_H

#include "app/tool.h"

struct progress {
	const struct ctx *ctx;
	uint64_t total; /* number of pieces */
	/* clock_seconds() at the start and at the last line */
	double start, shown;
	int drawn; /* 1: the line is on the terminal */
	/* seconds left, set by the caller; NAN: estimated from the pieces
	 * done */
	double left;
};

void progress_start(struct progress *p, const struct ctx *ctx, uint64_t total);

/* Shows DONE and TOTAL, the text of FORMAT, and the time left. */
void progress_show(struct progress *p, uint64_t done, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void progress_end(struct progress *p); /* removes the line */

#endif
