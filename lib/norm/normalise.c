/*
 * normalise.c - normalises a manifest.
 */
#include "norm/normalise.h"

#include <string.h>

#include "base/buf.h"
#include "base/strs.h"
#include "manifest/split_unused.h"
#include "norm/fit_text.h"

/* Warns once, not for each side. */
static void warn_no_split(struct normalise *n)
{
	if (!n->warned)
		messages_warn(
			&n->messages,
			"the manifest has no column 'split', so offset and "
			"scale are fitted to all rows; xp-pairs adds it");
	n->warned = 1;
}

/* Chooses the rows that are fitted to: those of the split, or all. */
static int choose_rows(struct normalise *n, struct fit_options *o,
		       const struct manifest *p, struct err *err)
{
	o->split = o->saved ? NULL : n->split;
	if (strcmp(o->rule.method, "auto") && fit_rule_is_given(&o->rule))
		return 0;
	/* by image, rows of the split only decide the method */
	if (!strcmp(o->rule.scope, "image")) {
		if (o->split && !manifest_count(p, o->split))
			o->split = NULL;
		return 0;
	}
	if (o->split && tsv_column(&p->table, "split") < 0) {
		warn_no_split(n);
		o->split = NULL;
	}
	return o->split ? manifest_need_split(p, o->split, err) : 0;
}

/* Fits a channel.  What is chosen in place of "auto" for the first one holds
 * for all. */
static int fit_channel(struct normalise *n, struct manifest *p, enum side side,
		       size_t channel, struct fit_options *o, size_t *images,
		       struct err *err)
{
	struct fit_side fit;

	if (fit_side(&fit, p, side, channel, o, err) < 0)
		return -1;
	norm_columns_set(p, &fit);
	fit_text_say(&n->messages, &fit, o);
	fit_text_warn(&n->messages, &fit, o, n->files.dir != NULL);
	*images = fit.stats.all.images;
	fit_side_release(&fit);
	return 0;
}

static int fit_one(struct normalise *n, struct manifest *p, enum side side,
		   const struct saved *from, struct saved *to, struct err *err)
{
	struct fit_options o = {
		.rule = n->rule[side],
		.threads = n->threads,
		.allow_constant = n->allow_constant,
		.saved = from,
	};
	size_t images = 0;

	if (from)
		saved_rule(from, side, &o.rule);
	if (choose_rows(n, &o, p, err) < 0)
		return -1;
	for (size_t k = 0; k < p->channels[side]; k++)
		if (fit_channel(n, p, side, k, &o, &images, err) < 0)
			return -1;
	n->files.cut[side] = n->clip && fit_rule_is_unit(&o.rule);
	n->fit[side] = fit_side_fitted_to(&o);
	n->used[side] = o.rule;
	fit_side_save(p, side, images, &o, to);
	return 0;
}

/* Finds splits other than train in which a target's values were fitted to that
 * target itself. */
static void find_leaks(const struct manifest *p, struct strs *to)
{
	for (size_t i = 0; i < p->n; i++) {
		const struct pair *r = &p->list[i];

		if (strcmp(r->split, "train") &&
		    fitted_to_own(&r->target_fit, r->split) &&
		    !strs_has(to, r->split))
			strs_add(to, r->split);
	}
	strs_sort(to);
}

static const char *leak_advice(enum fitted_scope scope)
{
	return scope == FITTED_IMAGE ?
		       "use --target-scope=set" :
	       scope == FITTED_SET ?
		       "use --fit-split=train" :
	       scope == FITTED_GROUP ?
		       "use --target-scope=set --fit-split=train" :
		       "normalise the original images with "
		       "--target-scope=set";
}

/* Predictions are converted back with the values of their targets.  Warns if
 * these values were fitted to targets that are scored. */
static void warn_leak(struct normalise *n, const struct manifest *p)
{
	enum fitted_scope scope = n->fit[TARGET].scope;
	struct strs splits = { 0 };
	struct buf names = { 0 };

	find_leaks(p, &splits);
	for (size_t i = 0; i < splits.n; i++)
		if (splits.at[i][0])
			buf_printf(&names, "%s'%s'", names.len ? ", " : "",
				   splits.at[i]);
	if (splits.n && (names.len || scope == FITTED_IMAGE))
		messages_warn(&n->messages,
			      "target: values are fitted to the very targets "
			      "that will be scored%s%s%s: the scores will "
			      "be too good; %s",
			      names.len ? " (" : "", buf_text(&names),
			      names.len ? ")" : "", leak_advice(scope));
	buf_release(&names);
	strs_release(&splits);
}

static int run(struct normalise *n, struct manifest *p, struct saved *from,
	       struct saved *to, struct err *err)
{
	if (n->apply && saved_read(from, n->apply, err) < 0)
		return -1;
	for (enum side s = SOURCE; s <= TARGET; s++)
		if (fit_one(n, p, s, n->apply ? from : NULL, to, err) < 0)
			return -1;
	for (enum side s = SOURCE; s <= TARGET; s++)
		norm_columns_set_fit(p, s, &n->fit[s]);
	for (enum side s = SOURCE; s <= TARGET; s++)
		if (n->fit[s].scope == FITTED_IMAGE)
			norm_columns_set_rule(p, s, &n->used[s]);
	warn_leak(n, p);
	if (n->fit[SOURCE].split || n->fit[TARGET].split)
		split_unused_report(p, &n->split, 1, "not fitted to",
				    &n->messages);
	if (n->clip && !n->files.cut[SOURCE] && !n->files.cut[TARGET])
		return err_usage(err, "--clip cuts values off at 0 and 1, but "
				      "the method of neither side scales to "
				      "this range: leave out --clip");
	if (n->files.dir && norm_columns_write(p, &n->files, err) < 0)
		return -1;
	return n->save ? saved_write(to, n->save, err) : 0;
}

static void say_written(struct normalise *n)
{
	unsigned long long clipped = n->files.clipped;
	struct messages *to = &n->messages;
	const char *were = clipped == 1 ? " was" : "s were";

	if (n->clip)
		messages_info(to, "%llu pixel%s cut off at 0 or 1", clipped,
			      were);
	else if (clipped)
		messages_warn(
			to,
			"%llu pixel%s cut off, because values were outside "
			"the range of the original type",
			clipped, were);
	if (n->files.other)
		messages_info(to,
			      "%zu image%s neither uint8 nor uint16: written "
			      "as float32",
			      n->files.other,
			      n->files.other == 1 ? " was" : "s were");
}

int normalise_run(struct normalise *n, struct manifest *p, struct err *err)
{
	struct saved from = { 0 }, to = { 0 };
	int rc = n->invert ? norm_columns_undo(p, &n->files, err) :
			     run(n, p, &from, &to, err);

	if (rc == 0)
		say_written(n);
	saved_release(&from);
	saved_release(&to);
	return rc;
}

void normalise_release(struct normalise *n)
{
	messages_release(&n->messages);
}
