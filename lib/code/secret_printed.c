/* secret_printed.c - see secret_printed.h. */
#include "code/secret_printed.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "code/secret_name.h"

#define LEAST 6 /* a shorter value may be any word */

void secret_printed_values(struct strs *to)
{
	for (char **e = environ; *e; e++) {
		size_t n = strcspn(*e, "=");
		const char *value = (*e)[n] ? *e + n + 1 : "";

		if (strlen(value) >= LEAST && *value != '/' &&
		    strspn(value, "0123456789") < strlen(value) &&
		    secret_name(*e, n) && !strs_has(to, value))
			strs_add(to, value);
	}
}

static int is_upper(char c)
{
	return isupper((unsigned char)c) || isdigit((unsigned char)c) ||
	       c == '_';
}

/* Returns the length of the value behind the '=' at TEXT + AT, if a variable
 * with the name of a secret is before it; otherwise 0. */
static size_t value_at(const char *text, size_t at, size_t end)
{
	size_t name = at, n = 0;
	char quote;

	while (name && is_upper(text[name - 1]))
		name--;
	if (name == at || (name && !strchr(" \t\n+'\"", text[name - 1])) ||
	    !secret_name(text + name, at - name))
		return 0;
	quote = text[at + 1];
	if (quote == '\'' || quote == '"')
		for (n = 1; at + 1 + n < end && text[at + 1 + n] != quote &&
			    text[at + 1 + n] != '\n';)
			n++;
	else
		while (at + 1 + n < end && text[at + 1 + n] &&
		       !strchr(" \t\n\"';&$", text[at + 1 + n]))
			n++;
	return n >= LEAST && strspn(text + at + 1, "0123456789.") < n ? n : 0;
}

int secret_printed(const struct strs *values, const char *text, size_t n)
{
	const char *at = text;

	for (size_t i = 0; i < values->n; i++)
		if (memmem(text, n, values->at[i], strlen(values->at[i])))
			return 1;
	while ((at = memchr(at, '=', n - (size_t)(at - text)))) {
		if (value_at(text, (size_t)(at - text), n))
			return 1;
		at++;
	}
	return 0;
}

static size_t known_at(const struct strs *values, const char *text)
{
	for (size_t i = 0; i < values->n; i++)
		if (!strncmp(text, values->at[i], strlen(values->at[i])))
			return strlen(values->at[i]);
	return 0;
}

int secret_printed_replace(struct buf *text, const char *mark)
{
	struct strs values = { 0 };
	struct buf clean = { 0 };
	const char *all = buf_text(text);
	int found = 0;

	secret_printed_values(&values);
	for (size_t i = 0; i < text->len; i++) {
		size_t k = known_at(&values, all + i);

		if (!k && i && all[i - 1] == '=')
			k = value_at(all, i - 1, text->len);
		if (k && strncmp(all + i, mark, strlen(mark))) {
			buf_str(&clean, mark);
			i += k - 1;
			found++;
		} else {
			buf_char(&clean, all[i]);
		}
	}
	if (found) {
		buf_clear(text);
		buf_add(text, buf_text(&clean), clean.len);
	}
	buf_release(&clean);
	strs_release(&values);
	return found;
}
