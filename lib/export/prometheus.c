/*
 * prometheus.c - see prometheus.h.
 */
#include "export/prometheus.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "file/out.h"
#include "file/path.h"

static void add_value(struct buf *to, const char *label, const char *text)
{
	buf_printf(to, "%s=\"", label);
	for (; *text; text++) {
		if (*text == '\\' || *text == '"')
			buf_char(to, '\\');
		if (*text == '\n')
			buf_str(to, "\\n");
		else
			buf_char(to, *text);
	}
	buf_char(to, '"');
}

static const char *number(char to[NUM_MAX], double x)
{
	if (isnan(x))
		return "NaN";
	if (isinf(x))
		return x > 0 ? "+Inf" : "-Inf";
	return num_exact(to, x);
}

static void add_head(struct buf *to, const char *name, const char *help)
{
	buf_printf(to, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

static void add_info(struct buf *to, const struct exported *e)
{
	add_head(to, "xp_run_info", "A recorded run.");
	buf_str(to, "xp_run_info{");
	add_value(to, "run", e->run.id);
	buf_char(to, ',');
	add_value(to, "name", e->name);
	buf_char(to, ',');
	add_value(to, "tool", exported_text(e, "tool"));
	buf_char(to, ',');
	add_value(to, "state", run_state_name(e->run.state));
	buf_char(to, ',');
	add_value(to, "commit", exported_commit(e));
	buf_str(to, "} 1\n");
	add_head(to, "xp_run_up", "1 while the run is running.");
	buf_str(to, "xp_run_up{");
	add_value(to, "run", e->run.id);
	buf_printf(to, "} %d\n", e->run.state == RUN_RUNNING);
}

static void add_metrics(struct buf *to, const struct exported *e)
{
	const struct curves *s = &e->curves;
	uint64_t step = 0;
	char text[NUM_MAX];

	if (!s->n)
		return;
	add_head(to, "xp_run_metric", "The last value of a metric.");
	for (size_t k = 0; k < s->tags.n; k++) {
		long last = curves_last(s, k);

		buf_str(to, "xp_run_metric{");
		add_value(to, "run", e->run.id);
		buf_char(to, ',');
		add_value(to, "metric", s->tags.at[k]);
		buf_printf(to, "} %s\n", number(text, s->points[last].value));
		if (s->points[last].step > step)
			step = s->points[last].step;
	}
	add_head(to, "xp_run_step", "The last step that has a metric.");
	buf_str(to, "xp_run_step{");
	add_value(to, "run", e->run.id);
	buf_printf(to, "} %" PRIu64 "\n", step);
}

int prometheus_export(const struct exported *e, const char *dir,
		      struct err *err)
{
	char *path = mem_printf("%s/xp_%s.prom", dir, e->run.id);
	struct buf b = { 0 };
	int rc = path_make_dirs(dir, err);

	add_info(&b, e);
	add_metrics(&b, e);
	if (rc == 0)
		rc = out_write(path, b.data, b.len, err);
	buf_release(&b);
	free(path);
	return rc;
}
