/*
 * grid.c - see grid.h.
 */
#include "sweep/grid.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "file/file.h"

#define MAX_BYTES ((size_t)16 << 20)
#define MAX_POINTS 1000000

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define NAME LETTERS "0123456789_-"
#define BLANK " \t\n" /* a line break only where a backslash continued it */

struct reader {
	const char *path;
	size_t line;	/* number of the present line */
	const char *at; /* what is left of it */
	int is_command; /* 1: braces have a meaning */
};

#define bad(r, err, ...) bad_line((r)->path, (r)->line, err, __VA_ARGS__)

static int bad_line(const char *path, size_t line, struct err *err,
		    const char *format, ...)
	__attribute__((format(printf, 4, 5)));

static int bad_line(const char *path, size_t line, struct err *err,
		    const char *format, ...)
{
	char text[300];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	return err_data(err, "%s:%zu: %s", path, line, text);
}

/* Returns the length of "{name}" at TEXT, or 0. */
static size_t place_length(const char *text)
{
	size_t n = *text == '{' && strchr(LETTERS, text[1]) && text[1] ?
			   1 + strspn(text + 1, NAME) :
			   0;

	return n && text[n] == '}' ? n + 1 : 0;
}

/* Adds one character that means itself.  A brace in a command becomes {{. */
static void take_plain(struct reader *r, struct buf *to)
{
	if (r->is_command && *r->at == '{')
		buf_char(to, '{');
	buf_char(to, *r->at == '\n' ? ' ' : *r->at);
	r->at++;
}

/* Adds one character of a word, or a {name}. */
static void take(struct reader *r, struct buf *to)
{
	size_t n = r->is_command ? place_length(r->at) : 0;

	if (!n) {
		r->at += r->is_command && r->at[0] == '{' && r->at[1] == '{';
		take_plain(r, to);
		return;
	}
	buf_add(to, r->at, n);
	r->at += n;
}

/* After the quote Q.  In "..." a backslash quotes as in sh. */
static int quoted(struct reader *r, char q, struct buf *to, struct err *err)
{
	while (*r->at != q) {
		if (q == '"' && (*r->at == '$' || *r->at == '`'))
			return bad(r, err,
				   "'%c' would be expanded by a shell, but not "
				   "here: quote it by '...'",
				   *r->at);
		if (!*r->at)
			return bad(r, err, "the quote %c has no end", q);
		if (q == '"' && *r->at == '\\' && r->at[1] &&
		    strchr("\"\\$`", r->at[1])) {
			r->at++;
			take_plain(r, to);
		} else {
			take(r, to);
		}
	}
	r->at++;
	return 0;
}

/* Skips blanks, and comments up to where their lines end. */
static void skip_blank(struct reader *r)
{
	r->at += strspn(r->at, BLANK);
	while (*r->at == '#') {
		r->at += strcspn(r->at, "\n");
		r->at += strspn(r->at, BLANK);
	}
}

/* Reads the next word to TO.  Returns 1, 0 at the end of the line, or -1. */
static int next_word(struct reader *r, struct buf *to, struct err *err)
{
	int rc = 0;

	buf_clear(to);
	skip_blank(r);
	if (!*r->at)
		return 0;
	while (!rc && *r->at && !strchr(BLANK, *r->at)) {
		char c = *r->at;

		if (c == '\'' || c == '"') {
			r->at++;
			rc = quoted(r, c, to, err);
		} else if (strchr("|&;<>()$`*?", c)) {
			rc = bad(
				r, err,
				"'%c' has a meaning for a shell, but not in a "
				"grid, which has one command: quote it, or put "
				"the commands into a script",
				c);
		} else if (c == '\\' && r->at[1]) {
			r->at++;
			take_plain(r, to);
		} else {
			take(r, to);
		}
	}
	return rc < 0 ? -1 : 1;
}

static int read_command(struct sweep_grid *g, struct reader *r, struct err *err)
{
	struct buf word = { 0 };
	int rc;

	g->line = r->line;
	r->is_command = 1;
	while ((rc = next_word(r, &word, err)) > 0)
		strs_add(&g->words, buf_text(&word));
	r->is_command = 0;
	buf_release(&word);
	return rc;
}

static struct grid_name *find_name(const struct sweep_grid *g, const char *name,
				   size_t n)
{
	for (size_t i = 0; i < g->n; i++)
		if (!strncmp(g->names[i].name, name, n) && !g->names[i].name[n])
			return &g->names[i];
	return NULL;
}

static int add_value(struct grid_name *to, const struct reader *r,
		     const char *text, struct err *err)
{
	if (strs_has(&to->values, text))
		return bad(r, err, "%s has the value '%s' twice", to->name,
			   text);
	if (to->values.n >= MAX_POINTS)
		return bad(r, err, "%s has more than %d values", to->name,
			   MAX_POINTS);
	strs_add(&to->values, text);
	return 0;
}

/* Adds the value TEXT, or all of a range A..B. */
static int add_values(struct grid_name *to, const struct reader *r,
		      const char *text, struct err *err)
{
	const char *dots = strstr(text, "..");
	char *low = dots ? mem_strn(text, (size_t)(dots - text)) : NULL;
	int64_t a, b;
	int is_range = dots && num_int(&a, low) == 0 &&
		       num_int(&b, dots + 2) == 0;
	int rc = 0;

	free(low);
	if (!is_range)
		return add_value(to, r, text, err);
	if (b < a)
		return bad(r, err, "the range '%s' is empty: %s has no value",
			   text, to->name);
	if ((uint64_t)b - (uint64_t)a >= MAX_POINTS)
		return bad(r, err, "the range '%s' has more than %d values",
			   text, MAX_POINTS);
	for (; a <= b && !rc; a++) {
		char number[32];

		snprintf(number, sizeof(number), "%lld", (long long)a);
		rc = add_value(to, r, number, err);
	}
	return rc;
}

/* name = value... */
static int read_name(struct sweep_grid *g, struct reader *r, struct err *err)
{
	size_t n = strchr(LETTERS, *r->at) ? strspn(r->at, NAME) : 0;
	const char *equals = r->at + n + strspn(r->at + n, BLANK);
	struct buf word = { 0 };
	struct grid_name *new;
	int rc;

	if (!n || *equals != '=')
		return bad(r, err,
			   "want 'name = value...', found '%.40s'; a command "
			   "is on one line, or on several that end in \\",
			   r->at);
	if (find_name(g, r->at, n))
		return bad(r, err, "'%.*s' is defined twice", (int)n, r->at);
	g->names = mem_grow(g->names, g->n + 1, sizeof(*g->names));
	new = &g->names[g->n++];
	*new = (struct grid_name){ mem_strn(r->at, n), { 0 }, r->line };
	r->at = equals + 1;
	while ((rc = next_word(r, &word, err)) > 0)
		if ((rc = add_values(new, r, buf_text(&word), err)) < 0)
			break;
	buf_release(&word);
	if (!rc && !new->values.n)
		rc = bad(r, err, "'%s' has no value", new->name);
	return rc;
}

/* Adds WORD to TO with the values of point I; or only marks in USED which names
 * it has.  Returns a {name} that is not defined, or NULL. */
static const char *fill(const struct sweep_grid *g, const char *word,
			const size_t *choice, struct buf *to, char *used)
{
	for (; *word; word++) {
		size_t n = place_length(word);
		const struct grid_name *name;

		if (!n) {
			word += word[0] == '{' && word[1] == '{';
			buf_char(to, *word);
			continue;
		}
		if (!(name = find_name(g, word + 1, n - 2)))
			return word;
		used[name - g->names] = 1;
		buf_str(to, name->values.at[choice[name - g->names]]);
		word += n - 1;
	}
	return NULL;
}

/* Each name is used and defined, and there are not too many points. */
static int check(struct sweep_grid *g, const char *path, struct err *err)
{
	size_t *choice = mem_zero(g->n + 1, sizeof(*choice));
	char *used = mem_zero(g->n + 1, 1);
	const char *unknown = NULL;
	struct buf word = { 0 };
	int rc = 0;

	for (size_t i = 0; i < g->words.n && !unknown; i++)
		unknown = fill(g, g->words.at[i], choice, &word, used);
	if (!g->words.n)
		rc = err_data(err, "%s: there is no command", path);
	else if (unknown)
		rc = bad_line(path, g->line, err,
			      "{%.*s} has no line '%.*s = ...'",
			      (int)place_length(unknown) - 2, unknown + 1,
			      (int)place_length(unknown) - 2, unknown + 1);
	g->points = 1;
	for (size_t i = 0; i < g->n && !rc; i++) {
		if (!used[i])
			rc = bad_line(path, g->names[i].line, err,
				      "the command has no {%s}",
				      g->names[i].name);
		else if (g->names[i].values.n > MAX_POINTS / g->points)
			rc = bad_line(path, g->names[i].line, err,
				      "more than %d points", MAX_POINTS);
		else
			g->points *= g->names[i].values.n;
	}
	buf_release(&word);
	free(choice);
	free(used);
	return rc;
}

/* Cuts the next line off TEXT, together with those that it is continued on. */
static char *next_line(char **text, size_t *lines)
{
	char *line = *text, *at = line, *to = line;

	for (*lines = 0; *at && *at != '\n'; at++) {
		if (at[0] == '\\' && at[1] == '\n') {
			at++;
			*to++ = '\n';
			++*lines;
		} else if (at[0] != '\r' || at[1] != '\n') {
			*to++ = *at;
		}
	}
	*lines += 1;
	*text = at + (*at == '\n');
	*to = '\0';
	return line;
}

static int parse(struct sweep_grid *g, const char *path, char *text,
		 struct err *err)
{
	struct reader r = { .path = path, .line = 1 };
	size_t lines;
	int rc = 0;

	while (!rc && *text) {
		r.at = next_line(&text, &lines);
		r.at += strspn(r.at, BLANK);
		if (*r.at && *r.at != '#')
			rc = g->words.n ? read_name(g, &r, err) :
					  read_command(g, &r, err);
		r.line += lines;
	}
	return rc < 0 ? -1 : check(g, path, err);
}

int grid_read(struct sweep_grid *g, const char *path, struct err *err)
{
	struct buf text = { 0 };
	int rc = file_slurp(&text, path, MAX_BYTES, err);

	memset(g, 0, sizeof(*g));
	if (rc == 0 && text.len && strlen(text.data) != text.len)
		rc = err_data(err, "%s: has a NUL byte, so it is not text",
			      path);
	if (rc == 0) {
		buf_char(&text, '\n');
		rc = parse(g, path, text.data, err);
	}
	buf_release(&text);
	if (rc < 0)
		grid_release(g);
	return rc;
}

void grid_release(struct sweep_grid *g)
{
	for (size_t i = 0; i < g->n; i++) {
		free(g->names[i].name);
		strs_release(&g->names[i].values);
	}
	free(g->names);
	strs_release(&g->words);
	memset(g, 0, sizeof(*g));
}

void grid_point(const struct sweep_grid *g, size_t i, struct strs *words)
{
	size_t *choice = mem_zero(g->n + 1, sizeof(*choice));
	char *used = mem_zero(g->n + 1, 1);
	struct buf word = { 0 };

	for (size_t k = g->n; k-- > 0; i /= g->names[k].values.n)
		choice[k] = i % g->names[k].values.n;
	for (size_t k = 0; k < g->words.n; k++) {
		buf_clear(&word);
		fill(g, g->words.at[k], choice, &word, used);
		strs_add(words, buf_text(&word));
	}
	buf_release(&word);
	free(choice);
	free(used);
}
