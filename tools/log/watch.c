/*
 * watch.c - xp-log watch: the curves of a run in the terminal, while it runs.
 */
#include <time.h>

#include "app/args.h"
#include "app/ctx.h"
#include "app/opt.h"
#include "app/screen.h"
#include "app/stop.h"
#include "app/tool.h"
#include "report/plot.h"
#include "report/run_plot.h"

static struct strs metrics;
static int64_t every = 1;

static const struct opt opts[] = {
	OPT_LIST("metric", &metrics, "NAME",
		 "draw only this metric, as in loss or val.loss; may be "
		 "repeated"),
	OPT_INT("every", &every, "SECONDS", "how often to look", .low = 1,
		.high = 3600),
	OPT_END
};

/* Draws what the run has now.  *STATE becomes its state. */
static int draw(struct buf *to, const char *name, enum run_state *state,
		struct err *err)
{
	struct plot p = { 0 };
	struct run_plot r;
	size_t columns, rows;
	int rc = run_plot_add(&p, &r, name, &metrics, "", err);

	screen_size(&columns, &rows);
	buf_clear(to);
	if (!rc) {
		*state = r.state;
		buf_printf(to, "%s  %s%s\n", r.id, run_state_name(r.state),
			   r.points ? "" : "  no metrics yet");
		plot_text(&p, columns, rows - 2, to);
	}
	run_plot_release(&r);
	plot_release(&p);
	return rc;
}

static int watch(const char *name, struct err *err)
{
	const struct timespec pause = { (time_t)every, 0 };
	struct screen screen = { 0 };
	struct buf b = { 0 };
	enum run_state state = RUN_RUNNING;
	int rc = 0;

	stop_catch();
	while (!rc && state == RUN_RUNNING && !stop_asked()) {
		rc = draw(&b, name, &state, err);
		if (!rc)
			screen_draw(&screen, buf_text(&b));
		if (!rc && state == RUN_RUNNING && !stop_asked())
			nanosleep(&pause, NULL);
	}
	buf_release(&b);
	return rc ? rc : state == RUN_RUNNING ? stop_fail(err) : 0;
}

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	const char *name = argc ? argv[0] : "@any1";
	struct buf b = { 0 };
	enum run_state state;
	int rc;

	if (args_count(argc, 0, 1, "at most one run", err) < 0)
		return -1;
	if (screen_is_there())
		return watch(name, err);
	rc = draw(&b, name, &state, err);
	if (!rc)
		out_add(ctx->out, buf_text(&b), b.len);
	buf_release(&b);
	return rc;
}

const struct command log_watch = {
	.name = "watch",
	.about = "draw the curves of a run in the terminal until it ends "
		 "(default: the last run)",
	.usage = "[RUN]",
	.opts = opts,
	.run = run,
};
