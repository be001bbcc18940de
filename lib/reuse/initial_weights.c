/*
 * initial_weights.c - see initial_weights.h.
 */
#include "reuse/initial_weights.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "file/path.h"
#include "run/resolve.h"
#include "run/run_id.h"

enum { MOST = 10000 }; /* runs that are followed */

/* The runs whose weights led to those of a run. */
struct weights_origin {
	struct earlier_list *to;
	char *unknown; /* why there may be more of them; NULL: there are not */
};

/* Returns the id of the run that has the weights file PATH in its directory, or
 * NULL. */
static char *run_of(const char *path)
{
	const char *last = strrchr(path, '/'), *first = last;
	char *id;

	if (!last || !strstr(last, ".safetensors"))
		return NULL;
	while (first > path && first[-1] != '/')
		first--;
	id = mem_strn(first, (size_t)(last - first));
	if (run_id_is(id))
		return id;
	free(id);
	return NULL;
}

static void note_unknown(struct weights_origin *o, const char *text)
{
	if (!o->unknown)
		o->unknown = mem_str(text);
}

/* Does so for the file or text WHAT. */
static void no_run(struct weights_origin *o, const char *who, const char *what)
{
	char *text = mem_printf("%s'%s' is no file of a run in the store", who,
				what);

	note_unknown(o, text);
	free(text);
}

static int has_run(const struct weights_origin *o, const char *id)
{
	for (size_t i = 0; i < o->to->n; i++)
		if (!strcmp(o->to->list[i].run, id))
			return 1;
	return 0;
}

static const char *setting(const struct run *r, const char *name)
{
	const struct json *all = json_get(r->start, "all_settings");
	const char *text = all ? json_str(all, name) : NULL;

	return text ? text : "";
}

/* Returns the id of the run from whose weights R started, or NULL. */
static char *before(const struct run *r)
{
	char *id = NULL;

	for (size_t i = 0; i < r->inputs.n && !id; i++)
		id = run_of(r->inputs.list[i].path);
	if (!id && run_id_is(setting(r, "init")))
		id = mem_str(setting(r, "init"));
	return id;
}

/* Adds the rows that run R was trained on. */
static void add_rows(struct weights_origin *o, const struct store *s,
		     const struct run *r)
{
	const char *split = setting(r, "train-split");
	struct run_output p = { 0 };
	struct err err;

	if (run_output_table(&p, s, r, &err) < 0 ||
	    earlier_add(o->to, p.table, p.called, r->id,
			*split ? split : "train", &err) < 0)
		note_unknown(o, err.text);
	run_output_release(&p);
}

/* Adds run ID if ADDS is 1.  Returns the id of the run before it, or NULL. */
static char *add(struct weights_origin *o, const char *id, int adds)
{
	struct store s = { 0 };
	struct err err = { 0 };
	struct run r;
	char *next = NULL;

	if (resolve_find_any(&r, &s, id, &err) < 0) {
		note_unknown(o, err.text);
	} else {
		if (adds)
			add_rows(o, &s, &r);
		next = before(&r);
		if (!next && *setting(&r, "init"))
			no_run(o, "its --init ", setting(&r, "init"));
		run_release(&r);
	}
	store_release(&s);
	return next;
}

/* Records that lie may lead in a circle. */
static void follow(struct weights_origin *o, char *id, int adds)
{
	for (int i = 0; id && i < MOST && !has_run(o, id); i++) {
		char *next = add(o, id, adds);

		free(id);
		id = next;
		adds = 1;
	}
	free(id);
}

static void report(struct weights_origin *o, const char *text,
		   struct messages *messages)
{
	if (o->unknown && messages)
		messages_warn(messages, "%s: %s", text, o->unknown);
	free(o->unknown);
}

void initial_weights_before(struct earlier_list *to, const char *id,
			    struct messages *messages)
{
	struct weights_origin o = { .to = to };

	follow(&o, mem_str(id), 0);
	report(&o,
	       "what the weights were trained on before the run is not known, "
	       "so scores of these images may leak",
	       messages);
}

static void find_earlier(struct initial_weights *w)
{
	struct weights_origin o = { .to = &w->earlier };
	char *id = w->run.id ? mem_str(w->run.id) : run_of(w->path);

	if (!id)
		no_run(&o, "", w->path);
	follow(&o, id, 1);
	if (o.unknown)
		w->unknown = mem_printf("what the weights of --init were "
					"trained on is not known, so rows that "
					"they were trained on may be validated "
					"or scored: %s",
					o.unknown);
	free(o.unknown);
}

/* Returns the id of the run from whose weights run ID started, by its record,
 * or NULL. */
static char *recorded(const char *id)
{
	struct store s = { 0 };
	struct err ignored;
	char *found = NULL;
	struct run r;

	if (id && resolve_find_any(&r, &s, id, &ignored) == 0) {
		found = before(&r);
		run_release(&r);
	}
	store_release(&s);
	return found;
}

static int find_run(struct initial_weights *w, const char *name,
		    struct messages *messages, struct err *err)
{
	if (run_output_find(&w->run, name, "best.safetensors", 0, err) < 0)
		return err_wrap(err, "--init: ");
	if (*name == '@' || !strcmp(name, "-"))
		return err_usage(err,
				 "--init=%s would be another run later: write "
				 "--init=%s",
				 name, w->run.id);
	messages_info(messages, "starts from the best weights of run %s",
		      w->run.id);
	if (w->run.state == RUN_RUNNING)
		messages_warn(messages,
			      "run %s is still running, and its best weights "
			      "may change: this run cannot be repeated then",
			      w->run.id);
	w->path = w->run.output;
	return 0;
}

int initial_weights_find(struct initial_weights *w, const char *name,
			 const char *past, struct messages *messages,
			 struct err *err)
{
	int rc = 0;
	char *id;

	w->path = name;
	if (!strchr(name, '/') && !strstr(name, ".safetensors") &&
	    !path_exists(name)) {
		id = recorded(past);
		rc = find_run(w, id ? id : name, messages, err);
		free(id);
	}
	if (!rc)
		find_earlier(w);
	return rc;
}

void initial_weights_release(struct initial_weights *w)
{
	run_output_release(&w->run);
	earlier_release(&w->earlier);
	free(w->unknown);
	w->unknown = NULL;
	w->path = NULL;
}
