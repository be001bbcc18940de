/*
 * fit_text.c - what a fit did, in sentences.
 */
#include "norm/norm_columns.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/num.h"

/* Where [0, 1] lies in the images' own units, or over which it varies. */
static void say_where(struct strs *to, const struct fit_side *f,
		      const struct fit_options *o)
{
	double low[2] = { INFINITY, INFINITY }, high[2] = { 0 };
	struct buf b = { 0 };
	int digits;

	high[0] = high[1] = -INFINITY;
	for (size_t i = 0; i < f->survey.n; i++) {
		double end[2] = { f->norm[i].offset,
				  f->norm[i].offset + 1 / f->norm[i].scale };

		for (int k = 0; k < 2; k++) {
			low[k] = fmin(low[k], end[k]);
			high[k] = fmax(high[k], end[k]);
		}
	}
	digits = num_digits(low[0], high[1]);
	buf_printf(&b, "%s: ", side_name(f->side));
	rule_describe(&o->rule, &b);
	if (!rule_is_given(&o->rule)) {
		buf_printf(&b, ", by %s: ", o->rule.scope);
		for (int k = 0; k < 2; k++) {
			if (low[k] != high[k])
				buf_printf(&b, "%.*g to ", digits, low[k]);
			buf_printf(&b, "%.*g is %d%s", digits, high[k], k,
				   k ? "" : ", ");
		}
	}
	strs_take(to, buf_detach(&b));
}

static void say_rows(struct strs *to, const struct fit_side *f,
		     const struct fit_options *o)
{
	struct buf b = { 0 };

	if (!strcmp(o->rule.scope, "image") ||
	    (rule_is_given(&o->rule) && !o->carried))
		return;
	if (o->carried) {
		buf_printf(&b,
			   "%s: values fitted elsewhere, none to these "
			   "%zu images",
			   side_name(f->side), f->survey.n);
		strs_take(to, buf_detach(&b));
		return;
	}
	buf_printf(&b, "%s: fitted to %zu of %zu images%s%s%s",
		   side_name(f->side), f->survey.all.images, f->survey.n,
		   o->split ? " (split '" : "", o->split ? o->split : "",
		   o->split ? "')" : "");
	strs_take(to, buf_detach(&b));
}

/* The normalised values, over all images. */
static void say_values(struct strs *to, const struct fit_side *f)
{
	double low = INFINITY, high = -INFINITY;
	struct buf b = { 0 };

	for (size_t i = 0; i < f->survey.n; i++) {
		const struct summary *s = &f->survey.each[i];
		const struct norm *n = &f->norm[i];

		for (int k = 0; k < 2; k++) {
			double x = k ? s->max : s->min;

			x = (x - n->offset) * n->scale;
			low = fmin(low, x);
			high = fmax(high, x);
		}
	}
	buf_printf(&b, "%s: normalised values %.4g to %.4g", side_name(f->side),
		   low, high);
	strs_take(to, buf_detach(&b));
}

static void say_outside(struct strs *to, const struct fit_side *f)
{
	double below = 0, above = 0, n = 0, most = -1;
	size_t worst = 0;
	struct buf b = { 0 };

	if (!f->below)
		return;
	for (size_t i = 0; i < f->survey.n; i++) {
		double size = (double)f->survey.each[i].n;
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
		   side_name(f->side), 100 * below / n, 100 * above / n);
	if (most > 0 && f->survey.n > 1)
		buf_printf(&b, "; most in '%s': %.3g %%", f->ref[worst],
			   100 * most);
	strs_take(to, buf_detach(&b));
}

static void say_chosen(struct strs *to, const struct fit_side *f,
		       const struct fit_options *o)
{
	const char *side = side_name(f->side);
	struct buf b = { 0 };

	buf_printf(&b, "%s: chosen by the advice:", side);
	if (o->chose_method)
		buf_printf(&b, " --%s-method=%s", side, o->rule.method);
	if (o->chose_scope)
		buf_printf(&b, " --%s-scope=%s", side, o->rule.scope);
	buf_printf(&b,
		   " (medians of images lie %.4g apart, the "
		   "interquartile range of one is %.4g)",
		   f->advice.between, f->advice.within);
	strs_take(to, buf_detach(&b));
}

/* Of what was asked for, only the scope: which method is best, numbers alone
 * do not say. */
static void say_advice(struct strs *to, const struct fit_side *f,
		       const struct fit_options *o)
{
	const struct advice *a = &f->advice;
	struct buf b = { 0 };

	if (o->carried || rule_is_given(&o->rule) || a->images < 2)
		return;
	if (o->chose_method || o->chose_scope)
		say_chosen(to, f, o);
	if (o->chose_scope || !strcmp(a->scope, o->rule.scope))
		return;
	buf_printf(&b,
		   "%s: the numbers speak for --%s-scope=%s: medians of "
		   "images lie %.4g apart (sd), half the interquartile range "
		   "of one is %.4g",
		   side_name(f->side), side_name(f->side), a->scope, a->between,
		   a->within / 2);
	strs_take(to, buf_detach(&b));
}

/* White that was 0, palettes: as the images were read. */
static void say_note(struct strs *to, const struct fit_side *f)
{
	const char *note = "";
	struct buf b = { 0 };

	for (size_t i = 0; i < f->survey.n && !*note; i++)
		note = f->survey.each[i].note;
	if (!*note)
		return;
	buf_printf(&b, "%s: the stored numbers were changed: %s",
		   side_name(f->side), note);
	strs_take(to, buf_detach(&b));
}

/* By how much a normalised value of the image moves when it is read as
 * float32, at most. */
static double rounding(const struct summary *s, const struct norm *n)
{
	double most = fmax(fabs(s->min), fabs(s->max));

	if (s->type == PIXEL_F32 || (s->type != PIXEL_F64 && most < 1 << 24))
		return 0;
	return most * ldexp(fabs(n->scale), -24);
}

void fit_text_warn(struct strs *to, const struct fit_side *f)
{
	double most = 0;
	size_t worst = 0;

	for (size_t i = 0; i < f->survey.n; i++) {
		double x = rounding(&f->survey.each[i], &f->norm[i]);

		if (x > most) {
			most = x;
			worst = i;
		}
	}
	if (most > 1e-3)
		strs_take(to,
			  mem_printf("%s: read as float32, as training "
				     "does, '%s' is off by up to %.2g, "
				     "normalised: train on "
				     "what --to writes",
				     side_name(f->side), f->ref[worst], most));
}

void fit_text_tell(struct strs *to, const struct fit_side *f,
		   const struct fit_options *o)
{
	say_note(to, f);
	say_where(to, f, o);
	say_rows(to, f, o);
	say_advice(to, f, o);
	say_values(to, f);
	say_outside(to, f);
}
