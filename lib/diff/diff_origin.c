/* diff_origin.c - see diff_origin.h. */
#include "diff/diff_origin.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "diff/diff_group.h"
#include "run/maker.h"

#define DEEP 8 /* runs between a result and what it was made from */

struct origin {
	struct json *list;
	struct strs seen; /* groups of runs, as their ids in one text */
	struct maker_index **makers; /* of each run; opened when needed */
	size_t n, depth;
};

/* The id of the run in whose directory PATH lies; the caller frees it. */
static char *id_in_path(const char *path)
{
	const char *slash;

	if (strncmp(path, ".xp/runs/", 9) || !(slash = strchr(path + 9, '/')))
		return NULL;
	return mem_strn(path + 9, (size_t)(slash - path - 9));
}

/* The id of the run that made the input called NAME of run I. */
static char *maker(struct origin *o, const struct diff_run *run, size_t i,
		   const char *name)
{
	const struct file_list *l = &run->run->inputs;
	struct err ignored = { 0 };
	const char *id = NULL;

	for (size_t k = 0; k < l->n; k++) {
		char *as = ingredients_file(l->list[k].path), *own;
		int found = !strcmp(as, name);

		free(as);
		if (!found)
			continue;
		if ((own = id_in_path(l->list[k].path)))
			return own;
		if (!o->makers[i])
			maker_open(&o->makers[i], run->store, &ignored);
		if (o->makers[i] &&
		    maker_of(o->makers[i], run->run, l->list[k].path,
			     &l->list[k].digest, &id) == MAKER_SURE)
			return mem_str(id);
		return NULL;
	}
	return NULL;
}

static void follow(struct origin *o, const struct diff_run *runs,
		   const struct json *data);

static void add_group(struct origin *o, const struct diff_run *runs,
		      const char *via)
{
	struct json *j = json_new();

	json_set_str(j, "via", via);
	diff_group(j, runs, o->n, NULL);
	json_add(o->list, j);
	follow(o, runs, json_get(j, "data"));
}

/* The runs that made the input NAME of RUNS, unless they were looked at. */
static void follow_input(struct origin *o, const struct diff_run *runs,
			 const char *name)
{
	struct diff_run *made = mem_zero(o->n, sizeof(*made));
	struct run *read = mem_zero(o->n, sizeof(*read));
	struct err ignored = { 0 };
	struct buf ids = { 0 };
	size_t got = 0, other = 0;

	for (size_t i = 0; i < o->n; i++) {
		char *id = maker(o, &runs[i], i, name);

		if (id && got == i &&
		    run_read(&read[i], runs[i].store, id, &ignored) == 0) {
			made[i] = (struct diff_run){ runs[i].store, &read[i] };
			buf_printf(&ids, "%s ", id);
			other += strcmp(read[0].id, id) != 0;
			got++;
		}
		free(id);
	}
	if (got == o->n && other && !strs_has(&o->seen, buf_text(&ids))) {
		strs_add(&o->seen, buf_text(&ids));
		add_group(o, made, name);
	}
	for (size_t i = 0; i < got; i++)
		run_release(&read[i]);
	buf_release(&ids);
	free(made);
	free(read);
}

/* DATA are the inputs that differ, or NULL. */
static void follow(struct origin *o, const struct diff_run *runs,
		   const struct json *data)
{
	if (o->depth == DEEP)
		return;
	o->depth++;
	for (size_t i = 0; data && i < json_len(data); i++)
		follow_input(o, runs, json_str(json_at(data, i), "name"));
	o->depth--;
}

void diff_origin(struct json *to, const struct diff_run *runs, size_t n,
		 const struct json *data)
{
	struct origin o = { .list = json_new_list(), .n = n };

	o.makers = mem_zero(n, sizeof(*o.makers));
	follow(&o, runs, data);
	for (size_t i = 0; i < n; i++)
		maker_close(o.makers[i]);
	free(o.makers);
	strs_release(&o.seen);
	json_set_list(to, "made_from", o.list);
}
