/* verdict_text.c - see verdict_text.h. */
#include "diff/verdict_text.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"

#define MANY (UINT64_C(1) << 22)

static const char *plural(size_t n)
{
	return n == 1 ? "" : "s";
}

/* Appends the largest difference between two numbers, over outputs that differ
 * only in numbers. */
static void add_largest(const struct run_verdict *v, struct buf *to)
{
	uint64_t ulp = 0;
	double most = 0;
	char text[NUM_MAX];

	for (size_t i = 0; i < v->n; i++) {
		const struct verdict_output *o = &v->list[i];

		if (!o->detail || o->ulp == UINT64_MAX || !o->ulp)
			continue;
		ulp = o->ulp > ulp ? o->ulp : ulp;
		most = o->largest > most ? o->largest : most;
	}
	/* so many floats only mean that the numbers are unrelated */
	if (ulp && ulp < MANY)
		buf_printf(to, ", numbers at most %" PRIu64 " ulp or %s apart",
			   ulp, num_text(text, most));
	else if (ulp)
		buf_printf(to, ", numbers at most %s apart",
			   num_text(text, most));
}

static void add_class(const struct run_verdict *v, struct buf *to)
{
	const char *class = verdict_class(v);
	char text[NUM_MAX];

	if (!strcmp(class, "nothing to compare")) {
		buf_str(to, "it wrote nothing that could differ");
	} else if (!strcmp(class, "same bytes")) {
		buf_printf(to, "same bytes: %zu output%s", v->compared,
			   plural(v->compared));
	} else if (!strcmp(class, "within ulp")) {
		buf_printf(to, "equal within %" PRIu64 " ulp: %zu output%s",
			   v->limits.ulp, v->compared, plural(v->compared));
		add_largest(v, to);
	} else if (!strcmp(class, "within tolerance")) {
		buf_printf(to, "equal within %s: %zu output%s",
			   num_text(text, v->limits.tolerance), v->compared,
			   plural(v->compared));
		add_largest(v, to);
	} else {
		buf_printf(to, "different: %zu of %zu output%s", v->differing,
			   v->compared, plural(v->compared));
		add_largest(v, to);
	}
}

static int parts(const struct run_verdict *v)
{
	return v->has_steps && v->steps.what != DIFF_STEPS_NONE;
}

void verdict_text(const struct run_verdict *v, struct strs *to)
{
	struct buf b = { 0 };

	add_class(v, &b);
	strs_take(to, buf_detach(&b));
	if (parts(v)) {
		buf_str(&b, "first divergence: ");
		diff_steps_text(&v->steps, &b);
		strs_take(to, buf_detach(&b));
	}
	if (v->cause.class)
		strs_take(to, mem_printf("cause: %s: %s", v->cause.class,
					 v->cause.because));
}

void verdict_text_table(const struct run_verdict *v, struct tsv *t)
{
	int output = tsv_add_column(t, "output");
	int result = tsv_add_column(t, "result");
	int recorded = tsv_add_column(t, "recorded");
	int now = tsv_add_column(t, "now");
	int detail = tsv_add_column(t, "detail");

	for (size_t i = 0; i < v->n; i++) {
		const struct verdict_output *o = &v->list[i];
		size_t row = tsv_add_row(t);
		char hex[DIGEST_HEX + 1];

		tsv_set(t, row, output, o->path);
		tsv_set(t, row, result, verdict_result_name(o->result));
		tsv_set(t, row, recorded,
			o->has[0] ? digest_hex(hex, &o->digest[0]) : "");
		tsv_set(t, row, now,
			o->has[1] ? digest_hex(hex, &o->digest[1]) : "");
		tsv_set(t, row, detail, o->detail ? o->detail : "");
	}
}

static struct json *output_json(const struct verdict_output *o)
{
	struct json *j = json_new();
	char hex[DIGEST_HEX + 1], text[NUM_MAX];

	json_set_str(j, "path", o->path);
	json_set_str(j, "result", verdict_result_name(o->result));
	if (o->has[0])
		json_set_str(j, "a", digest_hex(hex, &o->digest[0]));
	if (o->has[1])
		json_set_str(j, "b", digest_hex(hex, &o->digest[1]));
	json_set_str(j, "detail", o->detail);
	if (o->ulp && o->ulp < INT64_MAX) {
		json_set_int(j, "ulp", (int64_t)o->ulp);
		json_set_str(j, "largest", num_exact(text, o->largest));
	}
	return j;
}

static struct json *first_json(const struct diff_steps *d)
{
	struct json *j = json_new(), *names = json_new_list();
	struct buf text = { 0 };

	diff_steps_text(d, &text);
	json_set_int(j, "step", (int64_t)d->step);
	json_set_str(j, "what", diff_steps_name(d->what));
	json_set_str(j, "text", buf_text(&text));
	if (d->what == DIFF_STEPS_LOSS && d->ulp < INT64_MAX)
		json_set_int(j, "ulp", (int64_t)d->ulp);
	for (size_t i = 0; i < d->names.n; i++)
		json_add_str(names, d->names.at[i]);
	json_set(j, "tensors", names);
	buf_release(&text);
	return j;
}

struct json *verdict_text_json(const struct run_verdict *v)
{
	struct json *j = json_new(), *list = json_new_list();
	char text[NUM_MAX];

	json_set_str(j, "xp", "verdict 1");
	json_set_str(j, "class", verdict_class(v));
	json_set_int(j, "same", verdict_is_same(v));
	json_set_int(j, "ulp", (int64_t)v->limits.ulp);
	json_set_str(j, "tolerance", num_exact(text, v->limits.tolerance));
	json_set_int(j, "compared", (int64_t)v->compared);
	json_set_int(j, "differing", (int64_t)v->differing);
	for (size_t i = 0; i < v->n; i++)
		json_add(list, output_json(&v->list[i]));
	json_set(j, "outputs", list);
	if (parts(v))
		json_set(j, "first", first_json(&v->steps));
	if (v->cause.class) {
		struct json *cause = json_new();

		json_set_str(cause, "class", v->cause.class);
		json_set_str(cause, "because", v->cause.because);
		json_set(j, "cause", cause);
	}
	list = json_new_list();
	for (size_t i = 0; i < v->notes.n; i++)
		json_add_str(list, v->notes.at[i]);
	json_set(j, "notes", list);
	return j;
}
