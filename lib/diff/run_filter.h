/*
 * run_filter.h - conditions on runs: `min(val.loss) < 0.02 and (tags = keep or
 * lr > 1e-4)`.
 *
 *	condition	all { "or" all }
 *	all		one { "and" one }
 *	one		"not" one | "(" condition ")" | value operator word
 *	value		name | function "(" name ")"
 *	operator	= != < <= > >= ~
 *	function	min max first last, over all rows of a metric
 *	word		a word, a number, or text in quotes ('...' or "...")
 *
 * A name is a column of `xp-log ls`, a setting or a metric (run_columns.h).
 * Numbers are compared as numbers, all else as text. `~` is true if the text is
 * part of the value. `tags = x` is true if one of the run's tags is x.  A
 * comparison is unknown if the run has no value, and so is "not" of it.
 */
#ifndef DIFF_RUN_FILTER_H
#define DIFF_RUN_FILTER_H

#include "base/err.h"

struct run_filter;

/* Returns the condition in TEXT, which the caller frees, or NULL with err_usage
 * if TEXT is wrong; the message says what was expected, and at which column. */
struct run_filter *run_filter_parse(const char *text, struct err *err);
void run_filter_free(struct run_filter *f);

/* Returns the value of NAME or, if FUNCTION is not NULL, of FUNCTION over NAME,
 * or NULL if there is none.  The text is valid until the next call. */
typedef const char *run_filter_value(void *arg, const char *function,
				     const char *name);

/* Returns 1 if the condition holds, 0 if it does not, -1 if that is unknown. */
int run_filter_test(const struct run_filter *f, run_filter_value *value,
		    void *arg);

/* Calls FN for each name in F.  FUNCTION is that over the name, or NULL. */
typedef void run_filter_name(void *arg, const char *function, const char *name);
void run_filter_names(const struct run_filter *f, run_filter_name *fn,
		      void *arg);

#endif
