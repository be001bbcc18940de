/* expected.c - see expected.h. */
#include "upkeep/expected.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "diff/run_columns.h"
#include "run/resolve.h"
#include "upkeep/expectation.h"

/* The figure NAME of run ID: 0, or -1 and ERR says why there is none. */
static int figure(const struct store *s, const char *id, const char *name,
		  double *to, struct err *err)
{
	struct tsv list = { 0 }, t = { 0 };
	struct strs columns = { 0 };
	int rc;

	tsv_set(&list, tsv_add_row(&list), tsv_add_column(&list, "id"), id);
	strs_add(&columns, name);
	rc = run_columns(&t, &list, s, &columns, err);
	if (!rc && num_real(to, tsv_get(&t, 0, 0)) < 0)
		rc = err_data(err, "run %s has no number '%s'", id, name);
	strs_release(&columns);
	tsv_release(&list);
	tsv_release(&t);
	return rc;
}

/* What LEFT is compared with. */
static int right_side(const struct store *s, const struct expectation *e,
		      double *to, struct err *err)
{
	char *id = NULL;
	int rc;

	*to = e->limit;
	if (!e->right)
		return 0;
	rc = resolve_run(s, e->run, &id, err);
	if (!rc)
		rc = figure(s, id, e->right, to, err);
	free(id);
	return rc;
}

static char *numbers_text(double a, double b)
{
	char x[NUM_MAX], y[NUM_MAX];

	return mem_printf("%s, %s", num_text(x, a), num_text(y, b));
}

static void judge(struct expected *to, const struct store *s, const char *id,
		  const char *text)
{
	struct expectation e = { 0 };
	struct err err = { 0 };
	double a = 0, b = 0;
	int known = expectation_parse(&e, text, &err) == 0 &&
		    figure(s, id, e.left, &a, &err) == 0 &&
		    right_side(s, &e, &b, &err) == 0;
	enum expected_state state = !known ? EXPECTED_UNKNOWN :
				    relation_holds(e.relation, a, b) ?
					     EXPECTED_HELD :
					     EXPECTED_BROKEN;

	to->list = mem_grow(to->list, to->n + 1, sizeof *to->list);
	to->list[to->n].text = mem_str(text);
	to->list[to->n].numbers = known ? numbers_text(a, b) :
					  mem_str(err.text);
	to->list[to->n++].state = state;
	to->broken += state == EXPECTED_BROKEN;
	to->unknown += state == EXPECTED_UNKNOWN;
	expectation_release(&e);
}

int expected(struct expected *e, const struct store *s, const struct run *r,
	     struct err *err)
{
	const struct json *list = json_get(r->start, "expect");

	memset(e, 0, sizeof *e);
	if (!r->end)
		return err_data(err, "run %s %s", r->id,
				r->state == RUN_INTERRUPTED ?
					"was interrupted, so it has no result "
					"to check; run its command again, or "
					"resume it" :
					"is running; check it when it has "
					"ended");
	for (size_t i = 0; list && i < json_len(list); i++)
		judge(e, s, r->id, json_text(json_at(list, i)));
	return 0;
}

const char *expected_name(enum expected_state state)
{
	return state == EXPECTED_HELD	? "held" :
	       state == EXPECTED_BROKEN ? "broken" :
					  "not measurable";
}

void expected_release(struct expected *e)
{
	for (size_t i = 0; i < e->n; i++) {
		free(e->list[i].text);
		free(e->list[i].numbers);
	}
	free(e->list);
	memset(e, 0, sizeof *e);
}
