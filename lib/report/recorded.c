/*
 * recorded.c - what the store knows of a training.
 */
#include "report/recorded.h"

#include <stdlib.h>

#include "archive/script.h"
#include "base/mem.h"
#include "base/sh.h"
#include "run/argv.h"
#include "run/resolve.h"
#include "run/run_output.h"

const char *recorded_tool(const struct recorded *r)
{
	const char *tool = json_str(r->run.start, "tool");

	return tool ? tool : "";
}

void recorded_command(const struct run *r, struct buf *to)
{
	struct strs word = { 0 };

	argv_get(r->start, &word);
	for (size_t i = 0; i < word.n; i++) {
		if (i)
			buf_char(to, ' ');
		sh_quote(to, word.at[i]);
	}
	strs_release(&word);
}

/* Not every run has metrics, and some runs' files are gone. */
static void read_metrics(struct recorded *r)
{
	struct err ignored = { 0 };
	struct run_output p = { 0 };

	if (run_output_find(&p, r->run.id, "metrics.tsv", 0, &ignored) == 0 &&
	    tsv_read(&r->metrics, p.output, &ignored) < 0)
		tsv_release(&r->metrics);
	run_output_release(&p);
}

int recorded_read(struct recorded *r, const char *name, struct err *err)
{
	struct buf line = { 0 };

	*r = (struct recorded){ 0 };
	if (resolve_find(&r->run, &r->store, name, err) < 0)
		return -1;
	r->changed = json_str(r->run.start, "what");
	r->settings = json_get(r->run.start, "all_settings");
	if (r->run.recipe)
		digest_hex(r->recipe, &r->run.recipe_id);
	recorded_command(&r->run, &line);
	r->command = buf_detach(&line);
	read_metrics(r);
	return 0;
}

void recorded_release(struct recorded *r)
{
	run_release(&r->run);
	store_release(&r->store);
	tsv_release(&r->metrics);
	free(r->command);
	*r = (struct recorded){ 0 };
}
