/*
 * whence.c - xp-log whence: which run made a file, and from what.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/args.h"
#include "app/ctx.h"
#include "app/opt.h"
#include "app/tool.h"
#include "base/mem.h"
#include "file/path.h"
#include "reuse/whence.h"
#include "run/lineage.h"

static int dot;

static const struct opt opts[] = {
	OPT_FLAG("dot", &dot, "print a graph for Graphviz, not a table"),
	OPT_END
};

/* "a.tif ... z.tif" */
static char *raw_name(const struct lineage_step *s)
{
	return s->raw == 1 ? mem_str(s->first) :
			     mem_printf("%s ... %s", s->first, s->last);
}

enum { DEPTH, FILE_NAME, LINK, RUN, TOOL, FILES };

static void add_row(struct tsv *t, size_t depth, const char *file,
		    const char *link, const struct lineage_step *s,
		    size_t files)
{
	size_t row = tsv_add_row(t);
	struct buf name = { 0 };

	path_visible(&name, file);
	tsv_set_int(t, row, DEPTH, (long long)depth);
	tsv_set(t, row, FILE_NAME, buf_text(&name));
	tsv_set(t, row, LINK, link);
	tsv_set(t, row, RUN, s ? s->id : "");
	tsv_set(t, row, TOOL, s ? s->tool : "");
	tsv_set_int(t, row, FILES, (long long)files);
	buf_release(&name);
}

static void print_table(struct ctx *ctx, const struct whence *o,
			const char *file, const struct lineage *l)
{
	static const char *const names[] = { "depth", "file", "link",
					     "run",   "tool", "files" };
	struct tsv t = { 0 };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		tsv_add_column(&t, names[i]);
	for (size_t i = 0; i < l->n; i++) {
		const struct lineage_step *s = &l->list[i];
		int guess = i ? s->guess : o->link == MAKER_GUESS;
		char *raw = s->raw ? raw_name(s) : NULL;

		add_row(&t, s->depth, i ? s->via : file,
			guess ? "same bytes" : "wrote", s, 1);
		if (raw)
			add_row(&t, s->depth + 1, raw, "no run", NULL, s->raw);
		free(raw);
	}
	ctx_table(ctx, &t);
	tsv_release(&t);
}

/* Appends TEXT in quotes, as the language of Graphviz has it. */
static void quote(struct buf *to, const char *text)
{
	struct buf name = { 0 };

	path_visible(&name, text);
	buf_char(to, '"');
	for (text = buf_text(&name); *text; text++) {
		if (strchr("\"\\", *text))
			buf_char(to, '\\');
		buf_char(to, *text);
	}
	buf_char(to, '"');
	buf_release(&name);
}

static void edge(struct buf *to, const char *from, const char *link, int guess)
{
	buf_str(to, "\t");
	quote(to, from);
	buf_str(to, " -> ");
	quote(to, link);
	buf_printf(to, "%s;\n",
		   guess ? " [style=dashed, label=\"same bytes\"]" : "");
}

static void node(struct buf *to, const struct lineage_step *s)
{
	char *label = mem_printf("%s %s", s->tool, s->id);

	buf_str(to, "\t");
	quote(to, s->id);
	buf_str(to, " [shape=box, label=");
	quote(to, label);
	buf_str(to, "];\n");
	free(label);
}

/* Files are ellipses and runs are boxes.  A file has a node for each run that
 * read it under this name, since names may mean several files. */
static void print_graph(struct ctx *ctx, const struct whence *o,
			const char *file, const struct lineage *l)
{
	const char **above = mem_zero(l->n + 1, sizeof *above);
	struct buf b = { 0 };

	buf_str(&b, "digraph whence {\n\trankdir=LR;\n");
	for (size_t i = 0; i < l->n; i++) {
		const struct lineage_step *s = &l->list[i];
		const char *via = i ? s->via : file;
		int guess = i ? s->guess : o->link == MAKER_GUESS;

		above[s->depth] = s->id;
		node(&b, s);
		edge(&b, s->id, via, guess);
		if (i)
			edge(&b, via, above[s->depth - 1], 0);
		if (s->raw) {
			char *raw = raw_name(s);
			char *label = mem_printf("%zu file%s: %s", s->raw,
						 s->raw == 1 ? "" : "s", raw);

			edge(&b, label, s->id, 0);
			free(label);
			free(raw);
		}
	}
	buf_str(&b, "}\n");
	out_add(ctx->out, buf_text(&b), b.len);
	buf_release(&b);
	free(above);
}

static void say(struct ctx *ctx, const struct whence *o, const char *file)
{
	const char *by = json_str(o->run.start, "tool"), *as = o->as;

	if (!strcmp(as, "-"))
		as = json_str(o->run.start, "stdout");
	if (o->link == MAKER_SURE)
		ctx_say(ctx, "run %s (%s) wrote '%s'", o->run.id, by ? by : "?",
			file);
	else
		ctx_say(ctx,
			"'%s' has the same bytes as %s%s%s, which run %s (%s) "
			"wrote; no record shows whether it is a copy",
			file, as ? "'" : "", as ? as : "a standard output",
			as ? "'" : "", o->run.id, by ? by : "?");
}

/* No run wrote it. */
static int none(const struct whence *o, const char *file, struct err *err)
{
	if (o->by_chance)
		return err_no(err,
			      "no recorded run is known to have written '%s'; "
			      "run %s wrote the same bytes as '%s', but it may "
			      "be by chance, or the file may be older",
			      file, o->other, o->other_as);
	if (o->other)
		return err_no(err,
			      "no recorded run wrote '%s'; run %s read the "
			      "same bytes as '%s'",
			      file, o->other, o->other_as);
	return err_no(err, "no recorded run wrote or read '%s'", file);
}

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct lineage l = { 0 };
	struct whence o = { 0 };
	struct store s;
	int rc;

	if (args_count(argc, 1, 1, "a file", err) < 0 ||
	    store_need(&s, err) < 0)
		return -1;
	rc = whence_find(&o, &s, argv[0], err);
	if (!rc && o.link == MAKER_NONE)
		rc = none(&o, argv[0], err);
	else if (!rc)
		rc = lineage_read(&l, &s, &o.run, err);
	if (!rc) {
		say(ctx, &o, argv[0]);
		(dot ? print_graph : print_table)(ctx, &o, argv[0], &l);
	}
	lineage_release(&l);
	whence_release(&o);
	store_release(&s);
	return rc;
}

const struct command log_whence = {
	.name = "whence",
	.about = "find the run that made a file, and what it was made from",
	.usage = "[OPTION]... FILE",
	.opts = opts,
	.run = run,
	.flags = TOOL_TABLE,
};
