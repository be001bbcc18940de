/*
 * part.c - see part.h.
 */
#include "eval/part.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "file/digest.h"
#include "file/in.h"

#define CELLS "cells_sha256"

int part_read(struct evaluate *e, const char *text, struct err *err)
{
	char *copy = mem_str(text), *slash = strchr(copy, '/');
	int64_t i = 0, n = 0;

	if (slash)
		*slash = '\0';
	if (!slash || num_int(&i, copy) < 0 || num_int(&n, slash + 1) < 0 ||
	    i < 1 || n < i || n > 1000000)
		err_usage(err,
			  "--part: want a part and their number, such as 2/8, "
			  "not '%s'",
			  text);
	else
		e->part = (struct evaluate_part){ (size_t)i, (size_t)n };
	free(copy);
	return e->part.of ? 0 : -1;
}

/* --- what a table is made of --------------------------------------------- */

static void add_table(struct hash *h, const struct tsv *t)
{
	struct buf text = { 0 };

	tsv_text(t, &text);
	digest_add(h, buf_text(&text), text.len);
	buf_release(&text);
}

static void add_digest(struct buf *to, const char *name, const struct digest *d)
{
	char hex[DIGEST_HEX + 1];

	buf_printf(to, "%s=%s ", name, digest_hex(hex, d));
}

/* Adds to TO what the model was trained on, which gives baselines, the range
 * and the column leak. */
static void add_training(struct buf *to, const struct evaluate *e)
{
	struct hash *h = digest_new();
	struct digest d;

	add_table(h, e->is_own ? &e->pairs.table : &e->trained.table);
	for (size_t i = 0; i < e->earlier.n; i++) {
		digest_add(h, e->earlier.list[i].split,
			   strlen(e->earlier.list[i].split) + 1);
		add_table(h, &e->earlier.list[i].manifest.table);
	}
	digest_end(h, &d);
	add_digest(to, "training", &d);
}

int part_made_of(struct evaluate *e, const char *weights, struct err *err)
{
	struct hash *h = digest_new();
	struct buf to = { 0 }, ranges = { 0 };
	struct digest d = { 0 };
	char range[NUM_MAX];

	for (size_t k = 0; k < evaluate_channels(e); k++)
		buf_printf(&ranges, "%s%s", k ? "," : "",
			   num_exact(range,
				     scores_channel(&e->scores, k)->range));
	add_table(h, &e->pairs.table);
	if (weights && in_digest(&d, weights, err) < 0) {
		digest_end(h, NULL);
		buf_release(&ranges);
		return -1;
	}
	add_digest(&to, "weights", &d);
	digest_end(h, &d);
	add_digest(&to, "manifest", &d);
	add_training(&to, e);
	buf_printf(&to, "range=%s tta=%d ceiling=%d baselines=%d ",
		   buf_text(&ranges), e->model.average, e->ceiling,
		   e->base->base.images > 0);
	buf_printf(&to, "all-baselines=%d split=%s train-split=%s",
		   e->base->linear.fitted, e->split ? e->split : "",
		   e->train ? e->train : "");
	buf_release(&ranges);
	free(e->made_of);
	e->made_of = buf_detach(&to);
	return 0;
}

/* Appends to TO the names of what differs in two texts of part_made_of. */
static void add_differences(struct buf *to, const char *a, const char *b)
{
	struct strs x = { 0 }, y = { 0 };

	strs_split(&x, a, ' ');
	strs_split(&y, b, ' ');
	for (size_t i = 0; i < x.n && i < y.n; i++)
		if (strcmp(x.at[i], y.at[i]))
			buf_printf(to, "%s%.*s", to->len ? ", " : "",
				   (int)strcspn(x.at[i], "="), x.at[i]);
	strs_release(&x);
	strs_release(&y);
}

/* Sets HEX to the digest of all cells of T but those of the column CELLS. */
static void digest_cells(char hex[DIGEST_HEX + 1], const struct tsv *t)
{
	struct hash *h = digest_new();
	struct digest d;

	for (size_t i = 0; i < t->columns; i++)
		if (strcmp(t->column[i], CELLS))
			digest_add(h, t->column[i], strlen(t->column[i]) + 1);
	for (size_t i = 0; i < t->rows * t->columns; i++) {
		const char *cell = tsv_get(t, i / t->columns,
					   (int)(i % t->columns));

		if (strcmp(t->column[i % t->columns], CELLS))
			digest_add(h, cell, strlen(cell) + 1);
	}
	digest_end(h, &d);
	digest_hex(hex, &d);
}

static void fill(struct tsv *t, const char *name, const char *text)
{
	int column = tsv_add_column(t, name);

	for (size_t i = 0; i < t->rows; i++)
		tsv_set(t, i, column, text);
}

void part_table(const struct evaluate *e, unsigned what, struct tsv *t)
{
	char *text = mem_printf("%zu/%zu", e->part.i, e->part.of);
	char hex[DIGEST_HEX + 1];

	scores_table(&e->scores, what | SCORES_PART, t);
	fill(t, "part", text);
	fill(t, "made_of", e->made_of);
	digest_cells(hex, t);
	fill(t, CELLS, hex);
	free(text);
}

void part_say(struct evaluate *e)
{
	size_t n = 0;

	for (size_t i = 0; i < e->scores.n; i++)
		n += !i || strcmp(e->scores.list[i].id,
				  e->scores.list[i - 1].id) != 0;
	messages_info(&e->messages,
		      "part %zu of %zu: %zu of %zu images; --joined makes one "
		      "table of all parts",
		      e->part.i, e->part.of, n, evaluate_count(e));
	score_leak_report_pixels(&e->leak, &e->pairs, &e->messages);
	unlike_training_report(&e->unlike, &e->model.trained, &e->messages);
}

/* --- tables joined ------------------------------------------------------- */

/* Returns the name of a method as evaluations have it, or NULL. */
static const char *method_named(const char *name)
{
	static const char *const names[] = { "model",  "prediction", "mean",
					     "affine", "linear",     "shuffled",
					     "repeat" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcmp(names[i], name))
			return names[i];
	return NULL;
}

/* the table of one part */
struct part_file {
	struct tsv table;
	struct scores scores;
	size_t taken;
};

static int check_columns(const struct tsv *t, const char *path, struct err *err)
{
	static const char *const name[] = { "part", "made_of", CELLS };

	if (t->column[0][0] == '{')
		return err_data(err,
				"'%s' is JSON, not a table: score this part "
				"again without --json",
				path);
	for (size_t i = 0; i < sizeof(name) / sizeof(*name); i++)
		if (tsv_column(t, name[i]) < 0)
			return err_data(err,
					"'%s' is no table of xp-eval --part: "
					"it has no column %s",
					path, name[i]);
	return 0;
}

/* Fails if T was changed, or is made of other things than E. */
static int check_origin(const struct tsv *t, const struct evaluate *e,
			const char *path, struct err *err)
{
	int made_of = tsv_column(t, "made_of"), cells = tsv_column(t, CELLS);
	char hex[DIGEST_HEX + 1];
	struct buf b = { 0 };
	int rc = 0;

	digest_cells(hex, t);
	for (size_t i = 0; i < t->rows && !rc; i++) {
		const char *was = tsv_get(t, i, made_of);

		if (strcmp(tsv_get(t, i, cells), hex)) {
			rc = err_data(err,
				      "'%s' is not as xp-eval --part printed "
				      "it: score this part again",
				      path);
		} else if (strcmp(was, e->made_of)) {
			add_differences(&b, e->made_of, was);
			rc = err_data(err,
				      "'%s' is a part of another evaluation "
				      "(differs in %s): join what was made "
				      "with the same run, manifest and options",
				      path, b.len ? buf_text(&b) : "options");
		}
	}
	buf_release(&b);
	return rc;
}

static int check_methods(const struct scores *s, const char *path,
			 struct err *err)
{
	for (size_t i = 0; i < s->n; i++)
		if (!method_named(s->list[i].method))
			return err_data(err, "'%s': unknown method '%s'", path,
					s->list[i].method);
	return 0;
}

static int open_part(struct part_file *p, const struct evaluate *e,
		     const char *path, struct err *err)
{
	if (tsv_read(&p->table, path, err) < 0 ||
	    check_columns(&p->table, path, err) < 0 ||
	    check_origin(&p->table, e, path, err) < 0)
		return -1;
	if (scores_read(&p->scores, &p->table, &e->pairs.table, err) < 0)
		return -1;
	for (size_t k = 0; k <= p->scores.channels; k++)
		if (check_methods(k ? &p->scores.channel[k - 1] : &p->scores,
				  path, err) < 0)
			return -1;
	return 0;
}

/* Moves the scores of the image ID from FROM to the end of TO.  Returns their
 * number. */
static size_t move_list(struct scores *to, struct scores *from, const char *id)
{
	size_t n = 0;

	for (size_t i = 0; i < from->n; i++) {
		struct score *s = &from->list[i];

		if (!s->id || strcmp(s->id, id))
			continue;
		to->list = mem_grow(to->list, to->n + 1, sizeof(*to->list));
		to->list[to->n] = *s;
		/* The table that has this word is released. */
		to->list[to->n++].method = method_named(s->method);
		*s = (struct score){ 0 };
		n++;
	}
	return n;
}

/* Moves the scores of the image ID from P to TO, of all channels.  Returns the
 * number of those over all; *UNEQUAL becomes 1 if some channel has another
 * number. */
static size_t move(struct scores *to, struct part_file *p, const char *id,
		   int *unequal)
{
	size_t n = move_list(to, &p->scores, id);

	*unequal |= to->channels != p->scores.channels;
	for (size_t k = 0; k < to->channels && k < p->scores.channels; k++)
		*unequal |= move_list(&to->channel[k], &p->scores.channel[k],
				      id) != n;
	p->taken += n;
	return n;
}

static int join_row(struct evaluate *e, struct part_file *p, size_t n,
		    const char *id, size_t *methods, struct err *err)
{
	size_t found = 0, all = 0;
	int unequal = 0;

	for (size_t k = 0; k < n; k++) {
		size_t more = move(&e->scores, &p[k], id, &unequal);

		found += more > 0;
		all += more;
	}
	if (found == 1 && !unequal && (!*methods || all == *methods)) {
		*methods = all;
		return 0;
	}
	if (found != 1)
		return err_data(err,
				"image '%s' is in %zu of the tables to join: "
				"name the table of each part once",
				id, found);
	if (unequal)
		return err_data(err,
				"image '%s' does not have as many rows of each "
				"channel: score its part again",
				id);
	return err_data(err,
			"image '%s' has %zu rows, others have %zu: join what "
			"was made with the same options",
			id, all, *methods);
}

static int check_rest(const struct part_file *p, const char *path,
		      struct err *err)
{
	if (p->taken == p->scores.n)
		return 0;
	return err_data(err,
			"'%s' has scores of images that are not scored here: "
			"join with the run, the manifest and the split that "
			"the parts had",
			path);
}

int part_join(struct evaluate *e, const struct strs *files, struct err *err)
{
	struct part_file *p = mem_zero(files->n, sizeof(*p));
	size_t methods = 0;
	int rc = 0;

	for (size_t k = 0; k < files->n && !rc; k++)
		rc = open_part(&p[k], e, files->at[k], err);
	for (size_t i = 0; i < e->pairs.n && !rc; i++)
		if (evaluate_counts(e, i))
			rc = join_row(e, p, files->n, e->pairs.list[i].id,
				      &methods, err);
	for (size_t k = 0; k < files->n && !rc; k++)
		rc = check_rest(&p[k], files->at[k], err);
	for (size_t k = 0; k < files->n; k++) {
		scores_release(&p[k].scores);
		tsv_release(&p[k].table);
	}
	free(p);
	return rc;
}
