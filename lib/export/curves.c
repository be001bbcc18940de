/*
 * curves.c - see curves.h.
 */
#include "export/curves.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/num.h"

struct table {
	struct strs header, row;
	int step, split, metric, value, seconds, id, method, channel;
};

static int column(const struct strs *header, const char *name)
{
	for (size_t i = 0; i < header->n; i++)
		if (!strcmp(header->at[i], name))
			return (int)i;
	return -1;
}

static void read_header(struct table *t, const char *line)
{
	strs_split(&t->header, line, '\t');
	t->step = column(&t->header, "step");
	t->split = column(&t->header, "split");
	t->metric = column(&t->header, "metric");
	t->value = column(&t->header, "value");
	t->seconds = column(&t->header, "seconds");
	t->id = column(&t->header, "id");
	t->method = column(&t->header, "method");
	t->channel = column(&t->header, "channel");
}

static const char *cell(const struct table *t, int column)
{
	return column < 0 ? "" : t->row.at[column];
}

/* Other characters are no part of a name in every tracker and file system. */
static void add_part(struct buf *tag, const char *text)
{
	if (!*text)
		return;
	if (tag->len)
		buf_char(tag, '/');
	if (strspn(text, ".") == strlen(text)) {
		buf_char(tag, '_');
		return;
	}
	for (; *text; text++) {
		int good = isalnum((unsigned char)*text) ||
			   strchr("_-. ", *text);

		buf_char(tag, good ? *text : '_');
	}
}

/* The index of TAG, which is added if it is new; -1: there are too many. */
static long tag_index(struct curves *s, const char *tag)
{
	for (size_t i = 0; i < s->tags.n; i++)
		if (!strcmp(s->tags.at[i], tag))
			return (long)i;
	if (s->tags.n == CURVES_TAGS)
		return -1;
	strs_add(&s->tags, tag);
	return (long)s->tags.n - 1;
}

static void add_point(struct curves *s, const char *const parts[3],
		      uint64_t step, double value, double seconds)
{
	struct buf tag = { 0 };
	long i;

	for (int k = 0; k < 3; k++)
		add_part(&tag, parts[k]);
	i = tag.len ? tag_index(s, buf_text(&tag)) : -1;
	buf_release(&tag);
	if (i < 0)
		return;
	if (s->n == s->cap) {
		s->cap = s->cap ? 2 * s->cap : 64;
		s->points = mem_grow(s->points, s->cap, sizeof(*s->points));
	}
	s->points[s->n++] = (struct curves_point){ (size_t)i, step, value,
						   seconds };
}

static void add_long_row(struct curves *s, const struct table *t)
{
	const char *parts[] = { cell(t, t->split), cell(t, t->metric), "" };
	double value, seconds, step = 0;

	if (num_real(&value, cell(t, t->value)) < 0)
		return;
	if (t->step >= 0 && (num_real(&step, cell(t, t->step)) < 0 ||
			     !(step >= 0 && step < 1e18)))
		return;
	if (num_real(&seconds, cell(t, t->seconds)) < 0 || !isfinite(seconds))
		seconds = NAN;
	add_point(s, parts, (uint64_t)step, value, seconds);
}

/* A figure of one channel of the targets ends in ".c1", as losses do. */
static void add_wide_row(struct curves *s, const struct table *t)
{
	const char *method = cell(t, t->method), *one = cell(t, t->channel);
	double value;

	if (strcmp(cell(t, t->id), "*") != 0)
		return;
	if (!strcmp(method, "model"))
		method = "";
	if (!strcmp(one, "*"))
		one = "";
	for (size_t i = 0; i < t->header.n; i++) {
		char *name = mem_printf("%s%s%s", t->header.at[i],
					*one ? ".c" : "", one);
		const char *parts[] = { cell(t, t->split), method, name };

		if ((int)i != t->channel && num_real(&value, t->row.at[i]) == 0)
			add_point(s, parts, 0, value, NAN);
		free(name);
	}
}

static void add_row(struct curves *s, struct table *t, const char *line)
{
	strs_split(&t->row, line, '\t');
	if (t->row.n == t->header.n) {
		if (t->metric >= 0 && t->value >= 0)
			add_long_row(s, t);
		else
			add_wide_row(s, t);
	}
	strs_release(&t->row);
}

int curves_add(struct curves *s, const char *text, size_t len)
{
	struct table t = { 0 };
	const char *end;
	int good = 0, first = 1;

	if (memchr(text, 0, len))
		return 0;
	for (; (end = memchr(text, '\n', len)); first = 0) {
		char *line = mem_strn(text, (size_t)(end - text));

		if (first) {
			read_header(&t, line);
			good = (t.metric >= 0 && t.value >= 0) || t.id >= 0;
		} else {
			add_row(s, &t, line);
		}
		free(line);
		len -= (size_t)(end + 1 - text);
		text = end + 1;
		if (!good)
			break;
	}
	strs_release(&t.header);
	return good;
}

void curves_release(struct curves *s)
{
	strs_release(&s->tags);
	free(s->points);
	memset(s, 0, sizeof(*s));
}

void curves_copy(struct curves *to, const struct curves *from)
{
	curves_release(to);
	for (size_t i = 0; i < from->tags.n; i++)
		strs_add(&to->tags, from->tags.at[i]);
	to->n = to->cap = from->n;
	to->points = mem_grow(NULL, from->n + 1, sizeof(*to->points));
	if (from->n)
		memcpy(to->points, from->points, from->n * sizeof(*to->points));
}

double curves_time(const struct curves_point *point, double start)
{
	return isnan(point->seconds) ? start : start + point->seconds;
}

long curves_last(const struct curves *s, size_t tag)
{
	for (size_t i = s->n; i-- > 0;)
		if (s->points[i].tag == tag)
			return (long)i;
	return -1;
}
