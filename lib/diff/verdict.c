/* verdict.c - see verdict.h. */
#include "diff/verdict.h"
#include "run/seen_names.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "diff/diff_content.h"
#include "diff/diff_files.h"
#include "diff/ingredients.h"
#include "run/run_file.h"

#define MANY (UINT64_C(1) << 22)

static const char prints[] = "/fingerprints.tsv";

static int is_prints(const char *path)
{
	size_t n = strlen(path), k = strlen(prints);

	return n >= k && !strcmp(path + n - k, prints);
}

static int is_empty(const struct digest *d)
{
	struct digest none;

	digest_of(&none, "", 0);
	return digest_same(d, &none);
}

static enum verdict_result judge(const struct verdict_output *o, int own_ids)
{
	/* If only one of the runs recorded it, it cannot be compared. */
	if (o->has[0] != o->has[1] &&
	    (is_prints(o->path) || (!o->has[0] && !strcmp(o->path, "-"))))
		return VERDICT_UNKNOWN;
	if (!o->has[0])
		return VERDICT_EXTRA;
	if (!o->has[1])
		return VERDICT_MISSING;
	if (digest_same(&o->digest[0], &o->digest[1]))
		return VERDICT_SAME;
	return own_ids ? VERDICT_ID : VERDICT_DIFFERS;
}

static void take_steps(struct run_verdict *v, const struct buf *a,
		       const struct buf *b)
{
	if (!diff_steps_is(a) || !diff_steps_is(b))
		return;
	diff_steps_release(&v->steps);
	diff_steps(&v->steps, a, b);
	v->has_steps = 1;
}

/* Find out how much the two contents differ. */
static void look_closer(struct run_verdict *v, struct verdict_output *o,
			struct buf *a, struct buf *b)
{
	struct diff_content d = { 0 };
	struct buf text = { 0 };

	o->ulp = UINT64_MAX;
	o->largest = INFINITY;
	if (!a || !b) {
		o->detail = mem_str("the recorded bytes were not kept");
		return;
	}
	if (is_prints(o->path)) {
		take_steps(v, a, b);
		diff_steps_text(&v->steps, &text);
		o->detail = buf_detach(&text);
		return;
	}
	diff_content(&d, a, b);
	o->ulp = d.ulp;
	o->largest = d.largest;
	o->detail = mem_str(buf_text(&d.text));
	if (o->ulp <= v->limits.ulp)
		o->result = VERDICT_ULP;
	else if (o->largest <= v->limits.tolerance)
		o->result = VERDICT_TOLERANCE;
	diff_content_release(&d);
}

void verdict_add(struct run_verdict *v, const char *path,
		 const struct digest *a, const struct digest *b, int own_ids,
		 struct buf *bytes_a, struct buf *bytes_b)
{
	struct verdict_output *o;

	v->list = mem_grow(v->list, v->n + 1, sizeof(*v->list));
	o = &v->list[v->n++];
	*o = (struct verdict_output){ .path = mem_str(path),
				      .has = { a != NULL, b != NULL } };
	if (a)
		o->digest[0] = *a;
	if (b)
		o->digest[1] = *b;
	o->result = judge(o, own_ids);
	if (o->result == VERDICT_DIFFERS)
		look_closer(v, o, bytes_a, bytes_b);
	else if (o->result == VERDICT_SAME && is_prints(path))
		v->has_steps = 1;
	else if (o->result == VERDICT_ID)
		o->detail = mem_str("each run prints its own id");
	else if (o->result == VERDICT_UNKNOWN)
		o->detail = mem_str("one run did not record it");
}

static int is_beyond(enum verdict_result r)
{
	return r == VERDICT_DIFFERS || r == VERDICT_MISSING ||
	       r == VERDICT_EXTRA;
}

/* Returns the worst result of all outputs except fingerprints. */
static enum verdict_result worst(const struct run_verdict *v)
{
	enum verdict_result most = VERDICT_SAME;

	for (size_t i = 0; i < v->n; i++) {
		enum verdict_result r = v->list[i].result;

		if (!is_prints(v->list[i].path) && r != VERDICT_UNKNOWN &&
		    r != VERDICT_ID && r > most)
			most = r;
	}
	return most;
}

void verdict_count(struct run_verdict *v)
{
	enum verdict_result most = worst(v);

	v->compared = v->differing = 0;
	for (size_t i = 0; i < v->n; i++) {
		struct verdict_output *o = &v->list[i];

		/* Fingerprints only show where two trainings differ.  How much
		 * they differ is judged by the other outputs. */
		if (is_prints(o->path) && o->result == VERDICT_DIFFERS &&
		    (most == VERDICT_ULP || most == VERDICT_TOLERANCE))
			o->result = most;
		if (o->result == VERDICT_UNKNOWN)
			continue;
		v->compared++;
		v->differing += is_beyond(o->result);
		v->wrote |= !o->has[0] || !is_empty(&o->digest[0]);
	}
}

static void add_notes(struct run_verdict *v, const struct json *list)
{
	for (size_t i = 0; list && i < json_len(list); i++) {
		const struct json *j = json_at(list, i);
		const struct json *values = json_get(j, "values");
		const char *a = json_str(values, "a");
		const char *b = json_str(values, "b");

		strs_take(&v->notes,
			  mem_printf("%s: was %s, is %s", json_str(j, "name"),
				     a ? a : "none", b ? b : "none"));
	}
}

/* Returns the ingredients B with the code and the data of A. */
static struct json *laid_out_of(const struct json *a, const struct json *b)
{
	struct json *to = json_clone(b);
	const char *version = json_str(json_get(b, "code"), "version");
	struct json *code = json_clone(json_get(a, "code"));

	json_set_str(code, "version", version);
	json_set(to, "code", code);
	json_set(to, "data", json_clone(json_get(a, "data")));
	json_set(to, "unknown", json_clone(json_get(a, "unknown")));
	return to;
}

/* Returns what one of the two runs did not record. */
static struct json *all_unknown(const struct json *a, const struct json *b)
{
	struct json *to = json_clone(json_get(a, "unknown"));
	const struct json *more = json_get(b, "unknown");
	const char *key;

	for (size_t i = 0; (key = json_key(more, i)); i++)
		json_set_str(to, key, json_str(more, key));
	return to;
}

/* Returns 1 if anything differs, even within the limits. */
static int is_other(const struct run_verdict *v)
{
	int yes = !v->ended || (v->has_steps && v->steps.what);

	for (size_t i = 0; i < v->n; i++) {
		enum verdict_result r = v->list[i].result;

		yes |= r != VERDICT_SAME && r != VERDICT_ID &&
		       r != VERDICT_UNKNOWN;
	}
	return yes;
}

void verdict_explain(struct run_verdict *v, const struct json *a,
		     const struct json *b, int foreign, int reordered,
		     int laid_out)
{
	static const char *const label[] = { "a", "b" };
	static const char *const noted[] = { "environment", "machine", "free" };
	struct json *other = laid_out ? laid_out_of(a, b) : json_clone(b);
	const struct json *both[] = { a, other };
	size_t compared;
	struct json *differing = ingredients_compare(both, label, 2, NULL,
						     &compared);
	struct json *unknown = all_unknown(a, other);
	struct diff_evidence e = { differing, unknown,
				   v->has_steps ? &v->steps : NULL, reordered,
				   foreign };

	if (json_str(json_get(a, "code"), "version") &&
	    json_get(differing, "code"))
		add_notes(v, json_get(differing, "code"));
	for (size_t i = 0; i < sizeof noted / sizeof *noted; i++)
		add_notes(v, json_get(differing, noted[i]));
	if (is_other(v))
		diff_cause(&v->cause, &e);
	json_free(differing);
	json_free(unknown);
	json_free(other);
}

void verdict_release(struct run_verdict *v)
{
	for (size_t i = 0; i < v->n; i++) {
		free(v->list[i].path);
		free(v->list[i].detail);
	}
	free(v->list);
	strs_release(&v->notes);
	diff_steps_release(&v->steps);
	diff_cause_release(&v->cause);
	memset(v, 0, sizeof(*v));
}

/* Finds the file by its name without the run's id. */
static const struct digest *find_file(const struct file_list *l,
				      const char *path, const char **as)
{
	const struct digest *found = NULL;
	char *name = ingredients_file(path);

	for (size_t i = 0; !found && i < l->n; i++) {
		char *other = ingredients_file(l->list[i].path);

		if (!strcmp(name, other)) {
			found = &l->list[i].digest;
			*as = l->list[i].path;
		}
		free(other);
	}
	free(name);
	return found;
}

static int is_own_id(const struct run *r, const char *path,
		     const struct digest *d)
{
	char *line = mem_printf("%s\n", r->id);
	struct digest id;

	digest_of(&id, line, strlen(line));
	free(line);
	return !strcmp(path, "-") && digest_same(&id, d);
}

struct file { /* a file of one of the runs; path is NULL if it has none */
	const char *path;
	const struct digest *digest;
};

static int read_file(const struct diff_run *s, const struct file *f,
		     struct buf *to)
{
	struct err ignored = { 0 };

	return run_file(s->store, s->run, f->path, to, &ignored) == 0;
}

static void compare_output(struct run_verdict *v, const struct diff_run *a,
			   const struct file *x, const struct diff_run *b,
			   const struct file *y)
{
	struct buf one = { 0 }, two = { 0 };
	int both = x->path && y->path;
	int own = both && is_own_id(a->run, x->path, x->digest) &&
		  is_own_id(b->run, y->path, y->digest);
	int look = both && !own && !digest_same(x->digest, y->digest);
	int has_one = look && read_file(a, x, &one);
	int has_two = look && read_file(b, y, &two);

	verdict_add(v, x->path ? x->path : y->path, x->digest, y->digest, own,
		    has_one ? &one : NULL, has_two ? &two : NULL);
	buf_release(&one);
	buf_release(&two);
}

static void compare_outputs(struct run_verdict *v, const struct diff_run *a,
			    const struct diff_run *b)
{
	const struct file_list *l = &a->run->outputs, *m = &b->run->outputs;

	for (size_t i = 0; i < l->n; i++) {
		struct file x = { l->list[i].path, &l->list[i].digest };
		struct file y = { 0 };

		y.digest = find_file(m, x.path, &y.path);
		compare_output(v, a, &x, b, &y);
	}
	for (size_t i = 0; i < m->n; i++) {
		struct file y = { m->list[i].path, &m->list[i].digest };
		struct file x = { 0 };

		if (!find_file(l, y.path, &x.path))
			compare_output(v, a, &(struct file){ 0 }, b, &y);
	}
}

static int is_foreign(const struct run *r)
{
	return json_int(r->end, "foreign", 0) != 0;
}

void verdict_add_links(struct run_verdict *v, const struct diff_run *a,
		       const struct diff_run *b)
{
	struct json *x = seen_names_read(a->store, a->run, "made_links");
	struct json *y = seen_names_read(b->store, b->run, "made_links");
	int known = b->run->end && json_get(b->run->end, "watched");
	struct digest was, now;
	struct strs keys = { 0 };

	if (x && known)
		json_keys(x, &keys);
	for (size_t i = 0; i < keys.n; i++) {
		const char *text = json_str(x, keys.at[i]);
		const char *other = y ? json_str(y, keys.at[i]) : NULL;
		char *name = mem_printf("link %s", keys.at[i]);

		digest_of(&was, text, strlen(text));
		digest_of(&now, other ? other : "", other ? strlen(other) : 0);
		verdict_add(v, name, &was, other ? &now : NULL, 0, NULL, NULL);
		free(name);
	}
	strs_release(&keys);
	json_free(x);
	json_free(y);
}

int verdict_runs(struct run_verdict *v, const struct diff_run *a,
		 const struct diff_run *b, struct err *err)
{
	const struct run *r = a->run, *q = b->run;
	struct json *x, *y;

	if (!r->end || !q->end)
		return err_data(err,
				"run %s has not ended: its outputs are "
				"recorded only when it ends",
				(r->end ? q : r)->id);
	compare_outputs(v, a, b);
	verdict_add_links(v, a, b);
	v->ended = r->state == q->state &&
		   json_int(r->end, "exit", 0) == json_int(q->end, "exit", 0);
	verdict_count(v);
	x = ingredients_of(a);
	y = ingredients_of(b);
	verdict_explain(v, x, y, is_foreign(r) || is_foreign(q),
			diff_files_reordered(a->store, &r->inputs, b->store,
					     &q->inputs),
			0);
	json_free(x);
	json_free(y);
	return 0;
}

int verdict_is_same(const struct run_verdict *v)
{
	return v->ended && !v->differing;
}

const char *verdict_class(const struct run_verdict *v)
{
	enum verdict_result most = worst(v);

	if (!verdict_is_same(v))
		return "different";
	if (!v->compared || !v->wrote)
		return "nothing to compare";
	return most == VERDICT_TOLERANCE ? "within tolerance" :
	       most == VERDICT_ULP	 ? "within ulp" :
					   "same bytes";
}

const char *verdict_result_name(enum verdict_result result)
{
	static const char *const name[] = {
		[VERDICT_SAME] = "same",
		[VERDICT_ID] = "run-id",
		[VERDICT_ULP] = "ulp",
		[VERDICT_TOLERANCE] = "tolerance",
		[VERDICT_DIFFERS] = "differs",
		[VERDICT_MISSING] = "missing",
		[VERDICT_EXTRA] = "extra",
		[VERDICT_UNKNOWN] = "unknown",
	};

	return name[result];
}

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
