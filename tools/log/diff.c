/*
 * diff.c - xp-log diff: show how two runs differ.
 */
#include "app/args.h"
#include "app/ctx.h"
#include "app/tool.h"
#include "file/json.h"
#include "diff/diff.h"
#include "diff/diff_text.h"
#include "run/resolve.h"

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct run a, b;
	struct store s, other;
	struct json *d = NULL;
	struct buf text = { 0 };
	int rc = -1;

	if (args_count(argc, 2, 2, "two runs", err) < 0 ||
	    resolve_find(&a, &s, argv[0], err) < 0)
		return -1;
	if (resolve_find(&b, &other, argv[1], err) == 0) {
		rc = diff_runs(&d, &s, &a, &b, err);
		run_release(&b);
		store_release(&other);
	}
	if (rc == 0) {
		rc = (int)json_int(d, "differs", 0);
		(ctx->json ? json_write_pretty : diff_text)(d, &text);
		out_str(ctx->out, buf_text(&text));
	}
	json_free(d);
	buf_release(&text);
	run_release(&a);
	store_release(&s);
	return rc;
}

const struct command log_diff = {
	.name = "diff",
	.about = "show how two runs differ",
	.usage = "RUN RUN",
	.run = run,
	.flags = TOOL_TABLE,
};
