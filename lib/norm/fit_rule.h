/*
 * fit_rule.h - computes an offset and a scale from statistics, by a method such
 * as "percentile" or "zscore".
 *
 * A pixel x is normalised to (x - offset) * scale.
 */
#ifndef NORM_FIT_RULE_H
#define NORM_FIT_RULE_H

#include "manifest/manifest.h"
#include "stats/set_stats.h"

/* values of --method and --scope, NULL at the end */
extern const char *const fit_rule_methods[]; /* "percentile" ... */
extern const char *const fit_rule_scopes[];  /* "set", "group", "image" */

/* the same lists with "auto" first: what stats/advice.h recommends */
extern const char *const fit_rule_method_choices[],
	*const fit_rule_scope_choices[];

struct fit_rule {
	const char *method, *scope;
	double low, high; /* for "percentile" */
	/* for "fixed": values scaled to 0 and to 1 */
	double from, to;
};

/* indices of the percentiles that a method may use */
enum { NORM_LOW, NORM_HIGH, NORM_Q1, NORM_MEDIAN, NORM_Q3, NORM_PERCENTS };

/* Fills PERCENT with the percentiles that R may use, such as 1, 99.8, 25, 50,
 * 75. */
void fit_rule_percents(const struct fit_rule *r, double percent[NORM_PERCENTS]);

/* Returns 1 if the method of R needs no statistics ("none", "fixed"). */
int fit_rule_is_given(const struct fit_rule *r);

/* Returns 1 if the method of R scales a range of values to [0, 1]. */
int fit_rule_is_unit(const struct fit_rule *r);

/* Computes TO by R from the statistics S, which have the percentiles of
 * fit_rule_percents.  Rounds the scale to nine digits, and the offset, too,
 * unless this moves it by more than a millionth of the range.  Fails with
 * err_data if the range cannot be scaled.  WHAT ("'a.tif'", "the source
 * images") begins the message. */
int fit_rule(struct norm *to, const struct fit_rule *r, const struct summary *s,
	     const char *what, struct err *err);

/* Sets R->from and R->to from TEXT, "LO,HI" with LO below HI.  Fails with
 * err_usage if TEXT is anything else or NULL. */
int fit_rule_range(struct fit_rule *r, const char *text, struct err *err);

/* Appends the method of R, without the scope: "percentile 1 99.8", "zscore". */
void fit_rule_text(const struct fit_rule *r, struct buf *to);

/* Reads what fit_rule_text wrote into R, with the scope "image".  Fails with
 * err_data if TEXT is anything else. */
int fit_rule_parse(struct fit_rule *r, const char *text, struct err *err);

/* Reads the image REF and fits R to it alone.  Fails as set_stats_run and
 * fit_rule do. */
int fit_rule_image(struct norm *to, const struct fit_rule *r, const char *ref,
		   int threads, struct err *err);

/* Appends to ZERO the name of the value that R scales to 0, and to ONE that of
 * the value scaled to 1: "percentile 1", "mean + sd"; nothing for "none". */
void fit_rule_describe(const struct fit_rule *r, struct buf *zero,
		       struct buf *one);

#endif
