/*
 * xp-norm.c - fit how each image's values become a network's.
 */
#include <stdlib.h>
#include <string.h>

#include "app/tool.h"
#include "base/thread_pool.h"
#include "norm/fit_both.h"

static const char *method = "auto", *scope = "auto", *range,
		  *fit_split = "train", *to_dir, *save, *apply;
static const char *type = "original";
static const char *const types[] = { "original", "float32", NULL };
static const char *side_method[2], *side_scope[2], *side_range[2];
static double low = 1, high = 99.8;
static int invert, allow_constant, clip;
static int64_t threads;

#define SIDE(k, side)                                                         \
	OPT_CHOICE(side "-method", &side_method[k], rule_method_choices,      \
		   "as --method, of the " side "s"),                          \
		OPT_STR(side "-range", &side_range[k], "LO,HI",               \
			"as --range, of "                                     \
			"the " side "s"),                                     \
		OPT_CHOICE(side "-scope", &side_scope[k], rule_scope_choices, \
			   "as --scope, of the " side "s")

static const struct opt opts[] = {
	OPT_SECTION("How"),
	OPT_CHOICE("method", &method, rule_method_choices,
		   "what is fitted; "
		   "auto: as xp-stats --advise says"),
	OPT_REAL("low", &low, "PCT", "percentile that becomes 0", .low = 0,
		 .high = 100),
	OPT_REAL("high", &high, "PCT", "percentile that becomes 1", .low = 0,
		 .high = 100),
	OPT_STR("range", &range, "LO,HI",
		"with --method=fixed: what becomes "
		"0 and 1"),
	OPT_CHOICE("scope", &scope, rule_scope_choices,
		   "what shares one fit; "
		   "auto: as advised, targets by set"),
	OPT_SECTION("One side by itself"),
	SIDE(0, "source"),
	SIDE(1, "target"),
	OPT_SECTION("From what"),
	OPT_STR("fit-split", &fit_split, "LABEL",
		"rows that sets and groups "
		"are fitted to; all: every row, which lets training know the "
		"others"),
	OPT_FLAG("allow-constant", &allow_constant,
		 "take images all of one "
		 "value too"),
	OPT_SECTION("Carried to other images"),
	OPT_STR("save", &save, "FILE", "keep the fitted values there",
		.flags = OPT_FREE),
	OPT_STR("apply", &apply, "FILE",
		"take the values from there: fit "
		"nothing",
		.flags = OPT_FILE),
	OPT_SECTION("Images"),
	OPT_STR("to", &to_dir, "DIR",
		"write normalised images (float32) "
		"there, and a manifest that names them",
		.flags = OPT_FREE),
	OPT_FLAG("clip", &clip,
		 "with --to: cut off below 0 and above 1, "
		 "and count it in SIDE_clipped"),
	OPT_FLAG("invert", &invert,
		 "with --to: write the images of such a "
		 "manifest back in their own units"),
	OPT_CHOICE("type", &type, types,
		   "with --invert: what to write; "
		   "original: where that is uint8 or uint16"),
	OPT_INT("threads", &threads, "N", "threads; 0: one a processor",
		.letter = 'j', .flags = OPT_FREE, .low = 0, .high = 1024),
	OPT_END
};

static int make_rule(struct norm_rule *r, int side, struct err *err)
{
	*r = (struct norm_rule){
		.method = side_method[side] ? side_method[side] : method,
		.scope = side_scope[side] ? side_scope[side] : scope,
		.low = low,
		.high = high,
	};
	if (!strcmp(r->method, "fixed"))
		return rule_range(r,
				  side_range[side] ? side_range[side] : range,
				  err);
	return low < high ? 0 :
			    err_usage(err,
				      "--low=%g must be below "
				      "--high=%g",
				      low, high);
}

static int make_rules(struct ctx *ctx, struct fit_both *f, struct err *err)
{
	int fixed = 0;

	for (int k = 0; k < 2; k++) {
		if (make_rule(&f->rule[k], k, err) < 0)
			return -1;
		fixed |= !strcmp(f->rule[k].method, "fixed");
	}
	if (!fixed && (range || side_range[0] || side_range[1]))
		ctx_warn(ctx, "a range is for --method=fixed: not used");
	return 0;
}

static int go(struct ctx *ctx, struct manifest *p, struct fit_both *f,
	      struct err *err)
{
	if (!invert && !apply && make_rules(ctx, f, err) < 0)
		return -1;
	if (fit_both_run(f, p, err) < 0)
		return -1;
	for (size_t i = 0; i < f->warn.n; i++)
		ctx_warn(ctx, "%s", f->warn.at[i]);
	for (size_t i = 0; i < f->say.n; i++)
		ctx_say(ctx, "%s", f->say.at[i]);
	ctx_table(ctx, &p->table);
	return 0;
}

/* What says how to fit has no say when nothing is fitted. */
static int check_asked(struct err *err)
{
	int asked = strcmp(method, "auto") || strcmp(scope, "auto") ||
		    low != 1 || high != 99.8 || range ||
		    strcmp(fit_split, "train");

	for (int k = 0; k < 2; k++)
		asked = asked || side_method[k] || side_scope[k] ||
			side_range[k];
	return asked ? err_usage(err,
				 "--%s fits nothing: leave out what says "
				 "how to fit",
				 invert ? "invert" : "apply") :
		       0;
}

static int check_options(struct err *err)
{
	if ((apply || invert) && check_asked(err) < 0)
		return -1;
	if (apply && save)
		return err_usage(err, "--apply fits nothing to --save: "
				      "copy the file");
	if (invert && !to_dir)
		return err_usage(err, "--invert writes images: say where "
				      "with --to=DIR");
	if (invert && (apply || save || clip))
		return err_usage(err,
				 "--invert fits nothing: leave out "
				 "--%s",
				 apply ? "apply" :
				 save  ? "save" :
					 "clip");
	if (clip && !to_dir)
		return err_usage(err, "--clip is about images: say where to "
				      "write them with --to=DIR");
	if (!invert && strcmp(type, "original"))
		return err_usage(err, "--type goes with --invert; normalised "
				      "images are float32");
	return 0;
}

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct fit_both f = {
		.split = strcmp(fit_split, "all") ? fit_split : NULL,
		.apply = apply,
		.save = save,
		.clip = clip,
		.invert = invert,
		.allow_constant = allow_constant,
		.threads = threads ? (int)threads : thread_pool_processors(),
		.how = { .dir = to_dir, .as_float = !strcmp(type, "float32") },
	};
	struct manifest p;
	int rc;

	if (argc > 1)
		return err_usage(err, "want one manifest, not %d", argc);
	if (check_options(err) < 0)
		return -1;
	if (manifest_read(&p, argc ? argv[0] : "-", err) < 0)
		return -1;
	rc = manifest_expect(&p, err);
	rc = rc ? rc : go(ctx, &p, &f, err);
	manifest_release(&p);
	fit_both_release(&f);
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
		 "clipped but by --clip.\n"
		 "auto, the default, is what xp-stats --advise says of the "
		 "rows fitted to, and is told. Targets share one fit: "
		 "predictions of new images are turned back by it. By group "
		 "needs such rows in each group, else it is by image.\n"
		 "Sets and groups are fitted to the rows whose split is "
		 "train, and to no others unless --fit-split says so. Every "
		 "image is read: one that is constant, or holds a pixel that "
		 "is no finite number, is an error.",
	.example = "xp-norm pairs.tsv > norm.tsv\n"
		   "xp-norm --target-method=percentile --target-scope=image "
		   "pairs.tsv",
	.opts = opts,
	.run = run,
	.flags = TOOL_TABLE,
};
