/*
 * plot.c - xp-log plot: draw the curves of runs.
 */
#include <string.h>

#include "app/args.h"
#include "app/ctx.h"
#include "app/opt.h"
#include "app/tool.h"
#include "file/out.h"
#include "report/plot.h"
#include "report/run_plot.h"

static const char *to;
static struct strs metrics;

static const struct opt opts[] = {
	OPT_STR("output", &to, "FILE",
		"write the drawing to FILE, as SVG; default: standard output",
		.letter = 'o'),
	OPT_LIST("metric", &metrics, "NAME",
		 "draw only this metric, as in loss or val.loss; may be "
		 "repeated"),
	OPT_END
};

static int collect(struct plot *p, struct buf *title, int argc, char **argv,
		   struct err *err)
{
	size_t points = 0;

	for (int i = 0; i < argc; i++) {
		struct run_plot r;
		int rc = run_plot_add(p, &r, argv[i], &metrics,
				      argc > 1 ? argv[i] : "", err);

		points += r.points;
		buf_printf(title, "%s%s", i ? ", " : "", r.id ? r.id : "");
		run_plot_release(&r);
		if (rc < 0)
			return -1;
	}
	if (points)
		return 0;
	if (metrics.n)
		return err_data(err,
				"there is no metric '%s' to draw; 'xp-log show "
				"%s' lists what there is",
				metrics.at[0], argv[0]);
	return err_data(err, "there are no metrics to draw: 'xp-log run "
			     "--metrics=FILE' records those of any program");
}

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct plot p = { 0 };
	struct buf svg = { 0 }, title = { 0 };
	int rc;

	if (args_count(argc, 1, 50, "one run or more", err) < 0)
		return -1;
	rc = collect(&p, &title, argc, argv, err);
	if (!rc)
		rc = plot_svg(&p, buf_text(&title), &svg, err);
	if (!rc && to && strcmp(to, "-"))
		rc = out_write(to, svg.data, svg.len, err);
	else if (!rc)
		out_add(ctx->out, svg.data, svg.len);
	buf_release(&svg);
	buf_release(&title);
	plot_release(&p);
	return rc;
}

const struct command log_plot = {
	.name = "plot",
	.about = "draw the curves of runs as SVG",
	.usage = "RUN... [-o FILE.svg]",
	.opts = opts,
	.run = run,
};
