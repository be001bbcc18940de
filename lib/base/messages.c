/* messages.c - sentences for a person.  See messages.h. */
#include "base/messages.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void messages_take(struct messages *m, enum message_level level, char *text)
{
	if (m->n == m->cap) {
		m->cap = m->cap ? 2 * m->cap : 8;
		m->list = mem_grow(m->list, m->cap, sizeof(*m->list));
	}
	m->list[m->n++] = (struct message){ level, text };
}

static void add(struct messages *m, enum message_level level,
		const char *format, va_list args)
{
	char *text;

	if (vasprintf(&text, format, args) < 0)
		text = mem_str("out of memory");
	messages_take(m, level, text);
}

void messages_info(struct messages *m, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add(m, MESSAGE_INFO, format, args);
	va_end(args);
}

void messages_warn(struct messages *m, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add(m, MESSAGE_WARNING, format, args);
	va_end(args);
}

static int has(const struct messages *m, const char *text)
{
	for (size_t i = 0; i < m->n; i++)
		if (!strcmp(m->list[i].text, text))
			return 1;
	return 0;
}

void messages_move(struct messages *to, struct messages *from)
{
	for (size_t i = 0; i < from->n; i++) {
		struct message *m = &from->list[i];

		if (has(to, m->text))
			continue;
		messages_take(to, m->level, m->text);
		m->text = NULL;
	}
	messages_release(from);
}

void messages_release(struct messages *m)
{
	for (size_t i = 0; i < m->n; i++)
		free(m->list[i].text);
	free(m->list);
	*m = (struct messages){ 0 };
}
