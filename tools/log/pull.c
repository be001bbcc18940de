/*
 * pull.c - xp-log pull: copy runs from the store in another directory.
 */
#include "app/args.h"
#include "app/ctx.h"
#include "app/tool.h"
#include "upkeep/transfer.h"

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct store here, there = { 0 };
	struct messages talk = { 0 };
	int rc;

	if (args_count(argc, 1, 10000, "a directory, and runs", err) < 0 ||
	    store_need(&here, err) < 0)
		return -1;
	rc = transfer_open(&there, argv[0], 0, err);
	if (!rc)
		rc = transfer(&there, &here, argc - 1, argv + 1, &talk, err);
	ctx_messages(ctx, &talk);
	store_release(&there);
	store_release(&here);
	return rc;
}

const struct command log_pull = {
	.name = "pull",
	.about = "copy runs from the store in another directory",
	.usage = "DIR [RUN]...",
	.run = run,
};
