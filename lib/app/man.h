/*
 * man.h - makes a tool's manual page (section 1) from the tool's tables.
 *
 * Inside lib/app only.
 */
#ifndef APP_MAN_H
#define APP_MAN_H

#include "app/tool.h"

/* Appends what --help=man prints: the page, in mdoc(7). */
void man_page(const struct tool *t, const struct opt *opts, struct buf *to);

#endif
