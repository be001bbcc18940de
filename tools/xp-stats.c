/*
 * xp-stats.c - what images hold: size, type, range, percentiles.
 */
#include <stdlib.h>

#include "app/tool.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/pool.h"
#include "image/listing.h"
#include "image/survey.h"
#include "image/words.h"

static int images;
static const char *split, *percentiles = "0.5,1,5,25,50,75,95,99,99.5,99.8";
static int64_t threads;

static const struct opt opts[] = {
	OPT_FLAG("images", &images, "operands are images, whatever their "
		 "names"),
	OPT_STR("split", &split, "LABEL", "only the manifest's rows of this "
		"split"),
	OPT_STR("percentiles", &percentiles, "LIST", "percentiles to print, "
		"0 to 100, separated by commas"),
	OPT_INT("threads", &threads, "N", "threads; 0: one a processor",
		.letter = 'j', .flags = OPT_FREE, .low = 0, .high = 1024),
	OPT_END
};

struct job {
	double *percent;
	char **percent_name;	/* columns: "p99.8" */
	size_t percents;
	struct listing side[2];	/* sources and targets, or images */
	struct survey survey[2];
	size_t sides;
};

static int parse_percentiles(struct job *j, struct err *err)
{
	struct strs list = { 0 };
	int rc = 0;

	strs_split(&list, percentiles, ',');
	j->percent = mem_zero(list.n, sizeof(*j->percent));
	j->percent_name = mem_zero(list.n, sizeof(*j->percent_name));
	for (size_t i = 0; i < list.n && rc == 0; i++) {
		double x;

		if (num_real(&x, list.at[i]) < 0 || !(x >= 0 && x <= 100))
			rc = err_usage(err, "--percentiles: want numbers "
				       "from 0 to 100, found '%s'",
				       list.at[i]);
		else
			j->percent[i] = x;
		j->percent_name[j->percents++] = mem_printf("p%s",
							    list.at[i]);
	}
	strs_release(&list);
	return rc;
}

static int take_input(struct job *j, int argc, char **argv, struct err *err)
{
	if (images && !argc)
		return err_usage(err, "--images: name at least one image");
	j->sides = 1;
	if (images || (argc && listing_is_image(argv[0])))
		return split ? err_usage(err, "--split goes with a manifest, "
					 "not with images") :
			       listing_images(&j->side[0], argc, argv, err);
	if (argc > 1)
		return err_usage(err, "want one manifest, or images with "
				 "--images");
	j->sides = 2;
	return listing_pairs(&j->side[0], &j->side[1], argc ? argv[0] : "-",
			     split, err);
}

static int measure(struct job *j, struct err *err)
{
	for (size_t k = 0; k < j->sides; k++) {
		struct survey *s = &j->survey[k];

		s->ref = (const char *const *)j->side[k].ref.at;
		s->n = j->side[k].ref.n;
		s->percent = j->percent;
		s->percents = j->percents;
		s->threads = threads ? (int)threads : pool_processors();
		if (survey_run(s, err) < 0)
			return -1;
	}
	return 0;
}

static void print(struct job *j, struct ctx *ctx)
{
	struct tsv t = { 0 };

	for (size_t i = 0; i < j->side[0].ref.n; i++)
		for (size_t k = 0; k < j->sides; k++) {
			struct listing *l = &j->side[k];

			words_row(&t, "image", l->id.at[i], l->name,
				  l->split.at[i], l->group.at[i],
				  l->ref.at[i], &j->survey[k].each[i],
				  j->percent_name, j->percents);
		}
	for (size_t k = 0; k < j->sides; k++)
		words_row(&t, "set", "", j->side[k].name,
			  split ? split : "", "", "",
			  &j->survey[k].all, j->percent_name, j->percents);
	ctx_table(ctx, &t);
	tsv_release(&t);
}

static void talk(const struct job *j, const struct ctx *ctx)
{
	struct strs lines = { 0 };

	if (j->sides == 2)
		ctx_say(ctx, "%zu pair%s", j->side[0].ref.n,
			j->side[0].ref.n == 1 ? "" : "s");
	for (size_t k = 0; k < j->sides; k++)
		words_talk(&lines, j->side[k].name, &j->survey[k],
			   j->sides == 2);
	for (size_t i = 0; i < lines.n; i++)
		ctx_say(ctx, "%s", lines.at[i]);
	strs_release(&lines);
}

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct job j = { 0 };
	int rc = -1;

	if (parse_percentiles(&j, err) == 0 &&
	    take_input(&j, argc, argv, err) == 0 && measure(&j, err) == 0) {
		print(&j, ctx);
		talk(&j, ctx);
		rc = 0;
	}
	for (size_t k = 0; k < 2; k++) {
		survey_release(&j.survey[k]);
		listing_release(&j.side[k]);
	}
	for (size_t i = 0; i < j.percents; i++)
		free(j.percent_name[i]);
	free(j.percent_name);
	free(j.percent);
	return rc;
}

const struct tool tool = {
	.name = "xp-stats",
	.about = "measure the intensities of image pairs",
	.usage = "[OPTION]... [MANIFEST | IMAGE...]",
	.notes = "Prints a row for each image and one for each set (all "
		"sources, all targets). Reads standard input when no operand "
		"is given. Of an image with several planes each is measured; "
		"of a manifest, the plane each row names.\n"
		"Everything is exact, over all pixels. Percentiles are "
		"numpy's linear ones: with h = (n - 1) q / 100, the value "
		"between those of ranks floor(h) and floor(h) + 1. sd is "
		"divided by n. Non-finite pixels are counted and left out.\n"
		"saturated: pixels at the image's maximum when that is the "
		"top of 8, 10, 12, 14, 16 or all bits. effective_bits: the "
		"binary logarithm of the number of levels from percentile "
		"0.5 to percentile 99.5.",
	.example = "xp-stats pairs.tsv > stats.tsv\n"
		"xp-stats --json --images 'stack.tif[2]' cells.tif",
	.opts = opts, .run = run, .flags = TOOL_TABLE,
};
