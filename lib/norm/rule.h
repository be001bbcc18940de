/*
 * rule.h - offset and scale are fitted here, from statistics.
 *
 * A pixel x is normalised to (x - offset) * scale.  A method is one row of a
 * table in rule.c.
 */
#ifndef NORM_RULE_H
#define NORM_RULE_H

#include "manifest/manifest.h"
#include "stats/set_stats.h"

/* Values of the options --method and --scope; NULL ends each list. */
extern const char *const rule_methods[]; /* "percentile" ... */
extern const char *const rule_scopes[];	 /* "set", "group", "image" */
/* The same after "auto", which means: as the advice recommends (advice.h). */
extern const char *const rule_method_choices[], *const rule_scope_choices[];

struct norm_rule {
	const char *method, *scope;
	double low, high; /* method percentile: the two percentages */
	double from, to;  /* method fixed: the values scaled to 0 and to 1 */
};

/* The percentiles a rule is fitted from. */
enum { NORM_LOW, NORM_HIGH, NORM_Q1, NORM_MEDIAN, NORM_Q3, NORM_PERCENTS };
void rule_percents(const struct norm_rule *r, double percent[NORM_PERCENTS]);

/* Return 1 if the method needs no statistics, and 1 if it maps to [0, 1]. */
int rule_is_given(const struct norm_rule *r);
int rule_is_unit(const struct norm_rule *r);

/* Fits TO to S, whose percentiles are those of rule_percents.  A range that
 * cannot be scaled is err_data, and the message says that S is of WHAT
 * ("'a.tif'", "the source images").  Offset and scale are rounded to nine
 * digits, except an offset that this would change by over a millionth of the
 * range. */
int rule_fit(struct norm *to, const struct norm_rule *r,
	     const struct summary *s, const char *what, struct err *err);

/* Fills R->from and R->to from TEXT, "LO,HI", where LO is below HI.  Any other
 * text, or NULL (the option was not given), is err_usage. */
int rule_range(struct norm_rule *r, const char *text, struct err *err);

/* Appends the method to TO, as a text that rule_parse reads back: "percentile 1
 * 99.8", "zscore".  It does not contain the scope. */
void rule_text(const struct norm_rule *r, struct buf *to);
/* Fills R with the method in TEXT and the scope "image".  A text that rule_text
 * cannot have made is err_data. */
int rule_parse(struct norm_rule *r, const char *text, struct err *err);
/* Fits TO to the image REF alone, as rule_fit does.  Errors name the image. */
int rule_fit_image(struct norm *to, const struct norm_rule *r, const char *ref,
		   int threads, struct err *err);

/* Appends to ZERO and ONE the names of the values that R scales to 0 and to 1:
 * "percentile 1", "mean + sd". */
void rule_describe(const struct norm_rule *r, struct buf *zero,
		   struct buf *one);

#endif
