/*
 * rule.h - computes an offset and a scale from statistics.
 *
 * A pixel x is normalised to (x - offset) * scale.  A method is one row of a
 * table in rule.c.
 */
#ifndef NORM_RULE_H
#define NORM_RULE_H

#include "manifest/manifest.h"
#include "stats/set_stats.h"

/* Names for options, ended by NULL. */
extern const char *const rule_methods[]; /* "percentile" ... */
extern const char *const rule_scopes[];	 /* "set", "group", "image" */
/* The same with "auto" in front, which stands for the advice (advice.h). */
extern const char *const rule_method_choices[], *const rule_scope_choices[];

struct norm_rule {
	const char *method, *scope;
	double low, high; /* percentile: which */
	double from, to;  /* fixed: the values scaled to 0 and to 1 */
};

/* The percentiles a rule is fitted from. */
enum { NORM_LOW, NORM_HIGH, NORM_Q1, NORM_MEDIAN, NORM_Q3, NORM_PERCENTS };
void rule_percents(const struct norm_rule *r, double percent[NORM_PERCENTS]);

/* Whether the method needs no statistics, and whether it maps to [0, 1]. */
int rule_is_given(const struct norm_rule *r);
int rule_is_unit(const struct norm_rule *r);

/* Fit TO to S, whose percentiles are those of rule_percents.  A range that
 * cannot be scaled is err_data, which says of WHAT ("'a.tif'", "the source
 * images") S is.  Values are rounded to nine digits, except an offset which
 * that would move by over a millionth of the range. */
int rule_fit(struct norm *to, const struct norm_rule *r,
	     const struct summary *s, const char *what, struct err *err);

/* Fill R->from and R->to from "LO,HI"; TEXT may be NULL: not given. */
int rule_range(struct norm_rule *r, const char *text, struct err *err);

/* The method as a text that rule_parse reads back: "percentile 1 99.8",
 * "zscore".  The scope is not in it. */
void rule_text(const struct norm_rule *r, struct buf *to);
/* Fill R with the method of TEXT, of scope image; other words are err_data. */
int rule_parse(struct norm_rule *r, const char *text, struct err *err);
/* Fit TO to the image REF alone, as rule_fit does.  Errors name it. */
int rule_fit_image(struct norm *to, const struct norm_rule *r, const char *ref,
		   int threads, struct err *err);

/* Names of the values that R scales to 0 and to 1 into ZERO and ONE:
 * "percentile 1", "mean + sd". */
void rule_describe(const struct norm_rule *r, struct buf *zero,
		   struct buf *one);

#endif
