/*
 * checkout.c - xp-log checkout: a run's code and inputs in a directory.
 */
#include "app/args.h"
#include "app/ctx.h"
#include "app/tool.h"
#include "archive/checkout.h"
#include "run/resolve.h"

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct messages talk = { 0 };
	struct buf command = { 0 };
	struct store s;
	struct run r;
	int rc;

	if (args_count(argc, 2, 2, "a run and a directory", err) < 0 ||
	    resolve_find(&r, &s, argv[0], err) < 0)
		return -1;
	rc = checkout(&s, r.id, argv[1], &command, &talk, err);
	ctx_messages(ctx, &talk);
	if (!rc)
		ctx_say(ctx,
			"'%s' now has the code and inputs of run %s; to "
			"repeat the run, execute this there: %s",
			argv[1], r.id, buf_text(&command));
	buf_release(&command);
	run_release(&r);
	store_release(&s);
	return rc;
}

const struct command log_checkout = {
	.name = "checkout",
	.about = "lay out the code and inputs of a run in a directory",
	.usage = "RUN DIR",
	.run = run,
};
