/*
 * man.h - a tool's manual page (section 1), made from its tables.
 * Inside lib/app only.
 */
#ifndef APP_MAN_H
#define APP_MAN_H

#include "app/tool.h"

/* Append what --help=man prints: the page, in mdoc(7). */
void man_page(const struct tool *t, const struct opt *opts, struct buf *to);

#endif
