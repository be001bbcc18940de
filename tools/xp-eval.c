/* xp-eval.c - scores predictions against their targets. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/progress.h"
#include "app/tool.h"
#include "base/mem.h"
#include "file/path.h"
#include "eval/bootstrap.h"
#include "eval/evaluate.h"
#include "eval/evaluate_report.h"
#include "eval/evaluate_rows.h"
#include "eval/part.h"
#include "eval/require.h"
#include "eval/summary.h"
#include "eval/unscored.h"
#include "eval/worst_panel.h"
#include "image/image.h"
#include "pairing/new_images.h"
#include "pairing/pair_by_stem.h"
#include "report/evaluation_page.h"
#include "reuse/initial_weights.h"

static const char *split = "test", *train_split, *checkpoint = "best", *range,
		  *to, *type = "float32", *dialect = "imagej", *axes, *panel,
		  *summary, *report, *prediction, *target, *part;
static int baselines = 1, all_baselines, regions, overwrite, tta, ceiling;
static int64_t tile, threads, seed = 1, resamples = 2000;
static struct strs requirements, join;

static const char *const checkpoints[] = { "best", "last", NULL };
static const char *const types[] = { "float32", "uint16", "uint8", NULL };
static const char *const dialects_known[] = { "imagej", "ome", NULL };

static const struct opt opts[] = {
	OPT_SECTION("What is scored"),
	OPT_STR("split", &split, "LABEL", "rows of the manifest to score",
		.excludes = "prediction"),
	OPT_CHOICE("checkpoint", &checkpoint, checkpoints,
		   "which weights of RUN to use", .excludes = "prediction"),
	OPT_STR("prediction", &prediction, "DIR",
		"score these images instead of a model's predictions: a "
		"directory or a pattern",
		.flags = OPT_FILE),
	OPT_STR("target", &target, "DIR",
		"the targets of --prediction: a directory or a pattern; names "
		"must be equal",
		.flags = OPT_FILE),
	OPT_STR("axes", &axes, "AXES",
		"what the pages of IMAGEs are where their files do not say: "
		"letters z, t and c, the slowest first, as in t or tz5"),
	OPT_SECTION("How"),
	OPT_STR("range", &range, "R",
		"data range R of psnr and ssim: train (from the 0.1st to the "
		"99.9th percentile of the train targets; the default if there "
		"are train rows), dtype (all values of the targets' integer "
		"type), or a number"),
	OPT_FLAG("baselines", &baselines,
		 "also score the baselines mean and affine"),
	OPT_FLAG("all-baselines", &all_baselines,
		 "also score the baselines linear and shuffled, which takes "
		 "about twice as long",
		 .excludes = "prediction baselines=no"),
	OPT_FLAG("tta", &tta,
		 "test-time augmentation: predict by the mean over the eight "
		 "flips and turns of an image, which takes eight times as "
		 "long; planes only",
		 .excludes = "prediction"),
	OPT_FLAG("ceiling", &ceiling,
		 "score a second acquisition of each target, which the column "
		 "repeat of the manifest names, as the method repeat, and say "
		 "what its noise lets a prediction reach",
		 .flags = OPT_ADDED),
	OPT_FLAG("regions", &regions,
		 "also score foreground and background separately: columns "
		 "such as pearson_foreground"),
	OPT_STR("train-split", &train_split, "LABEL",
		"rows of the training's manifest that give baselines and "
		"range; default: those that were trained on",
		.excludes = "prediction"),
	OPT_INT("resamples", &resamples, "N",
		"number of resamples for each interval", .low = 100,
		.high = 1000000),
	OPT_INT("seed", &seed, "N", "seed of the resamples"),
	OPT_LIST("require", &requirements, "TEST",
		 "exit with 1 unless the mean over the images meets TEST, such "
		 "as 'pearson > 0.8' or, of a channel, 'pearson[c=1] > 0.8'; "
		 "TEST may be several, separated by commas"),
	OPT_SECTION("Output"),
	OPT_STR("summary", &summary, "FILE",
		"write the means over all images, with intervals, and over "
		"each group to FILE",
		.flags = OPT_FREE | OPT_OUTPUT),
	OPT_STR("to", &to, "DIR",
		"write the predictions to DIR as TIFF files, each named by "
		"its id",
		.flags = OPT_OUTPUT_DIR),
	OPT_CHOICE("type", &type, types,
		   "pixel type of these TIFF files; pixels that do not fit it "
		   "are clipped, and counted",
		   .needs = "to"),
	OPT_CHOICE("dialect", &dialect, dialects_known,
		   "how these TIFF files say what their pages are, and how far "
		   "apart: as ImageJ does, or as OME-TIFF",
		   .needs = "to"),
	OPT_FLAG("overwrite", &overwrite, "replace files that exist in DIR",
		 .flags = OPT_FREE, .needs = "to"),
	OPT_STR("panel", &panel, "FILE",
		"draw the worst, median and best image by " EVALUATE_BY
		", as PNG",
		.flags = OPT_FREE | OPT_OUTPUT),
	OPT_STR("report", &report, "FILE",
		"write a page about the network to FILE, an HTML file that "
		"needs no other: verdict, scores, images, curves, settings",
		.flags = OPT_FREE | OPT_OUTPUT),
	OPT_SECTION("Shared out among tasks"),
	OPT_STR("part", &part, "I/N",
		"score part I of N, counted from 1, and print a table for "
		"--joined",
		.flags = OPT_ADDED),
	OPT_LIST("joined", &join, "FILE",
		 "take the scores from the tables of all parts instead of "
		 "predicting; all else is as if one task had scored all",
		 .flags = OPT_ADDED),
	OPT_SECTION("Resources"),
	OPT_INT("tile", &tile, "PIXELS",
		"images are predicted in strips of this width, stacks in boxes "
		"of so many rows and columns that reach through all slices; "
		"0: chosen automatically; predictions do not depend on it",
		.flags = OPT_FREE, .low = 0, .high = 1 << 20),
	OPT_INT("threads", &threads, "N",
		"number of threads; 0: one for each processor", .letter = 'j',
		.flags = OPT_FREE, .low = 0, .high = 1024),
	OPT_END
};

static int term(size_t i, const char **word, const char **meaning)
{
	if (!metrics[i])
		return 0;
	*word = metrics[i]->name;
	*meaning = metrics[i]->about;
	return 1;
}

static int check(int argc, char **argv, struct err *err)
{
	if (!prediction != !target)
		return err_usage(err, "--prediction and --target must be given "
				      "together");
	if (prediction && (argc || to))
		return err_usage(err,
				 "--prediction scores images without a model: "
				 "leave out %s",
				 to ? "--to" : argv[0]);
	if (!prediction && argc < 1)
		return err_usage(err, "name a run or a weights file, and "
				      "perhaps a manifest or images");
	for (int i = 1; argc > 2 && i < argc; i++)
		if (!new_images_are(argv[i]))
			return err_usage(
				err,
				"after '%s', name one manifest or only images: "
				"'%s' is not an image",
				argv[0], argv[i]);
	if (axes && (argc < 2 || !new_images_are(argv[1])))
		return err_usage(err, "--axes is only for images given as "
				      "operands after the run; in a manifest, "
				      "write 'a.tif[axes=t]'");
	if (argc == 2 && !strcmp(argv[0], "-") && !strcmp(argv[1], "-"))
		return err_usage(err, "standard input cannot be both the run "
				      "and the manifest");
	return 0;
}

/* A part says nothing of all images, and what is joined predicts none. */
static int check_part(const struct ctx *ctx, struct evaluate *e,
		      struct err *err)
{
	const char *what = panel	  ? "--panel" :
			   summary	  ? "--summary" :
			   report	  ? "--report" :
			   requirements.n ? "--require" :
					    NULL;

	if (part && join.n)
		return err_usage(err, "give --part or --joined, not both");
	if (part && what)
		return err_usage(
			err,
			"%s is about all images: give it with --joined, "
			"when all parts are done",
			what);
	if (part && ctx->json)
		return err_usage(err, "--part prints a table for --joined: "
				      "leave out --json");
	if (join.n && (to || report))
		return err_usage(err, "--joined predicts nothing: leave out %s",
				 to ? "--to" : "--report");
	return part ? part_read(e, part, err) : 0;
}

/* What was evaluated, and what there is to say. */
struct session {
	struct progress progress;
	struct evaluate *e;
	struct require require;
	const char *pieces;   /* that progress counts: "images" */
	struct messages said; /* all of it, for the page */
	char *run, *weights;  /* that are scored, or NULL */
};

static int open_run(struct ctx *ctx, const char *name, const char *manifest,
		    struct session *s, struct err *err)
{
	char *file = mem_printf("%s.safetensors", checkpoint), here[4096];
	struct run_output p;
	int is_own = !manifest && !s->e->pairs.n;
	int rc = run_output_find(&p, name, file, is_own, err);

	free(file);
	if (rc < 0)
		return -1;
	ctx_say(ctx, "uses the %s weights of run %s", checkpoint, p.id);
	if (p.state != RUN_DONE)
		ctx_warn(ctx,
			 "run %s has not ended normally: its state is "
			 "'%s'",
			 p.id, run_state_name(p.state));
	if (is_own && p.cwd && getcwd(here, sizeof here) && strcmp(p.cwd, here))
		ctx_say(ctx,
			"the run was started in '%s'; relative paths of its "
			"manifest are now looked up in the current directory",
			p.cwd);
	rc = evaluate_open(s->e, manifest, p.table, p.called, p.output, err);
	if (!rc)
		initial_weights_before(&s->e->earlier, p.id,
				       trained_knows_all(&s->e->model.trained) ?
					       NULL :
					       &s->e->messages);
	s->run = mem_str(p.id);
	s->weights = mem_str(p.output);
	run_output_release(&p);
	return rc;
}

static int open_model(struct ctx *ctx, int argc, char **argv, struct session *s,
		      struct err *err)
{
	const char *name = argv[0];
	const char *manifest = argc > 1 && !s->e->pairs.n ? argv[1] : NULL;

	/* The name of a run has no slash.  A file of that name counts first. */
	if (!strchr(name, '/') && !strstr(name, ".safetensors") &&
	    !path_exists(name))
		return open_run(ctx, name, manifest, s, err);
	if (!path_exists(name))
		return err_data(err, "there is no file '%s'", name);
	if (!manifest && !s->e->pairs.n)
		return err_usage(err,
				 "'%s' is a file, so it is taken for weights; "
				 "name the manifest after it",
				 name);
	if (opt_was_given("checkpoint"))
		return err_usage(err,
				 "--checkpoint chooses among the weights of a "
				 "run, and '%s' is a weights file",
				 name);
	s->weights = mem_str(name);
	return evaluate_open(s->e, manifest, NULL, NULL, name, err);
}

/* Opens what is to be scored or predicted, if it is images. */
static int open_images(struct evaluate *e, int argc, char **argv,
		       struct err *err)
{
	struct strs images = { 0 };
	int rc;

	if (prediction)
		return pair_by_stem(&e->pairs, prediction, "prediction", target,
				    "target", err);
	if (argc < 2 || !new_images_are(argv[1]))
		return 0;
	if (opt_was_given("split"))
		return err_usage(err, "--split is of manifests: images are in "
				      "no split");
	for (int i = 1; i < argc; i++)
		strs_add(&images, argv[i]);
	rc = new_images_find(&e->pairs, &images, axes, err);
	strs_release(&images);
	return rc;
}

/* What only scores need. */
static int check_unscored(const struct evaluate *e, struct err *err)
{
	static const char *const given[] = { "--resamples", "--seed",
					     "--baselines" };
	const char *what;

	if (!to)
		return err_usage(err,
				 "%s no targets, so nothing is scored: "
				 "say where predictions go by --to DIR",
				 e->pairs.table.path ? "the manifest has" :
						       "images have");
	what = part	      ? "--part" :
	       join.n	      ? "--joined" :
	       panel	      ? "--panel" :
	       summary	      ? "--summary" :
	       report	      ? "--report" :
	       range	      ? "--range" :
	       requirements.n ? "--require" :
	       regions	      ? "--regions" :
	       ceiling	      ? "--ceiling" :
	       all_baselines  ? "--all-baselines" :
	       train_split    ? "--train-split" :
				NULL;
	for (size_t i = 0; !what && i < sizeof(given) / sizeof(*given); i++)
		if (opt_was_given(given[i] + 2))
			what = given[i];
	return what ? err_usage(err,
				"%s needs targets, and there are none: leave "
				"out this option",
				what) :
		      0;
}

static void tell(struct session *s)
{
	if (s->e->messages.n)
		progress_end(&s->progress);
	for (size_t i = 0; i < s->e->messages.n; i++)
		messages_take(&s->said, s->e->messages.list[i].level,
			      mem_str(s->e->messages.list[i].text));
	ctx_messages(s->progress.ctx, &s->e->messages);
}

static void step(void *arg, size_t done)
{
	struct session *s = arg;

	tell(s);
	progress_show(&s->progress, done, "%s", s->pieces);
}

static enum evaluate_baselines which_baselines(void)
{
	if (!baselines)
		return EVALUATE_NONE;
	return all_baselines || report ? EVALUATE_ALL : EVALUATE_PLAIN;
}

static void print_scores(struct ctx *ctx, const struct evaluate *e)
{
	struct tsv table = { 0 };
	unsigned what = (all_baselines ? SCORES_LINEAR : 0) |
			(regions ? SCORES_REGIONS : 0);

	if (e->part.of) /* --summary and --require may want regions */
		part_table(e, what | SCORES_REGIONS, &table);
	else
		scores_table(&e->scores, what, &table);
	ctx_table(ctx, &table);
	tsv_release(&table);
}

static int write_summary(struct evaluate *e, struct err *err)
{
	struct bootstrap b;
	struct tsv t = { 0 };
	struct out out;
	int rc = 0;

	summary_bootstrap(&b, &e->scores, (size_t)resamples, (uint64_t)seed);
	summary_say(&e->scores, &b, evaluate_method(e), &e->messages);
	if (summary) {
		summary_table(&e->scores, &b, &t);
		rc = out_open(&out, summary, FILE_PLAIN, err);
		if (!rc) {
			tsv_write(&t, &out);
			rc = out_commit(&out, err);
			out_release(&out);
		}
		tsv_release(&t);
	}
	bootstrap_release(&b);
	return rc;
}

static int write_report(struct session *s, const struct messages *required,
			struct err *err)
{
	struct evaluation_page page = {
		.path = report,
		.run = s->run,
		.weights = s->weights,
		.checkpoint = checkpoint,
		.resamples = (size_t)resamples,
		.seed = (uint64_t)seed,
		.messages = &s->said,
		.required = required,
	};

	return report ? evaluation_page_write(s->e, &page, err) : 0;
}

static int check_ceiling(const struct evaluate *e, struct err *err)
{
	if (!ceiling || tsv_column(&e->pairs.table, "repeat") >= 0)
		return 0;
	return err_usage(err, "--ceiling: the manifest must name a second "
			      "acquisition of each target in a column "
			      "'repeat', and has no such column");
}

static int evaluate(struct ctx *ctx, struct session *s, struct err *err)
{
	struct evaluate *e = s->e;
	struct messages required = { 0 };
	int answer, rc = check_ceiling(e, err);

	if (!rc)
		rc = evaluate_prepare(e, to, range, which_baselines(), err);
	tell(s);
	progress_start(&s->progress, ctx, evaluate_count(e));
	if (!rc && (part || join.n))
		rc = part_made_of(e, s->weights, err);
	if (!rc)
		rc = join.n ? part_join(e, &join, err) : evaluate_rows(e, err);
	progress_end(&s->progress);
	if (!rc && panel)
		rc = worst_panel(e, panel, err);
	if (rc < 0)
		return -1;
	print_scores(ctx, e);
	if (e->part.of) {
		part_say(e);
		return 0;
	}
	evaluate_report(e);
	if (write_summary(e, err) < 0)
		return -1;
	tell(s);
	answer = require_check(&s->require, &e->scores, evaluate_method(e),
			       &required);
	rc = write_report(s, &required, err);
	messages_move(&e->messages, &required);
	messages_release(&required);
	return rc < 0 ? -1 : answer;
}

static int predict(struct ctx *ctx, struct session *s, struct err *err)
{
	struct unscored u = { 0 };
	int rc = check_unscored(s->e, err);

	if (!rc)
		rc = unscored_prepare(&u, s->e, to, err);
	tell(s);
	s->pieces = "planes";
	progress_start(&s->progress, ctx, u.planes);
	if (!rc)
		rc = unscored_rows(&u, err);
	progress_end(&s->progress);
	if (!rc) {
		ctx_table(ctx, &u.table);
		unscored_report(&u, !opt_was_given("split"));
	}
	unscored_release(&u);
	return rc;
}

static int open_all(struct ctx *ctx, int argc, char **argv, struct session *s,
		    struct err *err)
{
	struct evaluate *e = s->e;

	if (require_read(&s->require, &requirements, err) < 0 ||
	    open_images(e, argc, argv, err) < 0)
		return -1;
	e->regions = regions || summary || report || part ||
		     require_regions(&s->require);
	e->ceiling = ceiling;
	e->joint = report ? mem_zero(CHANNELS_MOST, sizeof(*e->joint)) : NULL;
	if (!prediction && open_model(ctx, argc, argv, s, err) < 0)
		return -1;
	return require_channels(&s->require, evaluate_channels(e), err);
}

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct thread_pool *pool = thread_pool_new(
		threads ? (int)threads : thread_pool_processors());
	struct evaluate e = {
		.split = prediction ? NULL : split,
		.train = train_split,
		.pool = pool,
		.tile = (size_t)tile,
		.type = pixel_find(type),
		.dialect = strcmp(dialect, "ome") ? TIFF_IMAGEJ : TIFF_OME,
		.overwrite = overwrite,
		.step = step,
	};
	struct session s = { .progress = { .ctx = ctx },
			     .e = &e,
			     .pieces = "images" };
	int rc = check(argc, argv, err);

	rc = rc ? rc : check_part(ctx, &e, err);
	e.arg = &s;
	rc = rc ? rc : open_all(ctx, argc, argv, &s, err);
	tell(&s);
	e.model.average = tta;
	if (!rc)
		rc = e.pairs.targetless ? predict(ctx, &s, err) :
					  evaluate(ctx, &s, err);
	tell(&s);
	free(e.joint);
	evaluate_release(&e);
	require_release(&s.require);
	messages_release(&s.said);
	free(s.run);
	free(s.weights);
	thread_pool_free(pool);
	return rc;
}

const struct tool tool = {
	.name = "xp-eval",
	.about = "predict images with a trained network, and score it",
	.usage = "[OPTION]... RUN|WEIGHTS|- [MANIFEST|IMAGE...]",
	.notes =
		"RUN (an id, its beginning, a tag, @1 for the last run, - for "
		"an id on stdin) is scored with its own weights and manifest; "
		"a weights file needs a MANIFEST. Whole images are predicted "
		"and scored in the target's own units.\n\n"
		"New images have no targets: name them (a directory, a quoted "
		"pattern, a reference such as 'movie.tif[c=0,t=*]') or a "
		"MANIFEST without a column target, and --to DIR. Several "
		"channels are named as in training, 'new/*.tif[c=0+2]' or "
		"'new/*_ch1.tif + new/*_ch2.tif'. They are "
		"corrected, binned and normalised as in training, or refused "
		"if nothing says how; the table then has a row for each image: "
		"file, size, how it was normalised and the values "
		"predicted. A stack or a movie becomes one file of as many "
		"planes, with the names of its channels and the distances of "
		"its pixels, slices and frames; a network for planes predicts "
		"it plane by plane.\n\n"
		"The table has a row for each image and method: model, and "
		"two baselines fitted to the train rows in normalised units, "
		"mean (of the targets) and affine (the least-squares line "
		"from source to target). Rows with the id * hold means over "
		"images; a metric that is undefined for an image is an empty "
		"cell and does not count in the mean. Targets of several "
		"channels have rows for each channel, and for the channel *, "
		"the means over them. Sums are computed in double; x is the "
		"prediction, y the target.\n\n"
		"With --all-baselines there are two more: linear (the best "
		"linear filter of 5 x 5 pixels, fitted to at most 4 million "
		"train pixels) and shuffled (the model's prediction for "
		"another image of the same size and, where there are groups, "
		"of another group). Foreground means the pixels whose target "
		"is above Otsu's threshold of the train targets. Intervals are "
		"95 % intervals of the percentile bootstrap over groups or, if "
		"the manifest has no groups, over images.\n\n"
		"Sources are normalised as in training, and predictions "
		"turned back into the target's units by the offset and scale "
		"used in training; baselines and range come from its train "
		"rows. If any score may be too good, a column leak gives the "
		"reasons: train, val (the image was trained or validated on), "
		"train-group, val-group (another of its group was), "
		"target-fit (predictions are turned back by values that were "
		"fitted to this target).\n\n"
		"Many images can be shared out among the tasks of an array: "
		"each scores --part I/N and prints its table, and the same "
		"command with --joined=TABLE for each of these does what one "
		"task would have done. Tables that were changed, or made of "
		"other weights, rows or options, are refused.\n\n"
		"Predictions above 4 megapixels are kept in a file in TMPDIR "
		"or /var/tmp until they are scored.\n\n"
		"The shift of a target (columns shift_y and shift_x) is "
		"corrected by whole pixels, and only the part that both images "
		"show is scored.",
	.example = "xp-eval @1 --panel worst.png > scores.tsv\n"
		   "xp-eval @1 'new/*.tif' --to predicted > predicted.tsv\n"
		   "xp-eval best.safetensors norm.tsv --split val --to pred\n"
		   "xp-eval --prediction pred --target truth --range 4095\n"
		   "xp-eval @1 --require 'pearson > 0.8, nmse <= 0.4' > "
		   "scores.tsv\n"
		   "xp-train norm.tsv | xp-eval - > scores.tsv",
	.opts = opts,
	.load = image_load,
	.run = run,
	.flags = TOOL_TABLE | TOOL_RUN,
	.terms_title = "Metrics",
	.term = term,
};
