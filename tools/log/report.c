/*
 * report.c - xp-log report: write a page about runs.
 */
#include <string.h>

#include "app/args.h"
#include "app/ctx.h"
#include "app/opt.h"
#include "app/tool.h"
#include "report/record_page.h"

static const char *to;
static int64_t resamples = 2000, seed = 1;

static const struct opt opts[] = {
	OPT_STR("output", &to, "FILE", "write the page to FILE, as HTML",
		.letter = 'o'),
	OPT_INT("resamples", &resamples, "N",
		"number of resamples for each interval", .low = 100,
		.high = 1000000),
	OPT_INT("seed", &seed, "N", "seed of the resamples"), OPT_END
};

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct messages messages = { 0 };
	struct record_page p = {
		.name = argv,
		.n = (size_t)argc,
		.resamples = (size_t)resamples,
		.seed = (uint64_t)seed,
	};
	int rc;

	if (args_count(argc, 1, 50, "one run or more", err) < 0)
		return -1;
	if (!to || !strcmp(to, "-"))
		return err_usage(err, "name the file to write: -o FILE.html");
	p.path = to;
	rc = record_page_write(&p, &messages, err);
	ctx_messages(ctx, &messages);
	messages_release(&messages);
	return rc;
}

const struct command log_report = {
	.name = "report",
	.about = "write one HTML page about one or more runs",
	.usage = "RUN... -o FILE.html",
	.opts = opts,
	.run = run,
};
