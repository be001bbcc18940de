/*
 * rerun.c - xp-log rerun: run it once more, perhaps with other settings.
 */
#include "app/args.h"
#include "app/ctx.h"
#include "app/opt.h"
#include "app/tool.h"
#include "archive/check_inputs.h"
#include "archive/repeat.h"
#include "archive/rerun.h"
#include "base/sh.h"
#include "run/resolve.h"

static struct strs settings;
static int yes, dry;

static const struct opt opts[] = {
	OPT_LIST("set", &settings, "KEY=VALUE",
		 "with another value of a "
		 "setting"),
	OPT_FLAG("dry-run", &dry, "print the command, and do not run it"),
	OPT_FLAG("yes", &yes,
		 "do not ask before running what a restored record names",
		 .letter = 'y'),
	OPT_END
};

/* A rerun takes what is there now: where that is another input it is said. */
static int say_changes(struct ctx *ctx, const struct store *s,
		       const struct run *r, struct err *err)
{
	struct check_inputs k = { 0 };
	int rc = check_inputs(&k, s, r, err);

	for (size_t i = 0; !rc && i < k.n; i++)
		if (k.list[i].state != CHECK_INPUTS_SAME)
			ctx_warn(ctx, "'%s' has %s since run %s",
				 k.list[i].path,
				 k.list[i].state == CHECK_INPUTS_GONE ?
					 "gone" :
					 "changed",
				 r->id);
	check_inputs_release(&k);
	return rc;
}

static int may_run(struct ctx *ctx, const struct store *s, const struct run *r,
		   const char *command)
{
	struct buf origin = { 0 };
	int restored = repeat_origin(s, r, &origin);

	buf_release(&origin);
	return yes || !restored ||
	       ctx_ask(ctx,
		       "run %s was recorded elsewhere; this runs: %s\n"
		       "Go on?",
		       r->id, command);
}

static int rerun_one(struct ctx *ctx, const struct store *s,
		     const struct run *r, struct err *err)
{
	struct strs argv = { 0 };
	struct buf command = { 0 };
	int status = 0, rc = rerun_argv(s, r, &settings, &argv, err);

	for (size_t i = 0; i < argv.n; i++) {
		buf_str(&command, i ? " " : "");
		sh_quote(&command, argv.at[i]);
	}
	if (!rc && dry) {
		out_printf(ctx->out, "%s\n", buf_text(&command));
	} else if (!rc && !may_run(ctx, s, r, buf_text(&command))) {
		rc = 1;
	} else if (!rc) {
		ctx_say(ctx, "%s", buf_text(&command));
		rc = say_changes(ctx, s, r, err);
		if (!rc)
			rc = rerun(s, r, &argv, &status, err);
		if (!rc)
			rc = status;
	}
	buf_release(&command);
	strs_release(&argv);
	return rc;
}

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct store s;
	struct run r;
	int rc;

	if (args_count(argc, 1, 1, "one run", err) < 0 ||
	    resolve_find(&r, &s, argv[0], err) < 0)
		return -1;
	rc = rerun_one(ctx, &s, &r, err);
	run_release(&r);
	store_release(&s);
	return rc;
}

const struct command log_rerun = {
	.name = "rerun",
	.about = "run a recorded command again, on what is there now",
	.usage = "[--set KEY=VALUE]... RUN",
	.opts = opts,
	.run = run,
};
