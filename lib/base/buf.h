/*
 * buf.h - a string of bytes that grows as bytes are added.
 *
 * A buf of zeros is empty.  In memory a NUL follows the bytes; LEN does not
 * count it.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>

struct buf {
	char *data;	 /* NULL until there is memory */
	size_t len, cap; /* number of bytes; size of the memory */
};

void buf_release(struct buf *b);
void buf_clear(struct buf *b);		      /* empties B, keeps its memory */
void buf_reserve(struct buf *b, size_t more); /* makes room for MORE bytes */

/* Each appends to B. */
void buf_add(struct buf *b, const void *data, size_t n);
void buf_str(struct buf *b, const char *text);
void buf_char(struct buf *b, char c);
void buf_printf(struct buf *b, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Appends TEXT for a terminal.  Each control character but newline and tab
 * appears as \xNN, so that the name of a file cannot send commands to the
 * terminal. */
void buf_visible(struct buf *b, const char *text);

/* Returns the bytes as a string, never NULL.  B owns the string.  It is valid
 * until B changes. */
const char *buf_text(const struct buf *b);

/* Returns the bytes as a string and empties B.  The caller frees the string. */
char *buf_detach(struct buf *b);

#endif
