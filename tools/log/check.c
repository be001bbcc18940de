/*
 * check.c - xp-log check: did a run do what was expected, are its inputs still
 * what it read?
 */
#include "app/args.h"
#include "app/ctx.h"
#include "app/opt.h"
#include "app/tool.h"
#include "archive/check_inputs.h"
#include "run/resolve.h"
#include "upkeep/expected.h"

static int all;

static const struct opt opts[] = {
	OPT_FLAG("all", &all, "list also the inputs that are the same"), OPT_END
};

static void report(struct ctx *ctx, const struct expected *e,
		   const struct check_inputs *k)
{
	struct tsv t = { 0 };
	int what = tsv_add_column(&t, "what");
	int name = tsv_add_column(&t, "name");
	int result = tsv_add_column(&t, "result");
	int detail = tsv_add_column(&t, "detail");
	size_t row;

	for (size_t i = 0; i < e->n; i++) {
		row = tsv_add_row(&t);
		tsv_set(&t, row, what, "expectation");
		tsv_set(&t, row, name, e->list[i].text);
		tsv_set(&t, row, result, expected_name(e->list[i].state));
		tsv_set(&t, row, detail, e->list[i].numbers);
	}
	for (size_t i = 0; i < k->n; i++) {
		if (!all && k->list[i].state == CHECK_INPUTS_SAME)
			continue;
		row = tsv_add_row(&t);
		tsv_set(&t, row, what, "input");
		tsv_set(&t, row, name, k->list[i].path);
		tsv_set(&t, row, result, check_inputs_name(k->list[i].state));
		tsv_set(&t, row, detail, "");
	}
	ctx_table(ctx, &t);
	tsv_release(&t);
}

static void say(struct ctx *ctx, const struct run *r, const struct expected *e,
		const struct check_inputs *k)
{
	size_t same = k->n - k->changed - k->gone;

	ctx_say(ctx,
		"run %s: %zu expectation%s: %zu held, %zu broken, %zu not "
		"measurable",
		r->id, e->n, e->n == 1 ? "" : "s",
		e->n - e->broken - e->unknown, e->broken, e->unknown);
	ctx_say(ctx, "run %s: %zu input%s: %zu the same, %zu changed, %zu gone",
		r->id, k->n, k->n == 1 ? "" : "s", same, k->changed, k->gone);
}

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct check_inputs k = { 0 };
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
		report(ctx, &e, &k);
		say(ctx, &r, &e, &k);
		/* What cannot be measured has not held. */
		rc = e.broken + e.unknown > 0;
	}
	expected_release(&e);
	check_inputs_release(&k);
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
