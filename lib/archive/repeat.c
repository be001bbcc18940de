/* repeat.c - see repeat.h. */
#include "archive/repeat.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/pack_code.h"
#include "archive/member_path.h"
#include "archive/pack.h"
#include "archive/pack_record.h"
#include "archive/repeat_command.h"
#include "archive/run_dir.h"
#include "archive/script.h"
#include "base/mem.h"
#include "file/path.h"
#include "run/argv.h"
#include "diff/diff_content.h"
#include "diff/diff_environment.h"
#include "diff/diff_list.h"
#include "store/staging.h"

struct again { /* the repeated run */
	const struct provenance *c;
	const struct step *st;
	uint64_t ulp; /* how far numbers may differ */
	const char *dir;
	char *out; /* its stdout */
	struct store store;
	struct run run; /* id is NULL if it was not recorded */
	int status;
};

static int make_scratch(struct repeat *v, struct err *err)
{
	const char *tmp = getenv("TMPDIR");
	char *real = realpath(tmp && *tmp ? tmp : "/tmp", NULL);

	v->scratch = mem_printf("%s/xp-verify.XXXXXX", real ? real : "/tmp");
	free(real);
	if (mkdtemp(v->scratch))
		return 0;
	err_sys(err, "cannot make a directory '%s'", v->scratch);
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
			"run %s wrote '%s' outside its directory; repeating "
			"the run would overwrite that file",
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
				"directory: it read '%s', which is outside "
				"the experiment",
				st->run.id, path);
	if (blob_look(path, &blob, err) == 1 && digest_same(&blob.digest, d))
		return 0;
	return err_data(err,
			"run %s cannot be repeated: it read '%s', which has "
			"changed or is missing",
			st->run.id, path);
}

static int check_secret(const struct step *st, struct err *err)
{
	if (!argv_has_secret(st->run.start))
		return 0;
	return err_data(err,
			"run %s cannot be repeated: its command held a secret, "
			"which was not recorded ('xp-log show %s')",
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
static int same_id(const struct again *g, const struct repeated_output *f)
{
	struct step now = { .run = { .id = g->run.id } };

	return !strcmp(f->path, "-") && g->run.id &&
	       script_is_id(g->st, &f->recorded) && script_is_id(&now, &f->now);
}

static enum repeat_result judge(const struct again *g,
				const struct repeated_output *f)
{
	if (!f->listed)
		return strcmp(f->path, "-") ? REPEAT_EXTRA : REPEAT_UNKNOWN;
	if (!f->there)
		return REPEAT_MISSING;
	if (digest_same(&f->recorded, &f->now))
		return REPEAT_SAME;
	return same_id(g, f) ? REPEAT_ID : REPEAT_DIFFERS;
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

/* Find out how much the two contents differ. */
static void look_closer(struct repeated_output *f, const struct again *g,
			const char *at)
{
	char *was = recorded_at(g, f->path, &f->recorded);
	struct diff_content d = { 0 };
	struct err err = { 0 };

	f->ulp = UINT64_MAX;
	if (!was) {
		f->detail = mem_str("the recorded bytes were not kept");
	} else if (diff_content(&d, was, at, &err) == 0) {
		f->ulp = d.ulp;
		f->detail = mem_str(buf_text(&d.text));
		if (d.ulp <= g->ulp)
			f->result = REPEAT_CLOSE;
	} else {
		f->detail = mem_str(err.text);
	}
	diff_content_release(&d);
	free(was);
}

static void count(struct repeat *v, const struct repeated_output *f)
{
	if (f->result == REPEAT_UNKNOWN)
		return;
	v->compared++;
	v->repeated += f->result == REPEAT_SAME || f->result == REPEAT_ID ||
		       f->result == REPEAT_CLOSE;
	v->close += f->result == REPEAT_CLOSE;
	v->wrote |= !f->listed || !provenance_trivial(&f->recorded);
}

static int compare(struct repeat *v, const struct again *g, const char *path,
		   const struct digest *recorded, struct err *err)
{
	struct repeated_output *f;
	struct blob blob;
	char *at = made_at(g, path);
	int rc = blob_look(at, &blob, err);

	if (rc >= 0) {
		v->list = mem_grow(v->list, v->n + 1, sizeof(*v->list));
		f = &v->list[v->n++];
		*f = (struct repeated_output){ .path = mem_str(path),
					       .listed = recorded != NULL,
					       .there = rc,
					       .now = blob.digest };
		if (recorded)
			f->recorded = *recorded;
		f->result = judge(g, f);
		if (f->result == REPEAT_DIFFERS)
			look_closer(f, g, at);
		count(v, f);
	}
	free(at);
	return rc < 0 ? -1 : 0;
}

static int compare_all(struct repeat *v, const struct again *g, struct err *err)
{
	const struct file_list *before = &g->st->run.outputs;
	const struct file_list *after = &g->run.outputs;

	for (size_t i = 0; i < before->n; i++)
		if (compare(v, g, before->list[i].path, &before->list[i].digest,
			    err) < 0)
			return -1;
	for (size_t i = 0; i < after->n; i++)
		if (!file_list_find(before, after->list[i].path) &&
		    compare(v, g, after->list[i].path, NULL, err) < 0)
			return -1;
	return 0;
}

static void add_note(struct repeat *v, const struct json *j)
{
	const char *a = json_str(j, "a"), *b = json_str(j, "b");

	strs_take(&v->notes,
		  mem_printf("%s: was %s, is %s", json_str(j, "name"),
			     a ? a : "none", b ? b : "none"));
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

static void compare_status(struct repeat *v, const struct again *g)
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

/* Note what may explain a difference: another version or environment. */
static void add_notes(struct repeat *v, const struct store *s,
		      const struct again *g)
{
	struct json *list, *a, *b, *more;

	if (!g->run.id)
		return;
	list = json_new_list();
	diff_list_add(list, "version", json_str(g->st->run.start, "version"),
		      json_str(g->run.start, "version"));
	a = diff_environment_read(s, &g->st->run);
	b = diff_environment_read(&g->store, &g->run);
	more = diff_environment_list(a, b);
	for (size_t i = 0; i < json_len(list); i++)
		add_note(v, json_at(list, i));
	for (size_t i = 0; i < json_len(more); i++)
		add_note(v, json_at(more, i));
	json_free(list);
	json_free(more);
	json_free(a);
	json_free(b);
}

static int run_again(struct repeat *v, const struct provenance *c,
		     const struct members *p, uint64_t ulp, struct err *err)
{
	const struct step *st = &c->step[c->n - 1];
	struct again g = { .c = c, .st = st, .ulp = ulp, .dir = v->scratch };
	int rc = store_make(&g.store, v->scratch, err) < 0 ? -1 : 0;

	g.out = mem_printf("%s/.xp/stdout", v->scratch);
	if (!rc)
		rc = repeat_command_lay_out(p, c, v->scratch, err);
	if (!rc)
		rc = repeat_command(st, v->scratch, g.out, &g.status, err);
	if (!rc) {
		find_new(&g, c);
		rc = compare_all(v, &g, err);
	}
	if (!rc) {
		compare_status(v, &g);
		add_notes(v, c->store, &g);
		rc = !v->ended || v->repeated < v->compared;
	}
	if (g.run.id)
		run_release(&g.run);
	store_release(&g.store);
	free(g.out);
	return rc;
}

int repeat_run(struct repeat *v, const struct store *s, const char *id,
	       uint64_t ulp, int keep, struct err *err)
{
	struct members p = { 0 };
	struct provenance c;
	int rc;

	memset(v, 0, sizeof(*v));
	rc = provenance_read(&c, s, id, 1, err);
	if (!rc)
		rc = check_secret(&c.step[c.n - 1], err);
	if (!rc && pack_code_is_foreign(&c.step[c.n - 1]))
		rc = check_foreign(&c.step[c.n - 1], err);
	if (!rc)
		rc = pack_chain(&p, &c, PACK_TO_RUN, &v->left_out, err);
	if (!rc)
		rc = make_scratch(v, err);
	if (!rc)
		rc = run_again(v, &c, &p, ulp, err);
	if (v->scratch && !keep)
		staging_remove(v->scratch);
	member_release(&p);
	provenance_release(&c);
	return rc;
}

void repeat_release(struct repeat *v)
{
	for (size_t i = 0; i < v->n; i++) {
		free(v->list[i].path);
		free(v->list[i].detail);
	}
	free(v->list);
	strs_release(&v->notes);
	messages_release(&v->left_out);
	free(v->scratch);
	memset(v, 0, sizeof(*v));
}

const char *repeat_result_name(enum repeat_result result)
{
	static const char *const name[] = {
		[REPEAT_SAME] = "same",	      [REPEAT_ID] = "run-id",
		[REPEAT_CLOSE] = "close",     [REPEAT_DIFFERS] = "differs",
		[REPEAT_MISSING] = "missing", [REPEAT_EXTRA] = "extra",
		[REPEAT_UNKNOWN] = "unknown",
	};

	return name[result];
}

int repeat_origin(const struct store *s, const struct run *r, struct buf *to)
{
	const struct step st = { .run = *r };

	script_command(&st, to);
	return run_dir_is_restored(s, r->id);
}
