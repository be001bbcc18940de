/* diff_paired.c - see diff_paired.h. */
#include "diff/diff_paired.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/significance.h"
#include "base/wilcoxon.h"
#include "diff/table_cells.h"

/* Scores of images: an object by "method metric" of objects by "split id". */
static void add_table(void *arg, const struct table_cells *t)
{
	struct json *to = arg;
	int id = table_cells_column(t, "id");
	int method = table_cells_column(t, "method");
	int split = table_cells_column(t, "split");
	double x;

	if (id < 0 || method < 0)
		return;
	for (size_t i = 1; i < t->n; i++) {
		const char *image = table_cells_get(t, i, id);
		char *key = mem_printf("%s\t%s", table_cells_get(t, i, split),
				       image);

		for (size_t k = 0; strcmp(image, "*") && k < t->row[0].n; k++) {
			char *name = mem_printf("%s\t%s",
						table_cells_get(t, i, method),
						t->row[0].at[k]);
			const char *text = t->row[i].at[k];

			if ((int)k != id && (int)k != split &&
			    num_real(&x, text) == 0) {
				if (!json_get(to, name))
					json_set(to, name, json_new());
				json_set_str((struct json *)json_get(to, name),
					     key, text);
			}
			free(name);
		}
		free(key);
	}
}

struct paired_values {
	double *d; /* B minus A */
	size_t n;
	int64_t higher, lower;
};

static void take_differences(struct paired_values *p, const struct json *a,
			     const struct json *b)
{
	const char *key;

	p->d = mem_zero(json_len(a) + 1, sizeof(*p->d));
	for (size_t i = 0; (key = json_key(a, i)); i++) {
		const char *other = json_str(b, key);
		double x, y;

		if (!other || num_real(&x, json_str(a, key)) < 0 ||
		    num_real(&y, other) < 0 || !isfinite(x) || !isfinite(y))
			continue;
		p->higher += y > x;
		p->lower += y < x;
		p->d[p->n++] = y - x;
	}
}

static void set_text(struct json *j, const char *key, double x)
{
	char text[NUM_MAX];

	json_set_str(j, key, num_text(text, x));
}

static void add_test(struct json *list, const char *name,
		     const struct paired_values *p)
{
	const char *metric = strchr(name, '\t') + 1;
	char *method = mem_strn(name, (size_t)(metric - 1 - name));
	double mean = significance_mean(p->d, p->n);
	struct json *j = json_new();

	json_set_str(j, "metric", metric);
	json_set_str(j, "method", method);
	json_set_int(j, "n", (int64_t)p->n);
	json_set_int(j, "higher", p->higher);
	json_set_int(j, "lower", p->lower);
	set_text(j, "mean", mean);
	if (p->n > 1) {
		double half = significance_student(p->n - 1, 0.95) *
			      significance_sd(p->d, p->n) / sqrt((double)p->n);

		set_text(j, "low", mean - half);
		set_text(j, "high", mean + half);
	}
	set_text(j, "chance", wilcoxon_test(p->d, p->n).p);
	json_add(list, j);
	free(method);
}

void diff_paired(struct json *to, const struct diff_run *a,
		 const struct diff_run *b)
{
	struct json *x = json_new(), *y = json_new(), *list = json_new_list();
	const char *name;

	table_cells_each(a->store, a->run, add_table, x);
	table_cells_each(b->store, b->run, add_table, y);
	for (size_t i = 0; (name = json_key(x, i)); i++) {
		struct paired_values p = { 0 };

		if (!json_get(y, name))
			continue;
		take_differences(&p, json_get(x, name), json_get(y, name));
		if (p.higher || p.lower)
			add_test(list, name, &p);
		free(p.d);
	}
	json_free(x);
	json_free(y);
	json_set_list(to, "paired", list);
}
