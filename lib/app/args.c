/* args.c - see args.h. */
#include "app/args.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Finds the option NAME of N characters, or the only option whose name begins
 * so.  Returns 1, 0 if there is none, or -1 if there are several. */
static int find_long(const struct opt *opts, const char *name, size_t n,
		     const struct opt **found)
{
	int hits = 0;

	for (; opts->kind != OPT_KIND_END; opts++) {
		if (!opts->name || strncmp(opts->name, name, n))
			continue;
		*found = opts;
		if (strlen(opts->name) == n)
			return 1;
		hits++;
	}
	return hits > 1 ? -1 : hits;
}

static const struct opt *find_letter(const struct opt *opts, char c)
{
	for (; opts->kind != OPT_KIND_END; opts++)
		if (opts->letter && opts->letter == c)
			return opts;
	return NULL;
}

struct parse {
	const struct opt *opts;
	int argc, at;
	char **argv;
	struct args_words *words; /* or NULL */
	int configs;		  /* 1: this pass reads --config only */
};

static int apply(const struct parse *p, const struct opt *o, const char *value,
		 struct err *err)
{
	int is_config = o->name && !strcmp(o->name, "config");

	if (is_config != p->configs)
		return 0;
	if (is_config) {
		if (opt_set(p->opts, o->name, value, err) < 0)
			return -1;
		return opt_config(p->opts, value, err);
	}
	opt_override_list(o);
	opt_note_giver(o, OPT_BY_LINE);
	return opt_set(p->opts, o->name, value, err);
}

/* Returns the value of option NAME: VALUE, or the next argument. */
static int with_value(struct parse *p, const struct opt *o, const char *name,
		      const char *value, struct err *err)
{
	if (o->kind == OPT_KIND_FLAG)
		return apply(p, o, value ? value : "yes", err);
	if (!value) {
		if (p->at + 1 >= p->argc)
			return err_usage(err, "%s needs a value: %s", name,
					 o->arg ? o->arg : "VALUE");
		value = p->argv[++p->at];
	}
	return apply(p, o, value, err);
}

/* Words FROM up to the present one belong to O. */
static void note_words(const struct parse *p, const struct opt *o, int from)
{
	for (int i = from; p->words && o->flags & OPT_WHEN && i <= p->at; i++)
		p->words->when[i] = 1;
}

static int one_long(struct parse *p, char *arg, struct err *err)
{
	char *name = arg + 2, *equals = strchr(name, '=');
	size_t n = equals ? (size_t)(equals - name) : strlen(name);
	const struct opt *o = NULL;
	char *plain;
	int hits = find_long(p->opts, name, n, &o), rc, from = p->at;

	if (hits < 0)
		return err_usage(err, "'%s' could mean several options", arg);
	if (hits) {
		rc = with_value(p, o, arg, equals ? equals + 1 : NULL, err);
		note_words(p, o, from);
		return rc;
	}
	if (!equals && !strncmp(name, "no-", 3) &&
	    find_long(p->opts, name + 3, n - 3, &o) == 1 &&
	    o->kind == OPT_KIND_FLAG) {
		note_words(p, o, from);
		return apply(p, o, "no", err);
	}
	plain = mem_strn(name, n);
	rc = opt_set(p->opts, plain, "", err); /* reports the unknown name and a
						  similar one */
	free(plain);
	return rc;
}

/* -q, -qv, -j4, -j 4 */
static int one_cluster(struct parse *p, const char *arg, struct err *err)
{
	char name[3] = "-?";

	for (const char *c = arg + 1; *c; c++) {
		const struct opt *o = find_letter(p->opts, *c);

		name[1] = *c;
		if (!o)
			return err_usage(err, "unknown option '-%c'", *c);
		if (o->kind != OPT_KIND_FLAG)
			return with_value(p, o, name, c[1] ? c + 1 : NULL, err);
		if (apply(p, o, "yes", err) < 0)
			return -1;
	}
	return 0;
}

static void keep_operand(struct parse *p, int *kept)
{
	if (p->configs)
		return;
	if (p->words)
		p->words->place[*kept] = p->at;
	p->argv[(*kept)++] = p->argv[p->at];
}

static int one_pass(struct parse *p, int stop_early, struct err *err)
{
	int kept = 0, rc = 0;

	for (p->at = 0; p->at < p->argc && !rc; p->at++) {
		char *arg = p->argv[p->at];

		if (arg[0] == '-' && arg[1] && strcmp(arg, "--")) {
			rc = arg[1] == '-' ? one_long(p, arg, err) :
					     one_cluster(p, arg, err);
			continue;
		}
		if (!strcmp(arg, "--") || stop_early) {
			p->at += !strcmp(arg, "--");
			for (; p->at < p->argc; p->at++)
				keep_operand(p, &kept);
			break;
		}
		keep_operand(p, &kept);
	}
	return rc < 0 ? -1 : kept;
}

int args_parse(const struct opt *opts, int argc, char **argv, int stop_early,
	       struct args_words *words, struct err *err)
{
	struct parse p = {
		.opts = opts, .argc = argc, .argv = argv, .words = words
	};

	/* Read settings files first, so that the command line wins. */
	p.configs = 1;
	if (one_pass(&p, stop_early, err) < 0)
		return -1;
	p.configs = 0;
	return one_pass(&p, stop_early, err);
}

const struct opt *args_option(const struct opt *opts, const char *arg)
{
	const struct opt *o = NULL;

	if (strncmp(arg, "--", 2) ||
	    find_long(opts, arg + 2, strcspn(arg + 2, "="), &o) != 1)
		return NULL;
	return o;
}

int args_find(const struct opt *opts, const char *name, int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--"); i++) {
		const struct opt *o = args_option(opts, argv[i]);

		if (o && !strcmp(o->name, name))
			return i;
	}
	return 0;
}

int args_count(int argc, int low, int high, const char *what, struct err *err)
{
	if (argc < low)
		return err_usage(err, "too few operands: want %s", what);
	if (argc > high)
		return err_usage(err, "too many operands: want %s", what);
	return 0;
}
