/*
 * ls.c - xp-log ls: list the runs.
 */
#include "app/args.h"
#include "app/ctx.h"
#include "app/opt.h"
#include "app/tool.h"
#include "run/index_table.h"
#include "store/store.h"

static struct index_filter filter;

static const char *const states[] = {
	"running", "interrupted", "done",    "no",
	"stopped", "failed",	  "damaged", NULL
};

static const struct opt opts[] = {
	OPT_STR("tool", &filter.tool, "NAME", "only runs of this tool"),
	OPT_CHOICE("state", &filter.state, states, "only runs in this state"),
	OPT_INT("last", &filter.last, "N", "only the last N; 0: all",
		.letter = 'n', .low = 0, .high = 1e9),
	OPT_END
};

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct tsv t = { 0 };
	struct store s;
	int rc;

	(void)argv;
	if (args_count(argc, 0, 0, "no operand", err) < 0 ||
	    store_need(&s, err) < 0)
		return -1;
	rc = index_table(&t, &s, &filter, err);
	if (rc == 0)
		ctx_table(ctx, &t);
	tsv_release(&t);
	store_release(&s);
	return rc;
}

const struct command log_ls = {
	.name = "ls",
	.about = "list the runs",
	.usage = "[OPTION]...",
	.opts = opts,
	.run = run,
	.flags = TOOL_TABLE,
};
