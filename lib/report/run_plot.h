/*
 * run_plot.h - adds the curves of recorded runs to a plot, for xp-log plot and
 * xp-log watch.
 */
#ifndef REPORT_RUN_PLOT_H
#define REPORT_RUN_PLOT_H

#include "base/strs.h"
#include "report/plot.h"
#include "run/run.h"

/* What was read of a run. */
struct run_plot {
	char *id;
	enum run_state state;
	size_t points; /* number of points added */
};

/* Adds the curves of the run NAME, which may be running, to P.  METRICS, if not
 * empty, are the only ones: "loss" of all splits, or "val.loss" of one.  The
 * names of the lines begin with LABEL, or with the run's id if LABEL is "@1" or
 * the like; "" adds nothing.  The caller releases R. */
int run_plot_add(struct plot *p, struct run_plot *r, const char *name,
		 const struct strs *metrics, const char *label,
		 struct err *err);
void run_plot_release(struct run_plot *r);

#endif
