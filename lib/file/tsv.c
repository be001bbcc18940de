/* tsv.c - see tsv.h. */
#include "file/tsv.h"

#include <stdlib.h>
#include <string.h>

#include "file/file.h"
#include "file/json.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/sh.h"
#include "file/path.h"

#define TSV_MAX ((size_t)1 << 31)
#define COLUMNS_MAX 10000 /* no tool makes a table of more columns */

void tsv_release(struct tsv *t)
{
	for (size_t i = 0; i < t->columns; i++)
		free(t->column[i]);
	for (size_t i = 0; i < t->rows * t->columns; i++)
		free(t->cell[i]);
	free(t->column);
	free(t->cell);
	free(t->path);
	memset(t, 0, sizeof(*t));
}

/* Returns the length of the UTF-8 sequence at S, or 0 if it is not valid (RFC
 * 3629). */
static int utf8_len(const unsigned char *s)
{
	int n;

	if (s[0] < 0x80)
		return 1;
	if (s[0] < 0xc2 || s[0] > 0xf4)
		return 0;
	n = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
	for (int i = 1; i < n; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ||
	    (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f))
		return 0;
	return n;
}

static int is_utf8(const char *text)
{
	const unsigned char *s = (const unsigned char *)text;
	int n;

	for (; *s; s += n)
		if (!(n = utf8_len(s)))
			return 0;
	return 1;
}

int tsv_check_cell(const char *text, struct err *err)
{
	if (strpbrk(text, "\t\n\r"))
		return err_data(err,
				"'%s' contains a tab or a line break, which no "
				"table cell may contain; rename it",
				text);
	if (!is_utf8(text))
		return err_data(err, "'%s' is not valid UTF-8; rename it",
				text);
	return 0;
}

/* Cuts LINE at its tabs and stores the first MAX cells in CELL.  Returns the
 * number of all cells. */
static size_t split_line(char *line, char **cell, size_t max)
{
	size_t n = 0;
	char *tab;

	for (;; line = tab + 1) {
		tab = strchr(line, '\t');
		if (tab)
			*tab = '\0';
		if (n < max)
			cell[n] = line;
		n++;
		if (!tab)
			return n;
	}
}

static int read_header(struct tsv *t, char *line, struct err *err)
{
	size_t n = 1;

	for (char *p = line; *p; p++)
		n += *p == '\t';
	if (n > COLUMNS_MAX)
		return err_data(err,
				"%s:1: %zu columns; a table may have at "
				"most %d",
				t->path, n, COLUMNS_MAX);
	t->column = mem_zero(n, sizeof(*t->column));
	split_line(line, t->column, n);
	t->columns = n;
	for (size_t i = 0; i < n; i++)
		t->column[i] = mem_str(t->column[i]);
	for (size_t i = 0; i < n; i++) {
		if (!*t->column[i])
			return err_data(err, "%s:1: column %zu has no name",
					t->path, i + 1);
		if (tsv_column(t, t->column[i]) != (int)i)
			return err_data(err,
					"%s:1: two columns are called "
					"'%s'",
					t->path, t->column[i]);
	}
	return 0;
}

static int read_row(struct tsv *t, char *line, char **cell, struct err *err)
{
	size_t n = split_line(line, cell, t->columns), row;

	if (n != t->columns)
		return err_data(err,
				"%s:%zu: %zu cell%s, but the header has "
				"%zu",
				t->path, t->rows + 2, n, n == 1 ? "" : "s",
				t->columns);
	row = tsv_add_row(t);
	for (size_t i = 0; i < n; i++)
		t->cell[row * n + i] = mem_str(cell[i]);
	return 0;
}

/* Ends TEXT at its first newline and returns it; *NEXT is the rest, or NULL. */
static char *cut_line(char *text, char **next)
{
	size_t n = strcspn(text, "\n");

	*next = text[n] ? text + n + 1 : text + n;
	text[n] = '\0';
	if (n && text[n - 1] == '\r')
		text[n - 1] = '\0';
	return text;
}

/* Returns 1 if a carriage return stands neither before a newline nor at the
 * end. */
static int has_stray_return(const char *text)
{
	for (; (text = strchr(text, '\r')); text++)
		if (text[1] && text[1] != '\n')
			return 1;
	return 0;
}

static int read_lines(struct tsv *t, char *text, struct err *err)
{
	char *line = cut_line(text, &text), **cell;
	int rc;

	while (!strncmp(line, "\xef\xbb\xbf", 3))
		line += 3; /* the byte order mark that spreadsheets write */
	if (read_header(t, line, err) < 0)
		return -1;
	cell = mem_zero(t->columns, sizeof(*cell));
	for (rc = 0; !rc && *text;) {
		line = cut_line(text, &text);
		rc = read_row(t, line, cell, err);
	}
	free(cell);
	return rc;
}

/* Returns the name that iconv has for the encoding of B, a text that is not
 * UTF-8, or NULL if it is no text.  Spreadsheets write these. */
static const char *encoding(const struct buf *b)
{
	const char *s = b->data;

	if (b->len < 4)
		return NULL;
	if (!memcmp(s, "\xff\xfe", 2) || !memcmp(s, "\xfe\xff", 2))
		return "UTF-16";
	if (s[0] && !s[1] && s[2] && !s[3])
		return "UTF-16LE";
	if (!s[0] && s[1] && !s[2] && s[3])
		return "UTF-16BE";
	return strlen(s) == b->len && strchr(s, '\t') && strchr(s, '\n') ?
		       "WINDOWS-1252" :
		       NULL;
}

static void not_text(const char *name, const struct buf *b, struct err *err)
{
	const char *from = encoding(b);
	struct buf word = { 0 };

	if (!strncmp(b->data, "II", 2) || !strncmp(b->data, "MM", 2))
		err_data(err,
			 "%s: not a table: it seems to be an image; xp-pairs "
			 "makes a table of images",
			 name);
	else if (!from)
		err_data(err,
			 "%s: not a table: it contains bytes that are not text",
			 name);
	else {
		sh_quote(&word, name);
		err_data(err,
			 "%s: the table is %s, want UTF-8; convert it: iconv "
			 "-f %s -t UTF-8 %s > new.tsv",
			 name,
			 !strncmp(from, "UTF", 3) ?
				 "UTF-16" :
				 "not UTF-8, perhaps Windows-1252",
			 from, buf_text(&word));
		buf_release(&word);
	}
}

int tsv_parse(struct tsv *t, const char *name, struct buf *b, struct err *err)
{
	const char *pointer;
	int rc = -1;

	memset(t, 0, sizeof(*t));
	t->path = mem_str(name);
	if (!b->len)
		err_data(err,
			 "%s: the file is empty; want a table with a header "
			 "line",
			 t->path);
	else if (strlen(b->data) != b->len || !is_utf8(b->data))
		not_text(name, b, err);
	else if (b->len >= 8 && (pointer = path_pointer(b->data, b->len)))
		err_data(err, "%s: not a table: it is %s", t->path, pointer);
	else if (has_stray_return(b->data))
		err_data(err,
			 "%s: a line contains a carriage return; save the "
			 "table with line feeds",
			 t->path);
	else
		rc = read_lines(t, b->data, err);
	if (rc)
		tsv_release(t);
	return rc;
}

int tsv_read(struct tsv *t, const char *path, struct err *err)
{
	struct buf b = { 0 };
	int rc = file_slurp(&b, path, TSV_MAX, err);

	memset(t, 0, sizeof(*t));
	if (!rc)
		rc = tsv_parse(t, strcmp(path, "-") ? path : "standard input",
			       &b, err);
	buf_release(&b);
	return rc;
}

int tsv_column(const struct tsv *t, const char *name)
{
	for (size_t i = 0; i < t->columns; i++)
		if (!strcmp(t->column[i], name))
			return (int)i;
	return -1;
}

/* Returns the character that separates the columns of a header without tabs. */
static char separator(const struct tsv *t)
{
	const char *found = t->columns == 1 ? strpbrk(t->column[0], ",;") :
					      NULL;

	return found ? *found : 0;
}

#define WITHOUT_QUOTES                                                         \
	"save the table without quotes (in LibreOffice, with an empty string " \
	"delimiter), or remove them, as by tr -d '\"' < old.tsv > new.tsv"

static int in_quotes(const char *text)
{
	size_t n = strlen(text);

	return n > 1 && text[0] == '"' && text[n - 1] == '"';
}

static int is_quoted_cell(const char *text, const char *column)
{
	int is_name = !strcmp(column, "source") || !strcmp(column, "target");

	return in_quotes(text) && (is_name || strchr(text, ',')) &&
	       !path_exists(text);
}

int tsv_refuse_quotes(const struct tsv *t, struct err *err)
{
	for (size_t i = 0; i < t->rows * t->columns; i++) {
		const char *cell = t->cell[i];
		const char *column = t->column[i % t->columns];

		if (cell && is_quoted_cell(cell, column))
			return err_data(err,
					"%s:%zu: the cell of column '%s' is in "
					"quotes, as spreadsheets write cells "
					"with commas: %s; " WITHOUT_QUOTES,
					t->path, i / t->columns + 2, column,
					cell);
	}
	return 0;
}

/* Returns 1 if there is a column NAME in quotes. */
static int is_quoted_column(const struct tsv *t, const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; i < t->columns; i++)
		if (in_quotes(t->column[i]) && strlen(t->column[i]) == n + 2 &&
		    !strncmp(t->column[i] + 1, name, n))
			return 1;
	return 0;
}

int tsv_need(const struct tsv *t, const char *name, struct err *err)
{
	int i = tsv_column(t, name);

	if (i < 0 && is_quoted_column(t, name))
		return err_data(err,
				"%s: no column '%s', but \"%s\" in "
				"quotes: " WITHOUT_QUOTES,
				t->path, name, name);

	if (i < 0 && separator(t))
		return err_data(err,
				"%s: no column '%s': the columns of this table "
				"are separated by '%c'; save the table as "
				"tab-separated text",
				t->path, name, separator(t));
	if (i < 0)
		return err_data(err, "%s: no column '%s'", t->path, name);
	return i;
}

/* Cells are mostly set from left to right, so the next column is tried
 * first. */
static int find_next(struct tsv *t, const char *name)
{
	size_t next = t->last + 1 < t->columns ? t->last + 1 : 0;
	int i = next < t->columns && !strcmp(t->column[next], name) ?
			(int)next :
			tsv_column(t, name);

	if (i >= 0)
		t->last = (size_t)i;
	return i;
}

int tsv_add_column(struct tsv *t, const char *name)
{
	size_t old = t->columns, n = old + 1;
	int i = find_next(t, name);
	char **cell;

	if (i >= 0)
		return i;
	cell = mem_zero(t->rows * n, sizeof(*cell));
	for (size_t row = 0; row < t->rows; row++) {
		memcpy(cell + row * n, t->cell + row * old,
		       old * sizeof(*cell));
		cell[row * n + old] = mem_str("");
	}
	free(t->cell);
	t->cell = cell;
	t->cap = t->rows;
	t->column = mem_grow(t->column, n, sizeof(*t->column));
	t->column[old] = mem_str(name);
	t->columns = n;
	t->last = old;
	return (int)old;
}

void tsv_rename_column(struct tsv *t, int column, const char *name)
{
	free(t->column[column]);
	t->column[column] = mem_str(name);
}

size_t tsv_add_row(struct tsv *t)
{
	if (t->rows == t->cap) {
		t->cap = t->cap ? t->cap * 2 : 16;
		t->cell = mem_grow(t->cell, t->cap * t->columns,
				   sizeof(*t->cell));
	}
	memset(t->cell + t->rows * t->columns, 0,
	       t->columns * sizeof(*t->cell));
	return t->rows++;
}

void tsv_swap_rows(struct tsv *t, size_t a, size_t b)
{
	for (size_t c = 0; c < t->columns; c++) {
		char **x = &t->cell[a * t->columns + c];
		char **y = &t->cell[b * t->columns + c], *was = *x;

		*x = *y;
		*y = was;
	}
}

void tsv_cut_rows(struct tsv *t, size_t rows)
{
	for (size_t i = rows * t->columns; i < t->rows * t->columns; i++)
		free(t->cell[i]);
	t->rows = rows;
}

const char *tsv_get(const struct tsv *t, size_t row, int column)
{
	const char *cell;

	if (column < 0)
		return "";
	cell = t->cell[row * t->columns + (size_t)column];
	return cell ? cell : "";
}

void tsv_set(struct tsv *t, size_t row, int column, const char *text)
{
	char **cell = &t->cell[row * t->columns + (size_t)column];
	char *old = *cell;

	*cell = mem_str(text);
	free(old);
}

void tsv_set_real(struct tsv *t, size_t row, int column, double x)
{
	char text[NUM_MAX];

	tsv_set(t, row, column, num_text(text, x));
}

void tsv_set_exact(struct tsv *t, size_t row, int column, double x)
{
	char text[NUM_MAX];

	tsv_set(t, row, column, num_exact(text, x));
}

void tsv_set_int(struct tsv *t, size_t row, int column, long long x)
{
	char *text = mem_printf("%lld", x);

	tsv_set(t, row, column, text);
	free(text);
}

int tsv_real(const struct tsv *t, size_t row, int column, double *x,
	     struct err *err)
{
	const char *text = tsv_get(t, row, column);

	if (num_real(x, text) == 0)
		return 0;
	err_data(err, "column '%s': want a number, found '%s'",
		 t->column[column], text);
	return tsv_wrap(t, row, err);
}

int tsv_wrap(const struct tsv *t, size_t row, struct err *err)
{
	char *where;

	if (!t->path)
		return -1;
	where = mem_printf("%s:%zu: ", t->path, row + 2);
	err_place(err, where);
	free(where);
	return -1;
}

void tsv_text(const struct tsv *t, struct buf *to)
{
	for (size_t i = 0; i < t->columns; i++) {
		buf_str(to, i ? "\t" : "");
		buf_str(to, t->column[i]);
	}
	buf_char(to, '\n');
	for (size_t row = 0; row < t->rows; row++) {
		for (size_t i = 0; i < t->columns; i++) {
			buf_str(to, i ? "\t" : "");
			buf_str(to, tsv_get(t, row, (int)i));
		}
		buf_char(to, '\n');
	}
}

void tsv_write(const struct tsv *t, struct out *o)
{
	struct buf text = { 0 };

	tsv_text(t, &text);
	out_add(o, buf_text(&text), text.len);
	buf_release(&text);
}

/* Returns 1 if TEXT is a number as JSON writes it: not "+1", ".5" or "nan". */
static int is_json_number(const char *text)
{
	const char *p = text + (*text == '-');
	double x;

	if (*p < '0' || *p > '9' || (*p == '0' && p[1] >= '0' && p[1] <= '9'))
		return 0;
	p = strchr(p, '.');
	return !num_real(&x, text) && (!p || (p[1] >= '0' && p[1] <= '9'));
}

void tsv_write_json(const struct tsv *t, struct out *o)
{
	struct buf b = { 0 };

	for (size_t row = 0; row < t->rows; row++) {
		buf_clear(&b);
		for (size_t i = 0; i < t->columns; i++) {
			const char *text = tsv_get(t, row, (int)i);

			buf_char(&b, i ? ',' : '{');
			json_quote(&b, t->column[i]);
			buf_char(&b, ':');
			if (is_json_number(text))
				buf_str(&b, text);
			else if (!*text)
				buf_str(&b, "null");
			else
				json_quote(&b, text);
		}
		buf_str(&b, "}\n");
		out_add(o, b.data, b.len);
	}
	buf_release(&b);
}
