/*
 * compare.c - xp-log compare: is one network better than another?
 */
#include <stdlib.h>

#include "app/args.h"
#include "app/ctx.h"
#include "app/opt.h"
#include "app/tool.h"
#include "base/mem.h"
#include "eval/compare.h"
#include "report/scored_run.h"
#include "report/seed_groups.h"

static const char *method, *metric;
static int64_t resamples = 2000, seed = 1;

static const struct opt opts[] = {
	OPT_STR("method", &method, "NAME",
		"whose rows are compared; default: model, or prediction"),
	OPT_INT("resamples", &resamples, "N",
		"number of resamples that give an interval", .low = 100,
		.high = 1000000),
	OPT_INT("seed", &seed, "N", "seed of the resamples"),
	OPT_STR("metric", &metric, "NAME",
		"of groups of runs: only this metric, as in val.loss"),
	OPT_END
};

static int compare(struct tsv *t, const struct scored_run *a,
		   const struct scored_run *b, struct messages *messages,
		   struct err *err)
{
	const struct tsv *manifest = a->manifest.columns ? &a->manifest :
							   &b->manifest;
	struct compare c = {
		.a = { a->name, &a->scores },
		.b = { b->name, &b->scores },
		.method = method,
		.manifest = manifest,
		.resamples = (size_t)resamples,
		.seed = (uint64_t)seed,
	};

	return compare_tables(t, &c, messages, err);
}

/* Two settings, by runs that differ in their seeds. */
static int compare_groups(struct ctx *ctx, int argc, char **argv,
			  struct err *err)
{
	struct messages messages = { 0 };
	struct tsv t = { 0 };
	struct store s;
	int rc;

	if (args_count(argc, 2, 2, "two groups", err) < 0 ||
	    store_need(&s, err) < 0)
		return -1;
	rc = seed_groups_compare(&t, &s, argv[0], argv[1], metric, &messages,
				 err);
	ctx_messages(ctx, &messages);
	if (!rc)
		ctx_table(ctx, &t);
	tsv_release(&t);
	messages_release(&messages);
	store_release(&s);
	return rc;
}

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct messages messages = { 0 };
	struct tsv t = { 0 };
	struct scored_run *r;
	int rc = 0;

	if (argc > 1 && (seed_groups_is_pattern(argv[0]) ||
			 seed_groups_is_pattern(argv[1])))
		return compare_groups(ctx, argc, argv, err);
	if (args_count(argc, 2, 1000, "two runs or more", err) < 0)
		return -1;
	r = mem_zero((size_t)argc, sizeof(*r));
	for (int i = 0; i < argc && !rc; i++)
		rc = scored_run_find(&r[i], argv[i], err);
	for (int i = 1; i < argc && !rc; i++)
		rc = compare(&t, &r[0], &r[i], &messages, err);
	ctx_messages(ctx, &messages);
	if (!rc)
		ctx_table(ctx, &t);
	for (int i = 0; i < argc; i++)
		scored_run_release(&r[i]);
	free(r);
	tsv_release(&t);
	messages_release(&messages);
	return rc;
}

const struct command log_compare = {
	.name = "compare",
	.about = "compare scores image by image, or groups of runs by seeds",
	.usage = "[OPTION]... RUN|SCORES|GROUP RUN|SCORES|GROUP...",
	.notes = "GROUP is several runs: a pattern of tags or ids ('wide*'), "
		 "or a condition as 'xp-log ls' takes ('lr = 1e-3 and tool = "
		 "xp-train'); beside one, RUN is a group of one run.",
	.opts = opts,
	.run = run,
	.flags = TOOL_TABLE,
};
