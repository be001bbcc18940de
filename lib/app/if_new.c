/*
 * if_new.c - see if_new.h.
 */
#include "app/if_new.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/args.h"
#include "base/mem.h"
#include "file/file.h"
#include "file/path.h"
#include "reuse/give.h"
#include "run/recording_start.h"
#include "run/run_id.h"
#include "reuse/same_recipe.h"
#include "store/object.h"

#define MAX_STDIN ((size_t)1 << 31)

/* Stdin, read before the run; valid until the program ends. */
static struct {
	int known;
	struct buf data;
	struct digest digest;
	char *id;
} input;

struct look {
	struct if_new *n;
	const struct recording_request *asked;
	int json; /* 1: stdout is to be JSON */
	const struct store *store;
};

/* Reads a file from its start and leaves its offset as it is. */
static int read_file(struct buf *to)
{
	enum { CHUNK = 1 << 16 };
	ssize_t k;

	do {
		buf_reserve(to, CHUNK);
		do
			k = pread(STDIN_FILENO, to->data + to->len, CHUNK,
				  (off_t)to->len);
		while (k < 0 && errno == EINTR);
		to->len += k > 0 ? (size_t)k : 0;
	} while (k > 0 && to->len < MAX_STDIN);
	return k == 0;
}

/* The tool gets what was read of a pipe here instead of stdin. */
static int read_stdin(void)
{
	struct err ignored;
	struct stat st;

	if (fstat(STDIN_FILENO, &st) < 0)
		return 0;
	if (S_ISREG(st.st_mode))
		return lseek(STDIN_FILENO, 0, SEEK_CUR) == 0 &&
		       read_file(&input.data);
	if (isatty(STDIN_FILENO) ||
	    file_slurp(&input.data, "-", MAX_STDIN, &ignored) < 0)
		return 0;
	file_stdin_from(buf_text(&input.data), input.data.len);
	return 1;
}

static int take_stdin(void *arg, struct digest *d, const char **id)
{
	struct buf *b = &input.data;

	(void)arg;
	if (!input.known)
		input.known = read_stdin() ? 1 : -1;
	if (input.known < 0)
		return 0;
	digest_of(d, buf_text(b), b->len);
	if (!input.id && b->len && b->data[b->len - 1] == '\n') {
		char *word = mem_strn(b->data, b->len - 1);

		if (run_id_is(word))
			input.id = word;
		else
			free(word);
	}
	*id = input.id;
	return 1;
}

static int is_done(const struct run *r)
{
	return r->end && (r->state == RUN_DONE || r->state == RUN_NO);
}

/* The option NAME was on the command line of R. */
static int is_given(const struct opt *opts, const char *name,
		    const struct run *r)
{
	const struct json *list = json_get(r->start, "argv");
	struct strs words = { 0 };
	char **argv;
	int n, is;

	for (size_t i = 0; list && i < json_len(list); i++) {
		const char *word = json_text(json_at(list, i));

		strs_add(&words, word ? word : "");
	}
	n = (int)words.n;
	argv = mem_zero(words.n + 1, sizeof *argv);
	for (size_t i = 0; i < words.n; i++)
		argv[i] = words.at[i];
	is = args_find(opts, name, n, argv) > 0;
	free(argv);
	strs_release(&words);
	return is;
}

/* Each expectation of the new run is one of the run R. */
static int has_expected(const struct json *start, const struct run *r)
{
	const struct json *now = json_get(start, "expect");
	const struct json *was = json_get(r->start, "expect");

	for (size_t i = 0; now && i < json_len(now); i++) {
		const char *text = json_text(json_at(now, i));
		size_t k = 0, n = was ? json_len(was) : 0;

		while (k < n && strcmp(json_text(json_at(was, k)), text))
			k++;
		if (k == n)
			return 0;
	}
	return 1;
}

static int has_inputs(const struct store *s, const struct run *r)
{
	const struct file_list *l = &r->inputs;

	for (size_t i = 0; i < l->n; i++)
		if (strncmp(l->list[i].path, ".xp/", 4) &&
		    !object_has(s, &l->list[i].digest))
			return 0;
	return 1;
}

/* Returns the name of an option that is in no recipe and asks for what R has
 * not: a word of its record, copies of its inputs, another form of stdout.
 * Returns NULL if there is none. */
static const char *find_unmet(const struct look *k, const struct run *r)
{
	const char *why = json_str(k->n->start, "because");
	const char *was = json_str(r->start, "because");

	if (!has_expected(k->n->start, r))
		return "expect";
	if (why && (!was || strcmp(why, was)))
		return "because";
	if (k->json != is_given(k->n->opts, "json", r))
		return "json";
	if (k->asked->keep_images && is_done(r) && !has_inputs(k->store, r))
		return "keep-inputs";
	return NULL;
}

/* Compares the files that options name.  Fills the names that outputs get.
 * Returns 1, or -1 with the reason in WHY. */
static int map_outputs(struct if_new *n, const struct json *now,
		       const struct run *r, struct buf *why)
{
	const struct json *was = json_get(r->start, "all_settings");

	for (const struct opt *o = n->opts; o->kind != OPT_KIND_END; o++) {
		const char *a, *b;

		if (!o->name || !(o->flags & (OPT_OUTPUT | OPT_OUTPUT_DIR)))
			continue;
		a = was ? json_str(was, o->name) : NULL;
		b = json_str(now, o->name);
		if (a && b ? !strcmp(a, b) : a == b)
			continue;
		if (o->flags & OPT_OUTPUT_DIR ||
		    (!a && is_done(r) && !file_list_find(&r->outputs, b))) {
			buf_printf(why, "run %s did the same with another --%s",
				   r->id, o->name);
			return -1;
		}
		if (!a)
			continue;
		strs_add(&n->from, a);
		strs_add(&n->to, b ? b : "");
	}
	return 1;
}

static struct give give_of(const struct look *k, const struct run *r)
{
	return (struct give){ .store = k->store,
			      .run = r,
			      .from = k->n->from,
			      .to = k->n->to,
			      .keep_unchanged = k->n->keep_unchanged };
}

/* R wrote below the directory DIR.  xp-train --tensorboard writes to DIR/RUN,
 * and no record has that. */
static int has_written_to(const char *dir, const struct run *r)
{
	const struct file_list *l = &r->outputs;
	char *own = mem_printf("%s/%s", dir, r->id);
	size_t n = strlen(dir);
	int found = path_exists(own);

	free(own);
	while (n > 1 && dir[n - 1] == '/')
		n--;
	for (size_t i = 0; !found && i < l->n; i++)
		found = !strncmp(l->list[i].path, dir, n) &&
			(l->list[i].path[n] == '/' || dir[n - 1] == '/');
	return found;
}

static int has_output(const struct give *g, const char *name)
{
	const struct file_list *l = &g->run->outputs;

	for (size_t i = 0; i < l->n; i++) {
		const char *as = give_name(g, l->list[i].path);

		if (as && !strcmp(as, name))
			return 1;
	}
	return 0;
}

/* Returns 1 if all files and directories that options name are outputs of the
 * run, which may have been resumed with others than its start.json tells. */
static int check_named(const struct look *k, const struct give *g,
		       struct buf *why)
{
	const struct json *now = k->asked->all_settings;

	for (const struct opt *o = k->n->opts; o->kind != OPT_KIND_END; o++) {
		const char *name = o->name ? json_str(now, o->name) : NULL;

		if (!name || !*name ||
		    !(o->flags & (OPT_OUTPUT | OPT_OUTPUT_DIR)) ||
		    (o->flags & OPT_OUTPUT ? has_output(g, name) :
					     has_written_to(name, g->run)))
			continue;
		buf_printf(why,
			   "run %s did the same, but what it wrote to --%s is "
			   "not there",
			   g->run->id, o->name);
		return 0;
	}
	return 1;
}

static int is_usable(void *arg, const struct run *r, struct buf *why)
{
	struct look *k = arg;
	const char *unmet = find_unmet(k, r);
	struct give g;

	buf_clear(why);
	strs_release(&k->n->from);
	strs_release(&k->n->to);
	if (unmet)
		buf_printf(why, "run %s did the same with another --%s", r->id,
			   unmet);
	if (unmet || map_outputs(k->n, k->asked->all_settings, r, why) < 0)
		return -1;
	g = give_of(k, r);
	return !is_done(r) || (check_named(k, &g, why) && give_check(&g, why));
}

static void say_given(struct ctx *ctx, const struct give *g, int has_stdout)
{
	struct buf b = { 0 };

	if (has_stdout)
		buf_str(&b, "standard output");
	if (g->made)
		buf_printf(&b, "%s%zu file%s", b.len ? " and " : "", g->made,
			   g->made == 1 ? "" : "s");
	if (b.len)
		buf_str(&b, " given from the store");
	if (g->there)
		buf_printf(&b, "%s%zu file%s there already", b.len ? ", " : "",
			   g->there, g->there == 1 ? "" : "s");
	ctx_say(ctx, "not run again: run %s did the same%s%s", g->run->id,
		b.len ? "; " : "", buf_text(&b));
	buf_release(&b);
}

static int give(struct if_new *n, struct ctx *ctx, const struct look *k,
		struct err *err)
{
	struct give g = give_of(k, &n->run);
	const char *error = json_str(n->run.end, "error");
	struct buf b = { 0 };
	int rc = give_outputs(&g, &b, err);

	if (!rc) {
		say_given(ctx, &g,
			  file_list_find(&n->run.outputs, "-") != NULL);
		out_add(ctx->out, buf_text(&b), b.len);
		n->code = (int)json_int(n->run.end, "exit", ERR_SYS);
		snprintf(n->error, sizeof n->error, "%s", error ? error : "");
	}
	buf_release(&b);
	return rc < 0 ? -1 : IF_NEW_DONE;
}

/* Returns 1 if the run was begun in the directory of START. */
static int is_here(const struct run *r, const struct json *start)
{
	const char *a = json_str(r->start, "cwd"), *b = json_str(start, "cwd");

	return a && b && !strcmp(a, b);
}

static int decide(struct if_new *n, struct ctx *ctx, const struct look *k,
		  struct same_recipe *q, struct err *err)
{
	struct buf why = { 0 };
	int found = same_recipe_find(&n->run, q, &why, err);

	if (found == 1 && is_done(&n->run)) {
		found = give(n, ctx, k, err);
	} else if (found == 1 && is_here(&n->run, q->start)) {
		ctx_say(ctx,
			"resuming run %s, which was begun with the same "
			"settings and inputs",
			n->run.id);
		n->resume = mem_str(n->run.id);
		found = IF_NEW_BEGUN;
	} else if (found >= 0) {
		if (why.len)
			ctx_say(ctx, "not done yet: %s", buf_text(&why));
		found = IF_NEW_RUN;
	}
	buf_release(&why);
	return found;
}

int if_new_look(struct if_new *n, struct ctx *ctx, const struct store *s,
		const struct recording_request *asked, struct err *err)
{
	struct messages ignored = { 0 };
	struct recording_request request = *asked;
	struct look k = { n, asked, ctx->json, s };
	struct same_recipe q = { .store = s,
				 .take_stdin = take_stdin,
				 .is_usable = is_usable,
				 .arg = &k };
	int rc = -1;

	q.may_begin = opt_find(n->opts, "resume") != NULL;
	request.messages = &ignored; /* the run itself will say them */
	q.start = n->start = recording_start_json(s, &request, NULL, err);
	if (n->start)
		rc = decide(n, ctx, &k, &q, err);
	messages_release(&ignored);
	return rc;
}

void if_new_release(struct if_new *n)
{
	run_release(&n->run);
	json_free(n->start);
	n->start = NULL;
	strs_release(&n->from);
	strs_release(&n->to);
	free(n->resume);
	n->resume = NULL;
	buf_release(&input.data);
	free(input.id);
	input.id = NULL;
	input.known = 0;
}
