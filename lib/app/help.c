/* help.c - see help.h. */
#include "app/help.h"

#include <stdlib.h>
#include <string.h>

#include "config.h"
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

/* --- the manual page ----------------------------------------------------- */

/* Appends TEXT for mdoc: backslashes are doubled, and no line begins like a
 * request. */
static void man_add_text(struct buf *to, const char *text)
{
	int at_start = 1;

	for (; *text; text++) {
		if (at_start && (*text == '.' || *text == '\''))
			buf_str(to, "\\&");
		if (*text == '\\')
			buf_str(to, "\\e");
		else if (*text == '-')
			buf_str(to, "\\-");
		else
			buf_char(to, *text);
		at_start = *text == '\n';
	}
}

/* Each blank line of NOTES begins a paragraph, four blanks a line to type. */
static void man_add_notes(struct buf *to, const char *notes)
{
	while (*notes) {
		size_t n = strcspn(notes, "\n");

		buf_str(to, n ? "" : ".Pp\n");
		if (!strncmp(notes, "    ", 4)) {
			buf_str(to, ".Dl ");
			notes += 4;
			n -= 4;
		}
		for (size_t i = 0; i < n; i++) {
			char c[2] = { notes[i], '\0' };

			if (!i && (*c == '.' || *c == '\''))
				buf_str(to, "\\&");
			man_add_text(to, c);
		}
		buf_str(to, n ? "\n" : "");
		notes += n + (notes[n] == '\n');
	}
}

static void man_add_option(struct buf *to, const struct opt *o)
{
	const char *first = opt_default(o);

	buf_str(to, ".It ");
	if (o->letter)
		buf_printf(to, "Fl %c , ", o->letter);
	buf_printf(to, "Fl \\-%s", o->name);
	if (o->kind != OPT_KIND_FLAG)
		buf_printf(to, " Ns = Ns Ar %s",
			   o->kind == OPT_KIND_CHOICE ? "WORD" :
			   o->arg		      ? o->arg :
							"VALUE");
	buf_char(to, '\n');
	man_add_text(to, o->help);
	if (o->kind == OPT_KIND_CHOICE) {
		buf_str(to, ": one of ");
		for (const char *const *c = o->choices; *c; c++) {
			buf_str(to, c == o->choices ? "" : ", ");
			man_add_text(to, *c);
		}
	}
	if (o->kind == OPT_KIND_LIST)
		buf_str(to, " (may be given again)");
	buf_str(to, to->len && to->data[to->len - 1] == '.' ? "\n" : ".\n");
	if (first && o->kind == OPT_KIND_FLAG && !strcmp(first, "yes")) {
		buf_str(to, "Default: yes;\n.Fl \\-no-");
		man_add_text(to, o->name);
		buf_str(to, "\nturns it off.\n");
	} else if (first && *first && o->kind != OPT_KIND_FLAG) {
		buf_str(to, "Default: ");
		man_add_text(to, first);
		buf_str(to, ".\n");
	}
}

static void man_add_options(struct buf *to, const struct opt *opts)
{
	int in_list = 0;

	for (; opts->kind != OPT_KIND_END; opts++) {
		if (opts->kind == OPT_KIND_SECTION) {
			buf_str(to, in_list ? ".El\n" : "");
			in_list = 0;
			buf_str(to, ".Ss ");
			man_add_text(to, opts->help);
			buf_char(to, '\n');
			continue;
		}
		if (!in_list)
			buf_str(to, ".Bl -tag -width Ds\n");
		in_list = 1;
		if (opts->help)
			man_add_option(to, opts);
	}
	buf_str(to, in_list ? ".El\n" : "");
}

static void man_add_commands(struct buf *to, const struct tool *t)
{
	buf_str(to, ".Sh COMMANDS\n.Bl -tag -width Ds\n");
	for (const struct command *const *p = t->commands; *p; p++) {
		const struct command *c = *p;

		buf_printf(to, ".It Cm %s ", c->name);
		man_add_text(to, c->usage);
		buf_char(to, '\n');
		man_add_text(to, c->about);
		buf_str(to, ".\n");
	}
	buf_str(to, ".El\n");
	for (const struct command *const *p = t->commands; *p; p++) {
		const struct command *c = *p;

		if (!c->notes && (!c->opts || c->opts->kind == OPT_KIND_END))
			continue;
		buf_printf(to, ".Ss Options of %s\n", c->name);
		if (c->notes)
			man_add_notes(to, c->notes);
		if (c->opts) {
			opt_defaults(c->opts);
			man_add_options(to, c->opts);
		}
	}
}

static void man_add_end(struct buf *to, const struct tool *t)
{
	buf_str(to, ".Sh EXIT STATUS\n"
		    "0: done; 1: the answer is\n.Dq no\n"
		    "(differs, check failed, training diverged);\n"
		    "2: usage; 3: an input is at fault; 4: the system is at "
		    "fault;\na signal as the shell reports it.\n");
	if (t->example) {
		buf_str(to, ".Sh EXAMPLES\n.Bd -literal\n");
		man_add_text(to, t->example);
		buf_str(to, "\n.Ed\n");
	}
	buf_str(to, ".Sh SEE ALSO\n.Xr xp-formats 5 ,\n.Xr xp 7\n");
}

static void man_add_upper(struct buf *to, const char *text)
{
	for (; *text; text++)
		buf_char(to, (char)(*text >= 'a' && *text <= 'z' ? *text - 32 :
								   *text));
}

static void man_add_terms(struct buf *to, const struct tool *t)
{
	const char *word, *meaning;

	buf_str(to, ".Sh ");
	man_add_upper(to, t->terms_title);
	buf_str(to, "\n.Bl -tag -width Ds\n");
	for (size_t i = 0; t->term(i, &word, &meaning); i++) {
		buf_str(to, ".It ");
		man_add_text(to, word);
		buf_char(to, '\n');
		man_add_text(to, meaning);
		buf_char(to, '\n');
	}
	buf_str(to, ".El\n");
}

void help_man_page(const struct tool *t, const struct opt *opts, struct buf *to)
{
	buf_printf(to, ".Dd %s\n.Dt ", XP_DATE);
	man_add_upper(to, t->name);
	buf_printf(to, " 1\n.Os xp %s\n.Sh NAME\n.Nm %s\n.Nd ", PACKAGE_VERSION,
		   t->name);
	man_add_text(to, t->about);
	buf_str(to, "\n.Sh SYNOPSIS\n.Nm\n");
	man_add_text(to, t->usage);
	buf_str(to, "\n.Sh DESCRIPTION\n");
	man_add_notes(to, t->notes ? t->notes : t->about);
	/* Commands change the defaults, so the tool's own options come
	 * first. */
	buf_str(to, ".Sh OPTIONS\n");
	man_add_options(to, opts);
	if (t->commands)
		man_add_commands(to, t);
	if (t->term)
		man_add_terms(to, t);
	man_add_end(to, t);
}
