/* progress.c - see progress.h. */
#include "app/progress.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"

void progress_start(struct progress *p, const struct ctx *ctx, uint64_t total)
{
	memset(p, 0, sizeof(*p));
	p->ctx = ctx;
	p->total = total;
	p->left = NAN;
	p->start = p->shown = clock_seconds();
}

/* "1:02:03" or "2:03". */
static void add_time(char *to, size_t n, double seconds)
{
	unsigned long s = (unsigned long)(seconds + 0.5);

	if (s >= 3600)
		snprintf(to, n, "%lu:%02lu:%02lu", s / 3600, s / 60 % 60,
			 s % 60);
	else
		snprintf(to, n, "%lu:%02lu", s / 60, s % 60);
}

void progress_show(struct progress *p, uint64_t done, const char *format, ...)
{
	int terminal = isatty(STDERR_FILENO);
	double now = clock_seconds(), past = now - p->start;
	char more[200], left[32] = "", when[CTX_STAMP];
	va_list ap;

	if (p->ctx->quiet || now - p->shown < (terminal ? 0.2 : 30))
		return;
	p->shown = now;
	va_start(ap, format);
	vsnprintf(more, sizeof(more), format, ap);
	va_end(ap);
	if (!isnan(p->left))
		add_time(left, sizeof(left), p->left);
	else if (done)
		add_time(left, sizeof(left),
			 past / (double)done * (double)(p->total - done));
	fprintf(stderr, "%s%s: %s%llu/%llu  %s  %s left%s",
		terminal ? "\r\033[K" : "", p->ctx->name,
		ctx_stamp(p->ctx, when), (unsigned long long)done,
		(unsigned long long)p->total, more, left, terminal ? "" : "\n");
	p->drawn = terminal;
	fflush(stderr);
}

void progress_end(struct progress *p)
{
	if (p->drawn)
		fputs("\r\033[K", stderr);
	p->drawn = 0;
}
