/*
 * pair_checks.c - what was found about the pairs of a run.
 */
#include "report/pair_checks.h"

#include <string.h>

#include "run/index.h"
#include "run/maker.h"
#include "run/run_file.h"
#include "store/object.h"

/* How many manifests back: pairs, normalised, and a few between. */
enum { STEPS = 6 };

struct manifests { /* of which each was made from the next */
	struct digest digest[STEPS];
	size_t n;
};

/* The first input of R that the store has a copy of: its table. */
static long table_of(const struct store *s, const struct run *r)
{
	for (size_t i = 0; i < r->inputs.n; i++)
		if (!strstr(r->inputs.list[i].path, ".safetensors") &&
		    !strstr(r->inputs.list[i].path, ".conf") &&
		    object_has(s, &r->inputs.list[i].digest))
			return (long)i;
	return -1;
}

static void follow(struct manifests *m, const struct store *s,
		   struct maker_index *makers, const struct run *r)
{
	long i = table_of(s, r);
	const char *id = NULL;
	struct err ignored = { 0 };
	struct run maker;

	if (i < 0 || m->n == STEPS)
		return;
	m->digest[m->n++] = r->inputs.list[i].digest;
	if (maker_of(makers, r, r->inputs.list[i].path,
		     &r->inputs.list[i].digest, &id) == MAKER_NONE ||
	    run_read(&maker, s, id, &ignored) < 0)
		return;
	follow(m, s, makers, &maker);
	run_release(&maker);
}

/* 1: run ID printed findings on one of M, which are in T then. */
static int has_checks(struct tsv *t, const struct store *s, const char *id,
		      const struct manifests *m)
{
	struct err ignored = { 0 };
	struct buf b = { 0 };
	struct run r;
	int found = 0;

	if (run_read(&r, s, id, &ignored) < 0)
		return 0;
	for (size_t i = 0; i < r.inputs.n; i++)
		for (size_t k = 0; k < m->n; k++)
			found |= digest_same(&r.inputs.list[i].digest,
					     &m->digest[k]);
	found = found && run_file(s, &r, NULL, &b, &ignored) == 0 &&
		tsv_parse(t, id, &b, &ignored) == 0;
	if (found && tsv_column(t, "verdict") < 0) {
		tsv_release(t);
		found = 0;
	}
	buf_release(&b);
	run_release(&r);
	return found;
}

int pair_checks_find(struct tsv *t, const struct store *s, const struct run *r,
		     struct err *err)
{
	struct index_filter filter = { .tool = "xp-pairs" };
	struct manifests m = { .n = 0 };
	struct maker_index *makers;
	struct tsv runs = { 0 };

	if (maker_open(&makers, s, err) < 0)
		return -1;
	follow(&m, s, makers, r);
	maker_close(makers);
	if (index_table(&runs, s, &filter, err) < 0)
		return -1;
	for (size_t i = runs.rows; i--;)
		if (has_checks(t, s, tsv_get(&runs, i, tsv_column(&runs, "id")),
			       &m))
			break;
	tsv_release(&runs);
	return 0;
}
