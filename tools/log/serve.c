/*
 * serve.c - xp-log serve: answer the push, pull or fsck of another machine.
 */
#include <unistd.h>

#include "app/args.h"
#include "app/ctx.h"
#include "app/opt.h"
#include "app/stop.h"
#include "app/tool.h"
#include "remote/remote.h"

static int read_only;

static const struct opt opts[] = {
	OPT_FLAG("read-only", &read_only, "refuse a push"), OPT_END
};

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	(void)ctx;
	if (args_count(argc, 1, 1, "a directory", err) < 0)
		return -1;
	if (isatty(STDIN_FILENO) || isatty(STDOUT_FILENO))
		return err_usage(err,
				 "serve speaks with xp-log push, pull or fsck "
				 "on another machine, not with a terminal");
	stop_catch();
	return remote_serve(argv[0], STDIN_FILENO, STDOUT_FILENO, read_only,
			    stop_asked, err);
}

const struct command log_serve = {
	.name = "serve",
	.about = "answer xp-log push, pull and fsck of another machine; ssh "
		 "runs this",
	.usage = "[OPTION]... DIR",
	.opts = opts,
	.run = run,
};
