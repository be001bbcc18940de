/* man.c - see man.h. */
#include "app/man.h"

#include <string.h>

#include "config.h"

/* Appends TEXT for mdoc: backslashes are doubled, and no line begins like a
 * request. */
static void add_text(struct buf *to, const char *text)
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
static void add_notes(struct buf *to, const char *notes)
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
			add_text(to, c);
		}
		buf_str(to, n ? "\n" : "");
		notes += n + (notes[n] == '\n');
	}
}

static void add_option(struct buf *to, const struct opt *o)
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
	add_text(to, o->help);
	if (o->kind == OPT_KIND_CHOICE) {
		buf_str(to, ": one of ");
		for (const char *const *c = o->choices; *c; c++) {
			buf_str(to, c == o->choices ? "" : ", ");
			add_text(to, *c);
		}
	}
	if (o->kind == OPT_KIND_LIST)
		buf_str(to, " (may be given again)");
	buf_str(to, to->len && to->data[to->len - 1] == '.' ? "\n" : ".\n");
	if (first && o->kind == OPT_KIND_FLAG && !strcmp(first, "yes")) {
		buf_str(to, "Default: yes;\n.Fl \\-no-");
		add_text(to, o->name);
		buf_str(to, "\nturns it off.\n");
	} else if (first && *first && o->kind != OPT_KIND_FLAG) {
		buf_str(to, "Default: ");
		add_text(to, first);
		buf_str(to, ".\n");
	}
}

static void add_options(struct buf *to, const struct opt *opts)
{
	int in_list = 0;

	for (; opts->kind != OPT_KIND_END; opts++) {
		if (opts->kind == OPT_KIND_SECTION) {
			buf_str(to, in_list ? ".El\n" : "");
			in_list = 0;
			buf_str(to, ".Ss ");
			add_text(to, opts->help);
			buf_char(to, '\n');
			continue;
		}
		if (!in_list)
			buf_str(to, ".Bl -tag -width Ds\n");
		in_list = 1;
		if (opts->help)
			add_option(to, opts);
	}
	buf_str(to, in_list ? ".El\n" : "");
}

static void add_commands(struct buf *to, const struct tool *t)
{
	buf_str(to, ".Sh COMMANDS\n.Bl -tag -width Ds\n");
	for (const struct command *const *p = t->commands; *p; p++) {
		const struct command *c = *p;

		buf_printf(to, ".It Cm %s ", c->name);
		add_text(to, c->usage);
		buf_char(to, '\n');
		add_text(to, c->about);
		buf_str(to, ".\n");
	}
	buf_str(to, ".El\n");
	for (const struct command *const *p = t->commands; *p; p++) {
		const struct command *c = *p;

		if (!c->notes && (!c->opts || c->opts->kind == OPT_KIND_END))
			continue;
		buf_printf(to, ".Ss Options of %s\n", c->name);
		if (c->notes)
			add_notes(to, c->notes);
		if (c->opts) {
			opt_defaults(c->opts);
			add_options(to, c->opts);
		}
	}
}

static void add_end(struct buf *to, const struct tool *t)
{
	buf_str(to, ".Sh EXIT STATUS\n"
		    "0: done; 1: the answer is\n.Dq no\n"
		    "(differs, check failed, training diverged);\n"
		    "2: usage; 3: an input is at fault; 4: the system is at "
		    "fault;\na signal as the shell reports it.\n");
	if (t->example) {
		buf_str(to, ".Sh EXAMPLES\n.Bd -literal\n");
		add_text(to, t->example);
		buf_str(to, "\n.Ed\n");
	}
	buf_str(to, ".Sh SEE ALSO\n.Xr xp-formats 5 ,\n.Xr xp 7\n");
}

static void add_upper(struct buf *to, const char *text)
{
	for (; *text; text++)
		buf_char(to, (char)(*text >= 'a' && *text <= 'z' ? *text - 32 :
								   *text));
}

static void add_terms(struct buf *to, const struct tool *t)
{
	const char *word, *meaning;

	buf_str(to, ".Sh ");
	add_upper(to, t->terms_title);
	buf_str(to, "\n.Bl -tag -width Ds\n");
	for (size_t i = 0; t->term(i, &word, &meaning); i++) {
		buf_str(to, ".It ");
		add_text(to, word);
		buf_char(to, '\n');
		add_text(to, meaning);
		buf_char(to, '\n');
	}
	buf_str(to, ".El\n");
}

void man_page(const struct tool *t, const struct opt *opts, struct buf *to)
{
	buf_printf(to, ".Dd %s\n.Dt ", XP_DATE);
	add_upper(to, t->name);
	buf_printf(to, " 1\n.Os xp %s\n.Sh NAME\n.Nm %s\n.Nd ", PACKAGE_VERSION,
		   t->name);
	add_text(to, t->about);
	buf_str(to, "\n.Sh SYNOPSIS\n.Nm\n");
	add_text(to, t->usage);
	buf_str(to, "\n.Sh DESCRIPTION\n");
	add_notes(to, t->notes ? t->notes : t->about);
	/* Commands change the defaults, so the tool's own options come
	 * first. */
	buf_str(to, ".Sh OPTIONS\n");
	add_options(to, opts);
	if (t->commands)
		add_commands(to, t);
	if (t->term)
		add_terms(to, t);
	add_end(to, t);
}
