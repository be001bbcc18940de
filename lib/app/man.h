/*
 * man.h - a tool's manual page of section 1, from its tables.
 * Inside lib/app only.
 */
#ifndef APP_MAN_H
#define APP_MAN_H

#include "app/tool.h"

/* --help=man: the page of section 1, in mdoc(7). */
void man_page(const struct tool *t, const struct opt *opts, struct buf *to);

#endif
