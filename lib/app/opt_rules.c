/* opt_rules.c - see opt_rules.h. */
#include "app/opt_rules.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* "NAME", which is on, or "NAME=VALUE|VALUE", which has one of these values */
struct condition {
	const struct opt *option;
	struct strs values; /* none: any value that is not off */
};

static void read_condition(struct condition *c, const struct opt *opts,
			   const char *text)
{
	const char *equals = strchr(text, '=');
	char *name = equals ? mem_strn(text, (size_t)(equals - text)) :
			      mem_str(text);

	*c = (struct condition){ .option = opt_find(opts, name) };
	if (equals)
		strs_split(&c->values, equals + 1, '|');
	free(name);
}

static int is_off(const char *value)
{
	return !*value || !strcmp(value, "no") || !strcmp(value, "0");
}

static int holds(const struct condition *c)
{
	struct buf value = { 0 };
	int yes;

	opt_value(c->option, &value);
	yes = c->values.n ? strs_has(&c->values, buf_text(&value)) :
			    !is_off(buf_text(&value));
	buf_release(&value);
	return yes;
}

/* Appends "--schedule=step or plateau" or "--to=DIR". */
static void add_condition(struct buf *to, const struct condition *c)
{
	const int is_no = c->values.n && !strcmp(c->values.at[0], "no");

	buf_printf(to, is_no ? "--no-%s" : "--%s", c->option->name);
	if (is_no)
		return;
	for (size_t i = 0; i < c->values.n; i++)
		buf_printf(to, "%s%s", i ? " or " : "=", c->values.at[i]);
	if (!c->values.n && c->option->kind != OPT_KIND_FLAG && c->option->arg)
		buf_printf(to, "=%s", c->option->arg);
}

/* Returns 1 if O was given, but not to leave something off that is off. */
static int is_asked(const struct opt *o)
{
	const char *usual = opt_default(o);
	struct buf value = { 0 };
	int yes;

	opt_value(o, &value);
	yes = opt_given(o) != OPT_BY_DEFAULT &&
	      (strcmp(buf_text(&value), usual ? usual : "") != 0 ||
	       !is_off(buf_text(&value)));
	buf_release(&value);
	return yes;
}

/* what one option has to do with others */
struct rule {
	const struct ctx *ctx;
	const struct opt *opts, *option;
	struct err *err;
};

/* O is of a settings file, and the command line has BY instead. */
static void drop(const struct rule *r, const struct opt *o, const char *by)
{
	ctx_say(r->ctx, "the setting '%s' of the settings file is left out: %s",
		o->name, by);
	opt_reset(o);
}

static int apply_needs(const struct rule *r)
{
	struct strs words = { 0 };
	struct buf list = { 0 }, by = { 0 };
	int met = 0, overruled = 0, rc = 0;

	strs_split(&words, r->option->needs, ' ');
	for (size_t i = 0; i < words.n; i++) {
		struct condition c;

		read_condition(&c, r->opts, words.at[i]);
		met |= holds(&c);
		overruled |= opt_given(c.option) > opt_given(r->option);
		buf_str(&list, i ? " or " : "");
		add_condition(&list, &c);
		strs_release(&c.values);
	}
	if (!met && overruled) {
		buf_printf(&by, "it needs %s", buf_text(&list));
		drop(r, r->option, buf_text(&by));
	} else if (!met) {
		rc = err_usage(r->err, "--%s needs %s", r->option->name,
			       buf_text(&list));
	}
	strs_release(&words);
	buf_release(&list);
	buf_release(&by);
	return rc;
}

static int apply_excluded(const struct rule *r, const struct condition *c)
{
	const struct opt *o = r->option, *other = c->option;
	struct buf text = { 0 };
	int rc = 0;

	if (opt_given(o) < opt_given(other)) {
		add_condition(&text, c);
		buf_str(&text, " was given");
		drop(r, o, buf_text(&text));
	} else if (opt_given(o) > opt_given(other) &&
		   opt_given(other) != OPT_BY_DEFAULT) {
		buf_printf(&text, "--%s was given", o->name);
		drop(r, other, buf_text(&text));
	} else {
		add_condition(&text, c);
		rc = err_usage(r->err, "--%s cannot be used with %s", o->name,
			       buf_text(&text));
	}
	buf_release(&text);
	return rc;
}

static int apply_excludes(const struct rule *r)
{
	struct strs words = { 0 };
	int rc = 0;

	strs_split(&words, r->option->excludes, ' ');
	for (size_t i = 0; i < words.n && !rc && is_asked(r->option); i++) {
		struct condition c;

		read_condition(&c, r->opts, words.at[i]);
		if (c.values.n ? holds(&c) : is_asked(c.option))
			rc = apply_excluded(r, &c);
		strs_release(&c.values);
	}
	strs_release(&words);
	return rc;
}

int opt_rules_apply(const struct ctx *ctx, const struct opt *opts,
		    struct err *err)
{
	struct rule r = { ctx, opts, NULL, err };

	if (ctx->extends)
		return 0;
	for (const struct opt *o = opts; o->kind != OPT_KIND_END; o++) {
		r.option = o;
		if (o->excludes && is_asked(o) && apply_excludes(&r) < 0)
			return -1;
		if (o->needs && is_asked(o) && apply_needs(&r) < 0)
			return -1;
	}
	return 0;
}
