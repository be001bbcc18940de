/*
 * buf.h - a byte string that grows.  All-zero is empty; data is always
 * followed by a NUL, which LEN does not count.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>

struct buf {
	char *data; /* NULL while empty */
	size_t len, cap;
};

void buf_release(struct buf *b);
void buf_clear(struct buf *b); /* keeps the memory */
void buf_reserve(struct buf *b, size_t more);
void buf_add(struct buf *b, const void *data, size_t n);
void buf_str(struct buf *b, const char *text);
void buf_char(struct buf *b, char c);
void buf_printf(struct buf *b, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Add TEXT with control bytes, but newlines and tabs, as \xNN: what a file
 * is called must not act on a terminal. */
void buf_visible(struct buf *b, const char *text);

/* The text, never NULL; belongs to B until it changes. */
const char *buf_text(const struct buf *b);

/* Take the text out of B; the caller frees it.  B is empty afterwards. */
char *buf_detach(struct buf *b);

#endif
