/*
 * progress.h - a line on stderr that says how far a long job is.
 *
 * On a terminal the line is redrawn a few times a second; elsewhere a
 * plain line comes at most every half minute.  Silent with --quiet.
 */
#ifndef APP_PROGRESS_H
#define APP_PROGRESS_H

#include "app/tool.h"

struct progress {
	const struct ctx *ctx;
	uint64_t total;
	double start, shown;
	int drawn;
};

void progress_start(struct progress *p, const struct ctx *ctx, uint64_t total);
/* DONE of TOTAL pieces; FORMAT adds what else there is to say (loss,
 * images/s).  The time left is worked out and appended. */
void progress_show(struct progress *p, uint64_t done, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void progress_end(struct progress *p); /* takes the line away */

#endif
