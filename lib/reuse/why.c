/*
 * why.c - see why.h.
 */
#include "reuse/why.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "code/code_tree.h"
#include "code/secret.h"
#include "file/conf.h"
#include "file/in.h"
#include "file/path.h"
#include "reuse/same_recipe.h"
#include "reuse/whence.h"
#include "run/environment.h"
#include "run/recipe.h"
#include "run/resolve.h"
#include "run/seen_names.h"
#include "store/object.h"

#define MAX_CODE 5 /* files of the code that are named */

/* the walk from a run back to the runs that made its inputs */
struct why_walk {
	struct why *to;
	const struct store *store;
	const char *version;
	struct maker_index *makers;
	struct strs told; /* ids of the runs looked at */
	/* the run that is looked at now */
	const struct run *run;
	const char *file; /* what it made */
};

static void add(struct why_walk *w, const char *kind, const char *name,
		const char *change)
{
	struct why *to = w->to;
	struct why_reason *r;

	to->list = mem_grow(to->list, to->n + 1, sizeof *to->list);
	r = &to->list[to->n++];
	memset(r, 0, sizeof *r);
	r->file = mem_str(w->file);
	r->run = w->run ? mem_str(w->run->id) : NULL;
	r->tool = w->run ? mem_str(json_str(w->run->start, "tool")) : NULL;
	r->kind = kind;
	r->name = mem_str(name);
	r->change = mem_str(change);
}

static void tell(void *arg, const char *kind, const char *name,
		 const char *change)
{
	add(arg, kind, name, change);
}

static int file_digest(const char *path, struct digest *d)
{
	struct err ignored = { 0 };
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	       in_digest(d, path, &ignored) == 0;
}

/* Settings. */

static int add_setting(void *arg, const char *key, const char *value,
		       struct err *err)
{
	(void)err;
	strs_take(arg, mem_printf("%s\t%s", key, value));
	return 0;
}

static const char *find_setting(const struct strs *l, const char *pair)
{
	size_t n = (size_t)(strchr(pair, '\t') - pair) + 1;

	for (size_t i = 0; i < l->n; i++)
		if (!strncmp(l->at[i], pair, n))
			return l->at[i];
	return NULL;
}

/* Returns 1 if a word of the command line sets KEY, so that the file does
 * not. */
static int is_on_line(const struct run *r, const char *key, size_t n)
{
	const struct json *argv = json_get(r->start, "argv");

	for (size_t i = 1; argv && i < json_len(argv); i++) {
		const char *word = json_text(json_at(argv, i));
		size_t k = word ? strcspn(word, "=") : 0;

		if (k > 2 && !strncmp(word, "--", 2) && k - 2 <= n &&
		    !strncmp(word + 2, key, k - 2))
			return 1;
	}
	return 0;
}

/* PAIR of one of the files is not in the other one, which has OTHER for the
 * same key, or NULL. */
static void tell_setting(struct why_walk *w, const char *pair,
			 const char *other, int is_new, const char *file)
{
	size_t n = (size_t)(strchr(pair, '\t') - pair);
	struct buf b = { 0 };
	char *key = mem_strn(pair, n);

	if (other)
		buf_printf(&b, "is '%s' in '%s', was '%s'", other + n + 1, file,
			   pair + n + 1);
	else
		buf_printf(&b, "%s '%s'",
			   is_new ? "was added to" : "was removed from", file);
	secret_replace_tokens(&b);
	if (!is_on_line(w->run, pair, n))
		add(w, "setting", key, buf_text(&b));
	buf_release(&b);
	free(key);
}

static void compare_settings(struct why_walk *w, const struct strs *was,
			     const struct strs *now, const char *file)
{
	for (size_t i = 0; i < was->n; i++)
		if (!strs_has(now, was->at[i]))
			tell_setting(w, was->at[i],
				     find_setting(now, was->at[i]), 0, file);
	for (size_t i = 0; i < now->n; i++)
		if (!find_setting(was, now->at[i]))
			tell_setting(w, now->at[i], NULL, 1, file);
}

static void look_at_settings(struct why_walk *w)
{
	const char *file = recipe_settings_file(w->run->start);
	const struct digest *d = file ? file_list_find(&w->run->inputs, file) :
					NULL;
	struct strs was = { 0 }, now = { 0 };
	struct err ignored = { 0 };
	struct digest is;
	char *old;

	if (!d || (file_digest(file, &is) && digest_same(&is, d)))
		return;
	old = object_path(w->store, d);
	if (!path_exists(file))
		add(w, "setting", file, "is missing");
	else if (conf_read(old, add_setting, &was, &ignored) < 0 ||
		 conf_read(file, add_setting, &now, &ignored) < 0)
		add(w, "setting", file, "has changed");
	else
		compare_settings(w, &was, &now, file);
	strs_release(&was);
	strs_release(&now);
	free(old);
}

/* Code. */

static void tell_code(struct why_walk *w, const struct code_list *was,
		      const struct code_list *now)
{
	size_t i = 0, k = 0, n = 0;
	char more[64];

	while (i < was->n || k < now->n) {
		const struct code_file *f = &was->list[i], *g = &now->list[k];
		int d = i == was->n ? 1 :
			k == now->n ? -1 :
				      strcmp(f->path, g->path);
		int differs = d || f->kind != g->kind ||
			      !digest_same(&f->digest, &g->digest);

		if (differs && n++ < MAX_CODE)
			add(w, "code", (d > 0 ? g : f)->path,
			    d < 0 ? "was removed" :
			    d > 0 ? "was added" :
				    "has changed");
		i += d <= 0;
		k += d >= 0;
	}
	snprintf(more, sizeof more, "%zu more file%s",
		 n > MAX_CODE ? n - MAX_CODE : 0, n == MAX_CODE + 1 ? "" : "s");
	if (n > MAX_CODE)
		add(w, "code", more, n == MAX_CODE + 1 ? "differs" : "differ");
}

static int look_at_code(struct why_walk *w, struct err *err)
{
	const struct json *code = json_get(w->run->start, "code");
	const char *files = code ? json_str(code, "files") : NULL;
	struct code_list was = { 0 }, now = { 0 };
	struct err ignored = { 0 };
	int found = code_tree_look(&now, w->store, ".", err);

	if (found == 1 && files &&
	    code_list_read(&was, w->store, files, &ignored) < 0)
		add(w, "code", files, "cannot be read in the store");
	else if (found == 1 && files)
		tell_code(w, &was, &now);
	else if (found == 1 && !code)
		add(w, "code", ".", "was in no git work tree");
	else if (!found && files)
		add(w, "code", ".", "is in no git work tree that can be read");
	code_list_release(&was);
	code_list_release(&now);
	return found < 0 ? -1 : 0;
}

/* Program, operands and files. */

/* Returns the program TOOL that a command would start: beside this one, or in
 * PATH.  The caller frees it. */
static char *find_program(const char *tool)
{
	const char *path = getenv("PATH");
	char *self = realpath("/proc/self/exe", NULL), *slash, *found = NULL;
	struct strs dirs = { 0 };

	if (self && (slash = strrchr(self, '/'))) {
		*slash = '\0';
		strs_add(&dirs, self);
	}
	if (path)
		strs_split(&dirs, path, ':');
	for (size_t i = 0; !found && i < dirs.n; i++) {
		found = mem_printf("%s/%s", dirs.at[i], tool);
		if (access(found, X_OK) < 0) {
			free(found);
			found = NULL;
		}
	}
	strs_release(&dirs);
	free(self);
	return found;
}

/* Returns the start.json of the same command now; the caller frees it. */
static struct json *same_command(struct why_walk *w)
{
	struct json *j = json_clone(w->run->start);
	const struct json *names = json_get(w->run->start, "names");
	const char *name = names ? json_key(names, 0) : NULL;
	struct err ignored = { 0 };
	char *id = NULL;

	json_set_str(j, "version", w->version);
	if (name && resolve_run(w->store, name, &id, &ignored) == 0) {
		struct json *now = json_new();

		json_set_str(now, name, id);
		json_set(j, "names", now);
	}
	free(id);
	return j;
}

static void look_at_files(struct why_walk *w)
{
	const char *tool = json_str(w->run->start, "tool");
	struct same_recipe q = { .store = w->store };
	struct json *start = same_command(w);
	char *program = NULL, *build = NULL;

	if (w->run->end && json_int(w->run->end, "foreign", 0)) {
		if (!w->to->foreign)
			w->to->foreign = mem_str(tool);
	} else {
		program = find_program(tool);
		build = program ? environment_build_id(program) : NULL;
		if (!build)
			add(w, "program", tool, "is not installed");
	}
	q.start = start;
	q.build = build;
	same_recipe_compare(&q, w->run, tell, w);
	json_free(start);
	free(program);
	free(build);
}

/* Links, directories and absent files that another program used. */
static void look_at_names(struct why_walk *w)
{
	struct seen_names n;

	seen_names(&n, w->store, w->run, ".");
	for (size_t i = 0; i < n.n; i++) {
		const struct seen_name *e = &n.list[i];
		char *text;

		if (!strcmp(e->result, "same"))
			continue;
		text = !strcmp(e->result, "is there now") ?
			       mem_str(e->result) :
			       mem_printf("%s%s%s%s",
					  !strcmp(e->result, "gone") ? "is " :
								       "has ",
					  e->result, *e->detail ? " " : "",
					  e->detail);
		add(w, e->kind, e->name, text);
		free(text);
	}
	seen_names_release(&n);
}

/* Stdin from a pipe is looked at where the run is that wrote it. */
static void look_at_stdin(struct why_walk *w, int made)
{
	const struct digest *was = file_list_find(&w->run->inputs, "-");
	const char *file = json_str(w->run->start, "stdin");
	struct digest now;

	if (!was)
		return;
	if (!file || !*file)
		w->to->stdin_unknown |= !made;
	else if (!path_exists(file))
		add(w, "input", file, "is missing");
	else if (!file_digest(file, &now) || !digest_same(&now, was))
		add(w, "input", file, "has changed");
}

static int look_at(struct why_walk *w, const char *id, const char *file,
		   struct err *err);

static int has_reason(const struct why *to, size_t from, const char *name)
{
	for (size_t i = from; i < to->n; i++)
		if (!strcmp(to->list[i].name, name))
			return 1;
	return 0;
}

/* Looks at the runs that made the inputs of R that have not changed. */
static int look_back(struct why_walk *w, const struct run *r, size_t from,
		     struct err *err)
{
	const char *file = json_str(r->start, "stdin");
	int rc = 0;

	for (size_t i = 0; !rc && i < r->inputs.n; i++) {
		const char *path = r->inputs.list[i].path, *id = NULL;
		const char *name = strcmp(path, "-") ? path :
				   file && *file     ? file :
						       "standard input";

		if (!has_reason(w->to, from, name) &&
		    maker_of(w->makers, r, path, &r->inputs.list[i].digest,
			     &id) == MAKER_SURE &&
		    !strs_has(&w->told, id))
			rc = look_at(w, id, name, err);
	}
	return rc;
}

static int stdin_is_made(struct why_walk *w)
{
	const struct digest *d = file_list_find(&w->run->inputs, "-");
	const char *id;

	return d && maker_of(w->makers, w->run, "-", d, &id) == MAKER_SURE;
}

/* Looks at the run W->run in its own directory. */
static int look_here(struct why_walk *w, struct err *err)
{
	char *place = run_place(w->store, w->run);
	int rc = 0;

	if (w->run->state != RUN_DONE && w->run->state != RUN_NO)
		add(w, "run", w->run->id, run_state_name(w->run->state));
	if (chdir(place) < 0) {
		add(w, "directory", place, "cannot be entered");
	} else {
		look_at_settings(w);
		look_at_files(w);
		look_at_names(w);
		look_at_stdin(w, stdin_is_made(w));
		rc = look_at_code(w, err);
	}
	free(place);
	return rc;
}

/* FILE was made by run ID. */
static int look_at(struct why_walk *w, const char *id, const char *file,
		   struct err *err)
{
	size_t from = w->to->n;
	struct run r;
	int rc;

	strs_add(&w->told, id);
	if (run_read(&r, w->store, id, err) < 0)
		return -1;
	w->to->runs++;
	w->run = &r;
	w->file = file;
	rc = look_here(w, err);
	if (!rc)
		rc = look_back(w, &r, from, err);
	run_release(&r);
	return rc;
}

/* Returns 1 if an output of R is the file PATH, an absolute one. */
static int has_written(const struct store *s, const struct run *r,
		       const char *path)
{
	const char *out = json_str(r->start, "stdout");
	char *place = run_place(s, r);
	int found = 0;

	for (size_t i = 0; !found && i < r->outputs.n; i++) {
		const char *name = r->outputs.list[i].path;
		char *whole, *clean;

		if (!strcmp(name, "-"))
			name = out;
		if (!name)
			continue;
		whole = *name == '/' ? mem_str(name) :
				       mem_printf("%s/%s", place, name);
		clean = path_clean(whole);
		found = !strcmp(clean, path);
		free(clean);
		free(whole);
	}
	free(place);
	return found;
}

/* Finds the last run that wrote a file with this name; the caller frees the
 * id. */
static int find_by_name(char **id, const struct store *s, const char *target,
			struct err *err)
{
	char *cwd = getcwd(NULL, 0);
	char *whole = *target == '/' ? mem_str(target) :
				       mem_printf("%s/%s", cwd, target);
	char *path = path_clean(whole);
	struct err ignored = { 0 };
	struct strs ids = { 0 };
	int rc = run_list(s, &ids, err);

	for (size_t i = ids.n; !rc && i-- > 0 && !*id;) {
		struct run r;

		if (run_read(&r, s, ids.at[i], &ignored) < 0)
			continue;
		if (has_written(s, &r, path))
			*id = mem_str(ids.at[i]);
		run_release(&r);
	}
	strs_release(&ids);
	free(path);
	free(whole);
	free(cwd);
	return rc;
}

/* Finds the run that made TARGET, or else the last one that wrote a file of
 * this name. */
static int find_run(struct why_walk *w, char **id, const char *target,
		    struct err *err)
{
	int exists = path_exists(target);
	struct whence o = { 0 };
	int rc = exists ? whence_find(&o, w->store, target, err) : 0;

	w->to->link = o.link;
	if (o.link != MAKER_NONE)
		*id = mem_str(o.run.id);
	if (!rc && o.link != MAKER_SURE) {
		char *named = NULL;

		rc = find_by_name(&named, w->store, target, err);
		if (named) {
			free(*id);
			*id = named;
			w->to->link = MAKER_NONE;
			add(w, "file", target,
			    exists ? "has changed" : "is missing");
		}
	}
	whence_release(&o);
	return rc;
}

static void say_run(struct why_walk *w, const char *id)
{
	struct json *start = NULL;
	struct err ignored = { 0 };

	if (run_record(w->store, id, "start.json", &start, &ignored) == 1)
		w->to->tool = mem_str(json_str(start, "tool"));
	w->to->id = mem_str(id);
	for (size_t i = 0; i < w->to->n; i++) {
		w->to->list[i].run = mem_str(id);
		w->to->list[i].tool = mem_str(w->to->tool);
	}
	json_free(start);
}

int why_find(struct why *to, const struct store *s, const char *target,
	     const char *version, struct err *err)
{
	struct why_walk w = {
		.to = to, .store = s, .version = version, .file = target
	};
	char *here = getcwd(NULL, 0), *id = NULL;
	int rc;

	memset(to, 0, sizeof *to);
	if (!here)
		return err_sys(err, "cannot find the working directory");
	rc = maker_open(&w.makers, s, err);
	if (!rc)
		rc = find_run(&w, &id, target, err);
	if (!rc && id) {
		say_run(&w, id);
		rc = look_at(&w, id, target, err);
	}
	if (chdir(here) < 0 && !rc)
		rc = err_sys(err, "cannot return to '%s'", here);
	free(here);
	maker_close(w.makers);
	strs_release(&w.told);
	free(id);
	return rc;
}

void why_release(struct why *w)
{
	for (size_t i = 0; i < w->n; i++) {
		free(w->list[i].file);
		free(w->list[i].run);
		free(w->list[i].tool);
		free(w->list[i].name);
		free(w->list[i].change);
	}
	free(w->list);
	free(w->id);
	free(w->tool);
	free(w->foreign);
	memset(w, 0, sizeof *w);
}
