/*
 * tag.c - xp-log tag: give names to runs.
 */
#include "app/args.h"
#include "app/opt.h"
#include "app/tool.h"
#include "run/resolve.h"
#include "run/tag.h"

static int drop, force;

static const struct opt opts[] = {
	OPT_FLAG("delete", &drop, "remove the tag", .letter = 'd'),
	OPT_FLAG("force", &force, "move the tag if it names another run",
		 .letter = 'f'),
	OPT_END
};

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct store s;
	struct run r;
	int rc;

	(void)ctx;
	if (drop) {
		if (args_count(argc, 1, 1, "a tag", err) < 0 ||
		    store_need(&s, err) < 0)
			return -1;
		rc = tag_drop(&s, argv[0], err);
		store_release(&s);
		return rc;
	}
	if (args_count(argc, 2, 2, "a run and a name", err) < 0 ||
	    resolve_find(&r, &s, argv[0], err) < 0)
		return -1;
	rc = tag_set(&s, argv[1], r.id, force, err);
	run_release(&r);
	store_release(&s);
	return rc;
}

const struct command log_tag = {
	.name = "tag",
	.about = "give a run a name",
	.usage = "[-f] RUN NAME | -d NAME",
	.opts = opts,
	.run = run,
};
