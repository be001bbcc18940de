/*
 * run_norm.c - sets the normalisation of the rows to be scored to that of the
 * model's training.
 */
#include "eval/run_norm.h"

#include <string.h>

#include "norm/fit_rule.h"

struct changed { /* rows, and the first of them */
	size_t rows;
	const struct pair *first;
	struct norm was;
};

static struct norm *norm_of(struct pair *row, enum side side)
{
	return side == SOURCE ? &row->source_norm : &row->target_norm;
}

static int is_equal(const struct norm *a, const struct norm *b)
{
	return a->offset == b->offset && a->scale == b->scale;
}

/* A train row with these values, or, where NORM is NULL, of this group. */
static const struct pair *find(const struct run_norm *r, enum side side,
			       const struct norm *norm, const char *group)
{
	for (size_t i = 0; r->run && i < r->run->n; i++) {
		struct pair *row = &r->run->list[i];

		if (strcmp(row->split, r->train))
			continue;
		if (norm ? is_equal(norm, norm_of(row, side)) :
			   *group && !strcmp(row->group, group))
			return row;
	}
	return NULL;
}

static void change(struct changed *c, struct pair *row, enum side side,
		   const struct norm *to)
{
	struct norm *norm = norm_of(row, side);

	if (is_equal(norm, to))
		return;
	if (!c->rows++) {
		c->first = row;
		c->was = *norm;
	}
	*norm = *to;
	if (side == TARGET) /* not to its own image, whatever it was */
		row->target_fit = (struct fitted_to){ .scope = FITTED_SAVED };
}

/* Fit the source of ROW by the rule that those of the training were fitted by,
 * one by one.  1: done, 0: that is not known, -1: ERR. */
static int fit_image(const struct run_norm *r, struct pair *row,
		     struct changed *c, struct err *err)
{
	const struct tsv *t = r->run ? &r->run->table : NULL;
	int column = t ? tsv_column(t, "source_rule") : -1;
	const char *text = "";
	struct fit_rule rule;
	struct norm norm;

	for (size_t i = 0; column >= 0 && i < r->run->n && !*text; i++)
		if (!strcmp(r->run->list[i].split, r->train))
			text = tsv_get(t, r->run->list[i].row, column);
	if (!*text)
		return 0;
	if (fit_rule_parse(&rule, text, err) < 0 ||
	    fit_rule_image(&norm, &rule, row->source, r->threads, err) < 0)
		return -1;
	change(c, row, SOURCE, &norm);
	return 1;
}

/* Where the train rows' values differ and this row has none: those of its
 * group, or of itself. */
static int fit_alone(const struct run_norm *r, const struct manifest *p,
		     struct pair *row, struct changed *c, struct err *err)
{
	const struct pair *like = find(r, SOURCE, NULL, row->group);
	int fitted;

	if (like && like->source_fit.scope == FITTED_GROUP) {
		change(c, row, SOURCE, &like->source_norm);
		return 0;
	}
	fitted = fit_image(r, row, c, err);
	if (fitted)
		return fitted > 0 ? 0 : tsv_wrap(&p->table, row->row, err);
	err_data(err,
		 "no normalisation for '%s': in training each source was "
		 "normalised by itself, so pass '%s' through xp-norm with the "
		 "options that the training's manifest had",
		 row->source, p->table.path);
	return tsv_wrap(&p->table, row->row, err);
}

static int set_source(const struct run_norm *r, const struct trained_norm *k,
		      const struct manifest *p, struct pair *row,
		      struct changed *c, struct err *err)
{
	if (k->known && !k->varies)
		change(c, row, SOURCE, &k->norm);
	else if (r->trained->normalised > 0 && !p->normalised)
		return fit_alone(r, p, row, c, err);
	return 0;
}

static void set_target(const struct run_norm *r, const struct trained_norm *k,
		       struct pair *row, struct changed *c)
{
	if (k->known && !find(r, TARGET, &row->target_norm, NULL))
		change(c, row, TARGET, &k->norm);
}

/* The values of the rows were other ones than those used now. */
static void report(const struct run_norm *r, const struct manifest *p,
		   enum side side, const struct changed *c,
		   const struct trained_norm *k)
{
	const char *name = side_name(side);

	if (!c->rows)
		return;
	if (!p->normalised && k->varies)
		messages_info(r->messages,
			      "%ss of %zu row%s are normalised by the rule of "
			      "the training, each by itself or its group",
			      name, c->rows, c->rows == 1 ? "" : "s");
	else if (!p->normalised)
		messages_info(r->messages,
			      "%ss are normalised as in training: offset %.9g, "
			      "scale %.9g",
			      name, k->norm.offset, k->norm.scale);
	else if (side == TARGET && k->varies)
		messages_warn(
			r->messages,
			"targets of %zu row%s have values (offset, scale) "
			"that training did not know, such as '%s': predictions "
			"are turned back by the medians of the train "
			"rows', %.9g and %.9g; fit targets by "
			"--target-scope=set",
			c->rows, c->rows == 1 ? "" : "s", c->first->id,
			k->norm.offset, k->norm.scale);
	else
		messages_warn(r->messages,
			      "%ss of %zu row%s were normalised by values "
			      "fitted elsewhere, such as '%s' by offset %.9g "
			      "and scale %.9g: those of the training are used, "
			      "%.9g and %.9g",
			      name, c->rows, c->rows == 1 ? "" : "s",
			      c->first->id, c->was.offset, c->was.scale,
			      k->norm.offset, k->norm.scale);
}

int run_norm_apply(const struct run_norm *r, struct manifest *p,
		   struct err *err)
{
	struct trained known = { .normalised = r->trained->normalised };
	struct changed changed[SIDES] = { { 0 }, { 0 } };

	memcpy(known.side, r->trained->side, sizeof(known.side));
	if (r->run)
		trained_norms(&known, r->run, r->train);
	if (known.normalised < 0) /* raw values */
		known.side[SOURCE] = known.side[TARGET] =
			(struct trained_norm){ .known = 1, .norm = { 0, 1 } };
	for (size_t i = 0; i < p->n; i++) {
		struct pair *row = &p->list[i];

		if (r->split && strcmp(row->split, r->split) &&
		    (!r->base || strcmp(row->split, r->base)))
			continue;
		set_target(r, &known.side[TARGET], row, &changed[TARGET]);
		if (set_source(r, &known.side[SOURCE], p, row, &changed[SOURCE],
			       err) < 0)
			return -1;
	}
	for (enum side s = SOURCE; s <= TARGET; s++)
		report(r, p, s, &changed[s], &known.side[s]);
	return 0;
}
