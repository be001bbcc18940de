/*
 * fitting.c - both sides of a manifest, fitted or with values carried over.
 */
#include "image/fitting.h"

#include <string.h>

#include "base/mem.h"
#include "image/carried.h"

/* Which rows are fitted to: those of the split, or all. */
static int choose_rows(struct fitting *f, struct side_options *o,
		       const struct pairs *p, struct err *err)
{
	static const char text[] = "no column 'split': every row is fitted "
				   "to";

	o->split = o->carried ? NULL : f->split;
	if (strcmp(o->rule.method, "auto") && norm_is_given(&o->rule))
		return 0;
	if (!strcmp(o->rule.scope, "image")) {	/* only to choose a method */
		if (o->split && !pairs_count(p, o->split))
			o->split = NULL;
		return 0;
	}
	if (o->split && tsv_column(&p->table, "split") < 0) {
		if (!strs_has(&f->warn, text))
			strs_add(&f->warn, text);
		o->split = NULL;
	}
	return o->split ? pairs_need_split(p, o->split, err) : 0;
}

static int fit_side(struct fitting *f, struct pairs *p, enum side side,
		    const struct carried *from, struct carried *to,
		    struct err *err)
{
	struct side_options o = {
		.rule = f->rule[side], .threads = f->threads,
		.allow_constant = f->allow_constant, .carried = from,
	};
	struct side_fit fit;

	if (from)
		carried_rule(from, side, &o.rule);
	if (choose_rows(f, &o, p, err) < 0 ||
	    side_fit(&fit, p, side, &o, err) < 0)
		return -1;
	f->how.cut[side] = f->clip && norm_is_unit(&o.rule);
	normed_set(p, &fit);
	carried_add(to, p, &fit, &o);
	side_talk(&f->say, &fit, &o);
	if (!f->how.dir)
		side_warn(&f->warn, &fit);
	side_release(&fit);
	return 0;
}

static int run(struct fitting *f, struct pairs *p, struct carried *from,
	       struct carried *to, struct err *err)
{
	if (f->apply && carried_read(from, f->apply, err) < 0)
		return -1;
	for (enum side s = SOURCE; s <= TARGET; s++)
		if (fit_side(f, p, s, f->apply ? from : NULL, to, err) < 0)
			return -1;
	if (f->clip && !f->how.cut[0] && !f->how.cut[1])
		return err_usage(err, "--clip cuts off at 0 and 1: neither "
				 "side's method has such a range");
	if (f->how.dir && normed_write(p, &f->how, err) < 0)
		return -1;
	return f->save ? carried_write(to, f->save, err) : 0;
}

static void say_written(struct fitting *f)
{
	unsigned long long clipped = f->how.clipped;

	if (f->clip)
		strs_take(&f->say, mem_printf("%llu pixels were cut off at 0 "
					      "or 1", clipped));
	else if (clipped)
		strs_take(&f->warn, mem_printf("%llu pixels did not fit the "
			  "type they came from and were cut off", clipped));
	if (f->how.other)
		strs_take(&f->say, mem_printf("%zu image%s neither uint8 nor "
			  "uint16: written as float32", f->how.other,
			  f->how.other == 1 ? " was" : "s were"));
}

int fitting_run(struct fitting *f, struct pairs *p, struct err *err)
{
	struct carried from = { 0 }, to = { 0 };
	int rc = f->invert ? normed_undo(p, &f->how, err) :
			     run(f, p, &from, &to, err);

	if (rc == 0)
		say_written(f);
	carried_release(&from);
	carried_release(&to);
	return rc;
}

void fitting_release(struct fitting *f)
{
	strs_release(&f->say);
	strs_release(&f->warn);
}
