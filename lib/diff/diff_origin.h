/*
 * diff_origin.h - follows data that differ back to the runs that made them.
 * Inside lib/diff only.
 */
#ifndef DIFF_DIFF_ORIGIN_H
#define DIFF_DIFF_ORIGIN_H

#include "diff/ingredients.h"

/*
 * Set `made_from` of TO to a list with an item for each group of runs that made
 * the different contents of one input of N RUNS (the training that made the
 * weights of an evaluation), of an input of these, and so on:
 *
 *	via		the input
 *	runs		list of {id, tool, state}, in the order of RUNS
 *	compared, different, things, code, data ...	as of a difference
 *
 * DATA is the list `data` of diff_group, or NULL.  Only makers that the records
 * show count (run/maker.h).
 */
void diff_origin(struct json *to, const struct diff_run *runs, size_t n,
		 const struct json *data);

#endif
