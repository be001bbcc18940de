/*
 * opt.h - options as a table.
 *
 * One table serves to parse the command line, to write --help, the man page
 * and shell completion, to read settings files (--config) and to record the
 * settings in a run's recipe.  The default of an option is the value of its
 * variable when the program starts.
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
	OPT_KIND_FLAG,	  /* int: 0 or 1; --no-NAME clears it */
	OPT_KIND_INT,	  /* int64_t */
	OPT_KIND_REAL,	  /* double */
	OPT_KIND_STR,	  /* const char *; NULL: not given */
	OPT_KIND_CHOICE,  /* const char *, one of CHOICES */
	OPT_KIND_LIST,	  /* struct strs: may be given several times */
	OPT_KIND_SECTION, /* a heading in --help; name is NULL */
};

enum opt_flag {
	OPT_FREE = 1,  /* cannot change a result (threads, where outputs
			   go), so it is left out of the recipe */
	OPT_ALIVE = 2, /* only changes how this call behaves (--quiet), so it is
			  left out of --print-config, too */
	OPT_FILE = 4,  /* the value names an input file (completion) */
};

struct opt {
	const char *name;
	char letter; /* 0: none */
	enum opt_kind kind;
	void *var;
	const char *arg; /* "PCT" in --low=PCT */
	const char *help;
	const char *const *choices;
	unsigned flags;
	double low, high; /* the range allowed, if LOW < HIGH */
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

/* Remember the values of OPTS as their defaults, for --help; call it before
 * parsing.  Only one table is remembered: a later call replaces it. */
void opt_defaults(const struct opt *opts);

/* Returns the option whose whole name is NAME, or NULL. */
const struct opt *opt_find(const struct opt *opts, const char *name);
/* Returns 1 when there is a flag NAME and it is set. */
int opt_is_on(const struct opt *opts, const char *name);

/* Set option NAME to the text VALUE.  An unknown name or a bad value is
 * err_usage; the message offers a known name that is similar. */
int opt_set(const struct opt *opts, const char *name, const char *value,
	    struct err *err);

/* Set OPTS from the `key = value` lines of the file PATH or, if there is no
 * such file, of the preset named PATH. */
int opt_config(const struct opt *opts, const char *path, struct err *err);

/* For args.c, when the command line gives an item of the list O: drop the
 * items that came from a settings file, since the command line replaces
 * them. */
void opt_override_list(const struct opt *o);

/* Append all settings to TO in the form of a settings file
 * (--print-config). */
void opt_print_config(const struct opt *opts, struct buf *to);

/* Returns the settings that can change a result as a JSON object whose values
 * are strings or lists of strings.  With ALL it holds every setting that is
 * not marked OPT_ALIVE.  The caller frees it. */
struct json *opt_settings(const struct opt *opts, int all);

/* Returns the path of the settings file that PATH means: PATH itself, or that
 * of the preset named PATH.  The caller frees it. */
char *opt_config_path(const char *path);

/* Write the value of O as text to TO, which is cleared first. */
void opt_value(const struct opt *o, struct buf *to);
/* Returns the value of O at the time of opt_defaults, or NULL if it had
 * none. */
const char *opt_default(const struct opt *o);

#endif
