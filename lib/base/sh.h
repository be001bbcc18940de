/*
 * sh.h - words for a shell.
 */
#ifndef BASE_SH_H
#define BASE_SH_H

#include "base/buf.h"

/* Appends TEXT to TO as one word of sh, quoted if needed. */
void sh_quote(struct buf *to, const char *text);

#endif
