/*
 * make_rule.c - see make_rule.h.
 */
#include "reuse/make_rule.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/strs.h"
#include "file/out.h"
#include "file/path.h"
#include "run/recording.h"
#include "store/durable.h"

#define MAX_RULE ((size_t)1 << 30)

/* No quoting makes GNU make take these for a name: "a(b)" is a member of an
 * archive. */
static int cannot_be_quoted(const char *name)
{
	size_t n = strlen(name);

	return !n || strpbrk(name, "\t\n\r;|") || strchr(" \\", name[n - 1]) ||
	       (name[n - 1] == ')' && strchr(name, '(')) ||
	       (strchr(name, '\\') && strpbrk(name, "*?["));
}

/* Appends NAME so that GNU make reads it as one name.  A backslash is doubled
 * only before what is quoted by one.  In the name of a target, % would make a
 * pattern. */
static void quote(struct buf *to, const char *name, int is_target)
{
	size_t slashes = 0;

	for (const char *c = name; *c; c++) {
		if (strchr(" #:", *c) || (*c == '%' && is_target))
			for (size_t i = 0; i < slashes; i++)
				buf_char(to, '\\');
		slashes = *c == '\\' ? slashes + 1 : 0;
		if (*c == '$')
			buf_str(to, "$$");
		else if (strchr("=&~", *c))
			buf_printf(to, "$(subst ,,%c)", *c);
		else if (strchr(" #:*?[", *c) || (*c == '%' && is_target))
			buf_printf(to, "\\%c", *c);
		else
			buf_char(to, *c);
	}
}

/* Returns the path of a file of the store as make should know it: relative if
 * the store is below this directory.  The caller frees it. */
static char *store_file(const struct store *s, const char *name)
{
	char *path = store_join(s, name), *here = getcwd(NULL, 0);
	size_t n = here ? strlen(here) : 0;

	if (n && !strncmp(path, here, n) && path[n] == '/')
		memmove(path, path + n + 1, strlen(path + n));
	free(here);
	return path;
}

/* Returns the file that NAME is, as make should know it; NULL if it is none or
 * can never change.  The caller frees it. */
static char *file_of(const struct make_rule *m, const char *name,
		     const char *stream)
{
	const char *file;

	if (recording_is_own(name) || !strncmp(name, ".xp/objects/", 12))
		return NULL;
	if (!strncmp(name, ".xp/", 4))
		return store_file(m->store, name + 4);
	if (strcmp(name, "-"))
		return mem_str(name);
	file = json_str(m->start, stream);
	return file && *file ? mem_str(file) : NULL;
}

static void add_name(struct strs *to, char *name, struct messages *talk)
{
	if (name && !strcmp(name, "/dev/null")) {
		free(name);
	} else if (name && cannot_be_quoted(name)) {
		messages_warn(talk,
			      "--deps leaves out '%s': make knows no such name",
			      name);
		free(name);
	} else if (name && !strs_has(to, name)) {
		strs_take(to, name);
	} else {
		free(name);
	}
}

static void add_files(const struct make_rule *m, struct strs *targets,
		      struct strs *inputs, struct messages *talk)
{
	if (m->target)
		add_name(targets, mem_str(m->target), talk);
	for (size_t i = 0; !m->target && i < m->outputs->n; i++) {
		const char *name = m->outputs->list[i].path;

		if (m->names)
			name = give_name(m->names, name);
		if (name)
			add_name(targets, file_of(m, name, "stdout"), talk);
	}
	for (size_t i = 0; i < m->inputs->n; i++) {
		char *name = file_of(m, m->inputs->list[i].path, "stdin");

		if (name && strs_has(targets, name))
			free(name); /* it was changed in place */
		else
			add_name(inputs, name, talk);
	}
	strs_sort(targets);
	strs_sort(inputs);
}

static void write_rule(struct buf *to, const struct strs *targets,
		       const struct strs *inputs)
{
	for (size_t i = 0; i < targets->n; i++) {
		buf_str(to, i ? " \\\n " : "");
		quote(to, targets->at[i], 1);
	}
	buf_char(to, ':');
	for (size_t i = 0; i < inputs->n; i++) {
		buf_str(to, " \\\n ");
		quote(to, inputs->at[i], 0);
	}
	buf_char(to, '\n');
	for (size_t i = 0; i < inputs->n; i++) {
		buf_char(to, '\n');
		quote(to, inputs->at[i], 1);
		buf_str(to, ":\n");
	}
}

static int is_same(const char *file, const struct buf *text)
{
	char *path = path_resolve(file);
	struct buf old = { 0 };
	struct err ignored;
	int same = durable_read(&old, path, MAX_RULE, &ignored) == 1 &&
		   old.len == text->len &&
		   !memcmp(buf_text(&old), buf_text(text), old.len);

	buf_release(&old);
	free(path);
	return same;
}

int make_rule_write(const struct make_rule *m, struct messages *talk,
		    struct err *err)
{
	struct strs targets = { 0 }, inputs = { 0 };
	struct buf text = { 0 };
	int rc = 0;

	add_files(m, &targets, &inputs, talk);
	write_rule(&text, &targets, &inputs);
	if (!targets.n)
		messages_warn(talk,
			      "'%s' was not written, since no output has a "
			      "name: name the target with --deps-target",
			      m->file);
	else if (!is_same(m->file, &text))
		rc = out_write(m->file, buf_text(&text), text.len, err);
	buf_release(&text);
	strs_release(&targets);
	strs_release(&inputs);
	return rc;
}
