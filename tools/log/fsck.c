/*
 * fsck.c - xp-log fsck: find damage to the store and repair it.
 */
#include "app/args.h"
#include "app/ctx.h"
#include "app/opt.h"
#include "app/stop.h"
#include "app/tool.h"
#include "remote/remote.h"
#include "store/object.h"
#include "store/sweep.h"
#include "upkeep/fsck.h"

static const char *from;
static struct remote_options remote = { .stop = stop_asked };

static const struct opt opts[] = {
	OPT_STR("repair-from", &from, "PLACE",
		"restore what is damaged or missing from another store (DIR "
		"or ssh://[USER@]HOST[:PORT]/PATH) or from an archive"),
	OPT_STR("remote-command", &remote.command, "COMMAND",
		"how xp-log is called on the other machine (default xp-log)",
		.needs = "repair-from"),
	OPT_END
};

static void report(struct ctx *ctx, const struct fsck_report *f)
{
	struct tsv t = { 0 };
	int path = tsv_add_column(&t, "path");
	int problem = tsv_add_column(&t, "problem");
	int runs = tsv_add_column(&t, "runs");
	int repaired = from ? tsv_add_column(&t, "repaired") : -1;

	for (size_t i = 0; i < f->n; i++) {
		size_t row = tsv_add_row(&t);

		tsv_set(&t, row, path, f->list[i].path);
		tsv_set(&t, row, problem, f->list[i].problem);
		tsv_set(&t, row, runs, f->list[i].runs);
		if (from)
			tsv_set(&t, row, repaired,
				f->list[i].repaired ? "yes" : "no");
	}
	ctx_table(ctx, &t);
	tsv_release(&t);
}

static size_t count_repaired(const struct fsck_report *f)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++)
		n += (size_t)f->list[i].repaired;
	return n;
}

/* What is repaired may let more be found: a record that can be read again needs
 * objects.  So the store is checked until nothing more is repaired. */
static int check(struct fsck_report *f, const struct store *s,
		 struct messages *healed, struct err *err)
{
	struct fsck_report done = { 0 };
	int rc, more = from != NULL;

	if (from)
		sweep_store(s, NULL);
	rc = fsck_check(f, s, stop_asked, err);
	while (!rc && more) {
		rc = remote_repair(f, from, &remote, healed, err);
		if (rc || !fsck_report_move_repaired(&done, f))
			break;
		fsck_report_release(f);
		rc = fsck_check(f, s, stop_asked, err);
		more = f->n > 0;
	}
	/* What was repaired before and is found again is not. */
	for (size_t i = 0; i < f->n; i++)
		f->list[i].repaired = 0;
	fsck_report_move_repaired(f, &done);
	fsck_report_sort(f);
	fsck_report_release(&done);
	return rc;
}

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct messages healed = { 0 };
	struct fsck_report f = { 0 };
	struct store s;
	size_t left;
	int rc;

	(void)argv;
	if (args_count(argc, 0, 0, "no operand", err) < 0 ||
	    store_need(&s, err) < 0)
		return -1;
	stop_catch();
	rc = check(&f, &s, &healed, err);
	if (rc < 0 && stop_asked())
		stop_fail(err);
	ctx_messages(ctx, &healed);
	object_healed(&healed);
	messages_release(&healed);
	left = f.n - count_repaired(&f);
	if (!rc) {
		report(ctx, &f);
		ctx_messages(ctx, &f.notes);
		ctx_say(ctx,
			"%zu run%s and %zu object%s of %llu bytes checked: %zu "
			"problem%s%s",
			f.runs, f.runs == 1 ? "" : "s", f.objects,
			f.objects == 1 ? "" : "s", (unsigned long long)f.bytes,
			left, left == 1 ? "" : "s", from ? " left" : "");
		rc = left > 0;
	}
	fsck_report_release(&f);
	store_release(&s);
	return rc;
}

const struct command log_fsck = {
	.name = "fsck",
	.about = "compare the store's objects and records with their digests",
	.usage = "[OPTION]...",
	.opts = opts,
	.run = run,
	.flags = TOOL_TABLE,
};
