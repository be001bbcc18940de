/*
 * buf.h - a byte string that grows.
 *
 * An all-zero buf is empty.  The data are always followed by a NUL.  LEN does
 * not count the NUL.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>

struct buf {
	char *data;	 /* NULL while empty */
	size_t len, cap; /* bytes of data, bytes of memory */
};

void buf_release(struct buf *b);
void buf_clear(struct buf *b); /* keeps the memory */
void buf_reserve(struct buf *b, size_t more);
void buf_add(struct buf *b, const void *data, size_t n);
void buf_str(struct buf *b, const char *text);
void buf_char(struct buf *b, char c);
void buf_printf(struct buf *b, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Appends TEXT.  Writes each control byte except newline and tab as \xNN, so
 * that a file's name cannot send commands to a terminal. */
void buf_visible(struct buf *b, const char *text);

/* Returns the text, never NULL.  The text belongs to B and is valid until B
 * changes. */
const char *buf_text(const struct buf *b);

/* Returns the text and leaves B empty.  The caller frees the text. */
char *buf_detach(struct buf *b);

#endif
