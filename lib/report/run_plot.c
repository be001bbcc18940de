/*
 * run_plot.c - see run_plot.h.
 */
#include "report/run_plot.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/recorded.h"

static int is_wanted(const struct strs *metrics, const char *split,
		     const char *metric)
{
	char *name = mem_printf("%s.%s", split, metric);
	int yes = !metrics->n || strs_has(metrics, metric) ||
		  strs_has(metrics, name);

	free(name);
	return yes;
}

static size_t add_row(struct plot *p, const struct plot_table *t, size_t row,
		      const struct strs *metrics, const char *label)
{
	const char *split = plot_table_split(t, row);
	char *name;
	size_t n;

	if (!is_wanted(metrics, split, plot_table_metric(t, row)))
		return 0;
	name = mem_printf("%s%s%s", label, *label && *split ? " " : "", split);
	n = (size_t)plot_table_add(p, t, row, name);
	free(name);
	return n;
}

int run_plot_add(struct plot *p, struct run_plot *r, const char *name,
		 const struct strs *metrics, const char *label, struct err *err)
{
	struct recorded run;
	struct plot_table t;

	*r = (struct run_plot){ 0 };
	if (recorded_read(&run, name, err) < 0)
		return -1;
	r->id = mem_str(run.run.id);
	r->state = run.run.state;
	/* What "@1" means changes. */
	if (*label == '@')
		label = r->id;
	if (run.metrics.rows && plot_table_find(&t, &run.metrics))
		for (size_t i = 0; i < run.metrics.rows; i++)
			r->points += add_row(p, &t, i, metrics, label);
	recorded_release(&run);
	return 0;
}

void run_plot_release(struct run_plot *r)
{
	free(r->id);
	*r = (struct run_plot){ 0 };
}
