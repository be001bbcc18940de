/*
 * init.c - xp-log init: make a store.
 */
#include "app/args.h"
#include "app/ctx.h"
#include "app/tool.h"
#include "store/store.h"

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct store s;

	if (args_count(argc, 0, 1, "at most one directory", err) < 0 ||
	    store_make(&s, argc ? argv[0] : NULL, err) < 0)
		return -1;
	ctx_say(ctx, "the store is '%s'", s.path);
	store_release(&s);
	return 0;
}

const struct command log_init = {
	.name = "init",
	.about = "make a store",
	.usage = "[DIR]",
	.run = run,
};
