/*
 * why.c - xp-log why: why a file would be made again.
 */
#include "config.h"

#include "app/args.h"
#include "app/ctx.h"
#include "app/tool.h"
#include "reuse/why.h"

static void add_row(struct tsv *t, const struct why_reason *r)
{
	const char *const cells[] = { r->file,
				      r->run ? r->run : "",
				      r->tool ? r->tool : "",
				      r->kind,
				      r->name,
				      r->change };
	size_t row = tsv_add_row(t);

	for (int i = 0; i < 6; i++) {
		struct buf b = { 0 };

		buf_visible(&b, cells[i]);
		tsv_set(t, row, i, buf_text(&b));
		buf_release(&b);
	}
}

static void report(struct ctx *ctx, const struct why *w)
{
	static const char *const names[] = { "file", "run",  "tool",
					     "kind", "name", "change" };
	struct tsv t = { 0 };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		tsv_add_column(&t, names[i]);
	for (size_t i = 0; i < w->n; i++)
		add_row(&t, &w->list[i]);
	ctx_table(ctx, &t);
	tsv_release(&t);
}

static void say(struct ctx *ctx, const struct why *w, const char *target)
{
	if (w->link == MAKER_GUESS)
		ctx_say(ctx,
			"'%s' has the same bytes as a file that run %s (%s) "
			"wrote; no record shows whether it is a copy",
			target, w->id, w->tool);
	if (w->n)
		ctx_say(ctx,
			"'%s' would be made again: %zu difference%s from run "
			"%s (%s) and the runs that made its inputs",
			target, w->n, w->n == 1 ? "" : "s", w->id, w->tool);
	else
		ctx_say(ctx,
			"'%s' is up to date: run %s (%s) made it, and what "
			"%zu run%s read and used is as it was",
			target, w->id, w->tool, w->runs,
			w->runs == 1 ? "" : "s");
	if (w->foreign)
		ctx_say(ctx,
			"'%s' is not a tool of xp: it may depend on more than "
			"its record has",
			w->foreign);
	if (w->stdin_unknown)
		ctx_say(ctx, "a standard input was not compared: it came from "
			     "no file and from no recorded run");
}

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct why w = { 0 };
	struct store s;
	int rc;

	if (args_count(argc, 1, 1, "a file", err) < 0 ||
	    store_need(&s, err) < 0)
		return -1;
	rc = why_find(&w, &s, argv[0], PACKAGE_VERSION, err);
	if (!rc && !w.id) {
		rc = err_no(err, "no recorded run wrote '%s'", argv[0]);
	} else if (!rc) {
		report(ctx, &w);
		say(ctx, &w, argv[0]);
		rc = w.n > 0;
	}
	why_release(&w);
	store_release(&s);
	return rc;
}

const struct command log_why = {
	.name = "why",
	.about = "find out why a file would be made again",
	.usage = "[OPTION]... FILE",
	.run = run,
	.flags = TOOL_TABLE,
	.notes = "Compares what the run that made FILE, and the runs that made "
		 "its inputs, have read and used with what is there now: "
		 "program, code, settings, input files, and the files that "
		 "patterns match.  This is the rule by which --if-new decides. "
		 "Of another program than xp's only code, settings and input "
		 "files are compared.  FILE may be missing.  Exits with 1 if "
		 "FILE would be made again; standard output has the reasons.",
};
