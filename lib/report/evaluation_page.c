/*
 * evaluation_page.c - the page about an evaluation.
 */
#include "report/evaluation_page.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "eval/summary.h"
#include "eval/worst_panel.h"
#include "file/in.h"
#include "report/html_report.h"
#include "report/recorded.h"

static int weights_fact(struct strs *facts, const char *path, struct err *err)
{
	char hex[DIGEST_HEX + 1];
	struct digest d;

	if (in_digest(&d, path, err) < 0)
		return -1;
	strs_take(facts,
		  mem_printf("weights, SHA-256\t%s", digest_hex(hex, &d)));
	return 0;
}

static int find_facts(struct strs *facts, const struct evaluation_page *p,
		      const struct recorded *r, struct err *err)
{
	if (*r->recipe)
		strs_take(facts,
			  mem_printf("recipe of the training\t%s", r->recipe));
	if (p->weights && weights_fact(facts, p->weights, err) < 0)
		return -1;
	if (p->run)
		strs_take(facts, mem_printf("checkpoint\t%s", p->checkpoint));
	return 0;
}

/* In the order of the day: train, score. */
static void find_commands(struct strs *commands, const struct evaluate *e,
			  const struct evaluation_page *p,
			  const struct recorded *r)
{
	if (!r->command)
		return;
	strs_take(commands, mem_printf("%s > run.id", r->command));
	strs_take(commands,
		  mem_printf("xp-eval - --split '%s' --checkpoint %s --report "
			     "report.html < run.id > scores.tsv",
			     e->split ? e->split : "", p->checkpoint));
}

static int write_page(struct evaluate *e, const struct evaluation_page *p,
		      const struct recorded *r, struct subject *s,
		      struct err *err)
{
	struct strs facts = { 0 }, commands = { 0 };
	int rc = find_facts(&facts, p, r, err);
	char *name = e->split ?
			     mem_printf("Scores of the split '%s'", e->split) :
			     mem_str("Scores of all images");

	find_commands(&commands, e, p, r);
	s->name = name;
	s->changed = r->changed;
	s->settings = r->settings;
	s->metrics = &r->metrics;
	s->facts = &facts;
	s->commands = &commands;
	if (!rc)
		rc = html_report_write(p->path, name, s, 1, NULL, err);
	free(name);
	strs_release(&facts);
	strs_release(&commands);
	return rc;
}

int evaluation_page_write(struct evaluate *e, const struct evaluation_page *p,
			  struct err *err)
{
	struct panel panel = { 0 };
	struct bootstrap b = { 0 };
	struct recorded r = { 0 };
	struct subject s = {
		.scores = &e->scores,
		.method = evaluate_method(e),
		.bootstrap = &b,
		.data = &e->pairs,
		.trained = &e->trained,
		.split = e->split,
		.messages = p->messages,
		.required = p->required,
		.panel = &panel,
		.joint = e->joint,
		.joints = evaluate_channels(e),
	};
	int rc = worst_panel_add(e, &panel, err);

	summary_bootstrap(&b, &e->scores, p->resamples, p->seed);
	if (!rc && p->run)
		rc = recorded_read(&r, p->run, err);
	if (!rc)
		rc = write_page(e, p, &r, &s, err);
	recorded_release(&r);
	bootstrap_release(&b);
	panel_release(&panel);
	return rc;
}
