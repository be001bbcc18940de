/*
 * xp-norm.c - fit how each image's values become a network's.
 */
#include <stdlib.h>
#include <string.h>

#include "app/tool.h"
#include "base/num.h"
#include "base/pool.h"
#include "image/normed.h"
#include "image/side.h"

static const char *method = "percentile", *scope = "set", *range,
	*fit_split = "train", *to_dir;
static const char *side_method[2], *side_scope[2], *side_range[2];
static double low = 1, high = 99.8;
static int invert, allow_constant;
static int64_t threads;

static const struct opt opts[] = {
	OPT_SECTION("How"),
	OPT_CHOICE("method", &method, norm_methods, "what is fitted"),
	OPT_REAL("low", &low, "PCT", "percentile that becomes 0",
		 .low = 0, .high = 100),
	OPT_REAL("high", &high, "PCT", "percentile that becomes 1",
		 .low = 0, .high = 100),
	OPT_STR("range", &range, "LO,HI", "with --method=fixed: what becomes "
		"0 and 1"),
	OPT_CHOICE("scope", &scope, norm_scopes, "what shares one fit"),
	OPT_SECTION("One side by itself"),
	OPT_CHOICE("source-method", &side_method[0], norm_methods,
		   "as --method, of the sources"),
	OPT_CHOICE("target-method", &side_method[1], norm_methods,
		   "as --method, of the targets"),
	OPT_STR("source-range", &side_range[0], "LO,HI", "as --range, of the "
		"sources"),
	OPT_STR("target-range", &side_range[1], "LO,HI", "as --range, of the "
		"targets"),
	OPT_CHOICE("source-scope", &side_scope[0], norm_scopes,
		   "as --scope, of the sources"),
	OPT_CHOICE("target-scope", &side_scope[1], norm_scopes,
		   "as --scope, of the targets"),
	OPT_SECTION("From what"),
	OPT_STR("fit-split", &fit_split, "LABEL", "rows that sets and groups "
		"are fitted to; all: every row, which lets training know the "
		"others"),
	OPT_FLAG("allow-constant", &allow_constant, "take images all of one "
		 "value too"),
	OPT_SECTION("Images"),
	OPT_STR("to", &to_dir, "DIR", "write normalised images (float32) "
		"there, and a manifest that names them", .flags = OPT_FREE),
	OPT_FLAG("invert", &invert, "with --to: write the images of such a "
		 "manifest back in their own units and type"),
	OPT_INT("threads", &threads, "N", "threads; 0: one a processor",
		.letter = 'j', .flags = OPT_FREE, .low = 0, .high = 1024),
	OPT_END
};

static int parse_range(const char *text, struct norm_rule *r,
		       struct err *err)
{
	struct strs part = { 0 };
	int rc = 0;

	strs_split(&part, text ? text : "", ',');
	if (part.n != 2 || num_real(&r->from, part.at[0]) < 0 ||
	    num_real(&r->to, part.at[1]) < 0 || !(r->from < r->to))
		rc = err_usage(err, "the method fixed wants a range of two "
			       "rising numbers, as in --range=0,65535%s%s",
			       text ? "; found " : "", text ? text : "");
	strs_release(&part);
	return rc;
}

static int make_rule(struct norm_rule *r, int side, struct err *err)
{
	*r = (struct norm_rule){
		.method = side_method[side] ? side_method[side] : method,
		.scope = side_scope[side] ? side_scope[side] : scope,
		.low = low, .high = high,
	};
	if (!strcmp(r->method, "fixed"))
		return parse_range(side_range[side] ? side_range[side] :
				   range, r, err);
	if (!(low < high))
		return err_usage(err, "--low=%g must be below --high=%g",
				 low, high);
	return 0;
}

/* Which rows are fitted to: those of the split, or all. */
static int choose_rows(struct side_options *o, const struct pairs *p,
		       struct ctx *ctx, struct err *err)
{
	o->split = !strcmp(fit_split, "all") ? NULL : fit_split;
	if (norm_is_given(&o->rule) || !strcmp(o->rule.scope, "image"))
		return 0;
	if (o->split && tsv_column(&p->table, "split") < 0) {
		ctx_warn(ctx, "no column 'split': every row is fitted to");
		o->split = NULL;
	}
	return o->split ? pairs_need_split(p, o->split, err) : 0;
}

static int fit_both(struct ctx *ctx, struct pairs *p, struct err *err)
{
	for (int k = 0; k < 2; k++) {
		struct side_options o = {
			.allow_constant = allow_constant,
			.threads = threads ? (int)threads :
				   pool_processors(),
		};
		struct strs lines = { 0 };
		struct side_fit f;

		if (make_rule(&o.rule, k, err) < 0 ||
		    choose_rows(&o, p, ctx, err) < 0 ||
		    side_fit(&f, p, k ? SIDE_TARGET : SIDE_SOURCE, &o,
			     err) < 0)
			return -1;
		normed_set(p, &f);
		side_talk(&lines, &f, &o);
		for (size_t i = 0; i < lines.n; i++)
			ctx_say(ctx, "%s", lines.at[i]);
		strs_release(&lines);
		side_release(&f);
	}
	return 0;
}

static int go(struct ctx *ctx, struct pairs *p, struct err *err)
{
	uint64_t clipped = 0;

	if (invert && normed_undo(p, to_dir, &clipped, err) < 0)
		return -1;
	if (!invert && (fit_both(ctx, p, err) < 0 ||
			(to_dir && normed_write(p, to_dir, err) < 0)))
		return -1;
	if (clipped)
		ctx_warn(ctx, "%llu pixels did not fit the type they came "
			 "from and were cut off",
			 (unsigned long long)clipped);
	ctx_table(ctx, &p->table);
	return 0;
}

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct pairs p;
	int rc;

	if (argc > 1)
		return err_usage(err, "want one manifest, not %d", argc);
	if (invert && !to_dir)
		return err_usage(err, "--invert writes images: say where "
				 "with --to=DIR");
	if (pairs_read(&p, argc ? argv[0] : "-", err) < 0)
		return -1;
	rc = go(ctx, &p, err);
	pairs_release(&p);
	return rc;
}

const struct tool tool = {
	.name = "xp-norm",
	.about = "fit how images are normalised for training",
	.usage = "[OPTION]... [MANIFEST]",
	.notes = "Adds the columns source_offset, source_scale, "
		"target_offset and target_scale: a pixel x becomes (x - "
		"offset) * scale. Images are not changed.\n"
		"percentile: --low becomes 0, --high becomes 1. minmax: the "
		"lowest value becomes 0, the highest 1. zscore: (x - mean) / "
		"sd, sd divided by n. robust: (x - median) / interquartile "
		"range. fixed: --range becomes 0 to 1. none: as it is. "
		"Percentiles are exact, numpy's linear ones. Nothing is "
		"clipped.\n"
		"Sets and groups are fitted to the rows whose split is "
		"train, and to no others unless --fit-split says so. Every "
		"image is read: one that is constant, or holds a pixel that "
		"is no finite number, is an error.",
	.example = "xp-norm pairs.tsv > norm.tsv\n"
		"xp-norm --target-method=percentile --target-scope=image "
		"pairs.tsv",
	.opts = opts, .run = run, .flags = TOOL_TABLE,
};
