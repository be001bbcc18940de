/*
 * import.c - xp-log import: runs that another tracker has kept.
 */
#include "app/args.h"
#include "app/ctx.h"
#include "app/opt.h"
#include "app/stop.h"
#include "app/tool.h"
#include "import/event_runs.h"
#include "import/foreign_run.h"
#include "import/imported.h"
#include "import/mlruns.h"

static struct strs tensorboard, mlflow;

static const struct opt opts[] = {
	OPT_LIST("tensorboard", &tensorboard, "DIR",
		 "each directory with event files in DIR or below, as a run; "
		 "or the event file DIR"),
	OPT_LIST("mlflow", &mlflow, "DIR",
		 "the runs of an mlruns directory: settings, metrics, tags, "
		 "notes, artifacts; or of one experiment, or one run"),
	OPT_END
};

struct session {
	struct ctx *ctx;
	struct store store;
	struct messages m;
	struct tsv table;
	size_t added, there;
};

static void add_row(struct session *s, const struct foreign_run *r,
		    const struct imported *i)
{
	struct tsv *t = &s->table;
	size_t row = tsv_add_row(t);

	tsv_set(t, row, tsv_add_column(t, "run"), i->id);
	tsv_set(t, row, tsv_add_column(t, "state"),
		i->was_there ? "there already" : "imported");
	tsv_set(t, row, tsv_add_column(t, "from"), r->tracker);
	tsv_set(t, row, tsv_add_column(t, "name"), r->name);
	tsv_set_int(t, row, tsv_add_column(t, "settings"),
		    (long long)json_len(r->settings));
	tsv_set_int(t, row, tsv_add_column(t, "metrics"),
		    (long long)r->metrics.names.n);
	tsv_set_int(t, row, tsv_add_column(t, "files"), (long long)r->file.n);
}

static int take(void *arg, struct foreign_run *r, struct err *err)
{
	struct session *s = arg;
	struct imported i = { 0 };
	int rc;

	if (stop_asked())
		return stop_fail(err);
	rc = imported_add(&i, &s->store, r, &s->m, err);
	if (!rc) {
		add_row(s, r, &i);
		s->added += !i.was_there;
		s->there += i.was_there;
	}
	if (!rc && i.earlier && !i.was_there)
		messages_warn(&s->m,
			      "'%s' was imported before, with other content, "
			      "as run %s; that run stays, 'xp-log rm' removes "
			      "it",
			      r->name, i.earlier);
	imported_release(&i);
	ctx_messages(s->ctx, &s->m);
	return rc;
}

typedef int each_run_fn(const char *path, foreign_run_fn *fn, void *arg,
			struct messages *m, struct err *err);

/* A path that is at fault hides no other: LAST keeps why. */
static int import_each(struct session *s, each_run_fn *each,
		       const struct strs *paths, struct err *last,
		       struct err *err)
{
	int rc = 0, broken = 0;

	for (size_t i = 0; rc >= 0 && i < paths->n; i++) {
		rc = each(paths->at[i], take, s, &s->m, err);
		broken |= rc != 0;
		if (rc < 0 && err->kind == ERR_DATA) {
			if (last->kind)
				messages_warn(&s->m, "%s", last->text);
			*last = *err;
			err_clear(err);
			rc = 0;
		}
	}
	return rc < 0 ? -1 : broken;
}

static int import_all(struct session *s, struct err *err)
{
	struct err last = { 0 };
	int rc = import_each(s, event_runs_each, &tensorboard, &last, err);
	int more = rc < 0 ? -1 :
			    import_each(s, mlruns_each, &mlflow, &last, err);

	if (last.kind && (s->table.rows || more < 0)) {
		messages_warn(&s->m, "%s", last.text);
	} else if (last.kind) {
		*err = last;
		return -1;
	}
	return more < 0 ? -1 : rc || more;
}

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct session s = { .ctx = ctx };
	int rc;

	(void)argv;
	if (args_count(argc, 0, 0, "no operand", err) < 0)
		return -1;
	if (!tensorboard.n && !mlflow.n)
		return err_usage(err, "name what to import: --tensorboard=DIR "
				      "or --mlflow=DIR");
	stop_catch();
	if (store_need(&s.store, err) < 0)
		return -1;
	rc = store_writable(&s.store, err);
	if (!rc)
		rc = import_all(&s, err);
	ctx_messages(ctx, &s.m);
	if (s.table.rows)
		ctx_table(ctx, &s.table);
	if (s.added || s.there)
		ctx_say(ctx, "%zu run%s imported; %zu run%s there already",
			s.added, s.added == 1 ? "" : "s", s.there,
			s.there == 1 ? " was" : "s were");
	messages_release(&s.m);
	tsv_release(&s.table);
	store_release(&s.store);
	return rc;
}

const struct command log_import = {
	.name = "import",
	.about = "make the runs of TensorBoard or MLflow runs of this store",
	.usage = "[OPTION]...",
	.opts = opts,
	.run = run,
	.flags = TOOL_TABLE,
};
