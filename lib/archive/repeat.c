/* repeat.c - see repeat.h. */
#include "archive/repeat.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/pack_code.h"
#include "archive/member_path.h"
#include "archive/pack.h"
#include "archive/pack_record.h"
#include "archive/protect.h"
#include "archive/repeat_command.h"
#include "archive/run_dir.h"
#include "archive/script.h"
#include "base/mem.h"
#include "file/path.h"
#include "run/argv.h"
#include "run/seen_names.h"
#include "diff/ingredients.h"
#include "store/durable.h"
#include "store/staging.h"

#define MAX_FILE ((size_t)1 << 30)

struct again { /* the repeated run */
	const struct provenance *c;
	const struct step *st;
	const char *dir;
	char *out; /* its stdout */
	struct store store;
	struct run run; /* id is NULL if it was not recorded */
	int status;
};

/* One that is kept has a name of its own, so that nobody sweeps it. */
static int make_scratch(struct repeat *v, int keep, int *held, struct err *err)
{
	const char *tmp = getenv("TMPDIR");
	char *real = realpath(tmp && *tmp ? tmp : "/tmp", NULL);

	v->scratch = mem_printf("%s/xp-verify%s.XXXXXX", real ? real : "/tmp",
				keep ? "" : "ing");
	free(real);
	if (staging_make(v->scratch, held) == 0)
		return 0;
	err_sys(err, "cannot make the directory '%s'", v->scratch);
	free(v->scratch);
	v->scratch = NULL;
	return -1;
}

/* Returns 1 if PATH leads out of the experiment. */
static int is_outside(const struct step *st, const char *path)
{
	char *name = path_outside(path), *place, *marked;
	int yes = 0;

	if (name) {
		place = member_path(st->cwd, st->run.id, path);
		marked = mem_printf("%s%soutside/%s", st->cwd,
				    *st->cwd ? "/" : "", name);
		yes = !strcmp(place, marked);
		free(marked);
		free(place);
	}
	free(name);
	return yes;
}

/* XP_OUTSIDE means nothing to a program that is not ours: it would overwrite
 * the user's files outside, and read them as they are now. */
static int check_output(const struct step *st, const char *path,
			struct err *err)
{
	if (!is_outside(st, path))
		return 0;
	return err_data(err,
			"run %s wrote '%s', a file outside the experiment; "
			"repeating the run would overwrite this file",
			st->run.id, path);
}

static int check_input(const struct step *st, const char *path,
		       const struct digest *d, struct err *err)
{
	struct blob blob;

	if (!is_outside(st, path))
		return 0;
	if (*path != '/')
		return err_data(err,
				"run %s cannot be repeated in another "
				"directory: the run read '%s', a file "
				"outside the experiment",
				st->run.id, path);
	if (blob_look(path, &blob, err) == 1 && digest_same(&blob.digest, d))
		return 0;
	return err_data(err,
			"run %s cannot be repeated: the run read '%s', and "
			"this file has changed or is missing",
			st->run.id, path);
}

static int check_secret(const struct step *st, struct err *err)
{
	if (!argv_has_secret(st->run.start))
		return 0;
	return err_data(err,
			"run %s cannot be repeated: the command held a "
			"secret, and the secret was not recorded (see "
			"'xp-log show %s')",
			st->run.id, st->run.id);
}

static int check_foreign(const struct step *st, struct err *err)
{
	const struct file_list *in = &st->run.inputs;
	const struct file_list *out = &st->run.outputs;
	int rc = 0;

	for (size_t i = 0; !rc && i < out->n; i++)
		rc = check_output(st, out->list[i].path, err);
	for (size_t i = 0; !rc && i < in->n; i++)
		rc = check_input(st, in->list[i].path, &in->list[i].digest,
				 err);
	return rc;
}

/* Find the repeated run in the store of the scratch directory: the one run that
 * was not copied there. */
static void find_new(struct again *g, const struct provenance *c)
{
	struct strs ids = { 0 };
	struct err ignored = { 0 };

	if (run_list(&g->store, &ids, &ignored) == 0)
		for (size_t i = 0; i < ids.n; i++)
			if (!provenance_find(c, ids.at[i], strlen(ids.at[i])) &&
			    run_read(&g->run, &g->store, ids.at[i], &ignored) ==
				    0)
				break;
	strs_release(&ids);
}

static char *made_at(const struct again *g, const char *path)
{
	const char *id = g->run.id ? g->run.id : "none";
	char *place, *at;

	if (!strcmp(path, "-"))
		return mem_str(g->out);
	place = member_path(g->st->cwd, id, path);
	at = mem_printf("%s/%s", g->dir, place);
	free(place);
	return at;
}

/* Returns 1 if the output is the run's id, as a tool prints it: the repeated
 * run has to print its own. */
static int same_id(const struct again *g, const char *path,
		   const struct digest *was, const struct digest *is)
{
	struct step now = { .run = { .id = g->run.id } };

	return !strcmp(path, "-") && g->run.id && was &&
	       script_is_id(g->st, was) && script_is_id(&now, is);
}

/* Returns the path of a file with the recorded content of output PATH, or NULL
 * if there is none; the caller frees it. */
static char *recorded_at(const struct again *g, const char *path,
			 const struct digest *d)
{
	struct strs list = { 0 };
	struct err ignored = { 0 };
	char *found = NULL;

	provenance_candidates(g->c, g->c->n - 1, path, d, &list);
	for (size_t i = 0; !found && i < list.n; i++) {
		struct blob blob;

		if (blob_look(list.at[i], &blob, &ignored) == 1 &&
		    digest_same(&blob.digest, d))
			found = mem_str(list.at[i]);
	}
	strs_release(&list);
	return found;
}

/* Read PATH, which may be NULL, into TO.  Returns TO, or NULL. */
static struct buf *read_content(const char *path, struct buf *to)
{
	struct err ignored = { 0 };

	if (!path || durable_read(to, path, MAX_FILE, &ignored) != 1)
		return NULL;
	return to;
}

static int compare(struct run_verdict *v, const struct again *g,
		   const char *path, const struct digest *recorded,
		   struct err *err)
{
	char *at = made_at(g, path), *was = NULL;
	struct buf a = { 0 }, b = { 0 };
	struct blob blob;
	int rc = blob_look(at, &blob, err);
	int look = rc == 1 && recorded && !digest_same(recorded, &blob.digest);

	if (look)
		was = recorded_at(g, path, recorded);
	if (rc >= 0)
		verdict_add(v, path, recorded, rc ? &blob.digest : NULL,
			    look && same_id(g, path, recorded, &blob.digest),
			    read_content(was, &a),
			    read_content(look ? at : NULL, &b));
	buf_release(&a);
	buf_release(&b);
	free(was);
	free(at);
	return rc < 0 ? -1 : 0;
}

/* Returns 1 if other programs wrote PATH, too, when the run was recorded. */
static int was_shared(const struct again *g, const char *path)
{
	const struct json *w = json_get(g->st->run.end, "watched");
	const struct json *list = w ? json_get(w, "shared") : NULL;
	int yes = 0;

	for (size_t i = 0; list && i < json_len(list); i++)
		yes |= !strcmp(json_text(json_at(list, i)), path);
	return yes;
}

/* The repeated run has the recorded inputs, and not what only lay beside
 * them. */
static void note_listings(struct run_verdict *v, const struct again *g)
{
	struct json *was = seen_names_read(g->c->store, &g->st->run, "listed");
	struct json *now = seen_names_read(&g->store, &g->run, "listed");
	struct strs dirs = { 0 };

	if (was && now)
		json_keys(was, &dirs);
	for (size_t i = 0; i < dirs.n; i++) {
		const char *a = json_str(was, dirs.at[i]);
		const char *b = json_str(now, dirs.at[i]);

		if (b && strcmp(a, b) != 0)
			strs_take(&v->notes,
				  mem_printf("the repeated run found other "
					     "names in the directory '%s', "
					     "which it opened: it has the "
					     "recorded inputs only",
					     dirs.at[i]));
	}
	strs_release(&dirs);
	json_free(was);
	json_free(now);
}

static int compare_all(struct run_verdict *v, const struct again *g,
		       struct err *err)
{
	const struct file_list *before = &g->st->run.outputs;
	const struct file_list *after = &g->run.outputs;

	for (size_t i = 0; i < before->n; i++)
		if (compare(v, g, before->list[i].path, &before->list[i].digest,
			    err) < 0)
			return -1;
	for (size_t i = 0; i < after->n; i++)
		if (!file_list_find(before, after->list[i].path) &&
		    !was_shared(g, after->list[i].path) &&
		    compare(v, g, after->list[i].path, NULL, err) < 0)
			return -1;
	if (!g->run.id)
		return 0;
	verdict_add_links(v, &(struct diff_run){ g->c->store, &g->st->run },
			  &(struct diff_run){ &g->store, &g->run });
	note_listings(v, g);
	return 0;
}

static char *status_text(int status)
{
	return mem_printf(status < 0 ? "signal %d" : "exit %d", abs(status));
}

/* Returns how the recorded run ended: its exit code, or -N if signal N ended
 * it.  A run of another program that signal N ended has the exit code 128 +
 * N. */
static int recorded_status(const struct run *r)
{
	int signal = (int)json_int(r->end, "signal", 0);

	return signal ? -signal : (int)json_int(r->end, "exit", 0);
}

static void compare_status(struct run_verdict *v, const struct again *g)
{
	int was = recorded_status(&g->st->run), now = g->status;
	char *a, *b;

	if (now > 128 && pack_code_is_foreign(g->st))
		now = 128 - now;
	v->ended = was == now;
	if (v->ended)
		return;
	a = status_text(was);
	b = status_text(now);
	strs_take(&v->notes,
		  mem_printf("the repeated run ended with %s, the recorded one "
			     "with %s",
			     b, a));
	free(a);
	free(b);
}

/* It was given the recorded code and data; all else may be another. */
static void explain(struct run_verdict *v, const struct store *s,
		    const struct again *g)
{
	struct json *a, *b;

	if (!g->run.id)
		return;
	a = ingredients_of(&(struct diff_run){ s, &g->st->run });
	b = ingredients_of(&(struct diff_run){ &g->store, &g->run });
	verdict_explain(v, a, b, pack_code_is_foreign(g->st), 0, 1);
	json_free(a);
	json_free(b);
}

static void note_gone(struct run_verdict *v, const struct strs *gone)
{
	if (!gone->n)
		return;
	strs_take(&v->notes,
		  gone->n > 1 ?
			  mem_printf("%zu modules that the run read are gone, "
				     "such as '%s'",
				     gone->n, gone->at[0]) :
			  mem_printf("the module '%s', which the run read, is "
				     "gone",
				     gone->at[0]));
}

static int run_again(struct repeat *v, const struct provenance *c,
		     const struct members *p, int (*stop)(void),
		     struct err *err)
{
	const struct step *st = &c->step[c->n - 1];
	struct again g = { .c = c, .st = st, .dir = v->scratch };
	struct strs gone = { 0 }, protect = { 0 };
	int rc = store_make(&g.store, v->scratch, err) < 0 ? -1 : 0;

	g.out = mem_printf("%s/.xp/stdout", v->scratch);
	if (!rc)
		rc = repeat_command_lay_out(p, c, v->scratch, &gone, err);
	note_gone(&v->verdict, &gone);
	protect_dirs(c, st, &protect);
	if (!rc)
		rc = repeat_command(st, v->scratch, g.out, &protect, stop,
				    &g.status, err);
	if (!rc)
		find_new(&g, c);
	if (!rc && g.run.id && pack_code_is_foreign(st))
		rc = protect_check(&protect, st, &g.store, &g.run, err);
	if (!rc)
		rc = compare_all(&v->verdict, &g, err);
	if (!rc) {
		verdict_count(&v->verdict);
		compare_status(&v->verdict, &g);
		explain(&v->verdict, c->store, &g);
		rc = !verdict_is_same(&v->verdict);
	}
	if (g.run.id)
		run_release(&g.run);
	store_release(&g.store);
	strs_release(&gone);
	strs_release(&protect);
	free(g.out);
	return rc;
}

int repeat_run(struct repeat *v, const struct store *s, const char *id,
	       const struct verdict_limits *limits, int keep, int (*stop)(void),
	       struct err *err)
{
	struct members p = { 0 };
	struct provenance c;
	int held = -1, rc;

	memset(v, 0, sizeof(*v));
	v->verdict.limits = *limits;
	rc = provenance_read(&c, s, id, 1, err);
	if (!rc)
		rc = run_may_repeat(&c.step[c.n - 1].run, err);
	if (!rc)
		rc = check_secret(&c.step[c.n - 1], err);
	if (!rc && pack_code_is_foreign(&c.step[c.n - 1]))
		rc = check_foreign(&c.step[c.n - 1], err);
	if (!rc)
		rc = pack_chain(&p, &c, PACK_TO_RUN, &v->left_out, err);
	if (!rc)
		rc = make_scratch(v, keep, &held, err);
	if (!rc)
		rc = run_again(v, &c, &p, stop, err);
	if (v->scratch && !keep)
		staging_remove(v->scratch);
	if (held >= 0)
		close(held);
	member_release(&p);
	provenance_release(&c);
	return rc;
}

void repeat_release(struct repeat *v)
{
	verdict_release(&v->verdict);
	messages_release(&v->left_out);
	free(v->scratch);
	memset(v, 0, sizeof(*v));
}

int repeat_origin(const struct store *s, const struct run *r, struct buf *to)
{
	const struct step st = { .run = *r };

	script_command(&st, to);
	return run_dir_is_restored(s, r->id);
}
