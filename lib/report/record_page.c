/*
 * record_page.c - the page about recorded runs.
 */
#include "report/record_page.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "diff/diff_metrics.h"
#include "eval/compare.h"
#include "eval/summary.h"
#include "report/html_report.h"
#include "report/pair_checks.h"
#include "report/recorded.h"
#include "report/scored_run.h"
#include "run/run_file.h"

/* A larger picture is left out. */
enum { PICTURE_MOST = 2500000 };

struct entry { /* what a subject is made of */
	struct recorded training;
	int trained; /* 1: TRAINING is filled */
	struct scored_run scored;
	struct scores scores;
	struct bootstrap bootstrap;
	struct manifest data;
	struct tsv checks;
	struct buf picture;
	struct strs facts, commands;
};

static void release(struct entry *e)
{
	if (e->trained)
		recorded_release(&e->training);
	scored_run_release(&e->scored);
	scores_release(&e->scores);
	bootstrap_release(&e->bootstrap);
	manifest_release(&e->data);
	tsv_release(&e->checks);
	buf_release(&e->picture);
	strs_release(&e->facts);
	strs_release(&e->commands);
}

/* The training and the scores that NAME means; either may be missing. */
static int find_runs(struct entry *e, const char *name, struct err *err)
{
	char *last = NULL;
	int rc = 0;

	if (recorded_read(&e->training, name, err) < 0)
		return -1;
	e->trained = 1;
	if (!strcmp(recorded_tool(&e->training), "xp-train")) {
		rc = scored_run_last(&e->training.store, e->training.run.id,
				     &last, err);
		if (!rc && last)
			rc = scored_run_find(&e->scored, last, err);
		free(last);
		return rc;
	}
	/* A program of another's with metrics. */
	if (strcmp(recorded_tool(&e->training), "xp-eval") &&
	    e->training.metrics.rows)
		return 0;
	recorded_release(&e->training);
	e->trained = 0;
	if (scored_run_find(&e->scored, name, err) < 0)
		return -1;
	if (e->scored.training &&
	    recorded_read(&e->training, e->scored.training, err) == 0)
		e->trained = 1;
	else
		err_clear(err);
	return 0;
}

static void add_fact(struct strs *facts, const char *name, const char *value)
{
	if (value && *value)
		strs_take(facts, mem_printf("%s\t%s", name, value));
}

static void add_imported(struct strs *facts, const struct run *r)
{
	const struct json *from = json_get(r->start, "imported");
	const char *status = from ? json_str(from, "status") : NULL;
	const char *name = from ? json_str(from, "name") : NULL;

	if (!from)
		return;
	strs_take(facts, mem_printf("imported\tfrom %s: %s%s%s; code, inputs, "
				    "environment and command are not known",
				    run_imported(r->start), name ? name : "",
				    status && *status ? ", status " : "",
				    status ? status : ""));
}

static void add_notes(struct strs *facts, const struct store *s,
		      const struct run *r)
{
	char *name = mem_printf("runs/%s/note", r->id);
	struct buf b = { 0 };
	struct err ignored = { 0 };
	struct strs lines = { 0 };

	if (store_read(s, name, &b, &ignored) == 1)
		strs_split(&lines, buf_text(&b), '\n');
	for (size_t i = 0; i < lines.n; i++)
		add_fact(facts, "note", lines.at[i]);
	strs_release(&lines);
	buf_release(&b);
	free(name);
}

static void find_facts(struct entry *e)
{
	const struct run *r = e->trained	 ? &e->training.run :
			      e->scored.recorded ? &e->scored.run :
						   NULL;
	const struct json *code = r ? json_get(r->start, "code") : NULL;

	if (e->trained) {
		add_fact(&e->facts, "training", e->training.run.id);
		add_fact(&e->facts, "recipe", e->training.recipe);
	}
	if (e->scored.recorded)
		add_fact(&e->facts, "scored by", e->scored.run.id);
	if (!r)
		return;
	add_imported(&e->facts, r);
	add_fact(&e->facts, "state", run_state_name(r->state));
	add_fact(&e->facts, "time", json_str(r->start, "time"));
	if (r->end)
		add_fact(&e->facts, "seconds", json_str(r->end, "seconds"));
	add_fact(&e->facts, "version", json_str(r->start, "version"));
	add_fact(&e->facts, "machine", json_str(r->start, "machine"));
	if (code)
		add_fact(&e->facts, "commit", json_str(code, "commit"));
	if (code && json_int(code, "dirty", 0))
		add_fact(&e->facts, "work tree", "changed since that commit");
	add_notes(&e->facts, e->trained ? &e->training.store : &e->scored.store,
		  r);
}

static void find_commands(struct entry *e)
{
	const char *id = e->trained	    ? e->training.run.id :
			 e->scored.recorded ? e->scored.run.id :
					      NULL;

	if (e->trained && run_imported(e->training.run.start))
		return; /* it cannot be repeated */
	if (e->trained)
		strs_add(&e->commands, e->training.command);
	if (e->scored.recorded) {
		struct buf line = { 0 };

		recorded_command(&e->scored.run, &line);
		strs_take(&e->commands, buf_detach(&line));
	}
	if (id)
		strs_take(&e->commands, mem_printf("xp-log verify %s", id));
}

/* The panel that the scoring drew, if it is still what it was. */
static void find_picture(struct entry *e)
{
	static const char mark[] = "\x89PNG\r\n\x1a\n";
	const struct json *all = json_get(e->scored.run.start, "all_settings");
	const char *path = all ? json_str(all, "panel") : NULL;
	struct err ignored = { 0 };

	if (!path || !*path ||
	    run_file(&e->scored.store, &e->scored.run, path, &e->picture,
		     &ignored) < 0 ||
	    e->picture.len > PICTURE_MOST || e->picture.len < 8 ||
	    memcmp(e->picture.data, mark, 8) != 0)
		buf_release(&e->picture);
}

static int fill(struct entry *e, const struct record_page *p, const char *name,
		struct err *err)
{
	struct err ignored = { 0 };
	int rc = find_runs(e, name, err);

	if (!rc && e->scored.name)
		rc = scores_read(&e->scores, &e->scored.scores,
				 &e->scored.manifest, err);
	if (rc < 0)
		return -1;
	summary_bootstrap(&e->bootstrap, &e->scores, p->resamples, p->seed);
	if (e->scored.manifest_file &&
	    manifest_read(&e->data, e->scored.manifest_file, &ignored) < 0)
		e->data = (struct manifest){ 0 };
	if (e->scored.recorded)
		find_picture(e);
	find_facts(e);
	find_commands(e);
	return e->trained ? pair_checks_find(&e->checks, &e->training.store,
					     &e->training.run, err) :
			    0;
}

static void describe(struct subject *s, const struct entry *e, const char *name,
		     size_t number)
{
	int scored = e->scores.n != 0;

	*s = (struct subject){
		.name = name,
		.number = number,
		.scores = scored ? &e->scores : NULL,
		.method = "model",
		.bootstrap = &e->bootstrap,
		.data = e->data.n ? &e->data : NULL,
		.split = scored ? e->scores.list[0].split : NULL,
		.checks = e->checks.columns ? &e->checks : NULL,
		.picture = e->picture.len ? &e->picture : NULL,
		.facts = &e->facts,
		.commands = &e->commands,
	};
	if (scored && !strcmp(e->scores.list[0].method, "prediction"))
		s->method = "prediction";
	if (!e->trained)
		return;
	s->state = run_state_name(e->training.run.state);
	s->changed = e->training.changed;
	s->settings = e->training.settings;
	s->metrics = &e->training.metrics;
	s->other = strcmp(recorded_tool(&e->training), "xp-train") != 0;
}

static void warn_of_losses(struct messages *to, const struct record_page *p,
			   const struct entry *e)
{
	const struct json **start = mem_zero(p->n, sizeof(*start));

	for (size_t i = 0; i < p->n; i++)
		start[i] = e[i].trained ? e[i].training.run.start : NULL;
	diff_metrics_warn(to, start, (const char *const *)p->name, p->n);
	free(start);
}

/* Each that was scored with the first. */
static void compare_all(struct html_comparison *to, const struct record_page *p,
			const struct entry *e)
{
	for (size_t i = 1; i < p->n; i++) {
		struct compare c = {
			.a = { p->name[0], &e[0].scored.scores },
			.b = { p->name[i], &e[i].scored.scores },
			.manifest = &e[0].scored.manifest,
			.resamples = p->resamples,
			.seed = p->seed,
		};
		struct err err = { 0 };

		if (e[0].scores.n && e[i].scores.n &&
		    compare_tables(&to->table, &c, &to->said, &err) < 0)
			messages_warn(&to->said, "%s", err.text);
	}
	warn_of_losses(&to->said, p, e);
}

int record_page_write(const struct record_page *p, struct messages *messages,
		      struct err *err)
{
	struct entry *e = mem_zero(p->n + 1, sizeof(*e));
	struct subject *s = mem_zero(p->n + 1, sizeof(*s));
	struct html_comparison compared = { 0 };
	char *title = p->n == 1 ? mem_printf("Run %s", p->name[0]) :
				  mem_printf("%zu runs", p->n);
	int rc = 0;

	for (size_t i = 0; i < p->n && !rc; i++) {
		rc = fill(&e[i], p, p->name[i], err);
		describe(&s[i], &e[i], p->name[i], p->n > 1 ? i + 1 : 0);
	}
	if (!rc)
		compare_all(&compared, p, e);
	if (!rc)
		rc = html_report_write(p->path, title, s, p->n, &compared, err);
	for (size_t i = 0; i < p->n; i++)
		release(&e[i]);
	messages_move(messages, &compared.said);
	messages_release(&compared.said);
	tsv_release(&compared.table);
	free(title);
	free(e);
	free(s);
	return rc;
}
