/*
 * fit_text.c - what a fit did, in sentences.
 */
#include "norm/fit_text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/num.h"
#include "stats/stats_text.h"

/* Appends the values that are scaled to 0 (END 0) or to 1 (END 1) in all rows:
 * one value, or the lowest and the highest. */
static void range_text(struct buf *to, const struct fit_side *f, int end,
		       int digits)
{
	double low = INFINITY, high = -INFINITY;

	for (size_t i = 0; i < f->stats.n; i++) {
		double x = f->norm[i].offset;

		if (end)
			x += 1 / f->norm[i].scale;
		low = fmin(low, x);
		high = fmax(high, x);
	}
	buf_printf(to, "%.*g", digits, low);
	if (low != high)
		buf_printf(to, " to %.*g", digits, high);
}

/* Returns the number of digits needed to tell the ends of the scaled ranges
 * apart. */
static int scaled_digits(const struct fit_side *f)
{
	double low = INFINITY, high = -INFINITY;

	for (size_t i = 0; i < f->stats.n; i++) {
		double x = f->norm[i].offset;

		low = fmin(low, x);
		high = fmax(high, x + 1 / f->norm[i].scale);
	}
	return num_digits(low, high);
}

static void say_scale(struct messages *to, const struct fit_side *f,
		      const struct fit_options *o)
{
	const char *side = f->name, *scope = o->rule.scope;
	struct buf name[2] = { 0 }, value[2] = { 0 };
	int digits = scaled_digits(f);

	fit_rule_describe(&o->rule, &name[0], &name[1]);
	for (int end = 0; end < 2; end++)
		range_text(&value[end], f, end, digits);
	if (!name[0].len)
		messages_info(to, "%s: not scaled: values stay as they are",
			      side);
	else if (fit_rule_is_given(&o->rule))
		messages_info(
			to, "%s: scaled so that %s becomes 0 and %s becomes 1",
			side, buf_text(&name[0]), buf_text(&name[1]));
	else
		messages_info(to,
			      "%s: %s scaled so that %s (%s) becomes 0 and %s "
			      "(%s) becomes 1",
			      side,
			      !strcmp(scope, "image") ? "each image is" :
			      !strcmp(scope, "group") ? "each group is" :
							"all images are",
			      buf_text(&name[0]), buf_text(&value[0]),
			      buf_text(&name[1]), buf_text(&value[1]));
	for (int end = 0; end < 2; end++) {
		buf_release(&name[end]);
		buf_release(&value[end]);
	}
}

static void say_rows(struct messages *to, const struct fit_side *f,
		     const struct fit_options *o)
{
	const char *side = f->name;

	if (!strcmp(o->rule.scope, "image") ||
	    (fit_rule_is_given(&o->rule) && !o->saved))
		return;
	if (o->saved)
		messages_info(to,
			      "%s: values for %zu image%s come from '%s': "
			      "nothing was fitted",
			      side, f->stats.n, f->stats.n == 1 ? "" : "s",
			      o->saved->table.path);
	else if (o->split)
		messages_info(to,
			      "%s: fitted to %zu of %zu images (split '%s')",
			      side, f->stats.all.images, f->stats.n, o->split);
	else
		messages_info(to, "%s: fitted to %zu of %zu image%s", side,
			      f->stats.all.images, f->stats.n,
			      f->stats.n == 1 ? "" : "s");
}

/* Reports the range of normalised values over all images. */
static void say_values(struct messages *to, const struct fit_side *f)
{
	double low = INFINITY, high = -INFINITY;

	for (size_t i = 0; i < f->stats.n; i++) {
		const struct summary *s = &f->stats.each[i];
		const struct norm *n = &f->norm[i];

		for (int k = 0; k < 2; k++) {
			double x = k ? s->max : s->min;

			x = (x - n->offset) * n->scale;
			low = fmin(low, x);
			high = fmax(high, x);
		}
	}
	messages_info(to, "%s: normalised values %.4g to %.4g", f->name, low,
		      high);
}

static void say_outside(struct messages *to, const struct fit_side *f)
{
	double below = 0, above = 0, n = 0, most = -1;
	size_t worst = 0;
	struct buf b = { 0 };

	if (!f->below)
		return;
	for (size_t i = 0; i < f->stats.n; i++) {
		double size = (double)f->stats.each[i].n;
		double share = (double)(f->below[i] + f->above[i]) / size;

		below += (double)f->below[i];
		above += (double)f->above[i];
		n += size;
		if (share > most) {
			most = share;
			worst = i;
		}
	}
	buf_printf(&b, "%s: %.3g %% of pixels below 0, %.3g %% above 1",
		   f->name, 100 * below / n, 100 * above / n);
	if (most > 0 && f->stats.n > 1)
		buf_printf(&b, "; most in '%s': %.3g %%", f->ref[worst],
			   100 * most);
	messages_take(to, MESSAGE_INFO, buf_detach(&b));
}

/* Reports the advice.  Of what the user chose, compares only the scope with it:
 * numbers alone do not say which method is best. */
static void say_advice(struct messages *to, const struct fit_side *f,
		       const struct fit_options *o)
{
	const struct advice *a = &f->advice;
	int followed = (o->chose_method ? ADVICE_METHOD : 0) |
		       (o->chose_scope ? ADVICE_SCOPE : 0);

	if (o->saved || fit_rule_is_given(&o->rule) || a->images < 2)
		return;
	if (followed)
		advice_say(to, a, "as advised", (enum advice_part)followed);
	if (!o->chose_scope && strcmp(a->scope, o->rule.scope))
		advice_say(to, a, "against the advice", ADVICE_SCOPE);
}

/* Returns how much a normalised value of the image changes, at most, when it is
 * read as float32. */
static double rounding(const struct summary *s, const struct norm *n)
{
	double most = fmax(fabs(s->min), fabs(s->max));

	if (s->type == PIXEL_F32 || (s->type != PIXEL_F64 && most < 1 << 24))
		return 0;
	return most * ldexp(fabs(n->scale), -24);
}

static void warn_rounding(struct messages *to, const struct fit_side *f)
{
	double most = 0;
	size_t worst = 0;

	for (size_t i = 0; i < f->stats.n; i++) {
		double x = rounding(&f->stats.each[i], &f->norm[i]);

		if (x > most) {
			most = x;
			worst = i;
		}
	}
	if (most > 1e-3)
		messages_warn(
			to,
			"%s: training reads pixels as float32; rounding to "
			"float32 changes normalised values of '%s' by up "
			"to %.2g: train on the images that --to=DIR "
			"writes",
			f->name, f->ref[worst], most);
}

/* Looks at robust ranges only; there is another warning for hot pixels. */
static void warn_raw(struct messages *to, const struct fit_side *f,
		     const struct fit_options *o)
{
	const char *side = f->name;
	double low = INFINITY, high = -INFINITY;

	for (size_t i = 0; i < f->stats.n; i++) {
		const struct summary *s = &f->stats.each[i];
		const struct norm *n = &f->norm[i];
		double a = (s->low - n->offset) * n->scale;
		double b = (s->high - n->offset) * n->scale;

		low = fmin(low, fmin(a, b));
		high = fmax(high, fmax(a, b));
	}
	if (fit_rule_is_given(&o->rule) &&
	    fmax(fabs(low), fabs(high)) > NORM_MOST)
		messages_warn(to,
			      "%s: NOT NORMALISED: --method=%s leaves values "
			      "from %.4g to %.4g; networks rarely learn from "
			      "such values: use --%s-method=percentile",
			      side, o->rule.method, low, high,
			      side_name(f->side));
}

void fit_text_warn(struct messages *to, const struct fit_side *f,
		   const struct fit_options *o, int written)
{
	struct buf label = { 0 };

	buf_printf(&label, "%s: ", f->name);
	warn_raw(to, f, o);
	stats_text_warn_hot(to, &f->stats, buf_text(&label));
	if (!written)
		warn_rounding(to, f);
	buf_release(&label);
}

void fit_text_say(struct messages *to, const struct fit_side *f,
		  const struct fit_options *o)
{
	set_stats_say_notes(to, &f->stats, f->name);
	say_scale(to, f, o);
	say_rows(to, f, o);
	say_advice(to, f, o);
	say_values(to, f);
	say_outside(to, f);
}
