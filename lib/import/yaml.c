/*
 * yaml.c - see yaml.h.
 */
#include "import/yaml.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

#define KEY_MOST 250 /* bytes */

struct yaml {
	const char *pos, *end;
	size_t line; /* number of the line at POS, from 1 */
	struct json *to;
	struct err *err;
};

static int refuse(const struct yaml *y, const char *what)
{
	return err_data(y->err, "line %zu: %s", y->line, what);
}

static int is_end(const struct yaml *y)
{
	return y->pos == y->end || *y->pos == '\n';
}

static void skip_blanks(struct yaml *y)
{
	while (y->pos < y->end && (*y->pos == ' ' || *y->pos == '\r'))
		y->pos++;
}

static void skip_line(struct yaml *y)
{
	while (!is_end(y))
		y->pos++;
	if (y->pos < y->end)
		y->pos++;
	y->line++;
}

/* Whether the line at POS belongs to the value above it: it is indented.  (The
 * items of a list need not be.) */
static int is_inside(const struct yaml *y)
{
	return y->pos < y->end && *y->pos == ' ';
}

/* Whether nothing but a comment follows on the line. */
static int is_rest_empty(struct yaml *y)
{
	skip_blanks(y);
	return is_end(y) || *y->pos == '#';
}

static void add_utf8(struct buf *to, unsigned long c)
{
	if (c < 0x80) {
		buf_char(to, (char)c);
	} else if (c < 0x800) {
		buf_char(to, (char)(0xc0 | c >> 6));
		buf_char(to, (char)(0x80 | (c & 63)));
	} else if (c < 0x10000) {
		buf_char(to, (char)(0xe0 | c >> 12));
		buf_char(to, (char)(0x80 | (c >> 6 & 63)));
		buf_char(to, (char)(0x80 | (c & 63)));
	} else {
		buf_char(to, (char)(0xf0 | c >> 18));
		buf_char(to, (char)(0x80 | (c >> 12 & 63)));
		buf_char(to, (char)(0x80 | (c >> 6 & 63)));
		buf_char(to, (char)(0x80 | (c & 63)));
	}
}

/* \xNN, \uNNNN, \UNNNNNNNN */
static int read_code(struct yaml *y, size_t digits, struct buf *to)
{
	unsigned long c = 0;

	for (size_t i = 0; i < digits; i++) {
		static const char hex[] = "0123456789abcdef";
		const char *at = is_end(y) ? NULL : strchr(hex, *y->pos | 32);

		if (!at || !*at)
			return refuse(y, "an escape has too few digits");
		c = c << 4 | (unsigned long)(at - hex);
		y->pos++;
	}
	if (!c || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		return refuse(y, "an escape is no character");
	add_utf8(to, c);
	return 0;
}

/* What follows a backslash in double quotes, at least one byte. */
static int read_escape(struct yaml *y, struct buf *to)
{
	static const char from[] = "abtnvfre \"/\\", is[] = "\a\b\t\n\v\f\r\033"
							    " \"/\\";
	char c = *y->pos++;
	const char *at = strchr(from, c);

	if (c == 'x' || c == 'u' || c == 'U')
		return read_code(y, c == 'x' ? 2 : c == 'u' ? 4 : 8, to);
	if (c == '_' || c == 'N' || c == 'L' || c == 'P') {
		add_utf8(to, c == '_' ? 0xa0 :
			     c == 'N' ? 0x85 :
			     c == 'L' ? 0x2028 :
					0x2029);
		return 0;
	}
	if (!c || !at)
		return refuse(y, "an escape is not known");
	buf_char(to, is[at - from]);
	return 0;
}

/* At the end of a line within a value: a line break is a blank, and empty lines
 * are line breaks. */
static void fold(struct yaml *y, struct buf *to)
{
	size_t empty = 0;

	while (to->len && strchr(" \r", to->data[to->len - 1]))
		to->data[--to->len] = '\0';
	do {
		skip_line(y);
		skip_blanks(y);
		empty++;
	} while (y->pos < y->end && is_end(y));
	if (empty == 1)
		buf_char(to, ' ');
	while (--empty)
		buf_char(to, '\n');
}

/* A backslash ends the line: it goes on without a blank. */
static void join_lines(struct yaml *y)
{
	skip_line(y);
	skip_blanks(y);
}

static int read_quoted(struct yaml *y, struct buf *to)
{
	char quote = *y->pos++;

	for (;;) {
		if (y->pos == y->end)
			return refuse(y, "a quote does not end");
		if (*y->pos == '\n') {
			fold(y, to);
		} else if (*y->pos == quote && quote == '\'' &&
			   y->pos + 1 < y->end && y->pos[1] == quote) {
			buf_char(to, quote);
			y->pos += 2;
		} else if (*y->pos == quote) {
			y->pos++;
			break;
		} else if (*y->pos == '\\' && quote == '"') {
			if (++y->pos == y->end)
				return refuse(y, "a quote does not end");
			if (*y->pos == '\n')
				join_lines(y);
			else if (read_escape(y, to) < 0)
				return -1;
		} else {
			buf_char(to, *y->pos++);
		}
	}
	if (!is_rest_empty(y))
		return refuse(y, "something follows a quote");
	skip_line(y);
	return 0;
}

static int is_null(const char *text)
{
	static const char *const words[] = { "", "~", "null", "Null", "NULL" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (!strcmp(text, words[i]))
			return 1;
	return 0;
}

/* A value without quotes, with the indented lines that continue it. */
static int read_plain(struct yaml *y, struct buf *to)
{
	if (strchr("&*!|>%@`", *y->pos))
		return refuse(y, "a value is an anchor, a tag or a block: such "
				 "YAML is not read");
	for (;;) {
		while (!is_end(y)) {
			char before = to->len ? to->data[to->len - 1] : ' ';

			if (*y->pos == '#' && before == ' ')
				break;
			if (*y->pos == ':' && (y->pos + 1 == y->end ||
					       strchr(" \r\n", y->pos[1])))
				return refuse(y, "a value has a value");
			buf_char(to, *y->pos++);
		}
		while (!is_end(y)) /* a comment */
			y->pos++;
		if (y->pos == y->end || y->pos + 1 == y->end ||
		    y->pos[1] != ' ')
			break;
		fold(y, to);
	}
	while (to->len && strchr(" \r", to->data[to->len - 1]))
		to->data[--to->len] = '\0';
	skip_line(y);
	return 0;
}

/* Skips what the key nests. */
static void skip_nested(struct yaml *y)
{
	skip_line(y);
	while (is_inside(y) || (y->pos + 1 < y->end && *y->pos == '-' &&
				strchr(" \n", y->pos[1])))
		skip_line(y);
}

static int read_value(struct yaml *y, const char *key)
{
	struct buf b = { 0 };
	int rc = 0, quoted;

	if (json_get(y->to, key))
		return refuse(y, "a key is there twice");
	if (is_rest_empty(y) || *y->pos == '[' || *y->pos == '{') {
		skip_nested(y);
		return 0;
	}
	quoted = *y->pos == '"' || *y->pos == '\'';
	rc = quoted ? read_quoted(y, &b) : read_plain(y, &b);
	if (!rc && (quoted || !is_null(buf_text(&b))))
		json_set_str(y->to, key, buf_text(&b));
	buf_release(&b);
	return rc;
}

static int read_line(struct yaml *y)
{
	const char *start = y->pos;
	char key[KEY_MOST + 1];
	size_t n = 0;

	if (is_rest_empty(y)) {
		skip_line(y);
		return 0;
	}
	if (y->pos != start)
		return refuse(y, "a line is indented, but belongs to no key");
	while (!is_end(y) && *y->pos != ':' && n < KEY_MOST)
		key[n++] = *y->pos++;
	key[n] = '\0';
	if (is_end(y) || *y->pos != ':' || !n ||
	    strspn(key, "abcdefghijklmnopqrstuvwxyz"
			"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.") != n)
		return refuse(y, "want 'KEY: VALUE'");
	y->pos++;
	if (!is_end(y) && !strchr(" \r", *y->pos))
		return refuse(y, "want a blank after the colon");
	return read_value(y, key);
}

struct json *yaml_parse(const char *text, size_t n, struct err *err)
{
	struct yaml y = { .pos = text,
			  .end = text + n,
			  .line = 1,
			  .to = json_new(),
			  .err = err };
	int rc = 0;

	for (size_t i = 0; i < n && !rc; i++)
		if ((unsigned char)text[i] < ' ' && text[i] != '\n' &&
		    text[i] != '\r')
			rc = refuse(&y, "there are control characters");
	if (n >= 4 && !strncmp(text, "---\n", 4))
		skip_line(&y);
	while (!rc && y.pos < y.end)
		rc = read_line(&y);
	if (!rc)
		return y.to;
	json_free(y.to);
	return NULL;
}
