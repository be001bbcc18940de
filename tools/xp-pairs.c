/*
 * xp-pairs.c - find the image pairs, check them, split them by group.
 *
 * It opens every image's header and hashes every file, but judges no
 * pixels: that is xp-stats.
 */
#include "app/progress.h"
#include "app/tool.h"
#include "image/grouping.h"
#include "image/mates.h"
#include "image/roster.h"

static struct strs source, target, assign, allow;
static const char *table, *key, *group, *split = "70:15:15";
static int64_t seed;

static const struct opt opts[] = {
	OPT_SECTION("Which images"),
	OPT_LIST("source", &source, "GLOB", "source images: a quoted glob, or "
		 "a directory"),
	OPT_LIST("target", &target, "GLOB", "target images, likewise"),
	OPT_STR("table", &table, "FILE", "take pairs from a table with columns "
		"source and target instead", .flags = OPT_FILE),
	OPT_STR("key", &key, "REGEX", "pair by what the groups of REGEX match "
		"in a path"),
	OPT_LIST("allow", &allow, "KIND", "leave out what is unmatched or "
		 "ambiguous, let pass what is duplicate or mixed"),
	OPT_SECTION("How they are split"),
	OPT_STR("group", &group, "REGEX", "keep together what the groups of "
		"REGEX match alike in the source's path"),
	OPT_STR("split", &split, "A:B:C", "parts of train, val and test"),
	OPT_LIST("assign", &assign, "LABEL=REGEX", "put sources that match "
		 "REGEX into LABEL, whatever --split says"),
	OPT_INT("seed", &seed, "N", "another seed makes another split",
		.low = 0, .high = 0x1p53),
	OPT_END
};

static int check_options(int argc, char **argv, struct err *err)
{
	if (argc)
		return err_usage(err, "unexpected operand '%s'; put quotes "
				 "around a glob", argv[0]);
	if (table && (source.n || target.n))
		return err_usage(err, "--table goes without --source and "
				 "--target");
	if (!table && (!source.n || !target.n))
		return err_usage(err, "want --source and --target, or "
				 "--table");
	return 0;
}

static int match(struct ctx *ctx, struct tsv *t,
		 const struct pattern *pattern, struct trouble *trouble,
		 struct err *err)
{
	struct names s = {0}, g = {0};
	struct mates m = {0};
	struct buf b = {0};
	int rc = -1;

	if (names_find(&s, &source, err) < 0 ||
	    names_find(&g, &target, err) < 0)
		goto out;
	if (key)
		mates_by_pattern(&m, &s, &g, pattern);
	else
		mates_by_word(&m, &s, &g);
	mates_tell(&m, &b);
	if (m.n)
		ctx_say(ctx, "%s", buf_text(&b));
	if (trouble_judge(trouble, &m.unmatched, "unmatched", "images without "
			  "a partner", "add it, give --key if names differ in "
			  "several words, or leave them out with "
			  "--allow unmatched", err) < 0 ||
	    trouble_judge(trouble, &m.ambiguous, "ambiguous", "keys of several "
			  "images", "give a --key that tells them apart, or "
			  "leave them out with --allow ambiguous", err) < 0)
		goto out;
	rc = m.n ? 0 : err_data(err, "no source has a target");
	roster_from_mates(t, &m);
out:
	buf_release(&b);
	mates_release(&m);
	names_release(&s);
	names_release(&g);
	return rc;
}

static int find(struct ctx *ctx, struct tsv *t, struct trouble *trouble,
		struct err *err)
{
	struct pattern pattern = {0};
	int rc;

	if (key && pattern_compile(&pattern, key, err) < 0)
		return err_wrap(err, "--key: ");
	if (!table)
		rc = match(ctx, t, &pattern, trouble, err);
	else if (!(rc = tsv_read(t, table, err)))
		rc = roster_from_table(t, key ? &pattern : NULL, err);
	pattern_release(&pattern);
	if (!rc && !t->rows)
		rc = err_data(err, "%s: no rows", table);
	return rc;
}

static int look(struct ctx *ctx, struct tsv *t, struct trouble *trouble,
		struct err *err)
{
	struct strs wrong = {0};
	struct progress p;
	int rc = 0;

	progress_start(&p, ctx, t->rows);
	for (size_t i = 0; !rc && i < t->rows; i++) {
		rc = roster_look(t, i, &wrong, err);
		progress_show(&p, i + 1, "pairs looked at");
	}
	progress_end(&p);
	if (!rc)
		rc = trouble_judge(trouble, &wrong, NULL, "images that "
				   "cannot be used", "mend or remove them",
				   err);
	strs_release(&wrong);
	return rc ? rc : roster_check(t, trouble, err);
}

static int make(struct ctx *ctx, struct tsv *t, const struct grouping *g,
		struct trouble *trouble, struct err *err)
{
	struct buf b = {0};

	if (find(ctx, t, trouble, err) < 0)
		return -1;
	roster_columns(t);
	if (grouping_fill(g, t, err) < 0 || look(ctx, t, trouble, err) < 0)
		return -1;
	grouping_tell(g, t, &b, &trouble->lines);
	ctx_say(ctx, "%s", buf_text(&b));
	buf_release(&b);
	return 0;
}

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct trouble trouble = {0};
	struct grouping g = {0};
	struct tsv t = {0};
	int rc;

	if (check_options(argc, argv, err) < 0 ||
	    trouble_allow(&trouble, &allow, err) < 0)
		return -1;
	rc = grouping_init(&g, group, &assign, split, (uint64_t)seed, err);
	if (!rc)
		rc = make(ctx, &t, &g, &trouble, err);
	for (size_t i = 0; i < trouble.lines.n; i++)
		ctx_warn(ctx, "%s", trouble.lines.at[i]);
	if (!rc)
		ctx_table(ctx, &t);
	trouble_release(&trouble);
	grouping_release(&g);
	tsv_release(&t);
	return rc;
}

const struct tool tool = {
	.name = "xp-pairs",
	.about = "find image pairs, check them, split them by group",
	.usage = "--source GLOB --target GLOB [OPTION]...",
	.notes =
	"Pairs are made by name: the one word that differs between sources "
	"and targets ('BF' and 'YFP', 'Ch3' and 'Ch4') is taken out, and what "
	"is left is the key and becomes the id. Names that differ in more "
	"places need --key. Images without a partner, keys that stand for "
	"several images, one image under two names and odd types are listed "
	"by name and refused unless --allow names their kind.\n\n"
	"A glob is quoted, so that xp-pairs sees it; a directory stands for "
	"the TIFF files in it. A page or channel may be named behind either: "
	"--source 'stack*.tif[0]' --target 'stack*.tif[1]'.\n\n"
	"Regular expressions are POSIX extended ones; groups are joined by "
	"'_', and without any the whole match counts. The split of a group "
	"comes from a hash of its name and the seed, so more images never "
	"move others; the parts are met on average. Without --group each pair "
	"is a group.\n\n"
	"Columns: id source target split group width height source_type "
	"target_type source_sha256 target_sha256; those of --table come "
	"first and are kept, its split and group where they are filled.",
	.example =
	"xp-pairs --source 'raw/BF_*.tif' --target 'raw/YFP_*.tif' \\\n"
	"    --group 'Position([0-9]+)' --split 70:15:15 > pairs.tsv\n"
	"xp-pairs --source bf --target dna --assign test=plate3 > pairs.tsv",
	.opts = opts, .run = run, .flags = TOOL_TABLE,
};
