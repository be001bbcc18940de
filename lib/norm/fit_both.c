/*
 * fit_both.c - both sides of a manifest, fitted or with values carried over.
 */
#include "norm/fit_both.h"

#include <string.h>

#include "base/mem.h"
#include "norm/saved.h"

/* Which rows are fitted to: those of the split, or all. */
static int choose_rows(struct fit_both *f, struct fit_options *o,
		       const struct manifest *p, struct err *err)
{
	static const char text[] = "no column 'split': every row is fitted "
				   "to";

	o->split = o->carried ? NULL : f->split;
	if (strcmp(o->rule.method, "auto") && rule_is_given(&o->rule))
		return 0;
	if (!strcmp(o->rule.scope, "image")) { /* only to choose a method */
		if (o->split && !manifest_count(p, o->split))
			o->split = NULL;
		return 0;
	}
	if (o->split && tsv_column(&p->table, "split") < 0) {
		if (!strs_has(&f->warn, text))
			strs_add(&f->warn, text);
		o->split = NULL;
	}
	return o->split ? manifest_need_split(p, o->split, err) : 0;
}

static int fit_one(struct fit_both *f, struct manifest *p, enum side side,
		   const struct saved *from, struct saved *to, struct err *err)
{
	struct fit_options o = {
		.rule = f->rule[side],
		.threads = f->threads,
		.allow_constant = f->allow_constant,
		.carried = from,
	};
	struct fit_side fit;

	if (from)
		saved_rule(from, side, &o.rule);
	if (choose_rows(f, &o, p, err) < 0 ||
	    fit_side(&fit, p, side, &o, err) < 0)
		return -1;
	f->how.cut[side] = f->clip && rule_is_unit(&o.rule);
	norm_columns_set(p, &fit);
	saved_add(to, p, &fit, &o);
	fit_text_tell(&f->say, &fit, &o);
	if (!f->how.dir)
		fit_text_warn(&f->warn, &fit);
	fit_side_release(&fit);
	return 0;
}

static int run(struct fit_both *f, struct manifest *p, struct saved *from,
	       struct saved *to, struct err *err)
{
	if (f->apply && saved_read(from, f->apply, err) < 0)
		return -1;
	for (enum side s = SOURCE; s <= TARGET; s++)
		if (fit_one(f, p, s, f->apply ? from : NULL, to, err) < 0)
			return -1;
	if (f->clip && !f->how.cut[0] && !f->how.cut[1])
		return err_usage(err, "--clip cuts off at 0 and 1: neither "
				      "side's method has such a range");
	if (f->how.dir && norm_columns_write(p, &f->how, err) < 0)
		return -1;
	return f->save ? saved_write(to, f->save, err) : 0;
}

static void say_written(struct fit_both *f)
{
	unsigned long long clipped = f->how.clipped;

	if (f->clip)
		strs_take(&f->say, mem_printf("%llu pixels were cut off at 0 "
					      "or 1",
					      clipped));
	else if (clipped)
		strs_take(&f->warn,
			  mem_printf("%llu pixels did not fit the "
				     "type they came from and were cut off",
				     clipped));
	if (f->how.other)
		strs_take(&f->say,
			  mem_printf("%zu image%s neither uint8 nor "
				     "uint16: written as float32",
				     f->how.other,
				     f->how.other == 1 ? " was" : "s were"));
}

int fit_both_run(struct fit_both *f, struct manifest *p, struct err *err)
{
	struct saved from = { 0 }, to = { 0 };
	int rc = f->invert ? norm_columns_undo(p, &f->how, err) :
			     run(f, p, &from, &to, err);

	if (rc == 0)
		say_written(f);
	saved_release(&from);
	saved_release(&to);
	return rc;
}

void fit_both_release(struct fit_both *f)
{
	strs_release(&f->say);
	strs_release(&f->warn);
}
