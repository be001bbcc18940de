/*
 * opt.h - a table of options.
 *
 * The command line and settings files (--config) are parsed by the table.
 * --help, the man page, completion and the settings in a run's recipe are made
 * from it.  The default of an option is the value of its variable when the
 * program starts.
 */
#ifndef APP_OPT_H
#define APP_OPT_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "file/json.h"
#include "base/strs.h"

enum opt_kind {
	OPT_KIND_END,
	OPT_KIND_FLAG,	 /* int: 0 or 1; --no-NAME sets it to 0 */
	OPT_KIND_INT,	 /* int64_t */
	OPT_KIND_REAL,	 /* double */
	OPT_KIND_STR,	 /* const char *; NULL: not given */
	OPT_KIND_CHOICE, /* const char *, one of CHOICES */
	/* struct strs; each use of the option adds an item */
	OPT_KIND_LIST,
	OPT_KIND_SECTION, /* heading in --help; NAME is NULL */
};

enum opt_flag {
	/* cannot change a result (threads, where outputs go); not in the
	 * recipe */
	OPT_FREE = 1,
	/* matters only for this call (--quiet); neither in the recipe nor in
	 * --print-config */
	OPT_ALIVE = 2,
	OPT_FILE = 4, /* the value names an input file; for completion */
	/* added after runs had been recorded; not in the recipe while it has
	 * its default, so that earlier recipes stay the same */
	OPT_ADDED = 8,
	/* the value names a file that is written; the names of other outputs do
	 * not depend on it */
	OPT_OUTPUT = 16,
	/* the value names a directory that is written to */
	OPT_OUTPUT_DIR = 32,
	/* says whether or how to run, or writes prerequisites for make(1); not
	 * in the recorded command line, so that neither resuming nor repeating
	 * a run does the same */
	OPT_WHEN = 64,
	/* given with --resume of a finished run, begins a new run that
	 * continues it (tool.h) */
	OPT_MORE = 128,
};

struct opt {
	const char *name;
	char letter; /* letter of the short form; 0: none */
	enum opt_kind kind;
	void *var;
	const char *arg;  /* name of the value in help: "PCT" in --low=PCT */
	const char *help; /* NULL: hidden; the tool rejects it with an error */
	const char *const *choices;
	unsigned flags;
	/* least and greatest value, if LOW < HIGH */
	double low, high;
	/* What the option does nothing without, and beside what (opt_rules.h):
	 * conditions with blanks between, of which one is enough, each the name
	 * of an option that is on, or NAME=VALUE|VALUE.  NULL: none. */
	const char *needs, *excludes;
};

#define OPT_SECTION(text)                              \
	{                                              \
		.kind = OPT_KIND_SECTION, .help = text \
	}
#define OPT_FLAG(name_, var_, help_, ...)                          \
	{                                                          \
		.name = name_, .kind = OPT_KIND_FLAG, .var = var_, \
		.help = help_, __VA_ARGS__                         \
	}
#define OPT_INT(name_, var_, arg_, help_, ...)                                 \
	{                                                                      \
		.name = name_, .kind = OPT_KIND_INT, .var = var_, .arg = arg_, \
		.help = help_, __VA_ARGS__                                     \
	}
#define OPT_REAL(name_, var_, arg_, help_, ...)                    \
	{                                                          \
		.name = name_, .kind = OPT_KIND_REAL, .var = var_, \
		.arg = arg_, .help = help_, __VA_ARGS__            \
	}
#define OPT_STR(name_, var_, arg_, help_, ...)                                 \
	{                                                                      \
		.name = name_, .kind = OPT_KIND_STR, .var = var_, .arg = arg_, \
		.help = help_, __VA_ARGS__                                     \
	}
#define OPT_CHOICE(name_, var_, choices_, help_, ...)                \
	{                                                            \
		.name = name_, .kind = OPT_KIND_CHOICE, .var = var_, \
		.choices = choices_, .help = help_, __VA_ARGS__      \
	}
#define OPT_LIST(name_, var_, arg_, help_, ...)                    \
	{                                                          \
		.name = name_, .kind = OPT_KIND_LIST, .var = var_, \
		.arg = arg_, .help = help_, __VA_ARGS__            \
	}
#define OPT_END                      \
	{                            \
		.kind = OPT_KIND_END \
	}

/* Keeps the values of OPTS as defaults, in place of those of an earlier call.
 * Called before parsing. */
void opt_defaults(const struct opt *opts);

/* Returns the option whose full name is NAME, or NULL. */
const struct opt *opt_find(const struct opt *opts, const char *name);

/* Returns 1 if OPTS has a flag NAME that is 1, or a text NAME that is not
 * NULL. */
int opt_is_on(const struct opt *opts, const char *name);

/* Sets option NAME to the text VALUE; adds VALUE to a list.  Fails with
 * err_usage if VALUE is bad, or if there is no option NAME; the message then
 * suggests a similar one. */
int opt_set(const struct opt *opts, const char *name, const char *value,
	    struct err *err);

/* Sets OPTS from the settings file that opt_config_path finds for PATH.  Fails
 * with err_data if there is none. */
int opt_config(const struct opt *opts, const char *path, struct err *err);

/* Drops the items of the list O that came from a settings file, for args.c:
 * items on the command line replace them. */
void opt_override_list(const struct opt *o);

/* Appends the settings without OPT_ALIVE as a settings file (--print-config).
 * Unset ones are comments. */
void opt_print_config(const struct opt *opts, struct buf *to);

/* Returns the name of the option that keeps the run from being recorded, such
 * as "dry-run", or NULL. */
const char *opt_unrecorded(const struct opt *opts);

/* Appends JSON (--print-settings): the name of the tool, its ARGC operands, the
 * settings that can change a result, as `outputs` the options that name
 * outputs, and as `unrecorded` what opt_unrecorded returns.  xp-log sweep looks
 * for the same in the start.json of earlier runs. */
void opt_print_settings(const struct opt *opts, const char *tool, int argc,
			char **argv, struct buf *to);

/* Returns the settings that can change a result or, if ALL is 1, all settings
 * that are set and lack OPT_ALIVE: a JSON object of strings and lists of
 * strings.  The caller frees it. */
struct json *opt_settings(const struct opt *opts, int all);

/* Fails with err_usage if two options, or an option and standard output, would
 * write to the same file.  DEPS is the value of --deps, or NULL.  If PRINTED is
 * 1, the tool prints data, so no option may name "-". */
int opt_check_outputs(const struct opt *opts, const char *deps, int printed,
		      struct err *err);

/* Returns PATH, or the path of the preset PATH if there is no such file but
 * such a preset.  The caller frees it. */
char *opt_config_path(const char *path);

/* Sets TO to the value of O as text; "" if unset. */
void opt_value(const struct opt *o, struct buf *to);

/* Returns the default of O as text, or NULL if it is unset. */
const char *opt_default(const struct opt *o);

/* who gave an option its value; the last counts most */
enum opt_giver { OPT_BY_DEFAULT, OPT_BY_FILE, OPT_BY_LINE };

/* Returns who gave O its value.  A settings file that states the default gives
 * nothing, since --print-config prints all settings. */
enum opt_giver opt_given(const struct opt *o);

/* Returns 1 if option NAME of the running tool was given, in either way. */
int opt_was_given(const char *name);

/* Notes that BY gave O its value; for those who call opt_set. */
void opt_note_giver(const struct opt *o, enum opt_giver by);

/* Gives O its default again. */
void opt_reset(const struct opt *o);

#endif
