/* xp-pairs.c - find the image pairs, split them by group, check them. */
#include <stdlib.h>

#include "app/progress.h"
#include "app/tool.h"
#include "base/mem.h"
#include "check/channel_shifts.h"
#include "check/check.h"
#include "check/fingerprints.h"
#include "image/image.h"
#include "pairing/corrections.h"
#include "pairing/pair_table.h"
#include "manifest/croissant.h"
#include "pairing/find_pairs.h"
#include "pairing/group.h"
#include "manifest/problem.h"
#include "pairing/validate.h"

static struct strs source, target, exclude, assign, allow, describe;
static struct strs dark, flat;
static const char *croissant, *table, *key, *axes, *group, *split = "70:15:15";
static int64_t seed, threads, folds, fold;
static const char *stratify;
static int check, shifts, exact, bin_to_match;
static struct progress bar;

static const struct opt opts[] = {
	OPT_SECTION("Which images"),
	OPT_LIST("source", &source, "GLOB",
		 "source images: a quoted glob or a directory"),
	OPT_LIST("target", &target, "GLOB",
		 "target images: a quoted glob or a directory"),
	OPT_LIST("exclude", &exclude, "GLOB",
		 "leave out files whose path or name matches, and images and "
		 "rows of a table that have such files"),
	OPT_STR("table", &table, "FILE",
		"read pairs from a table with the columns source and target "
		"instead",
		.flags = OPT_FILE),
	OPT_STR("key", &key, "REGEX",
		"pair a source and a target if the groups of REGEX match the "
		"same text in both paths"),
	OPT_STR("axes", &axes, "AXES",
		"the axes of files that do not describe their pages: t, zc2, "
		"..."),
	OPT_LIST("allow", &allow, "KIND",
		 "accept what KIND names: unmatched, ambiguous, duplicate, "
		 "mixed, or a check that fails (C6)"),
	OPT_SECTION("How they are split"),
	OPT_STR("group", &group, "REGEX",
		"keep pairs together if the groups of REGEX match the same "
		"text in their source paths"),
	OPT_STR("split", &split, "A:B:C", "shares of train, val and test",
		.excludes = "folds"),
	OPT_FLAG("split-exact", &exact,
		 "split by count, as near to the shares as the groups allow; "
		 "adding images may then move others"),
	OPT_STR("stratify", &stratify, "COLUMN",
		"with --table: split by count, keeping the shares among the "
		"rows of each value of COLUMN"),
	OPT_LIST("assign", &assign, "LABEL=REGEX",
		 "assign sources that match REGEX to LABEL, whatever --split "
		 "says"),
	OPT_INT("seed", &seed, "N", "seed of the random split", .low = 0,
		.high = 0x1p53),
	OPT_INT("folds", &folds, "K",
		"split into K folds instead: one is val, the others train",
		.low = 0, .high = 1000),
	OPT_INT("fold", &fold, "I",
		"with --folds: the fold that is val, from 1", .low = 0,
		.high = 1000),
	OPT_SECTION("What is in them"),
	OPT_LIST("dark", &dark, "[SIDE=]FILE",
		 "subtract a dark image from all images, or from those of SIDE "
		 "(source, target), before all else; {group} in FILE stands "
		 "for the group of a pair, as in 'dark/{group}.tif'"),
	OPT_LIST("flat", &flat, "[SIDE=]FILE",
		 "divide by an evenly lit image, from which the dark one was "
		 "subtracted, too; {group} likewise"),
	OPT_FLAG("bin-to-match", &bin_to_match,
		 "bin images that are 2, 3, ... times as large as their "
		 "partners to the same size (adds [bin=2] to their names)"),
	OPT_FLAG("check", &check,
		 "check all pixels and print findings instead of pairs; exit 1 "
		 "if a check fails"),
	OPT_FLAG("register", &shifts,
		 "measure each target's shift, which xp-train and xp-eval then "
		 "correct, and add it in columns"),
	OPT_STR("croissant", &croissant, "FILE",
		"describe the set in FILE, as MLCommons Croissant",
		.flags = OPT_FREE | OPT_OUTPUT),
	OPT_LIST("describe", &describe, "KEY=VALUE",
		 "with --croissant: name, license, ... of the set",
		 .needs = "croissant"),
	OPT_INT("threads", &threads, "N",
		"number of threads; 0: one per processor", .letter = 'j',
		.flags = OPT_FREE, .low = 0, .high = 1024),
	OPT_END
};

static int check_options(int argc, char **argv, struct err *err)
{
	if (check && argc == 1 && !table)
		table = argv[0]; /* the manifest */
	else if (argc)
		return err_usage(err,
				 "unexpected operand '%s'; put globs in quotes",
				 argv[0]);
	if (table && (source.n || target.n))
		return err_usage(err, "--table cannot be used with --source or "
				      "--target");
	if (folds == 1 || !folds != !fold || fold > folds)
		return err_usage(err,
				 "--folds=K and --fold=I are needed together; "
				 "K is 2 or more, and I is from 1 to K");
	if (folds && (exact || stratify))
		return err_usage(err, "--folds cannot be used with "
				      "--split-exact or --stratify");
	if (stratify && !table)
		return err_usage(err, "--stratify needs --table: images found "
				      "by globs have no columns");
	if (check && (shifts || croissant || bin_to_match))
		return err_usage(err, "--check cannot be used with --register, "
				      "--croissant or --bin-to-match: make the "
				      "manifest first, and check that");
	if (!table && (!source.n || !target.n))
		return err_usage(err, "give --source and --target, or --table");
	return 0;
}

static void show(void *ctx, size_t done, size_t total)
{
	if (!bar.ctx)
		progress_start(&bar, ctx, total);
	progress_show(&bar, done, "pairs read");
}

struct looks { /* all-zero is empty */
	/* with each channel of the sources, for each channel of the targets */
	struct fingerprints *list;
	size_t n[SIDES], all;
};

static void release(struct looks *l)
{
	for (size_t i = 0; i < l->all; i++)
		fingerprints_release(&l->list[i]);
	free(l->list);
}

/* The caller releases L, also after a failure. */
static int look(struct looks *l, struct ctx *ctx, const struct tsv *t,
		const struct problems *problems, struct err *err)
{
	int rc = fingerprints_channels(t, l->n, err);

	l->all = rc ? 0 : l->n[SOURCE] * l->n[TARGET];
	l->list = mem_zero(l->all + 1, sizeof(*l->list));
	for (size_t i = 0; i < l->all; i++) {
		l->list[i] = (struct fingerprints){
			.unmatched = problems->unmatched,
			.ambiguous = problems->ambiguous,
			.channel = { i % l->n[SOURCE], i / l->n[SOURCE] },
		};
		rc = rc ? rc :
			  fingerprints_make(&l->list[i], t, (int)threads, show,
					    ctx, err);
	}
	return rc;
}

/* 1 when a check fails. */
static int judge(struct ctx *ctx, struct tsv *t, struct problems *problems,
		 struct err *err)
{
	struct check_report j = { .found.allow = &problems->allow };
	struct looks l = { 0 };
	struct channel_shifts lie;
	int rc = look(&l, ctx, t, problems, err);

	if (!rc) {
		channel_shifts_compare(&lie, l.list, l.n);
		check_run_channels(&j, l.list, l.n);
		for (size_t i = 0; i < l.all; i++)
			if (i < l.n[SOURCE] || i % l.n[SOURCE] == 0)
				fingerprints_report(&l.list[i],
						    &problems->messages);
		ctx_table(ctx, &j.found.table);
		ctx_say(ctx,
			"%zu pair%s checked; findings: %zu failed, %zu warned",
			t->rows, t->rows == 1 ? "" : "s", j.found.failed,
			j.found.warned);
		rc = j.found.failed > 0;
	}
	check_release(&j);
	release(&l);
	return rc;
}

/* Adds the shifts to T.  One shift moves all channels of a target: fails with
 * err_data if these lie apart. */
static int measure(struct looks *l, struct ctx *ctx, struct tsv *t,
		   const struct problems *problems, struct err *err)
{
	struct channel_shifts s;

	channel_shifts_compare(&s, l->list, l->n);
	if (s.apart > 1 && !strs_has(&problems->allow, "C7"))
		return err_data(
			err,
			"target channels %zu and %zu lie %.1f pixels apart in "
			"most pairs, but one shift moves all channels of a "
			"target: align their images, or make a manifest for "
			"each channel; --allow C7 moves all by the shift of "
			"channel %zu",
			s.measured < s.other ? s.measured : s.other,
			s.measured < s.other ? s.other : s.measured, s.apart,
			s.measured);
	if (s.pairs)
		ctx_warn(ctx,
			 "in %zu of %zu pairs, such as '%s', target channels "
			 "lie more than a pixel apart: --register moves all by "
			 "the shift measured of target channel %zu",
			 s.pairs, t->rows, s.first, s.measured);
	else if (l->n[TARGET] > 1)
		ctx_say(ctx,
			"shifts are measured of target channel %zu, and move "
			"all target channels",
			s.measured);
	return fingerprints_register(&l->list[s.best], t, err);
}

static int finish(struct ctx *ctx, struct tsv *t, struct problems *problems,
		  struct err *err)
{
	struct looks l = { 0 };
	int column[SHIFT_COLUMNS];
	int rc = shifts ? shift_columns(t, column, err) : 0;

	rc = rc ? rc :
		  pair_table_look(t, bin_to_match, problems, show, ctx, err);
	rc = rc ? rc : corrections_fill(t, &problems->messages, err);
	rc = rc ? rc : validate_rows(t, problems, err);
	if (!rc && shifts)
		rc = look(&l, ctx, t, problems, err);
	if (!rc && shifts)
		rc = measure(&l, ctx, t, problems, err);
	release(&l);
	if (!rc && croissant)
		rc = croissant_write(croissant, t, &describe,
				     &problems->messages, err);
	if (!rc)
		ctx_table(ctx, t);
	return rc;
}

/* Warns if an option was given that says how to split, and every row had its
 * label. */
static void warn_split(const struct ctx *ctx, const struct group *g,
		       const struct tsv *t)
{
	static const char *const options[] = { "split", "split-exact",
					       "stratify", "seed", "folds" };

	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++)
		if (g->kept == t->rows && opt_was_given(options[i]))
			ctx_warn(ctx,
				 "--%s does nothing: the table's column "
				 "'split' gives the part of every row",
				 options[i]);
}

/* Returns 1 if a table is checked and no option says how to split it. */
static int checks_as_it_is(void)
{
	static const char *const options[] = { "split",	   "split-exact",
					       "stratify", "seed",
					       "folds",	   "assign" };
	int as_it_is = check && table;

	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++)
		as_it_is = as_it_is && !opt_was_given(options[i]);
	return as_it_is;
}

static int make(struct ctx *ctx, struct tsv *t, struct group *g,
		struct problems *problems, struct err *err)
{
	struct find_pairs how = {
		&source, &target, table, key, axes, &exclude
	};
	struct messages messages = { 0 };
	int rc = find_pairs(t, &how, problems, &messages, err);

	ctx_messages(ctx, &messages);
	pair_table_columns(t);
	if (!rc)
		rc = group_fill(g, t, err);
	if (!rc)
		rc = corrections_add(t, &dark, &flat, err);
	if (rc)
		return rc;
	warn_split(ctx, g, t);
	if (checks_as_it_is() && !g->as_it_is)
		ctx_say(ctx, "no row of the table has a split: what is checked "
			     "is the one that xp-pairs --table would make");
	group_report(t, &messages);
	ctx_messages(ctx, &messages);
	group_warn(g, t, &problems->messages);
	return (check ? judge : finish)(ctx, t, problems, err);
}

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct problems problems = { .count = check };
	struct group g = { 0 };
	struct tsv t = { 0 };
	int rc;

	if (check_options(argc, argv, err) < 0 ||
	    problem_allow(&problems, &allow, check_known, err) < 0)
		return -1;
	rc = group_init(&g, group, &assign, split, (uint64_t)seed, err);
	g.torn = check;
	g.as_it_is = checks_as_it_is();
	g.folds = folds;
	g.fold = fold;
	g.exact = exact;
	g.stratify = stratify;
	if (!rc)
		rc = make(ctx, &t, &g, &problems, err);
	if (bar.ctx)
		progress_end(&bar);
	ctx_messages(ctx, &problems.messages);
	problem_release(&problems);
	group_release(&g);
	tsv_release(&t);
	return rc;
}

static int term(size_t i, const char **word, const char **meaning)
{
	if (!checks[i])
		return 0;
	*word = checks[i]->name;
	*meaning = checks[i]->about;
	return 1;
}

const struct tool tool = {
	.name = "xp-pairs",
	.about = "find image pairs, split them by group, check them",
	.usage = "--source GLOB --target GLOB [OPTION]... | --check MANIFEST",
	.notes =
		"Images are paired by name: the one word that differs between "
		"sources and targets ('BF' and 'YFP') is taken out; what is "
		"left is the key, and becomes the id. These are errors unless "
		"--allow names their kind: images without a partner "
		"(unmatched), a key shared by several images (ambiguous), one "
		"image under two names (duplicate), images whose type differs "
		"from the rest (mixed).\n\n"
		"Of several --source and as many --target, the first are "
		"paired with each other, then the second, and so on, if that "
		"gives more or other pairs than all together. Ids that would "
		"occur twice are made of folders and names.\n\n"
		"Quote globs, so that xp-pairs sees them and not the shell. A "
		"directory stands for the TIFF files in it. A page or channel "
		"may follow: 'stack*.tif[0]', '*.tif[c=DAPI]'; "
		"'*.tif[c=0,t=*]' is every frame. A network may take several "
		"channels: '*.tif[c=0+2]', '*.tif[c=all]' or, from files of "
		"their own, '*_ch1.tif + *_ch2.tif'. '[bin=2]' bins an image, "
		"'[dark=d.tif,flat=f.tif]' corrects it; --bin-to-match, --dark "
		"and --flat write this into the manifest, so that all tools "
		"that read it do the same. A dark or flat file of several "
		"planes counts as their mean.\n\n"
		"Of several target channels, --register measures one, the "
		"clearest, and its shift moves all of them. If they lie more "
		"than a pixel apart in most pairs, that is an error, unless "
		"--allow C7 accepts it: align their images first.\n\n"
		"Regular expressions are POSIX extended ones; what their "
		"groups match is joined by '_', and without groups the whole "
		"match counts. They see the path and the planes of one file: "
		"of several, --group the first, --assign any. Each pair is a "
		"group of its own unless --group says otherwise. A group's "
		"part of the split comes from a hash of its name and the "
		"seed: adding images never moves others, and shares are met "
		"on average only.",
	.example =
		"xp-pairs --source 'raw/BF_*.tif' --target 'raw/YFP_*.tif' \\\n"
		"    --group 'Position([0-9]+)' --split 70:15:15 > pairs.tsv\n"
		"xp-pairs --source bf --target dna --assign test=plate3 > "
		"pairs.tsv\n"
		"xp-pairs --check pairs.tsv > checks.tsv",
	.opts = opts,
	.load = image_load,
	.run = run,
	.flags = TOOL_TABLE,
	.terms_title = "Checks",
	.term = term,
};
