/*
 * verify.c - xp-log verify: repeat a run, or take another run of the same
 * recipe, and compare the outputs.
 */
#include <inttypes.h>

#include "app/args.h"
#include "app/ctx.h"
#include "app/opt.h"
#include "app/stop.h"
#include "app/tool.h"
#include "archive/repeat.h"
#include "diff/verdict.h"
#include "run/resolve.h"

static int keep, yes;
static int64_t ulp;
static double tolerance;

static const struct opt opts[] = {
	OPT_INT("ulp", &ulp, "N",
		"accept numbers in tables, weights and images that are at "
		"most N floats apart",
		.low = 0, .high = 1e9),
	OPT_REAL("tolerance", &tolerance, "X",
		 "accept such numbers if they differ by at most X", .low = 0,
		 .high = 1e300),
	OPT_FLAG("keep", &keep, "keep the directory of the repeated run"),
	OPT_FLAG(
		"yes", &yes,
		"do not ask before repeating a run that was recorded elsewhere",
		.letter = 'y'),
	OPT_END
};

/* Print a row for each output on stdout, and the verdict on stderr. */
static void report(struct ctx *ctx, const struct run_verdict *v, const char *id)
{
	struct strs lines = { 0 };
	struct tsv t = { 0 };
	struct json *j;
	struct buf b = { 0 };

	if (ctx->json) {
		j = verdict_text_json(v);
		json_set_str(j, "run", id);
		json_write(j, &b);
		out_printf(ctx->out, "%s\n", buf_text(&b));
		buf_release(&b);
		json_free(j);
	} else {
		verdict_text_table(v, &t);
		ctx_table(ctx, &t);
		tsv_release(&t);
	}
	for (size_t i = 0; i < v->notes.n; i++)
		ctx_say(ctx, "%s", v->notes.at[i]);
	verdict_text(v, &lines);
	for (size_t i = 0; i < lines.n; i++)
		ctx_say(ctx, "%s%s%s%s", i ? "" : "run ", i ? "" : id,
			i ? "" : ": ", lines.at[i]);
	strs_release(&lines);
}

/* Returns 0 if the run came from elsewhere and the user does not want to repeat
 * it. */
static int may_run(struct ctx *ctx, const struct store *s, const struct run *r)
{
	struct buf command = { 0 };
	int ok = yes || !repeat_origin(s, r, &command) ||
		 ctx_ask(ctx,
			 "run %s was recorded elsewhere; this will run: %s\nGo "
			 "on?",
			 r->id, buf_text(&command));

	buf_release(&command);
	return ok;
}

static int repeat(struct ctx *ctx, const struct store *s, const struct run *r,
		  const struct verdict_limits *limits, struct err *err)
{
	struct repeat v = { 0 };
	int rc;

	if (!may_run(ctx, s, r))
		return 1;
	stop_catch();
	rc = repeat_run(&v, s, r->id, limits, keep, stop_asked, err);
	if (stop_asked())
		rc = stop_fail(err);
	if (rc >= 0)
		report(ctx, &v.verdict, r->id);
	ctx_messages(ctx, &v.left_out);
	if (v.scratch && keep)
		ctx_say(ctx, "the repeated run is in '%s'", v.scratch);
	repeat_release(&v);
	return rc;
}

/* Compare A of S with the recorded run NAME. */
static int compare(struct ctx *ctx, const struct store *s, const struct run *a,
		   const char *name, const struct verdict_limits *limits,
		   struct err *err)
{
	struct run_verdict v = { .limits = *limits };
	struct store t;
	struct run b;
	int rc;

	if (resolve_find(&b, &t, name, err) < 0)
		return -1;
	rc = verdict_runs(&v, &(struct diff_run){ s, a },
			  &(struct diff_run){ &t, &b }, err);
	if (rc == 0) {
		report(ctx, &v, a->id);
		rc = !verdict_is_same(&v);
	}
	verdict_release(&v);
	run_release(&b);
	store_release(&t);
	return rc;
}

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct verdict_limits limits = { (uint64_t)ulp, tolerance };
	struct run r;
	struct store s;
	int rc;

	if (args_count(argc, 1, 2, "one run, or two", err) < 0 ||
	    resolve_find(&r, &s, argv[0], err) < 0)
		return -1;
	rc = argc > 1 ? compare(ctx, &s, &r, argv[1], &limits, err) :
			repeat(ctx, &s, &r, &limits, err);
	run_release(&r);
	store_release(&s);
	return rc;
}

const struct command log_verify = {
	.name = "verify",
	.about = "repeat a run and compare its outputs",
	.usage = "[OPTION]... RUN [RUN]",
	.opts = opts,
	.run = run,
	.flags = TOOL_TABLE,
};
