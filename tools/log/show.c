/*
 * show.c - xp-log show: one run as text or JSON.
 */
#include "app/args.h"
#include "app/ctx.h"
#include "app/tool.h"
#include "run/resolve.h"
#include "run/show.h"

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct buf b = { 0 };
	struct store s;
	struct run r;
	int rc;

	if (args_count(argc, 0, 1, "one run", err) < 0 ||
	    resolve_find(&r, &s, argc ? argv[0] : "@any1", err) < 0)
		return -1;
	rc = (ctx->json ? show_json : show_text)(&b, &s, &r, err);
	out_str(ctx->out, buf_text(&b));
	buf_release(&b);
	run_release(&r);
	store_release(&s);
	return rc;
}

const struct command log_show = {
	.name = "show",
	.about = "show one run and where its inputs came from",
	.usage = "[RUN]",
	.run = run,
	.flags = TOOL_TABLE,
};
