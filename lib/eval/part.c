/*
 * part.c - see part.h.
 */
#include "eval/part.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"

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

void part_table(const struct evaluate *e, unsigned what, struct tsv *t)
{
	char *text = mem_printf("%zu/%zu", e->part.i, e->part.of);
	int column;

	scores_table(&e->scores, what | SCORES_PART, t);
	column = tsv_add_column(t, "part");
	for (size_t i = 0; i < t->rows; i++)
		tsv_set(t, i, column, text);
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
	unlike_training_report(&e->unlike, &e->model.trained.sources,
			       &e->messages);
}

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

static int open_part(struct part_file *p, const struct evaluate *e,
		     const char *path, struct err *err)
{
	if (tsv_read(&p->table, path, err) < 0)
		return -1;
	if (tsv_column(&p->table, "part") < 0)
		return err_data(err,
				"'%s' is no table of xp-eval --part: it has no "
				"column part",
				path);
	if (scores_read(&p->scores, &p->table, &e->pairs.table, err) < 0)
		return -1;
	for (size_t i = 0; i < p->scores.n; i++)
		if (!method_named(p->scores.list[i].method))
			return err_data(err, "'%s': unknown method '%s'", path,
					p->scores.list[i].method);
	if (!p->scores.n || p->scores.range == e->scores.range ||
	    (isnan(p->scores.range) && isnan(e->scores.range)))
		return 0;
	return err_data(err,
			"'%s' was scored with another data range: join what "
			"was made with the same options, run and manifest",
			path);
}

/* Moves the scores of the image ID from P to the end of TO.  Returns their
 * number. */
static size_t move(struct scores *to, struct part_file *p, const char *id)
{
	size_t n = 0;

	for (size_t i = 0; i < p->scores.n; i++) {
		struct score *s = &p->scores.list[i];

		if (!s->id || strcmp(s->id, id))
			continue;
		to->list = mem_grow(to->list, to->n + 1, sizeof(*to->list));
		to->list[to->n] = *s;
		/* The table that has this word is released. */
		to->list[to->n++].method = method_named(s->method);
		*s = (struct score){ 0 };
		n++;
	}
	p->taken += n;
	return n;
}

static int join_row(struct evaluate *e, struct part_file *p, size_t n,
		    const char *id, size_t *methods, struct err *err)
{
	size_t found = 0, all = 0;

	for (size_t k = 0; k < n; k++) {
		size_t more = move(&e->scores, &p[k], id);

		found += more > 0;
		all += more;
	}
	if (found == 1 && (!*methods || all == *methods)) {
		*methods = all;
		return 0;
	}
	if (found != 1)
		return err_data(err,
				"image '%s' is in %zu of the tables to join: "
				"name the table of each part once",
				id, found);
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
