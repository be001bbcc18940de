/*
 * run.c - xp-log run: record any program.
 */
#include "app/recorded_program.h"
#include "app/opt.h"
#include "app/tool.h"

static int keep_inputs, if_new, no_trace;
static const char *because, *deps, *deps_target, *metrics;
static int64_t metrics_fd;
static struct strs inputs, outputs, expect;

static const struct opt opts[] = {
	OPT_LIST("input", &inputs, "FILE",
		 "the program reads FILE, which may also be a directory or a "
		 "pattern",
		 .flags = OPT_FILE),
	OPT_LIST("output", &outputs, "FILE", "the program writes FILE"),
	OPT_STR("metrics", &metrics, "FILE",
		"read metrics from FILE, which the program writes: lines "
		"'loss=0.5', '100 loss 0.5', JSON, or CSV with a header"),
	OPT_INT("metrics-fd", &metrics_fd, "N",
		"read such lines from the program's file descriptor N, 3 to "
		"255",
		.low = 0, .high = 255),
	OPT_FLAG("no-trace", &no_trace,
		 "do not watch which files the program opens, which links it "
		 "follows and which directories it lists (what it only asks "
		 "about, by stat or access, is never recorded)"),
	OPT_FLAG("keep-inputs", &keep_inputs,
		 "copy input images into the store, too"),
	OPT_LIST("expect", &expect, "EXPECTATION",
		 "record what is expected, such as 'test.pearson >= 0.8', for "
		 "xp-log check"),
	OPT_STR("because", &because, "TEXT", "record why it is run"),
	OPT_STR("deps", &deps, "FILE",
		"write the inputs to FILE, as prerequisites for make"),
	OPT_STR("deps-target", &deps_target, "NAME",
		"with --deps: name of the target; default: all outputs"),
	OPT_FLAG("if-new", &if_new, NULL),
	OPT_END
};

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct program_line line = { .argc = argc,
				     .argv = argv,
				     .inputs = &inputs,
				     .outputs = &outputs,
				     .expect = &expect,
				     .because = because,
				     .keep_inputs = keep_inputs,
				     .no_trace = no_trace,
				     .metrics = metrics,
				     .metrics_fd = (int)metrics_fd };

	if (if_new)
		return err_usage(
			err, "--if-new is for tools of xp only: what another "
			     "program depends on is not fully known; let "
			     "make decide, with --deps");
	if (!argc)
		return err_usage(err, "name a program to run");
	if (deps_target && !deps)
		return err_usage(err, "--deps-target needs --deps");
	if (metrics_fd && metrics_fd < 3)
		return err_usage(err,
				 "--metrics-fd=%d is standard %s: name 3 "
				 "or more",
				 (int)metrics_fd,
				 metrics_fd == 1 ? "output" : "error");
	if (metrics_fd && metrics)
		return err_usage(err, "use --metrics or --metrics-fd, not "
				      "both");
	ctx->deps = deps;
	ctx->deps_target = deps_target;
	return recorded_program(ctx, &line, err);
}

const struct command log_run = {
	.name = "run",
	.about = "record any program",
	.usage = "[OPTION]... -- PROGRAM [WORD]...",
	.opts = opts,
	.run = run,
	.flags = TOOL_OPERANDS,
};
