/*
 * help.h - makes a tool's help texts from the tool's tables.
 *
 * Inside lib/app only.
 */
#ifndef APP_HELP_H
#define APP_HELP_H

#include "app/tool.h"

/* Appends the text that --help prints to TO.  OPTS has all options, including
 * the common ones.  COMMAND is the subcommand, or NULL for the tool itself. */
void help_text(const struct tool *t, const struct command *command,
	       const struct opt *opts, struct buf *to);

/* Appends the text that --help=options prints, for shell completion.  It has a
 * line for each option and each command.  Tabs separate the columns of a line:
 * name, kind, choices or argument, help. */
void help_options(const struct tool *t, const struct command *command,
		  const struct opt *opts, struct buf *to);

#endif
