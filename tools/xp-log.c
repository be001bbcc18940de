/*
 * xp-log.c - lists, names, compares, archives and repeats recorded runs.
 *
 * Each command is a file of tools/log; the list of them is LOG_COMMANDS in
 * Makefile.am.  Nothing here is recorded except the program that `run`
 * starts.
 */
#include "app/tool.h"
#include "registry.h"

#define DECLARE(name) extern const struct command log_##name;
#define ADDRESS(name) &log_##name,

LOG_COMMANDS(DECLARE)

static const struct command *const commands[] = { LOG_COMMANDS(ADDRESS) NULL };

const struct tool tool = {
	.name = "xp-log",
	.about = "list, name, compare, archive and repeat recorded runs",
	.usage = "COMMAND [OPTION]... [OPERAND]...",
	.notes = "RUN is the id of a run, the beginning of one, a tag, or @1 "
		 "(the last run), @2 (the one before it) and so on. @1, @2 ... "
		 "do not count runs that failed; @any1, @any2 ... count all "
		 "runs.",
	.example = "xp-log ls -n 5\n"
		   "xp-log show @1\n"
		   "xp-log tag @1 baseline\n"
		   "xp-log diff baseline @1\n"
		   "xp-log archive @1 -o yeast.tar.zst",
	.commands = commands,
	.flags = TOOL_UNRECORDED,
};
