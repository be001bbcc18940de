/*
 * restore.c - xp-log restore: unpack an archive.
 */
#include "app/args.h"
#include "app/ctx.h"
#include "app/opt.h"
#include "app/stop.h"
#include "app/tool.h"
#include "archive/restore.h"

static int64_t max_size;
static int trust;

static const struct opt opts[] = {
	OPT_INT("max-size", &max_size, "BYTES",
		"refuse to unpack more than BYTES (0: a thousand times the "
		"file's size, at least 1 GiB)",
		.low = 0, .high = 1e18),
	OPT_FLAG("trust", &trust,
		 "also unpack files from which a shell, an editor or an "
		 "interpreter may run commands (.envrc, .vscode ...)"),
	OPT_END
};

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	if (args_count(argc, 2, 2, "an archive and a directory", err) < 0)
		return -1;
	stop_catch();
	if (restore_archive(argv[0], argv[1], (uint64_t)max_size, trust,
			    stop_asked, err) < 0)
		return stop_asked() ? stop_fail(err) : -1;
	ctx_say(ctx,
		"the archive was checked and unpacked to '%s'; to repeat the "
		"runs, run `sh run.sh` there",
		argv[1]);
	return 0;
}

const struct command log_restore = {
	.name = "restore",
	.about = "unpack an archived run and check all of it",
	.usage = "FILE DIR",
	.opts = opts,
	.run = run,
};
