/*
 * verify.c - xp-log verify: run it again, compare its outputs.
 */
#include <inttypes.h>

#include "app/args.h"
#include "app/ctx.h"
#include "app/opt.h"
#include "app/stop.h"
#include "app/tool.h"
#include "archive/repeat.h"
#include "run/resolve.h"

static int keep, yes;
static int64_t ulp;

static const struct opt opts[] = {
	OPT_INT("ulp", &ulp, "N",
		"let numbers in tables, weights and images be N floats off",
		.low = 0, .high = 1e9),
	OPT_FLAG("keep", &keep, "keep the directory of the repeated run"),
	OPT_FLAG("yes", &yes,
		 "do not ask before running what a restored record names",
		 .letter = 'y'),
	OPT_END
};

/* One row an output; what else there is to say is talk. */
static void report(struct ctx *ctx, const struct repeat *v)
{
	struct tsv t = { 0 };
	int output = tsv_add_column(&t, "output");
	int result = tsv_add_column(&t, "result");
	int recorded = tsv_add_column(&t, "recorded");
	int now = tsv_add_column(&t, "now");
	int detail = tsv_add_column(&t, "detail");

	for (size_t i = 0; i < v->n; i++) {
		size_t row = tsv_add_row(&t);
		const struct repeated_output *f = &v->list[i];
		char hex[DIGEST_HEX + 1];

		tsv_set(&t, row, output, f->path);
		tsv_set(&t, row, result, repeat_result_name(f->result));
		tsv_set(&t, row, recorded,
			f->listed ? digest_hex(hex, &f->recorded) : "");
		tsv_set(&t, row, now, f->there ? digest_hex(hex, &f->now) : "");
		tsv_set(&t, row, detail, f->detail ? f->detail : "");
	}
	ctx_table(ctx, &t);
	tsv_release(&t);
	for (size_t i = 0; i < v->notes.n; i++)
		ctx_say(ctx, "%s", v->notes.at[i]);
}

static void say_verdict(struct ctx *ctx, const struct repeat *v, const char *id)
{
	if (!v->compared || (!v->wrote && v->repeated == v->compared))
		ctx_say(ctx, "run %s wrote nothing that could differ", id);
	else if (v->repeated == v->compared && v->close)
		ctx_say(ctx,
			"run %s: %zu output%s, the same but for %zu whose "
			"numbers are at most %" PRId64 " ulp off",
			id, v->compared, v->compared == 1 ? "" : "s", v->close,
			ulp);
	else if (v->repeated == v->compared)
		ctx_say(ctx, "run %s: %zu output%s, byte for byte the same", id,
			v->compared, v->compared == 1 ? "" : "s");
	else
		ctx_say(ctx, "run %s: %zu of %zu output%s differ%s", id,
			v->compared - v->repeated, v->compared,
			v->compared == 1 ? "" : "s",
			v->compared - v->repeated == 1 ? "s" : "");
}

/* 0: the user does not want what came from elsewhere to be run. */
static int may_run(struct ctx *ctx, const struct store *s, const struct run *r)
{
	struct buf command = { 0 };
	int ok = yes || !repeat_origin(s, r, &command) ||
		 ctx_ask(ctx,
			 "run %s was recorded elsewhere; verify runs: %s\n"
			 "Go on?",
			 r->id, buf_text(&command));

	buf_release(&command);
	return ok;
}

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct repeat v = { 0 };
	struct run r;
	struct store s;
	int rc;

	if (args_count(argc, 1, 1, "one run", err) < 0 ||
	    resolve_find(&r, &s, argv[0], err) < 0)
		return -1;
	if (!may_run(ctx, &s, &r)) {
		run_release(&r);
		store_release(&s);
		return 1;
	}
	stop_catch();
	rc = repeat_run(&v, &s, r.id, (uint64_t)ulp, keep, err);
	if (stop_asked())
		rc = stop_fail(err);
	if (rc >= 0) {
		report(ctx, &v);
		say_verdict(ctx, &v, r.id);
	}
	ctx_messages(ctx, &v.left_out);
	if (v.scratch && keep)
		ctx_say(ctx, "the repeated run is in '%s'", v.scratch);
	repeat_release(&v);
	run_release(&r);
	store_release(&s);
	return rc;
}

const struct command log_verify = {
	.name = "verify",
	.about = "repeat a run and compare its outputs",
	.usage = "[OPTION]... RUN",
	.opts = opts,
	.run = run,
	.flags = TOOL_TABLE,
};
