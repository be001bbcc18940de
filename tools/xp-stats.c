/*
 * xp-stats.c - measures images: size, type, range, percentiles.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "app/tool.h"
#include "base/thread_pool.h"
#include "image/image.h"
#include "stats/hist_png.h"
#include "stats/hist_svg.h"
#include "stats/image_list.h"
#include "stats/montage.h"
#include "stats/report.h"

enum { HIST_BINS = 512 };

static const char *const parts[] = { "split", "group", "slice", NULL };
static int images, noise, advise, hist;
static const char *by, *axes, *picture, *montage;
static const char *split, *percentiles = "0.5,1,5,25,50,75,95,99,99.5,99.8";
static int64_t threads;

static const struct opt opts[] = {
	OPT_FLAG("images", &images,
		 "take the operands as images, whatever their names"),
	OPT_STR("axes", &axes, "AXES",
		"the axes of images that do not describe their pages, slowest "
		"first: t, z, c, tz5, ..."),
	OPT_STR("split", &split, "LABEL",
		"only rows of the manifest in this split"),
	OPT_STR("percentiles", &percentiles, "LIST",
		"percentiles to print, 0 to 100, separated by commas"),
	OPT_CHOICE("by", &by, parts,
		   "add a row for each split or group of a manifest, or for "
		   "each slice of stacks (name[z=all]), with the distance of "
		   "its histogram (ks)"),
	OPT_FLAG("noise", &noise, "estimate the noise of each image"),
	OPT_FLAG("advise", &advise, "recommend how to normalise"),
	OPT_FLAG("hist", &hist, "draw histograms on stderr"),
	OPT_STR("output", &picture, "FILE",
		"with --hist: also write them as a picture: SVG if FILE "
		"ends in .svg, else PNG",
		.letter = 'o', .flags = OPT_FREE | OPT_OUTPUT),
	OPT_STR("montage", &montage, "FILE.png",
		"write a picture of all images side by side, in one range",
		.flags = OPT_FREE | OPT_OUTPUT),
	OPT_INT("threads", &threads, "N",
		"number of threads; 0: one per processor", .letter = 'j',
		.flags = OPT_FREE, .low = 0, .high = 1024),
	OPT_END
};

static int take_input(struct report *r, int argc, char **argv,
		      struct messages *messages, struct err *err)
{
	struct image_list *list[IMAGE_LISTS];

	if (by && strcmp(by, "slice") &&
	    (images || (argc && image_list_is_image(argv[0]))))
		return err_usage(err, "--by=%s needs a manifest, not images",
				 by);
	if (images && !argc)
		return err_usage(err, "--images needs at least one image");
	r->sides = 1;
	if (images || (argc && image_list_is_image(argv[0]))) {
		if (split)
			return err_usage(err, "--split needs a manifest, not "
					      "images");
		return image_list_images(&r->side[0].list, argc, argv, axes,
					 r->threads, messages, err);
	}
	if (axes)
		return err_usage(err, "--axes is for images; for a manifest, "
				      "use xp-pairs --axes");
	if (argc > 1)
		return err_usage(err,
				 "more than one operand: give one manifest, "
				 "or images with --images");
	for (size_t k = 0; k < IMAGE_LISTS; k++)
		list[k] = &r->side[k].list;
	return image_list_pairs(list, &r->sides, argc ? argv[0] : "-", split,
				err);
}

static void print(const struct report *r, struct ctx *ctx)
{
	struct tsv t = { 0 };
	struct messages messages = { 0 };

	report_table(r, &t);
	ctx_table(ctx, &t);
	tsv_release(&t);
	if (r->sides > 1)
		messages_info(&messages, "%zu pair%s", r->side[0].list.ref.n,
			      r->side[0].list.ref.n == 1 ? "" : "s");
	report_say(r, &messages);
	ctx_messages(ctx, &messages);
}

static int draw(const struct report *r, struct err *err)
{
	size_t n = picture ? strlen(picture) : 0;
	int svg = n > 4 && !strcasecmp(picture + n - 4, ".svg");

	if (picture &&
	    (svg ? hist_svg_write : hist_png_write)(r, picture, err) < 0)
		return -1;
	return montage ? montage_write(r, montage, err) : 0;
}

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct report r = {
		.split = split,
		.by = by,
		.noise = noise,
		.advise = advise,
		.threads = threads ? (int)threads : thread_pool_processors(),
		.hist_bins = hist ? HIST_BINS : 0,
	};
	struct messages messages = { 0 };
	int rc = -1;

	if (picture && !hist)
		return err_usage(err,
				 "--output needs --hist; the table goes to "
				 "standard output");
	if (report_percentiles(&r, percentiles, err) == 0)
		rc = take_input(&r, argc, argv, &messages, err);
	ctx_messages(ctx, &messages);
	rc = rc || report_run(&r, err) < 0 || draw(&r, err) < 0 ? -1 : 0;
	if (!rc)
		print(&r, ctx);
	report_release(&r);
	return rc;
}

const struct tool tool = {
	.name = "xp-stats",
	.about = "measure the intensities of image pairs",
	.usage = "[OPTION]... [MANIFEST | IMAGE...]",
	.notes = "Prints a row for each image and one for each set (all "
		 "sources, all targets). Without an operand it reads a "
		 "manifest from standard input. A directory stands for its "
		 "TIFF files, a quoted glob for the files it matches. Every "
		 "plane of an image is measured; of a manifest only the "
		 "planes that its rows name.\n"
		 "pixel_um: micrometres from one pixel to the next, if the "
		 "file says so.\n"
		 "Everything is exact, over all pixels. Percentiles are "
		 "numpy's linear ones: with h = (n - 1) q / 100, interpolated "
		 "linearly between the values of ranks floor(h) and floor(h) + "
		 "1, counted from 0. sd is divided by n. Non-finite pixels are "
		 "counted and left out. Integers beyond 2^53 are rounded to "
		 "the nearest double.\n"
		 "saturated: the number of pixels with the image's maximum, if "
		 "that is the largest value of 8, 10, 12, 14 or 16 bits or of "
		 "the type. effective_bits: the binary logarithm of the number "
		 "of levels from percentile 0.5 to percentile 99.5; "
		 "range_share: the share of the type's levels that these "
		 "are.\n"
		 "For integers of up to 16 bits: mad, the median of |x "
		 "- median|; mode, the most frequent level (the background, "
		 "if that fills most of the image); entropy, -sum p log2 p of "
		 "the levels; step, the greatest common divisor of differences "
		 "between levels; low_bits, the lowest bits that are always "
		 "0; high_bits, the highest (unsigned).\n"
		 "median_z, iqr_z: an image's median and interquartile range "
		 "against the set's, (x - median) / (1.4826 MAD); over 5 is "
		 "reported. drift: Spearman's correlation of medians with the "
		 "order of names. noise: Immerkaer's estimate (1996), sqrt(pi "
		 "/ 2) / 6 times the mean of |L|, L being 3 x 3 pixels "
		 "weighted 1 -2 1, -2 4 -2, 1 -2 1. ks: the largest difference "
		 "between two cumulative histograms: that of a split and that "
		 "of train, or that of a group or slice and that of the whole "
		 "set; exact for integers of at most 65,536 levels, otherwise "
		 "found with 65,536 bins.\n"
		 "--advise recommends what xp-norm does by default, judged by "
		 "the train rows if there are any. All targets share one "
		 "scale. All sources do, too, unless the sd of their medians "
		 "is more than half of the median interquartile range; then "
		 "sources are scaled by group if medians agree within each "
		 "group and each group has an image to fit to, otherwise by "
		 "image.\n"
		 "--montage shows each side in one range: percentile 0.5 of "
		 "its set is black, percentile 99.5 white.",
	.example = "xp-stats pairs.tsv > stats.tsv\n"
		   "xp-stats --json --images 'stack.tif[2]' cells.tif",
	.opts = opts,
	.load = image_load,
	.run = run,
	.flags = TOOL_TABLE,
};
