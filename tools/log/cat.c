/*
 * cat.c - xp-log cat: print a file of a run.
 */
#include "app/args.h"
#include "app/ctx.h"
#include "app/opt.h"
#include "app/tool.h"
#include "run/resolve.h"
#include "run/run_file.h"

static int want_stderr;

static const struct opt opts[] = {
	OPT_FLAG("stderr", &want_stderr,
		 "print what the program wrote to standard error"),
	OPT_END
};

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct buf b = { 0 };
	struct store s;
	struct run r;
	int rc;

	if (args_count(argc, 1, want_stderr ? 1 : 2,
		       want_stderr ? "a run" : "a run, and a path or digest",
		       err) < 0 ||
	    resolve_find(&r, &s, argv[0], err) < 0)
		return -1;
	if (want_stderr)
		rc = run_file_stderr(&s, &r, &b, err);
	else
		rc = run_file(&s, &r, argc > 1 ? argv[1] : NULL, &b, err);
	if (rc == 0)
		out_add(ctx->out, b.data, b.len);
	buf_release(&b);
	run_release(&r);
	store_release(&s);
	return rc;
}

const struct command log_cat = {
	.name = "cat",
	.about = "print a file that a run read or wrote (default: its stdout)",
	.usage = "RUN [PATH|DIGEST]",
	.opts = opts,
	.run = run,
};
