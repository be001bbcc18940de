/*
 * lineage.c - see lineage.h.
 */
#include "run/lineage.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "run/maker.h"

#define MAX_DEPTH 64

static struct lineage_step *add_step(struct lineage *l)
{
	if (l->n == l->cap) {
		l->cap = l->cap ? 2 * l->cap : 8;
		l->list = mem_grow(l->list, l->cap, sizeof(*l->list));
	}
	memset(&l->list[l->n], 0, sizeof(*l->list));
	return &l->list[l->n++];
}

static void add_raw(struct lineage_step *step, const char *path)
{
	if (step->raw++ == 0) {
		step->first = mem_str(path);
		return;
	}
	free(step->last);
	step->last = mem_str(path);
}

/* state of the walk back from one run */
struct lineage_walk {
	struct lineage *to;
	struct maker_index *makers;
	const struct store *store;
	struct strs told; /* ids of the runs that are steps already */
};

static void follow(struct lineage_walk *w, const char *id, const char *via,
		   size_t depth, enum maker_link link);

/* Add the runs that made inputs of R, which is step STEP, and count the inputs
 * that no run made. */
static void look_back(struct lineage_walk *w, const struct run *r, size_t step)
{
	size_t depth = w->to->list[step].depth + 1;
	struct strs seen = { 0 };

	for (size_t i = 0; i < r->inputs.n; i++) {
		const char *path = r->inputs.list[i].path, *id;
		enum maker_link link = maker_of(w->makers, r, path,
						&r->inputs.list[i].digest, &id);

		if (link == MAKER_NONE) {
			add_raw(&w->to->list[step], path);
		} else if (depth <= MAX_DEPTH && !strs_has(&seen, id)) {
			strs_add(&seen, id);
			follow(w, id, path, depth, link);
		}
	}
	strs_release(&seen);
}

static void follow(struct lineage_walk *w, const char *id, const char *via,
		   size_t depth, enum maker_link link)
{
	struct lineage_step *step = add_step(w->to);
	size_t at = w->to->n - 1;
	struct err ignored = { 0 };
	struct run r;

	step->id = mem_str(id);
	step->via = mem_str(via);
	step->depth = depth;
	step->guess = link == MAKER_GUESS;
	step->again = strs_has(&w->told, id);
	if (run_read(&r, w->store, id, &ignored) < 0) {
		step->tool = mem_str("?");
		return;
	}
	step->tool = mem_str(json_str(r.start, "tool"));
	if (!step->tool)
		step->tool = mem_str("?");
	/* Do not follow the inputs of a run that is only a guess. */
	if (!step->again && !step->guess) {
		strs_add(&w->told, id);
		look_back(w, &r, at);
	}
	run_release(&r);
}

int lineage_read(struct lineage *l, const struct store *s, const struct run *r,
		 struct err *err)
{
	struct lineage_walk w = { .to = l, .store = s };

	memset(l, 0, sizeof(*l));
	if (maker_open(&w.makers, s, err) < 0)
		return -1;
	follow(&w, r->id, "", 0, MAKER_SURE);
	maker_close(w.makers);
	strs_release(&w.told);
	return 0;
}

void lineage_release(struct lineage *l)
{
	size_t i;

	for (i = 0; i < l->n; i++) {
		free(l->list[i].id);
		free(l->list[i].tool);
		free(l->list[i].via);
		free(l->list[i].first);
		free(l->list[i].last);
	}
	free(l->list);
	memset(l, 0, sizeof *l);
}
