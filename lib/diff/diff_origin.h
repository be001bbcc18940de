/*
 * diff_origin.h - finds the runs that made the data in which runs differ.
 *
 * Inside lib/diff only.
 */
#ifndef DIFF_DIFF_ORIGIN_H
#define DIFF_DIFF_ORIGIN_H

#include "diff/ingredients.h"

/*
 * Sets `made_from` of TO to a list about the runs that made different data.  If
 * N RUNS read different contents of one input, the makers of these contents
 * form a group.  For example, the weights of two evaluations were made by two
 * trainings.  The list has an item for each group.  The inputs of a group that
 * differ are followed in the same way, and so on.  An item has:
 *
 *	via		the input that the group made
 *	runs		list of {id, tool, state}, in the order of RUNS
 *	compared, different, things, code, data ...	see diff_group.h
 *
 * DATA is the list `data` of diff_group, or NULL.  A maker counts only if the
 * records show that it made the content (run/maker.h).
 */
void diff_origin(struct json *to, const struct diff_run *runs, size_t n,
		 const struct json *data);

#endif
