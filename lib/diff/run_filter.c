/* run_filter.c - see run_filter.h. */
#include "diff/run_filter.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/relation.h"

#define DEEP 100 /* parentheses and "not" within each other */

enum filter_kind { FILTER_OR, FILTER_AND, FILTER_NOT, FILTER_COMPARE };
static const char *const functions[] = { "min", "max", "first", "last" };

struct run_filter {
	enum filter_kind kind;
	struct run_filter *a, *b; /* of or, and, not */
	char *function, *name, *word;
	int part; /* 1: WORD is a part of the value; 0: RELATION holds */
	enum relation relation;
};

struct filter_parser {
	const char *text, *pos;
	int depth;
	struct err *err;
};

static struct run_filter *node(enum filter_kind kind, struct run_filter *a,
			       struct run_filter *b)
{
	struct run_filter *f = mem_zero(1, sizeof(*f));

	f->kind = kind;
	f->a = a;
	f->b = b;
	return f;
}

void run_filter_free(struct run_filter *f)
{
	if (!f)
		return;
	run_filter_free(f->a);
	run_filter_free(f->b);
	free(f->function);
	free(f->name);
	free(f->word);
	free(f);
}

static void skip_blanks(struct filter_parser *p)
{
	while (isspace((unsigned char)*p->pos))
		p->pos++;
}

static int is_name_byte(char c)
{
	return isalnum((unsigned char)c) || (c && strchr("_.-+/:@*%", c)) ||
	       (unsigned char)c >= 0x80;
}

/* "column 12: want a name, not ')'" */
static struct run_filter *wanted(struct filter_parser *p, const char *what)
{
	size_t n = 0;
	char *found;

	skip_blanks(p);
	while (is_name_byte(p->pos[n]))
		n++;
	found = n	? mem_strn(p->pos, n < 40 ? n : 40) :
		*p->pos ? mem_strn(p->pos, 1) :
			  NULL;
	err_usage(p->err, "condition '%.200s', column %zu: want %s, not %s%s%s",
		  p->text, (size_t)(p->pos - p->text) + 1, what,
		  found ? "'" : "", found ? found : "the end",
		  found ? "'" : "");
	free(found);
	return NULL;
}

/* Whether the word KEY comes next; it is passed by. */
static int take_key(struct filter_parser *p, const char *key)
{
	size_t n = strlen(key);

	skip_blanks(p);
	if (strncmp(p->pos, key, n) || is_name_byte(p->pos[n]))
		return 0;
	p->pos += n;
	return 1;
}

static int take_char(struct filter_parser *p, char c)
{
	skip_blanks(p);
	if (*p->pos != c)
		return 0;
	p->pos++;
	return 1;
}

/* A name or a bare word, which the caller frees; NULL: there is none. */
static char *take_word(struct filter_parser *p)
{
	const char *from;

	skip_blanks(p);
	from = p->pos;
	while (is_name_byte(*p->pos))
		p->pos++;
	return p->pos > from ? mem_strn(from, (size_t)(p->pos - from)) : NULL;
}

static char *take_literal(struct filter_parser *p)
{
	const char *from, *end;

	skip_blanks(p);
	if (*p->pos != '\'' && *p->pos != '"')
		return take_word(p);
	from = p->pos + 1;
	end = strchr(from, *p->pos);
	if (!end)
		return NULL;
	p->pos = end + 1;
	return mem_strn(from, (size_t)(end - from));
}

static int take_operator(struct filter_parser *p, struct run_filter *f)
{
	size_t n;

	skip_blanks(p);
	f->part = *p->pos == '~';
	n = f->part ? 1 : relation_read(&f->relation, p->pos);
	p->pos += n;
	return n > 0;
}

static int is_function(const char *word)
{
	for (size_t i = 0; i < sizeof(functions) / sizeof(*functions); i++)
		if (!strcmp(word, functions[i]))
			return 1;
	return 0;
}

/* Name, or function and name, into F. */
static int take_value(struct filter_parser *p, struct run_filter *f)
{
	f->name = take_word(p);
	if (!f->name) {
		wanted(p, "a name");
		return -1;
	}
	if (!take_char(p, '('))
		return 0;
	f->function = f->name;
	f->name = NULL;
	if (!is_function(f->function)) {
		p->pos -= 1;
		wanted(p, "an operator, or min, max, first or last before it");
		return -1;
	}
	f->name = take_word(p);
	if (!f->name) {
		wanted(p, "the name of a metric");
		return -1;
	}
	if (!take_char(p, ')')) {
		wanted(p, "')'");
		return -1;
	}
	return 0;
}

static struct run_filter *parse_compare(struct filter_parser *p)
{
	struct run_filter *f = node(FILTER_COMPARE, NULL, NULL);

	if (take_value(p, f) < 0) {
		run_filter_free(f);
		return NULL;
	}
	if (!take_operator(p, f)) {
		run_filter_free(f);
		return wanted(p, "one of = != < <= > >= ~");
	}
	f->word = take_literal(p);
	if (!f->word) {
		run_filter_free(f);
		return wanted(p, "a number, a word or text in quotes");
	}
	return f;
}

static struct run_filter *parse_or(struct filter_parser *p);

static struct run_filter *parse_one(struct filter_parser *p)
{
	struct run_filter *f;

	if (p->depth >= DEEP)
		return wanted(p, "fewer conditions within each other");
	p->depth++;
	if (take_key(p, "not")) {
		f = parse_one(p);
		f = f ? node(FILTER_NOT, f, NULL) : NULL;
	} else if (take_char(p, '(')) {
		f = parse_or(p);
		if (f && !take_char(p, ')')) {
			run_filter_free(f);
			f = wanted(p, "'and', 'or' or ')'");
		}
	} else {
		f = parse_compare(p);
	}
	p->depth--;
	return f;
}

/* One after the other, with KEY between them. */
static struct run_filter *
parse_chain(struct filter_parser *p, enum filter_kind kind, const char *key,
	    struct run_filter *(*part)(struct filter_parser *))
{
	struct run_filter *f = part(p), *next;

	while (f && take_key(p, key)) {
		next = part(p);
		if (!next) {
			run_filter_free(f);
			return NULL;
		}
		f = node(kind, f, next);
	}
	return f;
}

static struct run_filter *parse_and(struct filter_parser *p)
{
	return parse_chain(p, FILTER_AND, "and", parse_one);
}

static struct run_filter *parse_or(struct filter_parser *p)
{
	return parse_chain(p, FILTER_OR, "or", parse_and);
}

/* So long a chain would use up the stack when it is tested or freed. */
#define LONGEST 10000

struct run_filter *run_filter_parse(const char *text, struct err *err)
{
	struct filter_parser p = { .text = text, .pos = text, .err = err };
	struct run_filter *f;

	if (strlen(text) > LONGEST) {
		err_usage(err, "the condition has more than %d bytes", LONGEST);
		return NULL;
	}
	f = parse_or(&p);
	skip_blanks(&p);
	if (f && *p.pos) {
		run_filter_free(f);
		f = wanted(&p, "'and', 'or' or the end");
	}
	return f;
}

static int has_tag(const char *tags, const char *tag)
{
	size_t n = strlen(tag);

	for (const char *t = tags; *t; t += strspn(t, " ,")) {
		size_t k = strcspn(t, " ,");

		if (k == n && !memcmp(t, tag, n))
			return 1;
		t += k;
	}
	return 0;
}

static int compare(const struct run_filter *f, const char *value)
{
	int same = f->relation == RELATION_EQUAL, other;
	double x, y;

	if (!value || !*value)
		return -1;
	if (f->part)
		return strstr(value, f->word) != NULL;
	other = f->relation == RELATION_OTHER;
	if ((same || other) &&
	    (!strcmp(f->name, "tags") || !strcmp(f->name, "tag")))
		return has_tag(value, f->word) == same;
	/* "nan" is the same as "nan", but neither more nor less. */
	if (num_real(&x, value) == 0 && num_real(&y, f->word) == 0 &&
	    !((same || other) && isnan(x) && isnan(y)))
		return relation_holds(f->relation, x, y);
	return relation_holds(f->relation, strcmp(value, f->word), 0);
}

/* Of three values, as in SQL: 1, 0, -1 for unknown. */
static int both(int a, int b)
{
	return !a || !b ? 0 : a < 0 || b < 0 ? -1 : 1;
}

static int negated(int a)
{
	return a < 0 ? -1 : !a;
}

int run_filter_test(const struct run_filter *f, run_filter_value *value,
		    void *arg)
{
	int a, b;

	if (f->kind == FILTER_COMPARE)
		return compare(f, value(arg, f->function, f->name));
	a = run_filter_test(f->a, value, arg);
	if (f->kind == FILTER_NOT)
		return negated(a);
	b = run_filter_test(f->b, value, arg);
	return f->kind == FILTER_AND ? both(a, b) :
				       negated(both(negated(a), negated(b)));
}

void run_filter_names(const struct run_filter *f, run_filter_name *fn,
		      void *arg)
{
	if (f->kind == FILTER_COMPARE)
		fn(arg, f->function, f->name);
	if (f->a)
		run_filter_names(f->a, fn, arg);
	if (f->b)
		run_filter_names(f->b, fn, arg);
}
