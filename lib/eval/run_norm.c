/*
 * run_norm.c - see run_norm.h.
 */
#include "eval/run_norm.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "eval/source_ways.h"
#include "norm/fit_rule.h"

struct changed { /* how many rows were changed, and the first of them */
	size_t rows;
	const struct pair *first;
	struct norm was[CHANNELS_MOST];
};

/* Fills TO with the values of the N channels FROM. */
static void norms_of(struct norm *to, const struct channel *from, size_t n)
{
	for (size_t k = 0; k < n; k++)
		to[k] = from[k].norm;
}

static int is_equal(const struct channel *a, const struct norm *b, size_t n)
{
	for (size_t k = 0; k < n; k++)
		if (a[k].norm.offset != b[k].offset ||
		    a[k].norm.scale != b[k].scale)
			return 0;
	return 1;
}

/* Returns a train row with the values NORM of all channels or, if NORM is NULL,
 * of the group GROUP. */
static const struct pair *find(const struct run_norm *r, enum side side,
			       const struct norm *norm, const char *group)
{
	for (size_t i = 0; r->run && i < r->run->n; i++) {
		struct pair *row = &r->run->list[i];

		if (strcmp(row->split, r->train))
			continue;
		if (norm ? is_equal(row->channel[side], norm,
				    r->run->channels[side]) :
			   *group && !strcmp(row->group, group))
			return row;
	}
	return NULL;
}

/* Gives the channels of SIDE of ROW, of P, the values TO. */
static void change(struct changed *c, const struct manifest *p,
		   struct pair *row, enum side side, const struct norm *to)
{
	struct channel *channel = row->channel[side];
	size_t n = p->channels[side];

	if (is_equal(channel, to, n))
		return;
	if (!c->rows++) {
		c->first = row;
		norms_of(c->was, channel, n);
	}
	for (size_t k = 0; k < n; k++)
		channel[k].norm = to[k];
	if (side == TARGET) /* the new values were not fitted to this target */
		row->target_fit = (struct fitted_to){ .scope = FITTED_SAVED };
}

/* Fit the channels of the source of ROW by the rule TEXT, by which the train
 * sources were fitted one by one. */
static int fit_image(const struct run_norm *r, const char *text,
		     const struct manifest *p, struct pair *row,
		     struct changed *c, struct err *err)
{
	struct norm norm[CHANNELS_MOST];
	struct fit_rule rule;

	if (fit_rule_parse(&rule, text, err) < 0)
		return -1;
	for (size_t k = 0; k < p->channels[SOURCE]; k++)
		if (fit_rule_image(&norm[k], &rule, row->channel[SOURCE][k].ref,
				   r->threads, err) < 0)
			return -1;
	change(c, p, row, SOURCE, norm);
	return 0;
}

/* Returns 1 if the training normalised images of SIDE in SCOPE, as far as a
 * train row says so. */
static int was_fitted(const struct run_norm *r, enum side side,
		      enum fitted_scope scope)
{
	for (size_t i = 0; r->run && i < r->run->n; i++) {
		const struct pair *row = &r->run->list[i];

		if (!strcmp(row->split, r->train) &&
		    (side == SOURCE ? row->source_fit : row->target_fit)
				    .scope == scope)
			return 1;
	}
	return 0;
}

/* Returns with what the training normalised each image of SIDE. */
static const char *fitted_with(const struct run_norm *r, enum side side)
{
	if (was_fitted(r, side, FITTED_GROUP))
		return "with its group";
	if (was_fitted(r, side, FITTED_IMAGE))
		return "by itself";
	return "by itself or with its group";
}

static int no_group(const struct pair *row, struct err *err)
{
	char *what = *row->group ? mem_printf("and the training had no group "
					      "'%s'",
					      row->group) :
				   mem_str("and this row names no group");

	err_data(err,
		 "'%s' has no normalisation: the training normalised sources "
		 "by group, %s; name a group of the training in the column "
		 "'group' of a manifest, or train on sources normalised by "
		 "xp-norm --source-scope=set or image",
		 row->source, what);
	free(what);
	return -1;
}

static int no_rule(const struct run_norm *r, const struct manifest *p,
		   const struct pair *row, struct err *err)
{
	const char *path = p->table.path, *with = fitted_with(r, SOURCE);

	if (p->targetless)
		return err_data(
			err,
			"'%s' has no normalisation: the training normalised "
			"each source %s, and the weights do not say how; "
			"give each row its own offset and scale in a manifest "
			"with the columns source_offset source_scale "
			"target_offset target_scale",
			row->source, with);
	return err_data(
		err,
		"'%s' has no normalisation: the training normalised each "
		"source %s; pass '%s' through xp-norm with the options that "
		"were used for the manifest of the training",
		row->source, with, path);
}

/* The train rows' values differ and this row has none: use those of its group,
 * or fit it by itself. */
static int fit_alone(const struct run_norm *r, const char *rule,
		     const struct manifest *p, struct pair *row,
		     struct changed *c, struct err *err)
{
	const struct pair *like = find(r, SOURCE, NULL, row->group);
	struct norm norm[CHANNELS_MOST];
	int rc;

	if (like && like->source_fit.scope == FITTED_GROUP) {
		norms_of(norm, like->channel[SOURCE], p->channels[SOURCE]);
		change(c, p, row, SOURCE, norm);
		return 0;
	}
	if (was_fitted(r, SOURCE, FITTED_GROUP)) {
		rc = no_group(row, err);
	} else if (rule && r->later) {
		row->source_fit = (struct fitted_to){ .scope = FITTED_IMAGE };
		c->rows++;
		return 0;
	} else if (rule)
		rc = fit_image(r, rule, p, row, c, err);
	else
		rc = no_rule(r, p, row, err);
	return rc < 0 ? tsv_wrap(&p->table, row->row, err) : 0;
}

static int set_source(const struct run_norm *r, const struct trained *known,
		      const struct manifest *p, struct pair *row,
		      struct changed *c, struct err *err)
{
	const struct trained_norm *k = &known->side[SOURCE];

	if (k->known && !k->varies)
		change(c, p, row, SOURCE, k->norm);
	else if (r->trained->normalised > 0 && !p->normalised)
		return fit_alone(r, known->source_rule, p, row, c, err);
	return 0;
}

static void set_target(const struct run_norm *r, const struct trained_norm *k,
		       const struct manifest *p, struct pair *row,
		       struct changed *c)
{
	struct norm norm[CHANNELS_MOST];

	norms_of(norm, row->channel[TARGET], p->channels[TARGET]);
	if (k->known && !find(r, TARGET, norm, NULL))
		change(c, p, row, TARGET, k->norm);
}

/* Appends "offset 3, scale 0.5"; of several channels "offset 3,4, scale
 * 0.5,0.25".  BETWEEN stands between the two. */
static char *norms_text(const struct norm *norm, size_t n, const char *between)
{
	struct buf b = { 0 };

	buf_str(&b, "offset ");
	for (size_t k = 0; k < n; k++)
		buf_printf(&b, "%s%.9g", k ? "," : "", norm[k].offset);
	buf_printf(&b, "%sscale ", between);
	for (size_t k = 0; k < n; k++)
		buf_printf(&b, "%s%.9g", k ? "," : "", norm[k].scale);
	return buf_detach(&b);
}

/* Targets that differ from row to row; nobody knows those of new images. */
static void report_medians(const struct run_norm *r, const struct manifest *p,
			   const struct changed *c, const char *values)
{
	if (p->normalised)
		messages_warn(r->messages,
			      "targets of %zu row%s have an offset and scale "
			      "that no train row has, such as row '%s': "
			      "predictions are turned back by the medians of "
			      "the train rows, %s; to "
			      "avoid this, fit targets with --target-scope=set",
			      c->rows, c->rows == 1 ? "" : "s", c->first->id,
			      values);
	else
		messages_warn(r->messages,
			      "the training normalised each target %s: "
			      "predictions are turned back "
			      "by the medians of the train rows, %s; the units "
			      "of predictions are "
			      "only about right; to avoid this, fit targets "
			      "with --target-scope=set",
			      fitted_with(r, TARGET), values);
}

/* The rows had other values before. */
static void report_changed(const struct run_norm *r, const struct manifest *p,
			   enum side side, const struct changed *c,
			   const struct trained_norm *k)
{
	size_t n = p->channels[side];
	char *was = norms_text(c->was, n, " and ");
	char *is = norms_text(k->norm, n, " and ");

	messages_warn(r->messages,
		      "%ss of %zu row%s have another offset and scale "
		      "than the training, such as row '%s' with "
		      "%s: the values of the "
		      "training are used, %s",
		      side_name(side), c->rows, c->rows == 1 ? "" : "s",
		      c->first->id, was, is);
	free(was);
	free(is);
}

static void report(const struct run_norm *r, const struct manifest *p,
		   enum side side, const struct changed *c,
		   const struct trained_norm *k)
{
	char *values = norms_text(k->norm, p->channels[side],
				  side == TARGET && k->varies ? " and " : ", ");

	if (!c->rows)
		;
	else if (side == TARGET && k->varies)
		report_medians(r, p, c, values);
	else if (!p->normalised && (k->varies || !k->known))
		messages_info(r->messages,
			      "%ss of %zu row%s are normalised as in "
			      "training, each %s",
			      side_name(side), c->rows, c->rows == 1 ? "" : "s",
			      was_fitted(r, side, FITTED_GROUP) ?
				      "with its group" :
				      "by itself");
	else if (!p->normalised)
		messages_info(r->messages, "%s as in training: %s",
			      p->targetless && side == TARGET ?
				      "predictions are turned back" :
			      side == TARGET ? "targets are normalised" :
					       "sources are normalised",
			      values);
	else
		report_changed(r, p, side, c, k);
	free(values);
}

/* The values of sides that were not normalised in training. */
static struct trained_norm as_they_are(void)
{
	struct trained_norm to = { .known = 1 };

	for (size_t k = 0; k < CHANNELS_MOST; k++)
		to.norm[k].scale = 1;
	return to;
}

/* What a run's record says may not be what its weights are. */
static int check_channels(const struct trained *known, const struct manifest *p,
			  struct err *err)
{
	for (enum side s = SOURCE; s <= TARGET; s++)
		if (known->side[s].known &&
		    known->side[s].channels != p->channels[s])
			return err_data(err,
					"the manifest of the training has %zu "
					"%s channel%s, but the network has %zu",
					known->side[s].channels, side_name(s),
					known->side[s].channels == 1 ? "" : "s",
					p->channels[s]);
	return 0;
}

int run_norm_apply(const struct run_norm *r, struct manifest *p,
		   struct err *err)
{
	struct trained known = { .normalised = r->trained->normalised };
	struct changed changed[SIDES] = { { 0 } };
	int rc = 0;

	memcpy(known.side, r->trained->side, sizeof(known.side));
	known.source_rule = mem_str(r->trained->source_rule);
	known.source_ways_differ = r->trained->source_ways_differ;
	known.source_ways = mem_str(r->trained->source_ways);
	known.source_pitch = r->trained->source_pitch;
	for (int i = 0; i < TRAINED_FILES; i++)
		known.source_sha256[i] = mem_str(r->trained->source_sha256[i]);
	if (r->run)
		trained_norms(&known, r->run, r->train);
	rc = check_channels(&known, p, err);
	if (!rc && p != r->run)
		rc = source_ways_take(&known, p, r->split, r->messages, err);
	if (known.normalised < 0) /* sources were not normalised in training */
		known.side[SOURCE] = known.side[TARGET] = as_they_are();
	for (size_t i = 0; i < p->n && !rc; i++) {
		struct pair *row = &p->list[i];

		if (r->split && strcmp(row->split, r->split) &&
		    (!r->base || strcmp(row->split, r->base)))
			continue;
		set_target(r, &known.side[TARGET], p, row, &changed[TARGET]);
		rc = set_source(r, &known, p, row, &changed[SOURCE], err);
	}
	for (enum side s = SOURCE; s <= TARGET && !rc; s++)
		report(r, p, s, &changed[s], &known.side[s]);
	if (r->later) {
		*r->later = known.source_rule;
		known.source_rule = NULL;
	}
	trained_release(&known);
	return rc;
}
