/*
 * opt.h - options as a table.
 *
 * From one table come parsing, --help, the man page, shell completion,
 * settings files (--config) and the settings half of a run's recipe.
 * A default is what the variable holds when the program starts.
 */
#ifndef APP_OPT_H
#define APP_OPT_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"
#include "base/strs.h"

enum opt_kind {
	OPT_KIND_END,
	OPT_KIND_FLAG,	  /* int: 0 or 1; --no-NAME clears it */
	OPT_KIND_INT,	  /* int64_t */
	OPT_KIND_REAL,	  /* double */
	OPT_KIND_STR,	  /* const char *; NULL: not given */
	OPT_KIND_CHOICE,  /* const char *, one of CHOICES */
	OPT_KIND_LIST,	  /* struct strs: may be given again */
	OPT_KIND_SECTION, /* a heading in --help; name is NULL */
};

enum opt_flag {
	OPT_FREE = 1,  /* cannot change a result (threads, where outputs
			   go): left out of the recipe */
	OPT_ALIVE = 2, /* only for a person at the terminal; not in
			   --print-config either */
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
	double low, high; /* allowed range when low < high */
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

/* Remember the defaults of OPTS (before any parsing), for help.  One
 * table at a time: a later call forgets the earlier. */
void opt_defaults(const struct opt *opts);

/* The option called NAME (exactly), or NULL. */
const struct opt *opt_find(const struct opt *opts, const char *name);
/* 1 when there is a flag called NAME and it is set. */
int opt_is_on(const struct opt *opts, const char *name);

/* Set NAME from text; unknown name or bad value: err_usage, with the
 * nearest known name when one is close. */
int opt_set(const struct opt *opts, const char *name, const char *value,
	    struct err *err);

/* Read `key = value` lines into OPTS from PATH or, when no such file is
 * there, from the preset of that name. */
int opt_config(const struct opt *opts, const char *path, struct err *err);

/* For args.c: the command line's first item of a list takes the place of
 * what a settings file put there. */
void opt_override_list(const struct opt *o);

/* All settings as a settings file (--print-config). */
void opt_print_config(const struct opt *opts, struct buf *to);

/* Settings that can change a result, as a JSON object of text.  With
 * ALL, every one but those marked OPT_ALIVE. */
struct json *opt_settings(const struct opt *opts, int all);

/* The settings file PATH names: itself, or the preset's; caller frees. */
char *opt_config_path(const char *path);

/* Value of one option as text into TO (cleared first). */
void opt_value(const struct opt *o, struct buf *to);
/* The value it had at opt_defaults, or NULL when it was not set. */
const char *opt_default(const struct opt *o);

#endif
