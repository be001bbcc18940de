/* talk.c - tables on stdout, words on stderr, and being asked to stop. */
#include "app/tool.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "app/stop.h"

void ctx_table(struct ctx *ctx, const struct tsv *t)
{
	if (ctx->json)
		tsv_write_json(t, ctx->out);
	else
		tsv_write(t, ctx->out);
}

/* One write a line, so that the lines of a pipeline's stages do not mix. */
static void say(const struct ctx *ctx, const char *kind,
		const char *format, va_list ap)
{
	char line[4096];
	int n = snprintf(line, sizeof(line), "%s: %s", ctx->tool->name,
			 kind);

	vsnprintf(line + n, sizeof(line) - 2 - (size_t)n, format, ap);
	strcat(line, "\n");
	fputs(line, stderr);
}

void ctx_say(const struct ctx *ctx, const char *format, ...)
{
	va_list ap;

	if (ctx->quiet)
		return;
	va_start(ap, format);
	say(ctx, "", format, ap);
	va_end(ap);
}

void ctx_warn(const struct ctx *ctx, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	say(ctx, "warning: ", format, ap);
	va_end(ap);
}

static volatile sig_atomic_t stop_signal, catching;

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* A second one means it, unless it comes along with the first: timeout
 * and batch systems tell a program and then the group it is in. */
static void on_signal(int number)
{
	static double first;
	int again = stop_signal && seconds() - first > 1;

	if (catching && !again) {
		if (!stop_signal)
			first = seconds();
		stop_signal = number;
		return;
	}
	out_abandon();
	signal(number, SIG_DFL);
	raise(number);
}

void stop_install(void)
{
	static const int number[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction now, new = { .sa_handler = on_signal };

	for (size_t i = 0; i < sizeof(number) / sizeof(*number); i++)
		if (!sigaction(number[i], NULL, &now) &&
		    now.sa_handler != SIG_IGN)	/* nohup */
			sigaction(number[i], &new, NULL);
}

int stop_number(void)
{
	return stop_signal;
}

void ctx_catch_stop(void)
{
	catching = 1;
}

int ctx_stop(void)
{
	return catching && stop_signal;
}

int ctx_stopped(struct err *err)
{
	const char *name = sigabbrev_np(stop_signal);

	return err_no(err, "stopped by SIG%s", name ? name : "?");
}
