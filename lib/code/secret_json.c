/*
 * secret_json.c - secrets in commands, settings and all else that is JSON: see
 * secret.h.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "code/secret.h"

#include "base/mem.h"
#include "code/secret_command.h"
#include "code/secret_name.h"

static int is_marked(const char *text, size_t n)
{
	return n == strlen(SECRET_MARK) && !strncmp(text, SECRET_MARK, n);
}

/* Replaces what known programs take as passwords in TEXT, a command. */
static int replace_options(struct buf *text)
{
	struct secret_command c;
	struct buf clean = { 0 };
	const char *at = buf_text(text);
	int found = 0;

	secret_command_begin(&c, NULL);
	while (*at) {
		size_t blank = strspn(at, " \t\n"), n, begin;

		buf_add(&clean, at, blank);
		at += blank;
		n = strcspn(at, " \t\n");
		begin = n ? secret_command_word(&c, at, n) : 0;
		buf_add(&clean, at, begin);
		if (begin < n && !is_marked(at + begin, n - begin)) {
			buf_str(&clean, SECRET_MARK);
			found++;
		} else {
			buf_add(&clean, at + begin, n - begin);
		}
		at += n;
	}
	if (found) {
		buf_clear(text);
		buf_add(text, buf_text(&clean), clean.len);
	}
	buf_release(&clean);
	return found;
}

/* Returns the length of NAME= in the word "--password=x y" or "PASSWORD=x y".
 * A script, which follows -c, may have more behind the value. */
static size_t assignment(const char *word, const char *last)
{
	size_t n = 0;

	while (isalnum((unsigned char)word[n]) ||
	       (word[n] && strchr("_-", word[n])))
		n++;
	if (word[n] != '=' || !secret_name(word, n) ||
	    (*word != '-' && last && *last == '-' && last[1] != '-' &&
	     last[strlen(last) - 1] == 'c'))
		return 0;
	return n + 1;
}

/* The value of "--password" is the next word. */
static int takes_secret(const char *word)
{
	return *word == '-' && !strchr(word, '=') &&
	       secret_name(word, strlen(word));
}

/* Returns 1 if WORD, which follows the word LAST (or NULL) of a command, has a
 * secret, from BEGIN to its end. */
static int find_secret(struct secret_command *c, const char *word,
		       const char *last, size_t *begin)
{
	size_t n = strlen(word);

	*begin = n ? secret_command_word(c, word, n) : 0;
	if (*begin < n && !is_marked(word + *begin, n - *begin))
		return 1;
	if (last && takes_secret(last)) {
		*begin = 0;
		return 1;
	}
	*begin = assignment(word, last);
	return *begin && *begin < n && !is_marked(word + *begin, n - *begin);
}

static void note(struct strs *where, const char *name)
{
	size_t n = strcspn(name, "= ");
	char *copy = mem_strn(name, n < 40 ? n : 40);

	if (!strs_has(where, copy))
		strs_add(where, copy);
	free(copy);
}

/* Returns VALUE without secrets; the caller frees it. */
static char *clean_text(const char *value, const char *name, struct strs *where)
{
	struct buf b = { 0 };

	buf_str(&b, value);
	if (secret_replace_values(&b) + replace_options(&b))
		note(where, *value == '-' ? value : name);
	return buf_detach(&b);
}

static struct json *clean(const struct json *j, const char *name,
			  struct strs *where);

/* TOOL is the program whose operands the list has, or NULL. */
static struct json *clean_list(const struct json *j, const char *name,
			       const char *tool, struct strs *where)
{
	struct json *to = json_new_list();
	struct secret_command c;
	const char *last = NULL;

	secret_command_begin(&c, tool);
	for (size_t i = 0; i < json_len(j); i++) {
		const struct json *item = json_at(j, i);
		const char *word = json_text(item);
		size_t begin;

		if (word && find_secret(&c, word, last, &begin)) {
			char *text = mem_printf("%.*s" SECRET_MARK, (int)begin,
						word);

			json_add_str(to, text);
			note(where, begin ? word : last);
			free(text);
		} else {
			json_add(to, clean(item, name, where));
		}
		last = word;
	}
	return to;
}

static struct json *clean_map(const struct json *j, struct strs *where)
{
	struct json *to = json_new();
	const char *key;

	for (size_t i = 0; (key = json_key(j, i)); i++) {
		const struct json *item = json_get(j, key);
		const char *text = json_text(item);
		char *copy;

		if (text && *text && secret_name(key, strlen(key))) {
			json_set_str(to, key, SECRET_MARK);
			note(where, key);
		} else if (text) {
			copy = clean_text(text, key, where);
			json_set_str(to, key, copy);
			free(copy);
		} else if (!strcmp(key, "operands") && json_is_list(item)) {
			json_set(to, key,
				 clean_list(item, key, json_str(j, "tool"),
					    where));
		} else {
			json_set(to, key, clean(item, key, where));
		}
	}
	return to;
}

static struct json *clean(const struct json *j, const char *name,
			  struct strs *where)
{
	const char *text = json_text(j);
	struct json *list, *copy;
	char *word;

	if (json_is_list(j))
		return clean_list(j, name, NULL, where);
	if (json_is_map(j))
		return clean_map(j, where);
	if (!text)
		return json_clone(j);
	/* A string has to be in a list to be taken out of one. */
	word = clean_text(text, name, where);
	list = json_new_list();
	json_add_str(list, word);
	copy = json_clone(json_at(list, 0));
	json_free(list);
	free(word);
	return copy;
}

static void replace_text(struct buf *in, const char *text)
{
	struct buf b = { 0 };
	const char *at = buf_text(in), *next;

	for (; (next = strstr(at, text)); at = next + strlen(text)) {
		buf_add(&b, at, (size_t)(next - at));
		buf_str(&b, SECRET_MARK);
	}
	buf_str(&b, at);
	buf_release(in);
	*in = b;
}

/* One line has all words of the command: nobody sees there where a secret with
 * blanks ends. */
static void clean_line(struct json *j)
{
	const struct json *argv = json_get(j, "argv");
	const char *what = argv ? json_str(j, "what") : NULL, *last = NULL;
	struct secret_command c;
	struct buf line = { 0 };

	if (!what)
		return;
	buf_str(&line, what);
	secret_command_begin(&c, NULL);
	for (size_t i = 0; i < json_len(argv); i++) {
		const char *word = json_text(json_at(argv, i));
		size_t begin;

		if (word && find_secret(&c, word, last, &begin) &&
		    strpbrk(word + begin, " \t\n"))
			replace_text(&line, word + begin);
		last = word;
	}
	json_set_str(j, "what", buf_text(&line));
	buf_release(&line);
}

void secret_replace_json(struct json **j, struct strs *where)
{
	struct json *to;

	if (json_is_map(*j))
		clean_line(*j);
	to = clean(*j, "", where);
	json_free(*j);
	*j = to;
}
