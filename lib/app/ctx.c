/* ctx.c - see ctx.h. */
#include "app/ctx.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "file/path.h"

/* Prints T for people to read: names of files cannot break rows, or send
 * commands to the terminal. */
static void write_visible(const struct tsv *t, struct out *o)
{
	struct tsv shown = { 0 };
	struct buf cell = { 0 };

	for (size_t k = 0; k < t->columns; k++)
		tsv_add_column(&shown, t->column[k]);
	for (size_t i = 0; i < t->rows; i++) {
		tsv_add_row(&shown);
		for (size_t k = 0; k < t->columns; k++) {
			buf_clear(&cell);
			path_visible(&cell, tsv_get(t, i, (int)k));
			tsv_set(&shown, i, (int)k, buf_text(&cell));
		}
	}
	tsv_write(&shown, o);
	buf_release(&cell);
	tsv_release(&shown);
}

void ctx_table(struct ctx *ctx, const struct tsv *t)
{
	if (ctx->json)
		tsv_write_json(t, ctx->out);
	else if (!strncmp(ctx->name, "xp-log", 6))
		write_visible(t, ctx->out);
	else
		tsv_write(t, ctx->out);
}

const char *ctx_stamp(const struct ctx *ctx, char to[CTX_STAMP])
{
	time_t now = time(NULL);
	struct tm tm;

	to[0] = '\0';
	if (ctx->dated && !isatty(STDERR_FILENO) && localtime_r(&now, &tm))
		strftime(to, CTX_STAMP, "[%Y-%m-%d %H:%M:%S] ", &tm);
	return to;
}

/* Each line is one write, so that the lines of a pipeline's stages do not
 * mix. */
static void say(const struct ctx *ctx, const char *kind, const char *format,
		va_list ap)
{
	struct buf line = { 0 };
	char text[4096], when[CTX_STAMP];

	vsnprintf(text, sizeof(text), format, ap);
	buf_printf(&line, "%s: %s%s", ctx->name, ctx_stamp(ctx, when), kind);
	buf_visible(&line, text);
	buf_char(&line, '\n');
	fputs(line.data, stderr);
	buf_release(&line);
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

int ctx_ask(const struct ctx *ctx, const char *format, ...)
{
	struct buf line = { 0 };
	char text[4096], answer[8];
	va_list ap;
	int yes;

	if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
		return 1;
	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	buf_printf(&line, "%s: ", ctx->name);
	buf_visible(&line, text);
	buf_str(&line, " [y/n] ");
	fputs(line.data, stderr);
	yes = fgets(answer, sizeof(answer), stdin) && strchr("yY", *answer);
	buf_release(&line);
	return yes;
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
