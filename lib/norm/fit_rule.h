/*
 * fit_rule.h - computes an offset and a scale from statistics, by a method such
 * as "percentile" or "zscore".
 *
 * A pixel x is normalised to (x - offset) * scale.  Each method is one row of a
 * table in fit_rule.c.
 */
#ifndef NORM_FIT_RULE_H
#define NORM_FIT_RULE_H

#include "manifest/manifest.h"
#include "stats/set_stats.h"

/* Values of the options --method and --scope; NULL ends each list. */
extern const char *const fit_rule_methods[]; /* "percentile" ... */
extern const char *const fit_rule_scopes[];  /* "set", "group", "image" */

/* The same lists with "auto" as first value.  "auto" stands for what
 * stats/advice.h recommends. */
extern const char *const fit_rule_method_choices[],
	*const fit_rule_scope_choices[];

struct fit_rule {
	const char *method, *scope;
	double low, high; /* percentages of the method percentile */
	/* values that the method fixed scales to 0 and to 1 */
	double from, to;
};

/* Percentiles that a method may use.  fit_rule_percents fills PERCENT with the
 * percentage of each. */
enum { NORM_LOW, NORM_HIGH, NORM_Q1, NORM_MEDIAN, NORM_Q3, NORM_PERCENTS };
void fit_rule_percents(const struct fit_rule *r, double percent[NORM_PERCENTS]);

/* Returns 1 if the method needs no statistics. */
int fit_rule_is_given(const struct fit_rule *r);

/* Returns 1 if the method scales a range of values to [0, 1]. */
int fit_rule_is_unit(const struct fit_rule *r);

/* Computes the offset and scale TO from the statistics S.  S must have the
 * percentiles of fit_rule_percents.  Rounds offset and scale to nine digits,
 * unless this would move the offset by more than a millionth of the range.  If
 * the range cannot be scaled, fails with err_data.  The message begins with
 * WHAT, the name of what was measured ("'a.tif'", "the source images"). */
int fit_rule(struct norm *to, const struct fit_rule *r, const struct summary *s,
	     const char *what, struct err *err);

/* Fills R->from and R->to from TEXT, "LO,HI".  LO must be below HI.  Any other
 * text is err_usage.  NULL means that the option was not given, which is
 * err_usage, too. */
int fit_rule_range(struct fit_rule *r, const char *text, struct err *err);

/* Appends the method of R to TO as a text, without the scope: "percentile 1
 * 99.8", "zscore".  fit_rule_parse reads this text back. */
void fit_rule_text(const struct fit_rule *r, struct buf *to);

/* Fills R with the method in TEXT and the scope "image".  A text that
 * fit_rule_text cannot have made is err_data. */
int fit_rule_parse(struct fit_rule *r, const char *text, struct err *err);

/* Does the same as fit_rule for the image REF alone.  Reads the image to
 * compute its statistics. */
int fit_rule_image(struct norm *to, const struct fit_rule *r, const char *ref,
		   int threads, struct err *err);

/* Appends to ZERO and ONE the names of the values that R scales to 0 and to 1:
 * "percentile 1", "mean + sd". */
void fit_rule_describe(const struct fit_rule *r, struct buf *zero,
		       struct buf *one);

#endif
