/*
 * sweep.c - xp-log sweep: the command lines of a grid that are not done yet.
 */
#include <stdlib.h>
#include <string.h>

#include "app/args.h"
#include "app/ctx.h"
#include "app/opt.h"
#include "app/tool.h"
#include "base/num.h"
#include "base/sh.h"
#include "store/store.h"
#include "sweep/grid.h"
#include "sweep/past.h"

static const char *point;
static int all, count;

static const struct opt opts[] = {
	OPT_FLAG("all", &all, "print the command lines of all points"),
	OPT_STR("point", &point, "N",
		"only point N of all, counted from 1, such as "
		"$SLURM_ARRAY_TASK_ID"),
	OPT_FLAG("count", &count, "print the number of points instead"), OPT_END
};

struct sweep {
	const struct ctx *ctx;
	const char *path;
	struct sweep_grid grid;
	struct past past;
	struct strs texts; /* of the points before this one */
	size_t same[2];	   /* first two points that do the same, from 1 */
	size_t repeated;   /* number of points that an earlier one equals */
	size_t counts[PAST_DONE + 1];
};

static void print_words(const struct ctx *ctx, const struct strs *words)
{
	struct buf line = { 0 };

	for (size_t i = 0; i < words->n; i++) {
		if (i)
			buf_char(&line, ' ');
		sh_quote(&line, words->at[i]);
	}
	out_printf(ctx->out, "%s\n", buf_text(&line));
	buf_release(&line);
}

/* A point with a line break in it would be two lines. */
static int check_words(const struct sweep *s, const struct strs *words,
		       struct err *err)
{
	for (size_t i = 0; i < words->n; i++)
		if (strchr(words->at[i], '\n'))
			return err_data(err,
					"%s: a word has a line break, and a "
					"command line is one line",
					s->path);
	return 0;
}

static void print_point(struct sweep *s, const struct strs *words,
			enum past_state state, const char *id)
{
	if (!all && (state == PAST_DONE || state == PAST_RUNNING))
		return;
	if (!all && state == PAST_STOPPED)
		out_printf(s->ctx->out, "xp-train --resume %s\n", id);
	else
		print_words(s->ctx, words);
}

/* Returns 1 if an earlier point does the same as point I. */
static int is_repeated(struct sweep *s, const struct past_point *of, size_t i)
{
	char *text = past_point_text(of);
	long before = strs_find(&s->texts, text);

	strs_take(&s->texts, text);
	if (before < 0)
		return 0;
	if (!s->repeated++) {
		s->same[0] = (size_t)before + 1;
		s->same[1] = i + 1;
	}
	return 1;
}

/* Point I, counted from 0. */
static int one_point(struct sweep *s, size_t i, struct err *err)
{
	struct strs words = { 0 };
	struct past_point of = { 0 };
	const char *id = NULL;
	int rc;

	grid_point(&s->grid, i, &words);
	rc = check_words(s, &words, err);
	if (!rc && past_point(&of, &s->past, &words, err) < 0)
		rc = err_wrap(err, "%s:%zu: point %zu: ", s->path, s->grid.line,
			      i + 1);
	if (!rc && !is_repeated(s, &of, i)) {
		enum past_state state = past_find(&s->past, &of, &id);

		s->counts[state]++;
		print_point(s, &words, state, id);
	}
	strs_release(&words);
	past_point_release(&of);
	return rc;
}

static void report(const struct sweep *s, size_t points)
{
	const size_t *n = s->counts;

	if (s->repeated)
		ctx_warn(s->ctx,
			 "%zu point%s of the grid %s left out, because an "
			 "earlier one is equal, such as point %zu, which does "
			 "what point %zu does",
			 s->repeated, s->repeated == 1 ? "" : "s",
			 s->repeated == 1 ? "is" : "are", s->same[1],
			 s->same[0]);
	ctx_say(s->ctx,
		"%zu point%s: %zu done, %zu running, %zu to resume, %zu to "
		"start%s",
		points, points == 1 ? "" : "s", n[PAST_DONE], n[PAST_RUNNING],
		n[PAST_STOPPED], n[PAST_NONE] + n[PAST_FAILED],
		n[PAST_FAILED] ? ", some of them again: they failed, or "
				 "their inputs have changed" :
				 "");
}

static int all_points(struct sweep *s, struct err *err)
{
	int64_t only = 0;
	size_t first, after;
	int rc = 0;

	if (point && (num_int(&only, point) < 0 || only < 1 ||
		      (uint64_t)only > s->grid.points))
		return err_usage(err,
				 "--point=%s: '%s' has %zu point%s; points "
				 "are numbered from 1",
				 point, s->path, s->grid.points,
				 s->grid.points == 1 ? "" : "s");
	first = only ? (size_t)only - 1 : 0;
	after = only ? first + 1 : s->grid.points;
	for (size_t i = first; i < after && !rc; i++)
		rc = one_point(s, i, err);
	if (!rc)
		report(s, after - first - s->repeated);
	return rc;
}

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct sweep s = { .ctx = ctx };
	struct store store = { 0 };
	int rc;

	if (args_count(argc, 1, 1, "one grid", err) < 0 ||
	    grid_read(&s.grid, s.path = argv[0], err) < 0)
		return -1;
	if (count) {
		out_printf(ctx->out, "%zu\n", s.grid.points);
		grid_release(&s.grid);
		return 0;
	}
	rc = store_find(&store, err); /* 0: none yet, so nothing is done */
	if (rc > 0)
		rc = past_read(&s.past, &store, err);
	if (!rc)
		rc = all_points(&s, err);
	past_release(&s.past);
	strs_release(&s.texts);
	store_release(&store);
	grid_release(&s.grid);
	return rc;
}

const struct command log_sweep = {
	.name = "sweep",
	.about = "print the command lines of a grid that are not done yet",
	.usage = "[OPTION]... GRID",
	.notes = "GRID is a text file: a command line with names in braces, "
		 "then the values of each name. A..B stands for the whole "
		 "numbers from A to B, '#' at the start of a word begins a "
		 "comment, a backslash at the end of a line continues it, {{ "
		 "is a brace. Words are quoted as for sh, but nothing in them "
		 "is expanded.\n\n"
		 "    xp-train --config demo --lr {lr} --seed {seed} norm.tsv\n"
		 "    lr = 1e-3 1e-4\n"
		 "    seed = 0..4\n\n"
		 "A point is a choice of values; the last name changes "
		 "fastest. Its command line is printed, quoted for sh, unless "
		 "a run with these settings and operands is running or done, "
		 "in this directory and with the tables, settings files and "
		 "weights that are there today. A tag means the run that has "
		 "it now. A run that ended with the answer no is done. "
		 "Settings that cannot change a result do not count, but a "
		 "run must have written the outputs that the line names. Of "
		 "points that do the same, the first is printed. Of a training "
		 "that was stopped or killed, the line resumes it. Programs "
		 "that are not of this family begin with 'xp-log run "
		 "--'.\n\n"
		 "    xp-log sweep grid.txt | sh\n"
		 "    xp-log sweep grid.txt | xargs -P2 -I{} sh -c '{}'\n"
		 "    xp-log sweep grid.txt | parallel -j2\n\n"
		 "xargs takes quotes away: where a word has any, add "
		 "-d '\\n' to it. For Slurm see share/slurm.",
	.opts = opts,
	.run = run,
};
