/*
 * pull.c - xp-log pull: copy runs from another store.
 */
#include "app/args.h"
#include "app/ctx.h"
#include "app/opt.h"
#include "app/stop.h"
#include "app/tool.h"
#include "remote/remote.h"

static struct remote_options remote = { .stop = stop_asked };

static const struct opt opts[] = {
	OPT_STR("remote-command", &remote.command, "COMMAND",
		"with ssh: how xp-log is called on the other machine (default "
		"xp-log)"),
	OPT_END
};

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct messages talk = { 0 };
	int rc = args_count(argc, 1, 10000, "a place, and runs", err);

	stop_catch();
	if (!rc)
		rc = remote_copy(REMOTE_PULL, &remote, argc, argv, &talk, err);
	ctx_messages(ctx, &talk);
	return rc < 0 && stop_asked() ? stop_fail(err) : rc;
}

const struct command log_pull = {
	.name = "pull",
	.about = "copy runs from another directory, machine or bucket",
	.usage = "[OPTION]... PLACE [RUN]...",
	.notes = REMOTE_PLACES,
	.opts = opts,
	.run = run,
};
