/*
 * diff.c - xp-log diff: show how runs differ.
 */
#include <stdlib.h>
#include <string.h>

#include "app/args.h"
#include "app/ctx.h"
#include "app/opt.h"
#include "app/tool.h"
#include "base/mem.h"
#include "diff/diff.h"
#include "diff/diff_metrics.h"
#include "diff/diff_text.h"
#include "diff/diff_why.h"
#include "run/resolve.h"

static struct strs only, fail_on;
static const char *why;

static const struct opt opts[] = {
	OPT_LIST("only", &only, "GROUP,...",
		 "compare these groups: code, data, settings, seed, "
		 "environment, machine, outputs, metrics, free (what does not "
		 "affect results)"),
	OPT_LIST("fail-on", &fail_on, "GROUP,...",
		 "exit with 1 only if one of these groups differs; default: "
		 "all but metrics and free"),
	OPT_STR("why", &why, "METRIC",
		"which of the differences between two runs changes METRIC "
		"(val.loss), as far as recorded runs show it: pairs of runs "
		"that differ in one thing alone; else the command that would "
		"show it"),
	OPT_END
};

static int read_groups(struct strs *to, const char *option,
		       const struct strs *from, struct err *err)
{
	static const char *const extra[] = { "outputs", "metrics" };

	for (size_t i = 0; i < from->n; i++)
		strs_split(to, from->at[i], ',');
	for (size_t i = 0; i < to->n; i++) {
		const char *name = to->at[i];
		int known = !strcmp(name, extra[0]) || !strcmp(name, extra[1]);

		for (size_t k = 0; !known && ingredients_group[k]; k++)
			known = !strcmp(name, ingredients_group[k]);
		if (!known)
			return err_usage(err,
					 "--%s: there is no group '%s'; the "
					 "groups are code, data, settings, "
					 "seed, environment, machine, "
					 "outputs, metrics, free",
					 option, name);
	}
	return 0;
}

struct runs { /* as many as are named */
	struct diff_run *list;
	struct run *run;
	struct store *store;
	size_t n;
};

static int find_runs(struct runs *r, int argc, char **argv, struct err *err)
{
	r->list = mem_zero((size_t)argc, sizeof(*r->list));
	r->run = mem_zero((size_t)argc, sizeof(*r->run));
	r->store = mem_zero((size_t)argc, sizeof(*r->store));
	for (; r->n < (size_t)argc; r->n++) {
		size_t i = r->n;

		if (resolve_find(&r->run[i], &r->store[i], argv[i], err) < 0)
			return -1;
		r->list[i] = (struct diff_run){ &r->store[i], &r->run[i] };
	}
	return 0;
}

static void release_runs(struct runs *r)
{
	for (size_t i = 0; i < r->n; i++) {
		run_release(&r->run[i]);
		store_release(&r->store[i]);
	}
	free(r->list);
	free(r->run);
	free(r->store);
}

/* D is what diff_runs found. */
static void warn_of_losses(const struct ctx *ctx, const struct runs *r,
			   const struct json *d)
{
	const struct json **start = mem_zero(r->n, sizeof(*start));
	const char **id = mem_zero(r->n, sizeof(*id));
	const struct json *metrics = json_get(d, "metrics");
	struct messages messages = { 0 };
	int has_losses = 0;

	for (size_t i = 0; metrics && i < json_len(metrics); i++)
		has_losses |= strstr(json_str(json_at(metrics, i), "name"),
				     "loss") != NULL;
	for (size_t i = 0; i < r->n; i++) {
		start[i] = r->run[i].start;
		id[i] = r->run[i].id;
	}
	if (has_losses)
		diff_metrics_warn(&messages, start, id, r->n);
	ctx_messages(ctx, &messages);
	messages_release(&messages);
	free(start);
	free(id);
}

/* What cannot be shown, and why. */
static void say_limits(const struct ctx *ctx, const struct diff_why *w)
{
	if (w->unsteady[0])
		ctx_say(ctx,
			"nothing can be shown: nothing recorded differs "
			"between runs %s and %s, although %s does",
			w->unsteady[0], w->unsteady[1], why);
	else if (w->unknown)
		ctx_say(ctx, "nothing can be shown: %s was not recorded",
			w->unknown);
	else if (w->foreign)
		ctx_say(ctx,
			"'%s' is not a tool of xp: it may have used things "
			"that are not recorded, and these may differ, too",
			w->foreign);
	if (w->made_by[0] && w->made_by[1])
		ctx_say(ctx,
			"runs %s and %s made the data that differ: compare "
			"these runs with xp-log diff",
			w->made_by[0], w->made_by[1]);
}

static void say_why(const struct ctx *ctx, const struct diff_why *w)
{
	ctx_say(ctx,
		"%s: %s and %s; %zu thing%s differ%s; the effect of %zu can be "
		"shown, by runs that differ in nothing else",
		why, w->value[0], w->value[1], w->things,
		w->things == 1 ? "" : "s", w->things == 1 ? "s" : "", w->shown);
	say_limits(ctx, w);
}

/* Exits with 0 if all is shown. */
static int explain(struct ctx *ctx, const struct runs *r, struct err *err)
{
	struct diff_why w = { 0 };
	struct tsv t = { 0 };
	int rc;

	if (only.n || fail_on.n)
		return err_usage(err, "--why compares everything: leave out "
				      "--only and --fail-on");
	if (r->n != 2)
		return err_usage(err, "--why explains two runs, not %zu", r->n);
	rc = diff_why(&w, &t, r->list, why, err);
	if (!rc) {
		ctx_table(ctx, &t);
		say_why(ctx, &w);
		rc = w.shown < w.things || w.unsteady[0];
	}
	diff_why_release(&w);
	tsv_release(&t);
	return rc;
}

static int compare(struct ctx *ctx, const struct runs *r,
		   const struct strs *groups, const struct strs *fatal)
{
	struct json *d = diff_runs(r->list, r->n, groups);
	struct buf text = { 0 };
	int rc = diff_fails(d, fatal);

	(ctx->json ? json_write_pretty : diff_text)(d, &text);
	out_str(ctx->out, buf_text(&text));
	warn_of_losses(ctx, r, d);
	json_free(d);
	buf_release(&text);
	return rc;
}

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct strs groups = { 0 }, fatal = { 0 };
	struct runs r = { 0 };
	int rc = args_count(argc, 2, 1000, "two or more runs", err);

	if (rc == 0)
		rc = read_groups(&groups, "only", &only, err);
	if (rc == 0)
		rc = read_groups(&fatal, "fail-on", &fail_on, err);
	if (rc == 0)
		rc = find_runs(&r, argc, argv, err);
	if (rc == 0)
		rc = why ? explain(ctx, &r, err) :
			   compare(ctx, &r, &groups, &fatal);
	release_runs(&r);
	strs_release(&groups);
	strs_release(&fatal);
	return rc;
}

const struct command log_diff = {
	.name = "diff",
	.about = "show how runs differ",
	.usage = "[OPTION]... RUN RUN...",
	.opts = opts,
	.run = run,
	.flags = TOOL_TABLE,
	.notes =
		"Exits with 1 if the runs differ; with --why, if recorded runs "
		"do not show the effect of each difference.",
};
