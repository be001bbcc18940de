/*
 * rm.c - xp-log rm: remove a run.
 */
#include "app/args.h"
#include "app/ctx.h"
#include "app/opt.h"
#include "app/tool.h"
#include "run/resolve.h"
#include "upkeep/remove_run.h"

static int yes, force;

static const struct opt opts[] = {
	OPT_FLAG("yes", &yes, "do not ask", .letter = 'y'),
	OPT_FLAG("force", &force,
		 "also remove a run that has a tag, or whose outputs another "
		 "run has read",
		 .letter = 'f'),
	OPT_END
};

static int remove_one(struct ctx *ctx, const char *name, struct err *err)
{
	struct store s;
	struct run r;
	size_t objects;
	uint64_t bytes;
	int rc = resolve_find(&r, &s, name, err);

	if (rc < 0)
		return -1;
	if (!force || r.state == RUN_RUNNING)
		rc = remove_run_check(&s, &r, err);
	if (!rc && !yes &&
	    !ctx_ask(ctx,
		     "remove run %s (%s) and the objects that no other run "
		     "needs?",
		     r.id, json_str(r.start, "what")))
		rc = 1;
	if (!rc)
		rc = remove_run(&s, r.id, &objects, &bytes, err);
	if (!rc)
		ctx_say(ctx, "removed run %s and %zu object%s of %llu bytes",
			r.id, objects, objects == 1 ? "" : "s",
			(unsigned long long)bytes);
	run_release(&r);
	store_release(&s);
	return rc;
}

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	int rc = 0;

	if (args_count(argc, 1, 1000, "runs", err) < 0)
		return -1;
	for (int i = 0; i < argc && !rc; i++)
		rc = remove_one(ctx, argv[i], err);
	return rc;
}

const struct command log_rm = {
	.name = "rm",
	.about = "remove a run and the objects that only it needs",
	.usage = "[OPTION]... RUN...",
	.opts = opts,
	.run = run,
};
