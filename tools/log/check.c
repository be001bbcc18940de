/*
 * check.c - xp-log check: did a run do what was expected, are its inputs still
 * what it read?
 */
#include <stdlib.h>
#include <string.h>

#include "app/args.h"
#include "app/ctx.h"
#include "app/opt.h"
#include "app/tool.h"
#include "archive/check_inputs.h"
#include "archive/run_dir.h"
#include "run/resolve.h"
#include "run/seen_names.h"
#include "upkeep/expected.h"

static int all;

static const struct opt opts[] = {
	OPT_FLAG("all", &all, "list also the inputs that are the same"), OPT_END
};

static void add_row(struct tsv *t, const char *what, const char *name,
		    const char *result, const char *detail)
{
	size_t row = tsv_add_row(t);

	tsv_set(t, row, tsv_add_column(t, "what"), what);
	tsv_set(t, row, tsv_add_column(t, "name"), name);
	tsv_set(t, row, tsv_add_column(t, "result"), result);
	tsv_set(t, row, tsv_add_column(t, "detail"), detail);
}

static void report(struct ctx *ctx, const struct expected *e,
		   const struct check_inputs *k, const struct seen_names *n)
{
	static const char *const columns[] = { "what", "name", "result",
					       "detail" };
	struct tsv t = { 0 };

	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		tsv_add_column(&t, columns[i]);
	for (size_t i = 0; i < e->n; i++)
		add_row(&t, "expectation", e->list[i].text,
			expected_name(e->list[i].state), e->list[i].numbers);
	for (size_t i = 0; i < k->n; i++)
		if (all || k->list[i].state != CHECK_INPUTS_SAME)
			add_row(&t, "input", k->list[i].path,
				check_inputs_name(k->list[i].state), "");
	for (size_t i = 0; i < n->n; i++)
		if (all || strcmp(n->list[i].result, "same") != 0)
			add_row(&t, n->list[i].kind, n->list[i].name,
				n->list[i].result, n->list[i].detail);
	ctx_table(ctx, &t);
	tsv_release(&t);
}

static void say(struct ctx *ctx, const struct run *r, const struct expected *e,
		const struct check_inputs *k, const struct seen_names *n)
{
	size_t same = k->n - k->changed - k->gone;

	ctx_say(ctx,
		"run %s: %zu expectation%s: %zu held, %zu broken, %zu not "
		"measurable",
		r->id, e->n, e->n == 1 ? "" : "s",
		e->n - e->broken - e->unknown, e->broken, e->unknown);
	ctx_say(ctx, "run %s: %zu input%s: %zu the same, %zu changed, %zu gone",
		r->id, k->n, k->n == 1 ? "" : "s", same, k->changed, k->gone);
	if (n->n)
		ctx_say(ctx,
			"run %s: %zu link%s, listed director%s or absent "
			"file%s: %zu the same, %zu changed",
			r->id, n->n, n->n == 1 ? "" : "s",
			n->n == 1 ? "y" : "ies", n->n == 1 ? "" : "s",
			n->n - n->differ, n->differ);
}

/* A restored experiment has files in place of links, and no other files. */
static void look_at_names(struct seen_names *n, const struct store *s,
			  const struct run *r)
{
	char *dir = run_dir_is_restored(s, r->id) ? NULL : run_place(s, r);

	if (dir)
		seen_names(n, s, r, dir);
	free(dir);
}

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct check_inputs k = { 0 };
	struct seen_names n = { 0 };
	struct expected e = { 0 };
	struct store s;
	struct run r;
	int rc;

	if (args_count(argc, 1, 1, "one run", err) < 0 ||
	    resolve_find(&r, &s, argv[0], err) < 0)
		return -1;
	rc = expected(&e, &s, &r, err);
	if (!rc)
		rc = check_inputs(&k, &s, &r, err);
	if (!rc) {
		look_at_names(&n, &s, &r);
		report(ctx, &e, &k, &n);
		say(ctx, &r, &e, &k, &n);
		/* What cannot be measured has not held. */
		rc = e.broken + e.unknown > 0;
	}
	expected_release(&e);
	check_inputs_release(&k);
	seen_names_release(&n);
	run_release(&r);
	store_release(&s);
	return rc;
}

const struct command log_check = {
	.name = "check",
	.about = "check what was expected of a run, and its inputs",
	.usage = "[OPTION]... RUN",
	.opts = opts,
	.run = run,
	.flags = TOOL_TABLE,
};
