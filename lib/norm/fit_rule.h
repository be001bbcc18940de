/*
 * fit_rule.h - offset and scale are fitted here, from statistics.
 *
 * A pixel x is normalised to (x - offset) * scale.  A method is one row of a
 * table in fit_rule.c.
 */
#ifndef NORM_FIT_RULE_H
#define NORM_FIT_RULE_H

#include "manifest/manifest.h"
#include "stats/set_stats.h"

/* Values of the options --method and --scope; NULL ends each list. */
extern const char *const fit_rule_methods[]; /* "percentile" ... */
extern const char *const fit_rule_scopes[];  /* "set", "group", "image" */
/* The same after "auto", which means: as the advice recommends (advice.h). */
extern const char *const fit_rule_method_choices[],
	*const fit_rule_scope_choices[];

struct fit_rule {
	const char *method, *scope;
	double low, high; /* method percentile: the two percentages */
	double from, to;  /* method fixed: the values scaled to 0 and to 1 */
};

/* The percentiles a rule is fitted from. */
enum { NORM_LOW, NORM_HIGH, NORM_Q1, NORM_MEDIAN, NORM_Q3, NORM_PERCENTS };
void fit_rule_percents(const struct fit_rule *r, double percent[NORM_PERCENTS]);

/* Return 1 if the method needs no statistics, and 1 if it maps to [0, 1]. */
int fit_rule_is_given(const struct fit_rule *r);
int fit_rule_is_unit(const struct fit_rule *r);

/* Fits TO to S, whose percentiles are those of fit_rule_percents.  A range that
 * cannot be scaled is err_data, and the message says that S is of WHAT
 * ("'a.tif'", "the source images").  Offset and scale are rounded to nine
 * digits, except an offset that this would change by over a millionth of the
 * range. */
int fit_rule(struct norm *to, const struct fit_rule *r, const struct summary *s,
	     const char *what, struct err *err);

/* Fills R->from and R->to from TEXT, "LO,HI", where LO is below HI.  Any other
 * text, or NULL (the option was not given), is err_usage. */
int fit_rule_range(struct fit_rule *r, const char *text, struct err *err);

/* Appends the method to TO, as a text that fit_rule_parse reads back: "percentile 1
 * 99.8", "zscore".  It does not contain the scope. */
void fit_rule_text(const struct fit_rule *r, struct buf *to);
/* Fills R with the method in TEXT and the scope "image".  A text that fit_rule_text
 * cannot have made is err_data. */
int fit_rule_parse(struct fit_rule *r, const char *text, struct err *err);
/* Fits TO to the image REF alone, as fit_rule does.  Errors name the image. */
int fit_rule_image(struct norm *to, const struct fit_rule *r, const char *ref,
		   int threads, struct err *err);

/* Appends to ZERO and ONE the names of the values that R scales to 0 and to 1:
 * "percentile 1", "mean + sd". */
void fit_rule_describe(const struct fit_rule *r, struct buf *zero,
		       struct buf *one);

#endif
