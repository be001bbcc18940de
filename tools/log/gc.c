/*
 * gc.c - xp-log gc: remove objects that no run needs.
 */
#include "app/args.h"
#include "app/ctx.h"
#include "app/opt.h"
#include "app/tool.h"
#include "base/num.h"
#include "upkeep/gc.h"

static int64_t grace = 60;
static int drop;

static const struct opt opts[] = {
	OPT_FLAG("delete", &drop,
		 "remove these objects instead of listing them"),
	OPT_INT("grace", &grace, "MINUTES",
		"keep objects that are younger than MINUTES; of leftovers of "
		"killed processes, those younger than 1 minute are kept",
		.low = 0, .high = 1e9),
	OPT_END
};

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct gc g = { 0 };
	struct store s;
	int rc;

	(void)argv;
	if (args_count(argc, 0, 0, "no operand", err) < 0 ||
	    store_need(&s, err) < 0)
		return -1;
	rc = gc_run(&g, &s, grace * 60, drop, err);
	for (size_t i = 0; !rc && i < g.paths.n; i++)
		out_printf(ctx->out, "%s\n", g.paths.at[i]);
	if (!rc)
		ctx_say(ctx,
			"%s %zu object%s that no run needs and %zu leftover%s "
			"of killed processes: %llu bytes; %zu object%s needed"
			"%s",
			drop ? "removed" : "would remove", g.objects,
			g.objects == 1 ? "" : "s", g.leftovers,
			g.leftovers == 1 ? "" : "s",
			(unsigned long long)g.bytes, g.needed,
			g.needed == 1 ? " is" : "s are",
			drop || !g.paths.n ? "" :
					     "; to remove the others, give "
					     "--delete");
	if (!rc && g.young)
		ctx_say(ctx,
			"%zu file%s or director%s in tmp/ %s younger than a "
			"minute, and may be in use: %s, whatever --grace is",
			g.young, g.young == 1 ? "" : "s",
			g.young == 1 ? "y" : "ies", g.young == 1 ? "is" : "are",
			g.young == 1 ? "it stays" : "they stay");
	gc_release(&g);
	store_release(&s);
	return rc;
}

const struct command log_gc = {
	.name = "gc",
	.about = "list, or remove, what no run of the store needs",
	.usage = "[OPTION]...",
	.opts = opts,
	.run = run,
};
