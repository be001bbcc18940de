/* further.c - see further.h. */
#include "upkeep/further.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/strs.h"

#define END "end.json"

static int is_segment(const char *name)
{
	return !strncmp(name, "resume-", 7) || !strncmp(name, "end-", 4);
}

static int is_end(const char *name)
{
	return !strncmp(name, "end-", 4) || !strcmp(name, END);
}

/* Returns 1 if file A of run ID of S and file B of run ID of OTHER are there
 * and equal. */
static int is_same(const struct store *s, const char *a,
		   const struct store *other, const char *b, const char *id)
{
	char *one = mem_printf("runs/%s/%s", id, a);
	char *two = mem_printf("runs/%s/%s", id, b);
	struct buf x = { 0 }, y = { 0 };
	struct err ignored = { 0 };
	int yes = store_read(s, one, &x, &ignored) == 1 &&
		  store_read(other, two, &y, &ignored) == 1 && x.len == y.len &&
		  !memcmp(buf_text(&x), buf_text(&y), x.len);

	buf_release(&x);
	buf_release(&y);
	free(one);
	free(two);
	return yes;
}

static int list(const struct store *s, const char *id,
		int (*keep)(const char *name), struct strs *names,
		struct err *err)
{
	char *dir = mem_printf("runs/%s", id);
	int rc = store_list(s, dir, keep, names, err);

	free(dir);
	return rc;
}

char *further_end(const struct store *s, const struct store *other,
		  const char *id)
{
	struct strs names = { 0 };
	struct err ignored = { 0 };
	char *found = NULL;

	list(s, id, is_end, &names, &ignored);
	for (size_t i = 0; !found && i < names.n; i++)
		if (is_same(s, names.at[i], other, END, id))
			found = mem_str(names.at[i]);
	strs_release(&names);
	return found;
}

static int has_file(const struct store *s, const char *id, const char *name)
{
	return is_same(s, name, s, name, id);
}

/* Sets *YES to 1 if S has all that OTHER has of run ID. */
static int has_all(int *yes, const struct store *s, const struct store *other,
		   const char *id, struct err *err)
{
	struct strs names = { 0 };
	int rc = list(other, id, is_segment, &names, err);

	*yes = 1;
	for (size_t i = 0; !rc && *yes && i < names.n; i++)
		*yes = is_same(s, names.at[i], other, names.at[i], id);
	if (!rc && *yes && has_file(other, id, END)) {
		char *end = further_end(s, other, id);

		*yes = end != NULL;
		free(end);
	}
	strs_release(&names);
	return rc;
}

int further_find(enum further *which, const struct store *from,
		 const struct store *to, const char *id, struct err *err)
{
	int yes = 0;

	if (!is_same(from, "start.json", to, "start.json", id))
		return err_data(err,
				"run %s cannot be copied: another run has "
				"the same id in '%s'",
				id, to->path);
	*which = FURTHER_NEITHER;
	if (is_same(from, END, to, END, id))
		return 0;
	*which = FURTHER_FROM;
	if (has_all(&yes, from, to, id, err) < 0 || yes)
		return yes ? 0 : -1;
	*which = FURTHER_TO;
	if (has_all(&yes, to, from, id, err) < 0 || yes)
		return yes ? 0 : -1;
	return err_data(err,
			"run %s cannot be copied: the copy in '%s' was resumed "
			"or ended in another way, so neither copy contains the "
			"other; both stay as they are",
			id, to->path);
}
