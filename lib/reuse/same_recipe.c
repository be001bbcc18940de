/*
 * same_recipe.c - see same_recipe.h.
 */
#include "reuse/same_recipe.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "code/secret.h"
#include "file/in.h"
#include "file/path.h"
#include "file/watch.h"
#include "run/argv.h"
#include "run/index.h"
#include "run/recipe.h"
#include "run/recording_note.h"
#include "run/run_file.h"
#include "run/run_id.h"
#include "store/object.h"

#define RUNS ".xp/runs/"

/* One earlier run that is looked at. */
struct earlier {
	const struct same_recipe *q;
	struct run run;
	const char *old_id, *new_id; /* the run that is named; or NULL */
	char *stdin_id;		     /* id that stdin held, or NULL */
	int stdin_is_id;
	struct file_list now; /* its inputs as they are now */
	size_t rank;	      /* how much it is like the new one */
	struct buf *why;
	/* not NULL: it is told of each difference, and none ends the search */
	same_recipe_fn *tell;
	void *arg;
	const char *kind; /* of what is compared now, for TELL */
};

/* The reason why the run that is most like the new one does not count. */
struct reason {
	struct buf *why;
	size_t rank;
};

static int is_same_json(const struct json *a, const struct json *b)
{
	struct buf x = { 0 }, y = { 0 };
	int same;

	if (!a || !b)
		return a == b;
	json_write(a, &x);
	json_write(b, &y);
	same = x.len == y.len && !memcmp(x.data, y.data, x.len);
	buf_release(&x);
	buf_release(&y);
	return same;
}

static int is_same_text(const struct json *a, const struct json *b,
			const char *key)
{
	const char *x = json_str(a, key), *y = json_str(b, key);

	return x && y ? !strcmp(x, y) : x == y;
}

static const char *named_run(const struct json *start)
{
	const struct json *names = json_get(start, "names");

	return names && json_len(names) ? json_str(names, json_key(names, 0)) :
					  NULL;
}

/* The first operand may name the same run in another way. */
static int is_same_operands(const struct json *a, const struct json *b)
{
	const struct json *x = json_get(a, "operands");
	const struct json *y = json_get(b, "operands");
	size_t from = named_run(a) && named_run(b);

	if (!x || !y || json_len(x) != json_len(y))
		return 0;
	for (size_t i = from; i < json_len(x); i++)
		if (!is_same_json(json_at(x, i), json_at(y, i)))
			return 0;
	return 1;
}

/* Returns 1 if the runs of A and B are to do the same with files that may
 * differ. */
static int is_same_work(const struct json *a, const struct json *b)
{
	return is_same_text(a, b, "tool") && is_same_operands(a, b) &&
	       is_same_json(json_get(a, "settings"), json_get(b, "settings")) &&
	       is_same_json(json_get(a, "argv_bytes"),
			    json_get(b, "argv_bytes"));
}

static int is_same_code(const struct json *a, const struct json *b)
{
	const struct json *x = json_get(a, "code"), *y = json_get(b, "code");

	if (!x || !y)
		return x == y;
	return is_same_text(x, y, "files") &&
	       (json_str(x, "files") ||
		(is_same_text(x, y, "commit") && is_same_text(x, y, "diff")));
}

static int no(struct earlier *e, const char *what, const char *quoted)
{
	if (e->tell) {
		e->tell(e->arg, e->kind, quoted, what);
		return 1;
	}
	buf_clear(e->why);
	buf_printf(e->why, quoted ? "since run %s, '%s' %s" : "%s%s%s",
		   quoted ? e->run.id : "", quoted ? quoted : "", what);
	return 0;
}

/* Sets D to the digest of the file PATH.  Unchanged images are not hashed
 * again.  Returns 0 if there is no such file. */
static int digest_now(const char *path, struct digest *d)
{
	char *at = path_resolve(path);
	struct err ignored;
	struct stat st;
	int found = stat(at, &st) == 0 && S_ISREG(st.st_mode);

	free(at);
	if (!found || watch_find(&st, d))
		return found;
	if (in_digest(d, path, &ignored) < 0)
		return 0;
	watch_add(&st, d);
	return 1;
}

/* The id that the earlier run read from stdin, or NULL; the caller frees it. */
static char *old_stdin_id(const struct earlier *e, const struct digest *d)
{
	struct buf b = { 0 };
	struct err ignored;
	char *word = NULL;

	if (object_has(e->q->store, d) &&
	    object_get(e->q->store, d, &b, &ignored) == 0 && b.len &&
	    b.data[b.len - 1] == '\n')
		word = mem_strn(b.data, b.len - 1);
	buf_release(&b);
	if (word && !run_id_is(word)) {
		free(word);
		word = NULL;
	}
	return word;
}

/* The run ID has the recipe D, and is done. */
static int has_recipe(const struct store *s, const char *id,
		      const struct digest *d)
{
	struct err ignored;
	struct run r;
	int yes;

	if (run_read(&r, s, id, &ignored) < 0)
		return 0;
	yes = r.state == RUN_DONE && r.recipe && digest_same(&r.recipe_id, d);
	run_release(&r);
	return yes;
}

/* Two names of runs mean the same if they have the same recipe, since then
 * their outputs are the same. */
static int is_same_run(const struct store *s, const char *a, const char *b)
{
	struct err ignored;
	struct run r;
	int yes;

	if (!strcmp(a, b))
		return 1;
	if (run_read(&r, s, a, &ignored) < 0)
		return 0;
	yes = r.state == RUN_DONE && r.recipe && has_recipe(s, b, &r.recipe_id);
	run_release(&r);
	return yes;
}

/* Returns the build id of the program in the environment of START, or NULL; the
 * caller frees it. */
static char *build_of(const struct store *s, const struct json *start)
{
	const char *hex = json_str(start, "environment");
	const char *tool = json_str(start, "tool"), *id = NULL;
	struct json *j = NULL;
	struct buf b = { 0 };
	const struct json *l;
	struct err ignored;
	struct digest d;
	char *copy;

	if (hex && digest_parse(&d, hex) == 0 &&
	    object_get(s, &d, &b, &ignored) == 0)
		j = json_parse(buf_text(&b), b.len, &ignored);
	l = j ? json_get(j, "libraries") : NULL;
	for (size_t i = 0; l && i < json_len(l); i++) {
		const char *name = json_str(json_at(l, i), "name");

		if (name && tool && !strcmp(name, tool))
			id = json_str(json_at(l, i), "build_id");
	}
	copy = mem_str(id);
	json_free(j);
	buf_release(&b);
	return copy;
}

/* The recipe has only the version. */
static int check_program(struct earlier *e)
{
	char *now, *was;
	int same;

	e->kind = "program";
	if (!is_same_text(e->q->start, e->run.start, "version"))
		return no(e, "is another version",
			  json_str(e->q->start, "tool"));
	now = e->q->build ? mem_str(e->q->build) :
			    build_of(e->q->store, e->q->start);
	was = build_of(e->q->store, e->run.start);
	same = now && was ? !strcmp(now, was) : now == was;
	free(now);
	free(was);
	return same ? 1 :
		      no(e, "was built anew", json_str(e->q->start, "tool"));
}

/* Compares what the two runs call a run, by an operand or on stdin. */
static int check_names(struct earlier *e)
{
	const struct digest *d = file_list_find(&e->run.inputs, "-");
	struct digest now;

	e->old_id = named_run(e->run.start);
	e->new_id = named_run(e->q->start);
	if (d && !e->q->take_stdin(e->q->arg, &now, &e->new_id))
		return no(e, "standard input is known only when it is read",
			  NULL);
	if (d && e->new_id && (e->stdin_id = old_stdin_id(e, d))) {
		e->old_id = e->stdin_id;
		e->stdin_is_id = 1;
	} else if (d && !digest_same(d, &now)) {
		return no(e, "has changed", "standard input");
	}
	if (!e->old_id != !e->new_id ||
	    (e->old_id && !is_same_run(e->q->store, e->old_id, e->new_id)))
		return no(e, "the operand names another run", NULL);
	return 1;
}

/* Returns where the input PATH of the earlier run is now; the caller frees it.
 */
static char *place_now(const struct earlier *e, const char *path)
{
	size_t n = strlen(RUNS);

	if (strncmp(path, ".xp/", 4))
		return mem_str(path);
	if (e->old_id && !strncmp(path, RUNS, n) &&
	    !strncmp(path + n, e->old_id, strlen(e->old_id)))
		return run_path(e->q->store, e->new_id,
				path + n + strlen(e->old_id) + 1);
	return store_join(e->q->store, path + 4);
}

static int check_input(struct earlier *e, const char *path,
		       const struct digest *was)
{
	char *place = place_now(e, path);
	struct digest now;
	int found = digest_now(place, &now);

	free(place);
	if (!found)
		return no(e, "is missing", path);
	if (!digest_same(&now, was))
		return no(e, "has changed", path);
	file_list_push(&e->now, path, &now);
	return 1;
}

static int check_inputs(struct earlier *e)
{
	const char *config = recipe_settings_file(e->run.start);
	const struct file_list *l = &e->run.inputs;

	e->kind = "input";
	for (size_t i = 0; i < l->n; i++) {
		const char *path = l->list[i].path;

		if (!strcmp(path, "-"))
			file_list_push(&e->now, path, &l->list[i].digest);
		else if ((!config || strcmp(config, path)) &&
			 !check_input(e, path, &l->list[i].digest))
			return 0;
	}
	file_list_sort(&e->now);
	return 1;
}

static int check_listing(struct earlier *e, const char *pattern,
			 const char *was)
{
	struct strs found = { 0 };
	char hex[DIGEST_HEX + 1];
	struct err ignored;
	struct digest d;
	int same = path_glob(&found, pattern, &ignored) == 0;

	recording_note_names(&d, &found);
	same = same && was && !strcmp(digest_hex(hex, &d), was);
	strs_release(&found);
	return same ? 1 : no(e, "matches other files", pattern);
}

/* A file that was added is no input of the earlier run, but would be one
 * now. */
static int check_listings(struct earlier *e)
{
	const struct json *l = e->run.end ? json_get(e->run.end, "listings") :
					    NULL;

	e->kind = "pattern";
	if (!e->run.end)
		return 1; /* no tool that is resumed lists */
	if (!l)
		return no(e, "an older version has recorded it", NULL);
	for (size_t i = 0; i < json_len(l); i++)
		if (!check_listing(e, json_key(l, i),
				   json_str(l, json_key(l, i))))
			return 0;
	return 1;
}

static void recipe_digest(struct digest *d, const struct json *start,
			  const struct file_list *inputs, int stdin_is_id)
{
	struct json *j = recipe_json(start, inputs, stdin_is_id);
	struct buf b = { 0 };

	json_write(j, &b);
	digest_of(d, buf_text(&b), b.len);
	buf_release(&b);
	json_free(j);
}

static int check_recipe(struct earlier *e)
{
	struct digest was = e->run.recipe_id, now;

	recipe_digest(&now, e->q->start, &e->now, e->stdin_is_id);
	if (!e->run.recipe)
		recipe_digest(&was, e->run.start, &e->run.inputs,
			      e->stdin_is_id);
	return digest_same(&was, &now) ? 1 : no(e, "its recipe differs", NULL);
}

/* The files are looked at last, since that takes the longest. */
static int check(struct earlier *e)
{
	const struct json *start = e->q->start, *was = e->run.start;
	int usable;

	if (!is_same_code(start, was))
		return no(e, "has changed", "the code in the work tree");
	if (!check_program(e) || !check_names(e) || !check_inputs(e) ||
	    !check_listings(e) || !check_recipe(e))
		return 0;
	if (!e->q->is_usable)
		return 1;
	usable = e->q->is_usable(e->q->arg, &e->run, e->why);
	e->rank = usable < 0 ? SIZE_MAX - 1 : SIZE_MAX;
	return usable > 0;
}

/* A run without a build may be of another program, which lists nothing. */
void same_recipe_compare(const struct same_recipe *q, const struct run *r,
			 same_recipe_fn *fn, void *arg)
{
	struct earlier e = { .q = q, .run = *r, .tell = fn, .arg = arg };

	e.old_id = named_run(r->start);
	e.new_id = named_run(q->start);
	e.kind = "operand";
	if (e.old_id && !is_same_run(q->store, e.old_id, e.new_id))
		no(&e, "names another run",
		   json_key(json_get(q->start, "names"), 0));
	if (q->build)
		check_program(&e);
	check_inputs(&e);
	if (q->build)
		check_listings(&e);
	file_list_release(&e.now);
}

static void keep_reason(struct reason *to, const struct earlier *e)
{
	size_t rank = e->rank ? e->rank : e->now.n + 1;

	if (rank <= to->rank)
		return;
	to->rank = rank;
	buf_clear(to->why);
	buf_str(to->why, buf_text(e->why));
}

/* Returns 1 if run ID counts; then R is this run.  Returns 0 if it does not; if
 * the run is to do the same, REASON may get the reason. */
static int look_at(struct run *r, const struct same_recipe *q, const char *id,
		   struct reason *reason)
{
	struct buf why = { 0 };
	struct earlier e = { .q = q, .why = &why };
	struct json *start = NULL;
	struct err ignored;
	int same = run_record(q->store, id, "start.json", &start, &ignored) ==
			   1 &&
		   is_same_work(start, q->start);

	json_free(start);
	if (!same || run_read(&e.run, q->store, id, &ignored) < 0)
		return 0;
	same = check(&e);
	if (same) {
		*r = e.run;
		memset(&e.run, 0, sizeof e.run);
	} else {
		keep_reason(reason, &e);
	}
	file_list_release(&e.now);
	buf_release(&why);
	free(e.stdin_id);
	run_release(&e.run);
	return same;
}

static int is_done(const struct index_row *row)
{
	return !strcmp(row->state, "done") || !strcmp(row->state, "no");
}

static int is_begun(const struct index_row *row)
{
	return !strcmp(row->state, "interrupted") ||
	       !strcmp(row->state, "stopped");
}

static int search(struct run *r, const struct same_recipe *q,
		  const struct index *x, int done, struct reason *why)
{
	const char *tool = json_str(q->start, "tool");

	for (size_t i = x->n; i-- > 0;) {
		const struct index_row *row = &x->at[i];

		if (!strcmp(row->tool, tool) &&
		    (done ? is_done(row) : is_begun(row)) &&
		    look_at(r, q, row->id, why))
			return 1;
	}
	return 0;
}

int same_recipe_find(struct run *r, const struct same_recipe *q,
		     struct buf *why, struct err *err)
{
	struct reason reason = { .why = why };
	struct index x;
	int found;

	memset(r, 0, sizeof *r);
	if (argv_has_secret(q->start)) {
		buf_str(why, "no record has the secret in this command, so it "
			     "cannot be compared");
		return 0;
	}
	if (index_read(&x, q->store, err) < 0)
		return -1;
	found = search(r, q, &x, 1, &reason);
	if (!found && q->may_begin)
		found = search(r, q, &x, 0, &reason);
	index_release(&x);
	return found;
}
