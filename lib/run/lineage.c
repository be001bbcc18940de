/*
 * lineage.c - where the inputs of a run came from.
 *
 * The link is the digest: what one run wrote and another read.  Where
 * several runs wrote the same bytes any of them would be true; named is
 * the last one before the reader, for a pipe the one nearest in time.
 */
#include "run/lineage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "run/run_id.h"

#define MAX_DEPTH 64
enum { TOLD = 1, ON_PATH }; /* ON_PATH: we are looking for its inputs */

struct written { /* an output of the RUN-th run */
	struct digest digest;
	size_t run;
	char *path;
};

struct maker {
	const struct store *s;
	struct strs ids;
	struct written *made;
	size_t n, cap;
	char *told; /* of each run: ON_PATH, TOLD or 0 */
};

static int by_digest(const void *a, const void *b)
{
	const struct written *x = a, *y = b;
	int c = memcmp(&x->digest, &y->digest, sizeof x->digest);

	return c ? c : (x->run > y->run) - (x->run < y->run);
}

static void add_outputs(struct maker *m, size_t run)
{
	char *path = run_path(m->s, m->ids.at[run], "outputs");
	struct file_list l = { 0 };
	struct err ignored = { 0 };
	struct digest empty;
	size_t i;

	digest_of(&empty, "", 0);
	/* A damaged list hides only its own run. */
	if (file_list_read(&l, path, &ignored) < 0)
		l.n = 0;
	for (i = 0; i < l.n; i++) {
		if (digest_same(&l.list[i].digest, &empty))
			continue; /* links everything to everything */
		if (m->n == m->cap) {
			m->cap = m->cap ? 2 * m->cap : 64;
			m->made = mem_grow(m->made, m->cap, sizeof *m->made);
		}
		m->made[m->n].digest = l.list[i].digest;
		m->made[m->n].path = mem_str(l.list[i].path);
		m->made[m->n++].run = run;
	}
	file_list_release(&l);
	free(path);
}

static int maker_init(struct maker *m, const struct store *s, struct err *err)
{
	size_t i;

	memset(m, 0, sizeof *m);
	m->s = s;
	if (run_list(s, &m->ids, err) < 0)
		return -1;
	for (i = 0; i < m->ids.n; i++)
		add_outputs(m, i);
	if (m->n)
		qsort(m->made, m->n, sizeof *m->made, by_digest);
	m->told = mem_zero(m->ids.n + 1, 1);
	return 0;
}

static void maker_release(struct maker *m)
{
	size_t i;

	for (i = 0; i < m->n; i++)
		free(m->made[i].path);
	strs_release(&m->ids);
	free(m->made);
	free(m->told);
}

/* How likely PATH was read where WROTE was written: under the same name;
 * from a redirected stdout or a run's directory; after a renaming. */
static int likeness(const char *path, const char *wrote)
{
	if (!strcmp(path, wrote))
		return 2;
	return !strcmp(wrote, "-") || !strncmp(wrote, ".xp/run/", 8);
}

/* How far run RUN is from being the one that READER read from. */
static long long distance(const struct maker *m, size_t run, size_t reader,
			  int pipe)
{
	long long gap = run_id_time(m->ids.at[reader]) -
			run_id_time(m->ids.at[run]);

	if (pipe)
		return llabs(gap);
	/* A later one only when there is no earlier. */
	return run < reader ? gap : ((long long)1 << 60) - gap;
}

/* Of FROM..TO in made[], the run that READER most likely read PATH of. */
static long choose(const struct maker *m, size_t from, size_t to, size_t reader,
		   const char *path)
{
	long long best_gap = 0;
	int best_like = -1;
	long best = -1;
	size_t i;

	for (i = from; i < to; i++) {
		size_t run = m->made[i].run;
		int like = likeness(path, m->made[i].path);
		long long gap = distance(m, run, reader, !strcmp(path, "-"));

		/* Nobody reads what he makes later himself. */
		if (m->told[run] == ON_PATH || like < best_like ||
		    (like == best_like && gap > best_gap))
			continue;
		best_like = like;
		best_gap = gap;
		best = (long)run;
	}
	return best;
}

/* A file of another run's directory says whose it is. */
static long owner(const struct maker *m, const char *path)
{
	static const char runs[] = ".xp/runs/";
	const char *slash;
	char *id;
	long at;

	if (strncmp(path, runs, strlen(runs)))
		return -1;
	path += strlen(runs);
	slash = strchr(path, '/');
	id = mem_strn(path, slash ? (size_t)(slash - path) : strlen(path));
	at = strs_find(&m->ids, id);
	free(id);
	return at;
}

/* The run that made D, read as PATH by READER, or -1. */
static long find_maker(const struct maker *m, const struct digest *d,
		       size_t reader, const char *path)
{
	size_t low = 0, high = m->n, end;
	long own = owner(m, path);

	if (own >= 0 && own != (long)reader)
		return own;
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (memcmp(&m->made[mid].digest, d, sizeof *d) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	for (end = low; end < m->n; end++)
		if (!digest_same(&m->made[end].digest, d))
			break;
	return choose(m, low, end, reader, path);
}

static struct lineage_step *add_step(struct lineage *l)
{
	if (l->n == l->cap) {
		l->cap = l->cap ? 2 * l->cap : 8;
		l->at = mem_grow(l->at, l->cap, sizeof *l->at);
	}
	memset(&l->at[l->n], 0, sizeof *l->at);
	return &l->at[l->n++];
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

static char *tool_of(const struct store *s, const char *id)
{
	struct json *start = NULL;
	struct err ignored = { 0 };
	char *tool = NULL;

	if (run_record(s, id, "start.json", &start, &ignored) == 1)
		tool = mem_str(json_str(start, "tool"));
	json_free(start);
	return tool ? tool : mem_str("?");
}

static void follow(struct lineage *l, struct maker *m, size_t run,
		   const char *via, size_t depth);

/* Sort the inputs of RUN into raw ones and those of other runs. */
static void look_back(struct lineage *l, struct maker *m, size_t run,
		      size_t step, const struct file_list *inputs)
{
	size_t depth = l->at[step].depth + 1, i, k;
	long *from = mem_zero(inputs->n + 1, sizeof *from);

	for (i = 0; i < inputs->n; i++) {
		from[i] = find_maker(m, &inputs->list[i].digest, run,
				     inputs->list[i].path);
		if (from[i] < 0)
			add_raw(&l->at[step], inputs->list[i].path);
	}
	for (i = 0; i < inputs->n && depth <= MAX_DEPTH; i++) {
		for (k = 0; k < i && from[k] != from[i]; k++)
			;
		if (from[i] >= 0 && k == i)
			follow(l, m, (size_t)from[i], inputs->list[i].path,
			       depth);
	}
	free(from);
}

static void follow(struct lineage *l, struct maker *m, size_t run,
		   const char *via, size_t depth)
{
	const char *id = m->ids.at[run];
	struct lineage_step *step = add_step(l);
	size_t at = l->n - 1;
	struct file_list inputs = { 0 };
	struct err ignored = { 0 };
	char *path;

	step->id = mem_str(id);
	step->tool = tool_of(m->s, id);
	step->via = mem_str(via);
	step->depth = depth;
	step->again = m->told[run] != 0;
	if (m->told[run])
		return;
	m->told[run] = ON_PATH;
	path = run_path(m->s, id, "inputs");
	if (file_list_read(&inputs, path, &ignored) == 0) {
		file_list_sort(&inputs);
		look_back(l, m, run, at, &inputs);
	}
	m->told[run] = TOLD;
	file_list_release(&inputs);
	free(path);
}

int lineage_read(struct lineage *l, const struct store *s, const struct run *r,
		 struct err *err)
{
	struct maker m;
	long at;

	memset(l, 0, sizeof *l);
	if (maker_init(&m, s, err) < 0) {
		maker_release(&m);
		return -1;
	}
	at = strs_find(&m.ids, r->id);
	if (at >= 0)
		follow(l, &m, (size_t)at, "", 0);
	maker_release(&m);
	return 0;
}

void lineage_release(struct lineage *l)
{
	size_t i;

	for (i = 0; i < l->n; i++) {
		free(l->at[i].id);
		free(l->at[i].tool);
		free(l->at[i].via);
		free(l->at[i].first);
		free(l->at[i].last);
	}
	free(l->at);
	memset(l, 0, sizeof *l);
}
