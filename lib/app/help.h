/*
 * help.h - a tool's help texts, made from its tables.
 * Inside lib/app only.
 */
#ifndef APP_HELP_H
#define APP_HELP_H

#include "app/tool.h"

/* Append what --help prints.  OPTS has all options, also the common ones.
 * COMMAND is the subcommand, or NULL for the tool itself. */
void help_text(const struct tool *t, const struct command *command,
	       const struct opt *opts, struct buf *to);

/* Append what --help=options prints for shell completion: a line for each
 * option or command, with its name, kind, choices or argument, and help,
 * separated by tabs. */
void help_options(const struct tool *t, const struct command *command,
		  const struct opt *opts, struct buf *to);

#endif
