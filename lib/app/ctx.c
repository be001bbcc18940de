/* ctx.c - tables on stdout, words on stderr.  See ctx.h. */
#include "app/ctx.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void ctx_table(struct ctx *ctx, const struct tsv *t)
{
	if (ctx->json)
		tsv_write_json(t, ctx->out);
	else
		tsv_write(t, ctx->out);
}

/* One write a line, so that the lines of a pipeline's stages do not mix. */
static void say(const struct ctx *ctx, const char *kind, const char *format,
		va_list ap)
{
	char line[4096];
	int n = snprintf(line, sizeof(line), "%s: %s", ctx->name, kind);

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

void ctx_messages(const struct ctx *ctx, struct messages *m)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->list[i].level == MESSAGE_WARNING)
			ctx_warn(ctx, "%s", m->list[i].text);
		else
			ctx_say(ctx, "%s", m->list[i].text);
	messages_release(m);
}
