/*
 * diff_origin.h - compares the runs that made the data in which runs differ.
 *
 * Inside lib/diff only.
 */
#ifndef DIFF_DIFF_ORIGIN_H
#define DIFF_DIFF_ORIGIN_H

#include "diff/ingredients.h"

/*
 * Sets `made_from` of TO to a list.  If N RUNS read different contents of one
 * input, the runs that made these contents are compared: of two evaluations
 * with different weights, for example, the two trainings.  Inputs in which
 * those differ are followed in the same way, and so on.  An item has
 *
 *	via		the input that they made
 *	runs		list of {id, tool, state}, in the order of RUNS
 *	compared, different, things, code, data ...	see diff_group.h
 *
 * DATA is the list `data` of diff_group, or NULL.  A run counts only if the
 * records show that it made the content (run/maker.h).
 */
void diff_origin(struct json *to, const struct diff_run *runs, size_t n,
		 const struct json *data);

#endif
