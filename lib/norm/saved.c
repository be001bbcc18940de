/*
 * saved.c - fitted values in a file of their own, for other images.
 */
#include "norm/saved.h"

#include <math.h>
#include <string.h>

#include "base/num.h"

static const char *const names[] = {
	"side",	 "method", "low",    "high",   "scope",
	"group", "split",  "images", "offset", "scale",
};
enum {
	SIDE,
	METHOD,
	LOW,
	HIGH,
	SCOPE,
	GROUP,
	SPLIT,
	IMAGES,
	OFFSET,
	SCALE,
	NAMES
};

static const char *get(const struct saved *c, size_t row, int name)
{
	return tsv_get(&c->table, row, tsv_column(&c->table, names[name]));
}

static int real(const struct saved *c, size_t row, int name, double *x,
		struct err *err)
{
	return tsv_real(&c->table, row, tsv_column(&c->table, names[name]), x,
			err);
}

/* Sets X to the list of numbers in a cell, and *N to their number. */
static int reals(const struct saved *c, size_t row, int name,
		 double x[CHANNELS_MOST], size_t *n, struct err *err)
{
	const char *cell = get(c, row, name);
	struct strs word = { 0 };
	int rc = 0;

	*n = 1;
	if (!strchr(cell, ','))
		return real(c, row, name, x, err);
	strs_split(&word, cell, ',');
	*n = word.n;
	if (word.n > CHANNELS_MOST)
		rc = -1;
	for (size_t k = 0; k < word.n && !rc; k++)
		rc = num_real(&x[k], word.at[k]);
	strs_release(&word);
	if (!rc)
		return 0;
	err_data(err, "column '%s': '%s' is not a list of at most %d numbers",
		 names[name], cell, CHANNELS_MOST);
	return tsv_wrap(&c->table, row, err);
}

/* Reads offsets and scales of a row, for *N channels. */
static int read_norms(const struct saved *c, size_t row,
		      struct norm to[CHANNELS_MOST], size_t *n, struct err *err)
{
	double offset[CHANNELS_MOST], scale[CHANNELS_MOST];
	size_t scales;

	if (reals(c, row, OFFSET, offset, n, err) < 0 ||
	    reals(c, row, SCALE, scale, &scales, err) < 0)
		return -1;
	if (scales != *n) {
		err_data(err, "there are %zu offsets, but %zu scales", *n,
			 scales);
		return tsv_wrap(&c->table, row, err);
	}
	for (size_t k = 0; k < *n; k++) {
		to[k] = (struct norm){ offset[k], scale[k] };
		if (isfinite(offset[k]) && isfinite(scale[k]) && scale[k] != 0)
			continue;
		err_data(err,
			 "an offset of %g and a scale of %g cannot be used",
			 offset[k], scale[k]);
		return tsv_wrap(&c->table, row, err);
	}
	return 0;
}

/* Returns the constant of LIST that equals TEXT, or NULL. */
static const char *one_of(const char *const *list, const char *text)
{
	while (*list && strcmp(*list, text))
		list++;
	return *list;
}

/* Returns 1 if the row has no values, since each image is fitted by itself. */
static int is_by_image(const struct saved *c, size_t row)
{
	struct fit_rule r = { .method = one_of(fit_rule_methods,
					       get(c, row, METHOD)) };

	return !strcmp(get(c, row, SCOPE), "image") && !fit_rule_is_given(&r);
}

static int check_values(const struct saved *c, size_t row, struct err *err)
{
	struct norm norm[CHANNELS_MOST];
	double x[2] = { 0 };
	size_t n;

	for (int i = LOW; i <= HIGH; i++)
		if (real(c, row, i, &x[i - LOW], err) < 0)
			return -1;
	if (!(x[0] >= 0 && x[0] < x[1] && x[1] <= 100)) {
		err_data(err, "percentile %g is not below %g", x[0], x[1]);
		return tsv_wrap(&c->table, row, err);
	}
	return is_by_image(c, row) ? 0 : read_norms(c, row, norm, &n, err);
}

/* Checks that the rows of one side differ only in group and values. */
static int check_like(const struct saved *c, size_t row, struct err *err)
{
	for (size_t i = 0; i < row; i++) {
		if (strcmp(get(c, i, SIDE), get(c, row, SIDE)))
			continue;
		if (strcmp(get(c, i, METHOD), get(c, row, METHOD)) ||
		    strcmp(get(c, i, SCOPE), get(c, row, SCOPE)))
			err_data(err, "an earlier row of this side has another "
				      "method or scope");
		else if (!strcmp(get(c, i, GROUP), get(c, row, GROUP)))
			err_data(err, "this side%s already has a row",
				 get(c, row, GROUP)[0] ? ", for this group," :
							 "");
		else
			continue;
		return tsv_wrap(&c->table, row, err);
	}
	return 0;
}

static int check_row(const struct saved *c, size_t row, struct err *err)
{
	int by_group = !strcmp(get(c, row, SCOPE), "group");

	if (strcmp(get(c, row, SIDE), "source") &&
	    strcmp(get(c, row, SIDE), "target"))
		err_data(err, "the side '%s' is neither source nor target",
			 get(c, row, SIDE));
	else if (!one_of(fit_rule_methods, get(c, row, METHOD)))
		err_data(err, "there is no method '%s'", get(c, row, METHOD));
	else if (!one_of(fit_rule_scopes, get(c, row, SCOPE)))
		err_data(err, "there is no scope '%s'", get(c, row, SCOPE));
	else if (by_group != (get(c, row, GROUP)[0] != 0))
		err_data(err, by_group ? "the group is missing, but the side "
					 "was fitted by group" :
					 "there is a group, but the side was "
					 "not fitted by group");
	else
		return check_values(c, row, err) < 0 ? -1 :
						       check_like(c, row, err);
	return tsv_wrap(&c->table, row, err);
}

/* Returns the first row of SIDE, or the number of rows if there is none. */
static size_t first_of(const struct saved *c, enum side side)
{
	size_t row = 0;

	while (row < c->table.rows &&
	       strcmp(get(c, row, SIDE), side_name(side)))
		row++;
	return row;
}

static int check(const struct saved *c, struct err *err)
{
	for (int i = 0; i < NAMES; i++)
		if (tsv_need(&c->table, names[i], err) < 0)
			return -1;
	for (size_t row = 0; row < c->table.rows; row++)
		if (check_row(c, row, err) < 0)
			return -1;
	for (enum side s = SOURCE; s <= TARGET; s++)
		if (first_of(c, s) == c->table.rows)
			return err_data(err,
					"%s: no values for the side %s: "
					"want a file that xp-norm --save "
					"wrote",
					c->table.path, side_name(s));
	return 0;
}

int saved_read(struct saved *c, const char *path, struct err *err)
{
	memset(c, 0, sizeof(*c));
	if (tsv_read(&c->table, path, err) < 0)
		return -1;
	if (check(c, err) == 0)
		return 0;
	saved_release(c);
	return -1;
}

void saved_release(struct saved *c)
{
	tsv_release(&c->table);
}

void saved_rule(const struct saved *c, enum side side, struct fit_rule *r)
{
	size_t row = first_of(c, side);
	struct norm norm[CHANNELS_MOST];
	struct err err = { 0 };
	size_t n;

	*r = (struct fit_rule){
		.method = one_of(fit_rule_methods, get(c, row, METHOD)),
		.scope = one_of(fit_rule_scopes, get(c, row, SCOPE)),
	};
	/* cannot fail: was checked on reading */
	real(c, row, LOW, &r->low, &err);
	real(c, row, HIGH, &r->high, &err);
	if (is_by_image(c, row))
		return;
	read_norms(c, row, norm, &n, &err);
	r->from = norm->offset;
	r->to = r->from + 1 / norm->scale;
}

int saved_norm(const struct saved *c, enum side side, const char *group,
	       size_t channel, size_t channels, struct norm *to,
	       struct err *err)
{
	struct norm norm[CHANNELS_MOST];
	size_t row = first_of(c, side), n;
	int by_group = get(c, row, GROUP)[0] != 0;

	while (by_group && row < c->table.rows &&
	       (strcmp(get(c, row, SIDE), side_name(side)) ||
		strcmp(get(c, row, GROUP), group)))
		row++;
	if (row == c->table.rows)
		return err_data(err,
				"'%s' has no values for the group '%s' "
				"of the %s images: fit to this group, or "
				"apply values fitted by set or by image",
				c->table.path, group, side_name(side));
	if (read_norms(c, row, norm, &n, err) < 0)
		return -1;
	if (n != channels)
		return err_data(err,
				"'%s' has values for %zu channel%s of the %s "
				"images, and these have %zu",
				c->table.path, n, n == 1 ? "" : "s",
				side_name(side), channels);
	*to = norm[channel];
	return 0;
}

void saved_add(struct saved *c, const struct saved_fit *fit,
	       const struct channel *channel)
{
	size_t row = tsv_add_row(&c->table);
	const char *text[NAMES] = {
		[SIDE] = side_name(fit->side), [METHOD] = fit->rule->method,
		[SCOPE] = fit->rule->scope,    [GROUP] = fit->group,
		[SPLIT] = fit->split,
	};
	double value[NAMES] = {
		[LOW] = fit->rule->low,
		[HIGH] = fit->rule->high,
		[IMAGES] = (double)fit->images,
	};

	for (int i = 0; i < NAMES; i++) {
		int column = tsv_add_column(&c->table, names[i]);

		if (text[i])
			tsv_set(&c->table, row, column, text[i]);
		else if (i < OFFSET)
			tsv_set_real(&c->table, row, column, value[i]);
		else if (channel)
			channel_set_numbers(&c->table, row, column, channel,
					    fit->channels, i == SCALE);
	}
}

int saved_write(const struct saved *c, const char *path, struct err *err)
{
	struct out o;
	int rc;

	if (out_open(&o, path, FILE_PLAIN, err) < 0)
		return -1;
	tsv_write(&c->table, &o);
	rc = out_commit(&o, err);
	out_release(&o);
	return rc;
}
