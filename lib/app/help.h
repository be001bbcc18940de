/*
 * help.h - makes a tool's help and its manual page (section 1) from the tool's
 * tables.
 *
 * Inside lib/app only.
 */
#ifndef APP_HELP_H
#define APP_HELP_H

#include "app/tool.h"

/* Appends what --help prints.  OPTS are all options, with the common ones.
 * COMMAND is the subcommand, or NULL. */
void help_text(const struct tool *t, const struct command *command,
	       const struct opt *opts, struct buf *to);

/* Appends what --help=options prints, for completion: for each command and
 * option a line of name, kind, choices or argument, and help, with tabs
 * between. */
void help_options(const struct tool *t, const struct command *command,
		  const struct opt *opts, struct buf *to);

/* Appends what --help=man prints: the page, in mdoc(7). */
void help_man_page(const struct tool *t, const struct opt *opts,
		   struct buf *to);

#endif
