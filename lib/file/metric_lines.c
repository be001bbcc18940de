/*
 * metric_lines.c - see metric_lines.h.
 */
#include "file/metric_lines.h"

#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/num.h"
#include "file/json.h"

#define HEADER "step\tsplit\tmetric\tvalue"
#define MOST_STEPS 1e15	    /* exact as a double */
#define MARK "\xef\xbb\xbf" /* which Windows begins UTF-8 with */
#define DEPTH 4		    /* of objects in objects */

/* Returns the index of NAME, which is added if it is new, or -1. */
static long name_index(struct metric_lines *m, const char *name)
{
	/* Names come in turns. */
	for (size_t k = 1; k <= m->names.n; k++) {
		size_t i = (m->last + k) % m->names.n;

		if (!strcmp(m->names.at[i], name)) {
			m->last = i;
			return (long)i;
		}
	}
	if (m->names.n == METRIC_LINES_NAMES)
		return -1;
	strs_add(&m->names, name);
	m->next = mem_grow(m->next, m->names.n, sizeof *m->next);
	m->last = m->names.n - 1;
	m->next[m->last] = 0;
	return (long)m->last;
}

/* A cell of a table has no tab and no line break. */
static void add_cell(struct buf *to, const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_char(to, (unsigned char)text[i] < ' ' || text[i] == 0x7f ?
				     '_' :
				     text[i]);
	buf_char(to, '\t');
}

/* Writes the shortest text that reads back as the same value; as the same
 * float, if that is what it is. */
static const char *value_text(char to[NUM_MAX], double value)
{
	double back;

	if (!isfinite(value) || (double)(float)value != value)
		return num_exact(to, value);
	for (int digits = 6; digits < 9; digits++) {
		snprintf(to, NUM_MAX, "%.*g", digits, value);
		if (num_real(&back, to) == 0 && (double)(float)back == value)
			return to;
	}
	return num_text(to, value);
}

void metric_lines_point(struct metric_lines *m, int has_step, int64_t step,
			const char *name, double value)
{
	long i = *name ? name_index(m, name) : -1;
	size_t split = strcspn(name, "/.");
	char text[NUM_MAX];

	if (i < 0) {
		m->left_out++;
		return;
	}
	if (!has_step)
		step = (int64_t)m->next[i];
	m->next[i] = (uint64_t)step + 1;
	if (!m->table.len)
		buf_printf(&m->table, HEADER "%s\n",
			   m->timed ? "\tseconds" : "");
	buf_printf(&m->table, "%" PRId64 "\t", step);
	if (!split || !name[split] || !name[split + 1])
		split = 0;
	add_cell(&m->table, name, split);
	name += split ? split + 1 : 0;
	add_cell(&m->table, name, strlen(name));
	buf_str(&m->table, value_text(text, value));
	if (m->timed)
		buf_char(&m->table, '\t');
	if (m->timed && isfinite(m->seconds))
		buf_printf(&m->table, "%.3f", m->seconds);
	buf_char(&m->table, '\n');
}

static int read_step(int64_t *to, const char *text)
{
	double x;

	if (num_real(&x, text) < 0 || !(x >= 0 && x <= MOST_STEPS))
		return -1;
	*to = (int64_t)x;
	return 0;
}

static int is_step(const char *name)
{
	return !strcasecmp(name, "step") || !strcasecmp(name, "_step") ||
	       !strcasecmp(name, "global_step") ||
	       !strcasecmp(name, "iteration");
}

static int is_epoch(const char *name)
{
	return !strcasecmp(name, "epoch");
}

struct point {
	const char *name;
	double value;
};

/* Cuts LINE into words, in place. */
static size_t cut(char *line, char **word, size_t most)
{
	static const char blanks[] = " \t\r,";
	size_t n = 0;

	for (line += strspn(line, blanks); *line && n < most;
	     line += strspn(line, blanks)) {
		word[n++] = line;
		line += strcspn(line, blanks);
		if (*line)
			*line++ = '\0';
	}
	return n;
}

/* Reads NAME=VALUE; returns -1 if WORD is something else. */
static int read_pair(char *word, struct point *to)
{
	char *equals = strchr(word, '=');

	if (!equals || equals == word)
		return -1;
	*equals = '\0';
	to->name = word;
	return num_real(&to->value, equals + 1);
}

/* Makes the name of a column of CELL, in place: without the blanks and quotes
 * around it, and with "_" for the blanks in it.  Returns 1 if it had any. */
static int make_name(char *cell)
{
	char *start = cell + strspn(cell, " \t");
	size_t n = strlen(start);
	int had = start > cell;

	while (n && strchr(" \t\r", start[n - 1]))
		n--;
	if (n > 2 && *start == '"' && start[n - 1] == '"') {
		start++;
		n -= 2;
		had = 1;
	}
	memmove(cell, start, n);
	cell[n] = '\0';
	for (; *cell; cell++)
		if (*cell == ' ' || *cell == '\t')
			*cell = '_', had = 1;
	return had;
}

/* Whether LINE is the first of a CSV file: names and commas alone; then NAMES
 * gets the names.  A sentence with a comma is none. */
static int is_header(const char *line, struct strs *names)
{
	struct strs cells = { 0 };
	int yes = 1, blanks = 0, steps = 0;
	double x;

	if (!strchr(line, ',') || strpbrk(line, "='{["))
		return 0;
	strs_split(&cells, line, ',');
	for (size_t i = 0; yes && i < cells.n; i++) {
		blanks |= make_name(cells.at[i]);
		steps |= is_step(cells.at[i]) || is_epoch(cells.at[i]);
		yes = *cells.at[i] && !strchr(cells.at[i], '"') &&
		      num_real(&x, cells.at[i]) < 0;
	}
	yes = yes && (steps || !blanks);
	if (yes && names) {
		strs_release(names);
		*names = cells;
	} else {
		strs_release(&cells);
	}
	return yes;
}

/* Returns the index of the column that has the step, or N. */
static size_t step_column(const struct strs *header)
{
	size_t found = header->n;

	for (size_t i = header->n; i--;)
		if (is_step(header->at[i]) ||
		    (found == header->n && is_epoch(header->at[i])))
			found = i;
	return found;
}

/* Reads a line of CSV.  Cells that are no numbers are left out. */
static int read_row(struct metric_lines *m, const char *line)
{
	size_t column = step_column(&m->header);
	struct strs cells = { 0 };
	int64_t step = 0;
	int points = -1;

	strs_split(&cells, line, ',');
	if (cells.n == m->header.n &&
	    (column == cells.n || read_step(&step, cells.at[column]) == 0)) {
		points = 0;
		for (size_t i = 0; i < cells.n; i++) {
			const char *cell = cells.at[i];
			double x;

			if (i == column ||
			    num_real(&x, cell + strspn(cell, " \t")) < 0)
				continue;
			metric_lines_point(m, column < cells.n, step,
					   m->header.at[i], x);
			points++;
		}
	}
	strs_release(&cells);
	return points;
}

/* A header, or a line under one. */
static int is_csv(const struct metric_lines *m, char *line)
{
	size_t n = strlen(line);

	while (n && strchr(" \t\r", line[n - 1]))
		line[--n] = '\0';
	return is_header(line, NULL) ||
	       (m->header.n && strchr(line, ',') && !strchr(line, '='));
}

static int read_csv(struct metric_lines *m, const char *line)
{
	if (!is_header(line, &m->header))
		return read_row(m, line);
	/* The lines below step,metric,value name their metrics themselves. */
	if (strs_has(&m->header, "value") &&
	    (strs_has(&m->header, "name") || strs_has(&m->header, "metric")))
		strs_release(&m->header);
	return 0;
}

/* Returns how many metrics the line has, or -1 if it is strange. */
static int read_words(struct metric_lines *m, char *line)
{
	enum { MOST = 256 };
	char *word[MOST];
	struct point p[MOST];
	size_t n = cut(line, word, MOST), points = 0, i = 0;
	int64_t step = 0;
	int has_step = 0;

	if (n == 3 && !strchr(word[1], '=') && read_step(&step, word[0]) == 0 &&
	    num_real(&p[0].value, word[2]) == 0) {
		/* Three numbers are a row whose header is missing. */
		if (num_real(&p[1].value, word[1]) == 0)
			return -1;
		metric_lines_point(m, 1, step, word[1], p[0].value);
		return 1;
	}
	if (n > 1 && !strchr(word[0], '=')) {
		if (read_step(&step, word[0]) < 0)
			return -1;
		has_step = i = 1;
	}
	for (; i < n; i++) {
		if (read_pair(word[i], &p[points]) < 0)
			return -1;
		if (!is_step(p[points].name))
			points++;
		else if (p[points].value >= 0 && p[points].value <= MOST_STEPS)
			step = (int64_t)p[points].value, has_step = 1;
		else
			return -1;
	}
	for (i = 0; i < points; i++)
		metric_lines_point(m, has_step, step, p[i].name, p[i].value);
	return (int)points;
}

/* Reads a number, which JSON has as an integer or as text. */
static int read_number(double *to, const struct json *j)
{
	const char *text = json_text(j);
	int64_t low = json_value(j, 0), high = json_value(j, 1);

	if (text)
		return num_real(to, text);
	*to = (double)low;
	return low == high ? 0 : -1;
}

static int find_step(int64_t *to, const struct json *j)
{
	const struct json *step = NULL;
	double x;

	for (size_t i = 0; !step && i < json_len(j); i++)
		if (is_epoch(json_key(j, i)))
			step = json_get(j, json_key(j, i));
	for (size_t i = 0; i < json_len(j); i++)
		if (is_step(json_key(j, i)))
			step = json_get(j, json_key(j, i));
	if (!step || read_number(&x, step) < 0 || !(x >= 0 && x <= MOST_STEPS))
		return 0;
	*to = (int64_t)x;
	return 1;
}

struct object_metrics { /* in an object */
	struct metric_lines *m;
	int has_step;
	int64_t step;
	int points;
};

static void add_members(struct object_metrics *p, const struct json *j,
			const char *prefix, int depth)
{
	for (size_t i = 0; i < json_len(j); i++) {
		const char *key = json_key(j, i);
		const struct json *v = json_get(j, key);
		char *name = mem_printf("%s%s", prefix, key);
		double x;

		if (json_is_map(v) && depth < DEPTH) {
			char *inner = mem_printf("%s/", name);

			add_members(p, v, inner, depth + 1);
			free(inner);
		} else if (!is_step(name) && read_number(&x, v) == 0) {
			metric_lines_point(p->m, p->has_step, p->step, name, x);
			p->points++;
		}
		free(name);
	}
}

static int read_object(struct metric_lines *m, const char *line)
{
	struct err ignored = { 0 };
	struct json *j = json_parse_any(line, strlen(line), &ignored);
	struct object_metrics p = { .m = m };
	const struct json *value;
	const char *name;
	double x;

	if (!j || !json_is_map(j)) {
		json_free(j);
		return -1;
	}
	p.has_step = find_step(&p.step, j);
	name = json_str(j, "name");
	name = name ? name : json_str(j, "metric");
	value = json_get(j, "value");
	if (name && value && read_number(&x, value) == 0) {
		metric_lines_point(m, p.has_step, p.step, name, x);
		p.points = 1;
	} else {
		add_members(&p, j, "", 0);
	}
	json_free(j);
	return p.points;
}

/* Returns LINE without a byte-order mark and blanks at its beginning. */
static char *begin_of(char *line)
{
	if (!strncmp(line, MARK, strlen(MARK)))
		line += strlen(MARK);
	return line + strspn(line, " \t\r");
}

void metric_lines_headers(struct metric_lines *m, const char *data, size_t n)
{
	const char *end;

	for (; n && (end = memchr(data, '\n', n)); data = end + 1) {
		size_t k = (size_t)(end - data);
		char *line = mem_strn(data, k), *start = begin_of(line);

		n -= k + 1;
		if (*start != '#' && *start != '{' && is_csv(m, start) &&
		    is_header(start, NULL))
			read_csv(m, start);
		free(line);
	}
}

static void take_line(struct metric_lines *m)
{
	char none[1] = "", *line = m->rest.data ? m->rest.data : none;
	char *start = begin_of(line);
	int rc = 0;

	m->lines++;
	if (m->rest.len > METRIC_LINES_LONGEST ||
	    memchr(line, '\0', m->rest.len))
		rc = -1;
	else if (*start == '{')
		rc = read_object(m, start);
	else if (*start != '#' && is_csv(m, start))
		rc = read_csv(m, start);
	else if (*start && *start != '#')
		rc = read_words(m, start);
	if (rc < 0 && !m->strange++)
		m->first_strange = m->lines;
	buf_clear(&m->rest);
}

void metric_lines_add(struct metric_lines *m, const char *data, size_t n)
{
	while (n) {
		const char *end = memchr(data, '\n', n);
		size_t k = end ? (size_t)(end - data) : n;

		/* Of a line that is too long no more is kept. */
		if (m->rest.len <= METRIC_LINES_LONGEST)
			buf_add(&m->rest, data, k);
		if (end)
			take_line(m);
		data += k + (end != NULL);
		n -= k + (end != NULL);
	}
}

void metric_lines_end(struct metric_lines *m)
{
	if (m->rest.len)
		take_line(m);
}

void metric_lines_release(struct metric_lines *m)
{
	buf_release(&m->table);
	buf_release(&m->rest);
	strs_release(&m->names);
	strs_release(&m->header);
	free(m->next);
	memset(m, 0, sizeof *m);
}
