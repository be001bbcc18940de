/*
 * opt.h - options as a table.
 *
 * One table has several uses.  The command line and settings files (--config)
 * are parsed by it.  --help, the man page and shell completion are written from
 * it.  A run's recipe gets the settings from it.  The default of an option is
 * the value of its variable when the program starts.
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
	/* struct strs; the option may be given several times */
	OPT_KIND_LIST,
	OPT_KIND_SECTION, /* a heading in --help; name is NULL */
};

enum opt_flag {
	/* the option cannot change a result (threads, where outputs go), so it
	 * is left out of the recipe */
	OPT_FREE = 1,
	/* the option changes only how this call behaves (--quiet), so it is
	 * left out of the recipe and of --print-config */
	OPT_ALIVE = 2,
	OPT_FILE = 4, /* the value names an input file; for completion */
};

struct opt {
	const char *name;
	char letter; /* letter of the short form; 0: none */
	enum opt_kind kind;
	void *var;
	const char *arg; /* name of the value in help: "PCT" in --low=PCT */
	const char *help;
	const char *const *choices;
	unsigned flags;
	/* lowest and highest value allowed; no limits unless LOW < HIGH */
	double low, high;
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

/* Remembers the values of OPTS as their defaults, for --help.  Call it before
 * parsing.  A later call replaces the remembered values. */
void opt_defaults(const struct opt *opts);

/* Returns the option whose full name is NAME, or NULL. */
const struct opt *opt_find(const struct opt *opts, const char *name);

/* Returns 1 when OPTS has a flag NAME and the flag is set. */
int opt_is_on(const struct opt *opts, const char *name);

/* Sets option NAME to the text VALUE.  An unknown name or a bad value is
 * err_usage.  For an unknown name the message suggests a similar known name. */
int opt_set(const struct opt *opts, const char *name, const char *value,
	    struct err *err);

/* Sets OPTS from the `key = value` lines of the file PATH.  If there is no such
 * file, PATH is taken as the name of a preset. */
int opt_config(const struct opt *opts, const char *path, struct err *err);

/* Drops the items of the list O that came from a settings file.  args.c calls
 * it when the command line gives an item of O, since the command line replaces
 * settings files. */
void opt_override_list(const struct opt *o);

/* Appends all settings to TO in the form of a settings file
 * (--print-config). */
void opt_print_config(const struct opt *opts, struct buf *to);

/* Returns settings as a JSON object, which the caller frees.  Its values are
 * strings or lists of strings.  If ALL is 0, it holds the settings that can
 * change a result.  If ALL is 1, it holds all settings except those marked
 * OPT_ALIVE. */
struct json *opt_settings(const struct opt *opts, int all);

/* Returns the path of the settings file that PATH means, which the caller
 * frees.  If there is no file PATH, it is the path of the preset named PATH. */
char *opt_config_path(const char *path);

/* Clears TO, then writes the value of O to TO as text. */
void opt_value(const struct opt *o, struct buf *to);

/* Returns the value that O had when opt_defaults was called, or NULL if it had
 * none. */
const char *opt_default(const struct opt *o);

#endif
