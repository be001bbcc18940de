/*
 * diff_origin.h - compares the runs that made the data in which runs differ.
 *
 * Inside lib/diff only.
 */
#ifndef DIFF_DIFF_ORIGIN_H
#define DIFF_DIFF_ORIGIN_H

#include "diff/ingredients.h"

/*
 * Sets `made_from` of TO to a list about the runs that made different data,
 * such as the trainings whose weights two evaluations read.  Inputs in which
 * these runs differ are followed in the same way, up to 8 times.  An item of
 * the list has
 *
 *	via		the input that these runs made
 *	runs		list of {id, tool, state}, in the order of RUNS
 *	compared, different, things, code, data ...	see diff_group.h
 *
 * DATA is the list `data` of diff_group, or NULL.  A run counts only if the
 * records show that it made the content (run/maker.h).
 */
void diff_origin(struct json *to, const struct diff_run *runs, size_t n,
		 const struct json *data);

#endif
