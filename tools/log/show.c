/*
 * show.c - xp-log show: one run as text or JSON.
 */
#include <math.h>
#include <string.h>

#include "app/args.h"
#include "app/ctx.h"
#include "app/tool.h"
#include "base/num.h"
#include "diff/diff_metrics.h"
#include "run/resolve.h"
#include "run/show.h"

/* The metrics of the weights that a training keeps, or of a table of scores. */
static void add_metrics(struct buf *to, const struct json *metrics, double step)
{
	int kept = json_str(metrics, "step") != NULL;
	const char *key;
	char text[NUM_MAX];

	if (!json_len(metrics))
		return;
	buf_str(to, "metrics");
	if (!isnan(step))
		buf_printf(to, "   at step %s, %s", num_text(text, step),
			   kept ? "whose weights are kept as best" :
				  "with the least validation loss");
	buf_char(to, '\n');
	for (size_t i = 0; (key = json_key(metrics, i)); i++)
		if (strcmp(key, "step")) {
			buf_str(to, "  ");
			buf_visible(to, key);
			buf_str(to, " = ");
			buf_visible(to, json_str(metrics, key));
			buf_char(to, '\n');
		}
}

/* Add them to the record in TO. */
static int set_metrics(struct buf *to, const struct json *metrics,
		       struct err *err)
{
	struct json *j = json_parse(to->data, to->len - 1, err);

	if (!j)
		return -1;
	json_set(j, "metrics", json_clone(metrics));
	buf_clear(to);
	json_write(j, to);
	buf_char(to, '\n');
	json_free(j);
	return 0;
}

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct json *metrics;
	double step;
	struct buf b = { 0 };
	struct store s;
	struct run r;
	int rc;

	if (args_count(argc, 0, 1, "one run", err) < 0 ||
	    resolve_find(&r, &s, argc ? argv[0] : "@any1", err) < 0)
		return -1;
	rc = (ctx->json ? show_json : show_text)(&b, &s, &r, err);
	metrics = diff_metrics_at(&s, &r, &step);
	if (rc == 0 && ctx->json)
		rc = set_metrics(&b, metrics, err);
	else if (rc == 0)
		add_metrics(&b, metrics, step);
	json_free(metrics);
	out_str(ctx->out, buf_text(&b));
	buf_release(&b);
	run_release(&r);
	store_release(&s);
	return rc;
}

const struct command log_show = {
	.name = "show",
	.about = "show one run and where its inputs came from",
	.usage = "[RUN]",
	.run = run,
	.flags = TOOL_TABLE,
};
