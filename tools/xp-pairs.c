/* xp-pairs.c - find the image pairs, split them by group, check them. */
#include "app/progress.h"
#include "app/tool.h"
#include "check/check.h"
#include "check/fingerprints.h"
#include "manifest/build.h"
#include "manifest/croissant.h"
#include "manifest/find.h"
#include "manifest/group.h"
#include "manifest/problem.h"
#include "manifest/validate.h"

static struct strs source, target, assign, allow, describe;
static const char *croissant, *table, *key, *axes, *group, *split = "70:15:15";
static int64_t seed, threads, folds, fold;
static int check, shifts;
static struct progress bar;

static const struct opt opts[] = {
	OPT_SECTION("Which images"),
	OPT_LIST("source", &source, "GLOB",
		 "source images: a quoted glob, or "
		 "a directory"),
	OPT_LIST("target", &target, "GLOB", "target images, likewise"),
	OPT_STR("table", &table, "FILE",
		"take pairs from a table with columns "
		"source and target instead",
		.flags = OPT_FILE),
	OPT_STR("key", &key, "REGEX",
		"pair by what the groups of REGEX match "
		"in a path"),
	OPT_STR("axes", &axes, "AXES",
		"what pages are where files do not "
		"say: t, zc2, ..."),
	OPT_LIST("allow", &allow, "KIND",
		 "let pass what is unmatched, "
		 "ambiguous, duplicate or mixed, or a check as C6"),
	OPT_SECTION("How they are split"),
	OPT_STR("group", &group, "REGEX",
		"keep together what the groups of "
		"REGEX match alike in the source's path"),
	OPT_STR("split", &split, "A:B:C", "parts of train, val and test"),
	OPT_LIST("assign", &assign, "LABEL=REGEX",
		 "put sources that match "
		 "REGEX into LABEL, whatever --split says"),
	OPT_INT("seed", &seed, "N", "another seed makes another split",
		.low = 0, .high = 0x1p53),
	OPT_INT("folds", &folds, "K",
		"instead of --split: K parts, one of "
		"which is val",
		.low = 0, .high = 1000),
	OPT_INT("fold", &fold, "I", "with --folds: which one, from 1", .low = 0,
		.high = 1000),
	OPT_SECTION("What is in them"),
	OPT_FLAG("check", &check,
		 "look at all pixels and print what is wrong "
		 "instead of the pairs; exit 1 if a check fails"),
	OPT_FLAG("register", &shifts,
		 "measure how far each target is shifted "
		 "and add it in columns that xp-train and xp-eval go by"),
	OPT_STR("croissant", &croissant, "FILE",
		"describe the set there in "
		"MLCommons Croissant",
		.flags = OPT_FREE),
	OPT_LIST("describe", &describe, "KEY=VALUE",
		 "for --croissant: its "
		 "name, license ..."),
	OPT_INT("threads", &threads, "N", "threads; 0: one a processor",
		.letter = 'j', .flags = OPT_FREE, .low = 0, .high = 1024),
	OPT_END
};

static int check_options(int argc, char **argv, struct err *err)
{
	if (check && argc == 1 && !table)
		table = argv[0]; /* the manifest */
	else if (argc)
		return err_usage(err,
				 "unexpected operand '%s'; put quotes "
				 "around a glob",
				 argv[0]);
	if (table && (source.n || target.n))
		return err_usage(err, "--table goes without --source");
	if (folds == 1 || !folds != !fold || fold > folds)
		return err_usage(err, "want --folds=K (K>1) and --fold=1 to K");
	if (check && (shifts || croissant))
		return err_usage(err, "--check goes by itself");
	if (!table && (!source.n || !target.n))
		return err_usage(err, "want --source and --target, or --table");
	return 0;
}

static void show(void *ctx, size_t done, size_t total)
{
	if (!bar.ctx)
		progress_start(&bar, ctx, total);
	progress_show(&bar, done, "pairs looked at");
}

/* 1 when a check fails. */
static int judge(struct ctx *ctx, struct tsv *t, struct problems *problems,
		 struct err *err)
{
	struct check_report j = { .allow = &problems->allow };
	struct fingerprints a = { .unmatched = problems->unmatched,
				  .ambiguous = problems->ambiguous };
	int rc = fingerprints_make(&a, t, (int)threads, show, ctx, err);

	if (!rc) {
		check_run(&j, &a);
		fingerprints_report(&a, &problems->messages);
		ctx_table(ctx, &j.table);
		ctx_say(ctx, "%zu pairs checked: %zu findings fail, %zu warn",
			t->rows, j.failed, j.warned);
		rc = j.failed > 0;
	}
	check_release(&j);
	fingerprints_release(&a);
	return rc;
}

static int finish(struct ctx *ctx, struct tsv *t, struct problems *problems,
		  struct err *err)
{
	struct fingerprints a = { 0 };
	int column[SHIFT_COLUMNS];
	int rc = shifts ? shift_columns(t, column, err) : 0;

	rc = rc ? rc : build_look(t, problems, show, ctx, err);
	rc = rc ? rc : validate_rows(t, problems, err);
	if (!rc && shifts)
		rc = fingerprints_make(&a, t, (int)threads, show, ctx, err);
	if (!rc && shifts)
		rc = fingerprints_register(&a, t, err);
	fingerprints_release(&a);
	if (!rc && croissant)
		rc = croissant_write(croissant, t, &describe,
				     &problems->messages, err);
	if (!rc)
		ctx_table(ctx, t);
	return rc;
}

static int make(struct ctx *ctx, struct tsv *t, struct group *g,
		struct problems *problems, struct err *err)
{
	struct find_pairs how = { &source, &target, table, key, axes };
	struct messages messages = { 0 };
	int rc = find_pairs(t, &how, problems, &messages, err);

	ctx_messages(ctx, &messages);
	build_columns(t);
	if (rc || (rc = group_fill(g, t, err)))
		return rc;
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
	g.folds = folds;
	g.fold = fold;
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
	.notes = "Pairs are made by name: the one word that differs between "
		 "sources "
		 "and targets ('BF' and 'YFP') is taken out, and what is left "
		 "is the "
		 "key and becomes the id. Images without a partner, keys that "
		 "stand for "
		 "several, one image under two names and odd types are refused "
		 "unless "
		 "--allow names their kind.\n\nA glob is quoted, so that "
		 "xp-pairs "
		 "sees it; a directory stands for its TIFF files; a page or "
		 "channel may "
		 "follow: 'stack*.tif[0]', '*.tif[c=DAPI]'; '*.tif[c=0,t=*]' "
		 "is every "
		 "frame.\n\nRegular expressions are POSIX extended ones; "
		 "groups are "
		 "joined by '_', and without any the whole match counts. The "
		 "split of a "
		 "group (by default each pair is one) comes from a hash of its "
		 "name and "
		 "the seed: more images never move others; parts are met on "
		 "average.",
	.example =
		"xp-pairs --source 'raw/BF_*.tif' --target 'raw/YFP_*.tif' \\\n"
		"    --group 'Position([0-9]+)' --split 70:15:15 > pairs.tsv\n"
		"xp-pairs --source bf --target dna --assign test=plate3 > "
		"pairs.tsv\n"
		"xp-pairs --check pairs.tsv > checks.tsv",
	.opts = opts,
	.run = run,
	.flags = TOOL_TABLE,
	.terms_title = "Checks",
	.term = term,
};
