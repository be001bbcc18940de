/*
 * xp-norm.c - fits how the values of images are scaled for a network.
 */
#include <stdlib.h>
#include <string.h>

#include "app/tool.h"
#include "base/thread_pool.h"
#include "image/image.h"
#include "norm/normalise.h"
#include "norm/fit_rule.h"

static const char *method = "auto", *scope = "auto", *range,
		  *fit_split = "train", *to_dir, *save, *apply;
static const char *type = "original";
static const char *const types[] = { "original", "float32", NULL };
static const char *side_method[2], *side_scope[2], *side_range[2];
static double low = 1, high = 99.8;
static int invert, allow_constant, clip;
static int64_t threads;

#define SIDE(k, side)                                                        \
	OPT_CHOICE(side "-method", &side_method[k], fit_rule_method_choices, \
		   "as --method, for " side "s only"),                       \
		OPT_STR(side "-range", &side_range[k], "LO,HI",              \
			"as --range, for " side "s only"),                   \
		OPT_CHOICE(side "-scope", &side_scope[k],                    \
			   fit_rule_scope_choices,                           \
			   "as --scope, for " side "s only")

static const struct opt opts[] = {
	OPT_SECTION("How"),
	OPT_CHOICE("method", &method, fit_rule_method_choices,
		   "how to fit (auto is what xp-stats --advise recommends)"),
	OPT_REAL("low", &low, "PCT", "percentile scaled to 0", .low = 0,
		 .high = 100),
	OPT_REAL("high", &high, "PCT", "percentile scaled to 1", .low = 0,
		 .high = 100),
	OPT_STR("range", &range, "LO,HI",
		"with --method=fixed: the values scaled to 0 and 1"),
	OPT_CHOICE("scope", &scope, fit_rule_scope_choices,
		   "which images share one fit (auto is what is recommended; "
		   "for targets always the set)"),
	OPT_SECTION("One side only"),
	SIDE(SOURCE, "source"),
	SIDE(TARGET, "target"),
	OPT_SECTION("Fitted to"),
	OPT_STR("fit-split", &fit_split, "LABEL",
		"rows that sets and groups are fitted to; all: every row "
		"(training then learns something about val and test images)"),
	OPT_FLAG("allow-constant", &allow_constant,
		 "accept images whose pixels all have one value"),
	OPT_SECTION("For other images"),
	OPT_STR("save", &save, "FILE", "write the fitted values to FILE",
		.flags = OPT_FREE | OPT_OUTPUT),
	OPT_STR("apply", &apply, "FILE",
		"use the values in FILE, which --save wrote, and fit nothing",
		.flags = OPT_FILE),
	OPT_SECTION("Images"),
	OPT_STR("to", &to_dir, "DIR",
		"write normalised images (float32) to DIR, and a manifest "
		"that names them",
		.flags = OPT_FREE | OPT_OUTPUT_DIR),
	OPT_FLAG("clip", &clip,
		 "with --to: cut values off at 0 and 1; the column "
		 "SIDE_clipped counts them"),
	OPT_FLAG("invert", &invert,
		 "with --to: write the images of such a manifest back in "
		 "their original units"),
	OPT_CHOICE("type", &type, types,
		   "with --invert, the type to write (original keeps uint8 and "
		   "uint16; anything else becomes float32)"),
	OPT_INT("threads", &threads, "N",
		"number of threads; 0: one per processor", .letter = 'j',
		.flags = OPT_FREE, .low = 0, .high = 1024),
	OPT_END
};

static int is_of_percentiles(const char *name)
{
	return !strcmp(name, "auto") || !strcmp(name, "percentile");
}

/* Of the rules R warns if an option was given that says how to fit, and fits
 * nothing. */
static void warn_idle(const struct ctx *ctx, const struct fit_rule *r)
{
	const char *const of_side[] = { "source-scope", "target-scope" };
	const char *idle = NULL, *why = "neither side is fitted to images";
	int given[2];

	for (int k = 0; k < 2; k++)
		given[k] = !strcmp(r[k].method, "fixed") ||
			   !strcmp(r[k].method, "none");
	if (given[0] && given[1])
		idle = opt_was_given("scope") ? "scope" : "fit-split";
	for (int k = 0; k < 2; k++)
		if (side_scope[k] && given[k]) {
			idle = of_side[k];
			why = "that side is not fitted to images";
		}
	if (!idle && !strcmp(r[0].scope, "image") &&
	    !strcmp(r[1].scope, "image")) {
		idle = "fit-split";
		why = "each image is fitted to itself";
	}
	if (!is_of_percentiles(r[0].method) &&
	    !is_of_percentiles(r[1].method) &&
	    (opt_was_given("low") || opt_was_given("high"))) {
		idle = opt_was_given("low") ? "low" : "high";
		why = "no side is fitted by percentiles";
	}
	if (side_scope[0] && side_scope[1] && opt_was_given("scope")) {
		idle = "scope";
		why = "both sides have their own";
	}
	if (side_method[0] && side_method[1] && opt_was_given("method")) {
		idle = "method";
		why = "both sides have their own";
	}
	if (idle && opt_was_given(idle))
		ctx_warn(ctx, "--%s does nothing: %s", idle, why);
}

static int make_rule(struct fit_rule *r, int side, struct err *err)
{
	*r = (struct fit_rule){
		.method = side_method[side] ? side_method[side] : method,
		.scope = side_scope[side] ? side_scope[side] : scope,
		.low = low,
		.high = high,
	};
	if (!strcmp(r->method, "fixed"))
		return fit_rule_range(r,
				      side_range[side] ? side_range[side] :
							 range,
				      err);
	return low < high ? 0 :
			    err_usage(err,
				      "--low=%g must be below "
				      "--high=%g",
				      low, high);
}

static int make_rules(struct ctx *ctx, struct normalise *f, struct err *err)
{
	int fixed = 0;

	for (int k = 0; k < 2; k++) {
		if (make_rule(&f->rule[k], k, err) < 0)
			return -1;
		fixed |= !strcmp(f->rule[k].method, "fixed");
	}
	if (!fixed && (range || side_range[0] || side_range[1]))
		ctx_warn(ctx,
			 "the range is ignored: only --method=fixed uses a "
			 "range");
	warn_idle(ctx, f->rule);
	return 0;
}

static int go(struct ctx *ctx, struct manifest *p, struct normalise *f,
	      struct err *err)
{
	if (!invert && !apply && make_rules(ctx, f, err) < 0)
		return -1;
	if (normalise_run(f, p, err) < 0)
		return -1;
	ctx_messages(ctx, &f->messages);
	ctx_table(ctx, &p->table);
	return 0;
}

/* Fitting options are an error when nothing is fitted. */
static int check_asked(struct err *err)
{
	int asked = strcmp(method, "auto") || strcmp(scope, "auto") ||
		    low != 1 || high != 99.8 || range ||
		    strcmp(fit_split, "train");

	for (int k = 0; k < 2; k++)
		asked = asked || side_method[k] || side_scope[k] ||
			side_range[k];
	return asked ? err_usage(err,
				 "--%s fits nothing: leave out the options "
				 "that say how to fit",
				 invert ? "invert" : "apply") :
		       0;
}

static int check_options(struct err *err)
{
	if ((apply || invert) && check_asked(err) < 0)
		return -1;
	if (apply && save)
		return err_usage(err, "--apply fits nothing, so --save has "
				      "nothing to save: copy the file given by "
				      "--apply");
	if (invert && !to_dir)
		return err_usage(err,
				 "--invert writes images: give the directory "
				 "with --to=DIR");
	if (invert && (apply || save || clip))
		return err_usage(err,
				 "--invert fits nothing: leave out "
				 "--%s",
				 apply ? "apply" :
				 save  ? "save" :
					 "clip");
	if (clip && !to_dir)
		return err_usage(err,
				 "--clip changes images: give the directory to "
				 "write them to with --to=DIR");
	if (!invert && strcmp(type, "original"))
		return err_usage(err, "--type needs --invert; normalised "
				      "images are float32");
	return 0;
}

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct normalise f = {
		.split = strcmp(fit_split, "all") ? fit_split : NULL,
		.apply = apply,
		.save = save,
		.clip = clip,
		.invert = invert,
		.allow_constant = allow_constant,
		.threads = threads ? (int)threads : thread_pool_processors(),
		.files = { .dir = to_dir,
			   .as_float = !strcmp(type, "float32") },
	};
	struct manifest p;
	int rc;

	if (argc > 1)
		return err_usage(err, "%d operands: give one manifest", argc);
	if (check_options(err) < 0)
		return -1;
	if (manifest_read(&p, argc ? argv[0] : "-", err) < 0)
		return -1;
	rc = manifest_expect(&p, err);
	rc = rc ? rc : go(ctx, &p, &f, err);
	manifest_release(&p);
	normalise_release(&f);
	return rc;
}

const struct tool tool = {
	.name = "xp-norm",
	.about = "fit how images are normalised for training",
	.usage = "[OPTION]... [MANIFEST]",
	.notes = "Adds the columns source_offset, source_scale, "
		 "target_offset and target_scale: a pixel x is normalised to "
		 "(x - offset) * scale. source_fit and target_fit say what "
		 "these were fitted to. Images are not changed.\n"
		 "percentile: --low is scaled to 0, --high to 1. minmax: the "
		 "lowest value is scaled to 0, the highest to 1. zscore: (x - "
		 "mean) / sd, sd divided by n. robust: (x - median) / "
		 "interquartile range. fixed: the ends of --range are scaled "
		 "to 0 and 1. none: not scaled. Percentiles are exact, "
		 "numpy's linear ones. Only --clip cuts values off.\n"
		 "auto, the default, does what xp-stats --advise recommends "
		 "for the rows fitted to, and reports it. All targets share "
		 "one fit, so that predictions of new images can be turned "
		 "back into their units. Each channel of a source is fitted "
		 "by itself, by one method.\n"
		 "Sets and groups are fitted to the rows whose split is "
		 "train, and to no others unless --fit-split says so. Every "
		 "image is read: one that is constant, or has a pixel that is "
		 "not a finite number, is an error.",
	.example = "xp-norm pairs.tsv > norm.tsv\n"
		   "xp-norm --source-method=zscore --source-scope=image "
		   "pairs.tsv",
	.opts = opts,
	.load = image_load,
	.run = run,
	.flags = TOOL_TABLE,
};
