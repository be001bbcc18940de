/*
 * ls.c - xp-log ls: list the runs.
 */
#include <string.h>

#include "app/args.h"
#include "app/ctx.h"
#include "app/opt.h"
#include "app/tool.h"
#include "diff/run_columns.h"
#include "diff/run_filter.h"
#include "run/index.h"
#include "store/store.h"

static struct index_filter filter;
static struct strs columns;
static const char *sort;
static int varying, group;

static const char *const states[] = {
	"running", "interrupted", "done",    "no",
	"stopped", "failed",	  "damaged", NULL
};

static const struct opt opts[] = {
	OPT_STR("tool", &filter.tool, "NAME", "list only runs of this tool"),
	OPT_CHOICE("state", &filter.state, states,
		   "list only runs in this state"),
	OPT_INT("last", &filter.last, "N", "list only the last N runs; 0: all",
		.letter = 'n', .low = 0, .high = 1e9),
	OPT_LIST("columns", &columns, "NAME,...",
		 "show these columns: those of the list, settings (lr), "
		 "metrics (val.loss, test.pearson)"),
	OPT_FLAG("varying", &varying,
		 "add the settings in which these runs differ"),
	OPT_FLAG("group-by-settings", &group,
		 "list groups of runs whose settings differ in no more than "
		 "the seed: how many, and means of numbers that differ"),
	OPT_STR("sort", &sort, "NAME",
		"sort by this column; -NAME: in descending order"),
	OPT_END
};

/* Fill TO with the columns that the user asked for or, if there are none, with
 * those of LIST. */
static int choose(struct tsv *to, const struct tsv *list, const struct store *s,
		  struct err *err)
{
	struct strs names = { 0 }, more = { 0 };
	int rc;

	for (size_t i = 0; i < columns.n; i++)
		strs_split(&names, columns.at[i], ',');
	for (size_t i = 0; !columns.n && i < list->columns; i++)
		strs_add(&names, list->column[i]);
	if (varying)
		run_columns_varying(&more, list, s);
	for (size_t i = 0; i < more.n; i++)
		if (!group || strcmp(more.at[i], "seed"))
			strs_add(&names, more.at[i]);
	rc = run_columns(to, list, s, &names, err);
	if (!rc && group) {
		struct tsv groups = { 0 };

		run_columns_group(&groups, to, list, s);
		tsv_release(to);
		*to = groups;
	}
	strs_release(&names);
	strs_release(&more);
	return rc;
}

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct tsv t = { 0 }, shown = { 0 };
	struct run_filter *condition = NULL;
	struct store s;
	int rc;

	if (args_count(argc, 0, 1, "at most one condition", err) < 0)
		return -1;
	if (argc && !(condition = run_filter_parse(argv[0], err)))
		return -1;
	if (store_need(&s, err) < 0) {
		run_filter_free(condition);
		return -1;
	}
	rc = index_table(&t, &s, &filter, err);
	if (rc == 0 && condition)
		rc = run_columns_select(&t, &s, condition, err);
	if (rc == 0)
		rc = choose(&shown, &t, &s, err);
	if (rc == 0 && sort)
		rc = run_columns_sort(&shown, sort, err);
	if (rc == 0)
		ctx_table(ctx, &shown);
	run_filter_free(condition);
	tsv_release(&shown);
	tsv_release(&t);
	store_release(&s);
	return rc;
}

const struct command log_ls = {
	.name = "ls",
	.about = "list the runs, or those for which a condition holds",
	.usage = "[OPTION]... [CONDITION]",
	.opts = opts,
	.run = run,
	.flags = TOOL_TABLE,
};
