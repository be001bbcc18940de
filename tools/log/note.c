/*
 * note.c - xp-log note: add a line to the notes of a run.
 */
#include "app/args.h"
#include "app/tool.h"
#include "run/resolve.h"

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct store s;
	struct run r;
	int rc;

	(void)ctx;
	if (args_count(argc, 2, 2, "a run and a text", err) < 0 ||
	    resolve_find(&r, &s, argv[0], err) < 0)
		return -1;
	rc = run_note(&s, r.id, argv[1], err);
	run_release(&r);
	store_release(&s);
	return rc;
}

const struct command log_note = {
	.name = "note",
	.about = "add a line to the notes of a run",
	.usage = "RUN TEXT",
	.run = run,
};
