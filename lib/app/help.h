/*
 * help.h - what a tool says of itself, made from its tables.
 * Inside lib/app only.
 */
#ifndef APP_HELP_H
#define APP_HELP_H

#include "app/tool.h"

/* --help.  OPTS is the whole table, common options included; COMMAND is
 * NULL for the tool itself. */
void help_text(const struct tool *t, const struct command *command,
	       const struct opt *opts, struct buf *to);

/* --help=options: one line an option or command, for completion:
 * name, kind, choices or argument, help; tab-separated. */
void help_options(const struct tool *t, const struct command *command,
		  const struct opt *opts, struct buf *to);

#endif
