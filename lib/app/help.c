/* help.c - see help.h. */
#include "app/help.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define WIDTH 79
#define INDENT 26 /* the column at which the help of an option begins */

/* Add TEXT, broken at blanks.  The first line begins at column AT, the others
 * are indented by INDENT.  A newline in TEXT begins a new line. */
static void add_wrapped(struct buf *to, const char *text, size_t at,
			size_t indent)
{
	for (;;) {
		size_t n = strcspn(text, " \n");

		if (at + n > WIDTH && at > indent) {
			buf_printf(to, "\n%*s", (int)indent, "");
			at = indent;
		}
		buf_add(to, text, n);
		at += n;
		text += n;
		if (!*text)
			break;
		if (*text++ == '\n') {
			buf_printf(to, "\n%*s", (int)indent, "");
			at = indent;
		} else if (at + 1 + strcspn(text, " \n") <= WIDTH) {
			buf_char(to, ' ');
			at++;
		} else {
			buf_printf(to, "\n%*s", (int)indent, "");
			at = indent;
		}
	}
	buf_char(to, '\n');
}

static const char *value_name(const struct opt *o)
{
	if (o->kind == OPT_KIND_CHOICE)
		return "WORD";
	return o->arg ? o->arg : "VALUE";
}

/* Adds "one of a, b [a]" after the help text. */
static char *describe(const struct opt *o)
{
	const char *first = opt_default(o);
	struct buf b = { 0 };

	buf_str(&b, o->help ? o->help : "");
	if (o->kind == OPT_KIND_CHOICE) {
		buf_str(&b, ": ");
		for (const char *const *c = o->choices; *c; c++)
			buf_printf(&b, c == o->choices ? "%s" : ", %s", *c);
	}
	if (o->kind == OPT_KIND_LIST)
		buf_str(&b, " (may be given again)");
	if (first && o->kind == OPT_KIND_FLAG && !strcmp(first, "yes"))
		buf_printf(&b, " [yes; --no-%s]", o->name);
	else if (first && *first && o->kind != OPT_KIND_FLAG)
		buf_printf(&b, " [%s]", first);
	return buf_detach(&b);
}

static void add_option(struct buf *to, const struct opt *o)
{
	size_t start = to->len, at;
	char *help = describe(o);

	if (o->letter)
		buf_printf(to, "  -%c, ", o->letter);
	else
		buf_str(to, "      ");
	buf_printf(to, "--%s", o->name);
	if (o->kind != OPT_KIND_FLAG)
		buf_printf(to, "=%s", value_name(o));
	at = to->len - start;
	if (at + 2 > INDENT) {
		buf_printf(to, "\n%*s", INDENT, "");
		at = INDENT;
	}
	for (; at < INDENT; at++)
		buf_char(to, ' ');
	add_wrapped(to, help, at, INDENT);
	free(help);
}

static void add_options(struct buf *to, const struct opt *opts)
{
	if (opts->kind != OPT_KIND_SECTION)
		buf_str(to, "\nOptions:\n");
	for (; opts->kind != OPT_KIND_END; opts++) {
		if (opts->kind == OPT_KIND_SECTION)
			buf_printf(to, "\n%s:\n", opts->help);
		else if (opts->help)
			add_option(to, opts);
	}
}

static void add_commands(struct buf *to, const struct command *const *c)
{
	buf_str(to, "\nCommands:\n");
	for (; *c; c++) {
		buf_printf(to, "  %-10s", (*c)->name);
		add_wrapped(to, (*c)->about, 12, 12);
	}
}

static void add_terms(struct buf *to, const struct tool *t)
{
	const char *word, *meaning;

	buf_printf(to, "\n%s:\n", t->terms_title);
	for (size_t i = 0; t->term(i, &word, &meaning); i++) {
		size_t longer = strlen(word) > 9 ? strlen(word) - 9 : 0;

		buf_printf(to, "  %-9s ", word);
		add_wrapped(to, meaning, 12 + longer, 12);
	}
}

static void add_example(struct buf *to, const char *example)
{
	buf_str(to, "\nExample:\n");
	while (*example) {
		size_t n = strcspn(example, "\n");

		buf_printf(to, "  %.*s\n", (int)n, example);
		example += n + (example[n] == '\n');
	}
}

void help_text(const struct tool *t, const struct command *command,
	       const struct opt *opts, struct buf *to)
{
	const char *about = command ? command->about : t->about;
	const char *notes = command ? command->notes : t->notes;

	if (command)
		buf_printf(to, "Usage: %s %s %s\n", t->name, command->name,
			   command->usage);
	else
		buf_printf(to, "Usage: %s %s\n", t->name, t->usage);
	buf_printf(to, "%c%s.\n",
		   about[0] - 32 * (about[0] >= 'a' && about[0] <= 'z'),
		   about + 1);
	if (notes) {
		buf_char(to, '\n');
		add_wrapped(to, notes, 0, 0);
	}
	if (!command && t->commands)
		add_commands(to, t->commands);
	add_options(to, opts);
	if (!command && t->term)
		add_terms(to, t);
	if (!command && t->example)
		add_example(to, t->example);
	if (!command && t->commands)
		buf_printf(to, "\n'%s COMMAND --help' describes a command.\n",
			   t->name);
}

static const char *kind_name(enum opt_kind kind)
{
	static const char *const name[] = {
		[OPT_KIND_FLAG] = "flag",     [OPT_KIND_INT] = "int",
		[OPT_KIND_REAL] = "real",     [OPT_KIND_STR] = "text",
		[OPT_KIND_CHOICE] = "choice", [OPT_KIND_LIST] = "list",
	};

	return name[kind];
}

void help_options(const struct tool *t, const struct command *command,
		  const struct opt *opts, struct buf *to)
{
	const struct command *const *c = command ? NULL : t->commands;

	for (; c && *c; c++)
		buf_printf(to, "%s\tcommand\t\t%s\n", (*c)->name, (*c)->about);
	for (const struct opt *o = opts; o->kind != OPT_KIND_END; o++) {
		if (!o->name || !o->help)
			continue;
		buf_printf(to, "--%s\t%s\t", o->name, kind_name(o->kind));
		if (o->kind == OPT_KIND_CHOICE)
			for (const char *const *w = o->choices; *w; w++)
				buf_printf(to, w == o->choices ? "%s" : " %s",
					   *w);
		else if (o->kind != OPT_KIND_FLAG)
			buf_str(to,
				o->flags & OPT_FILE ? "FILE" : value_name(o));
		buf_printf(to, "\t%s\n", o->help);
	}
}
