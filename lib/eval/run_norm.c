/*
 * run_norm.c - see run_norm.h.
 */
#include "eval/run_norm.h"

#include <string.h>

#include "norm/fit_rule.h"

struct changed { /* how many rows were changed, and the first of them */
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

/* Returns a train row with the values NORM or, if NORM is NULL, of the group
 * GROUP. */
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
	if (side == TARGET) /* the new values were not fitted to this target */
		row->target_fit = (struct fitted_to){ .scope = FITTED_SAVED };
}

/* Fit the source of ROW by the rule by which the train sources were fitted one
 * by one.  Returns 1, or 0 if that rule is not known, or -1 with ERR. */
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

/* The train rows' values differ and this row has none: use those of its group,
 * or fit it by itself. */
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
		 "'%s' has no normalisation: in training each source was "
		 "normalised by itself, so pass '%s' through xp-norm with the "
		 "same options as the manifest of the training",
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

/* The rows had other values before. */
static void report(const struct run_norm *r, const struct manifest *p,
		   enum side side, const struct changed *c,
		   const struct trained_norm *k)
{
	const char *name = side_name(side);

	if (!c->rows)
		return;
	if (!p->normalised && k->varies)
		messages_info(r->messages,
			      "%ss of %zu row%s are normalised as in "
			      "training, each by itself or with its group",
			      name, c->rows, c->rows == 1 ? "" : "s");
	else if (!p->normalised)
		messages_info(r->messages,
			      "%ss are normalised as in training: offset %.9g, "
			      "scale %.9g",
			      name, k->norm.offset, k->norm.scale);
	else if (side == TARGET && k->varies)
		messages_warn(r->messages,
			      "targets of %zu row%s have an offset and scale "
			      "that no train row has, such as '%s': "
			      "predictions are turned back by the medians of "
			      "the train rows, %.9g and %.9g; to avoid this, "
			      "fit targets with --target-scope=set",
			      c->rows, c->rows == 1 ? "" : "s", c->first->id,
			      k->norm.offset, k->norm.scale);
	else
		messages_warn(r->messages,
			      "%ss of %zu row%s have an offset and scale that "
			      "are not those of the training, such as '%s' "
			      "with %.9g and %.9g: those of the training are "
			      "used, %.9g and %.9g",
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
	if (known.normalised < 0) /* sources were not normalised in training */
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
