/* buf.c - see buf.h. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void buf_release(struct buf *b)
{
	free(b->data);
	memset(b, 0, sizeof(*b));
}

void buf_clear(struct buf *b)
{
	b->len = 0;
	if (b->data)
		b->data[0] = '\0';
}

void buf_reserve(struct buf *b, size_t more)
{
	size_t want = b->len + more + 1;

	if (want <= b->cap)
		return;
	if (want < b->cap * 2)
		want = b->cap * 2;
	if (want < 64)
		want = 64;
	b->data = mem_grow(b->data, want, 1);
	b->data[b->len] = '\0';
	b->cap = want;
}

void buf_add(struct buf *b, const void *data, size_t n)
{
	buf_reserve(b, n);
	if (n)
		memcpy(b->data + b->len, data, n);
	b->len += n;
	b->data[b->len] = '\0';
}

void buf_str(struct buf *b, const char *text)
{
	buf_add(b, text, strlen(text));
}

void buf_char(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void buf_printf(struct buf *b, const char *format, ...)
{
	va_list ap;
	int n;

	va_start(ap, format);
	n = vsnprintf(NULL, 0, format, ap);
	va_end(ap);
	buf_reserve(b, (size_t)n);
	va_start(ap, format);
	vsnprintf(b->data + b->len, (size_t)n + 1, format, ap);
	va_end(ap);
	b->len += (size_t)n;
}

void buf_visible(struct buf *b, const char *text)
{
	for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
		/* UTF-8 encodes the control characters U+0080 to U+009F as 0xc2
		 * followed by 0x80 to 0x9f. */
		int control = (*c < 0x20 && *c != '\n' && *c != '\t') ||
			      *c == 0x7f;

		if (*c == 0xc2 && c[1] >= 0x80 && c[1] < 0xa0)
			buf_printf(b, "\\x%02x", *++c);
		else if (control)
			buf_printf(b, "\\x%02x", *c);
		else
			buf_char(b, (char)*c);
	}
}

const char *buf_text(const struct buf *b)
{
	return b->data ? b->data : "";
}

char *buf_detach(struct buf *b)
{
	char *data = b->data ? b->data : mem_str("");

	memset(b, 0, sizeof(*b));
	return data;
}
