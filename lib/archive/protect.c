/* protect.c - see protect.h. */
#include "archive/protect.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "store/object.h"

char *protect_recorded(const struct step *st)
{
	const char *in = json_str(st->run.start, "cwd");
	const char *at = json_str(st->run.start, "cwd_absolute");
	size_t n = at ? strlen(at) : 0, k = in ? strlen(in) : 0;

	if (!in || n < 2 || *at != '/' || strchr(at, '\n'))
		return NULL;
	if (!strcmp(in, "."))
		return mem_str(at);
	if (n <= k + 1 || strcmp(at + n - k, in) || at[n - k - 1] != '/')
		return NULL;
	return mem_strn(at, n - k - 1);
}

void protect_dirs(const struct provenance *c, const struct step *st,
		  struct strs *to)
{
	char *was = protect_recorded(st), *is = realpath(c->store->path, NULL);
	char *slash = is ? strrchr(is, '/') : NULL;

	const struct json *more = json_get(st->run.start, "protected");

	if (was)
		strs_take(to, was);
	for (size_t i = 0; more && i < json_len(more); i++)
		if (json_text(json_at(more, i)))
			strs_add(to, json_text(json_at(more, i)));
	if (slash && slash > is) {
		*slash = '\0';
		if (!strs_has(to, is))
			strs_add(to, is);
	}
	free(is);
}

char *protect_variable(const struct strs *dirs, const char *except)
{
	struct buf b = { 0 };

	buf_str(&b, "XP_PROTECT=");
	for (size_t i = 0; i < dirs->n; i++)
		if (!except || strcmp(dirs->at[i], except))
			buf_printf(&b, "%s\n", dirs->at[i]);
	return buf_detach(&b);
}

/* Returns the name in the record of ST of PATH, if that is in one of DIRS, or
 * NULL.  The caller frees it. */
static char *recorded_name(const struct strs *dirs, const struct step *st,
			   const char *path)
{
	const char *inner = NULL;
	size_t n = strlen(st->cwd);
	struct buf b = { 0 };

	for (size_t i = 0; !inner && i < dirs->n; i++) {
		size_t k = strlen(dirs->at[i]);

		if (!strncmp(path, dirs->at[i], k) && path[k] == '/')
			inner = path + k + 1;
	}
	if (!inner)
		return NULL;
	if (!n)
		return mem_str(inner);
	if (!strncmp(inner, st->cwd, n) && inner[n] == '/')
		return mem_str(inner + n + 1);
	for (const char *p = st->cwd; p; p = strchr(p + 1, '/'))
		buf_str(&b, "../");
	buf_str(&b, inner);
	return buf_detach(&b);
}

static int check_read(const struct strs *dirs, const struct step *st,
		      const struct file_list *read, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < read->n; i++) {
		const char *path = read->list[i].path;
		char *name = recorded_name(dirs, st, path);
		const struct digest *was =
			name ? file_list_find(&st->run.inputs, name) : NULL;

		if (was && !digest_same(was, &read->list[i].digest))
			rc = err_data(err,
				      "run %s cannot be repeated: the program "
				      "reads '%s' by this absolute path, and "
				      "the file has changed since; a program "
				      "that names the files of its experiment "
				      "by relative paths gets a copy of what "
				      "it read",
				      st->run.id, path);
		free(name);
	}
	return rc;
}

static int check_refused(const struct step *st, const struct json *watched,
			 struct err *err)
{
	const struct json *list = watched ? json_get(watched, "refused") : NULL;
	const char *path = list ? json_text(json_at(list, 0)) : NULL;

	if (!path)
		return 0;
	return err_data(err,
			"run %s cannot be repeated: the program would have "
			"changed '%s', a file of your experiment that it names "
			"by an absolute path (the file was not touched); "
			"'xp-log rerun %s' runs the program in its own place, "
			"where it may",
			st->run.id, path, st->run.id);
}

/* Modules that the program found in DIRS: it may have run a file of the
 * experiment. */
static int check_modules(const struct strs *dirs, const struct step *st,
			 const struct store *s, const struct json *watched,
			 struct err *err)
{
	const char *hex = watched ? json_str(watched, "modules") : NULL;
	struct file_list list = { 0 };
	struct buf text = { 0 };
	struct err ignored = { 0 };
	struct digest d;
	int rc = 0;

	if (hex && digest_parse(&d, hex) == 0 &&
	    object_get(s, &d, &text, &ignored) == 0 &&
	    file_list_parse(&list, buf_text(&text), text.len, &ignored) == 0)
		rc = check_read(dirs, st, &list, err);
	file_list_release(&list);
	buf_release(&text);
	return rc;
}

int protect_check(const struct strs *dirs, const struct step *st,
		  const struct store *s, const struct run *now, struct err *err)
{
	const struct json *watched = now->end ? json_get(now->end, "watched") :
						NULL;

	return check_refused(st, watched, err) < 0 ||
			       check_read(dirs, st, &now->inputs, err) < 0 ||
			       check_modules(dirs, st, s, watched, err) < 0 ?
		       -1 :
		       0;
}
