/* diff_unknown.c - see diff_unknown.h. */
#include "diff/diff_unknown.h"

#include <stdlib.h>

#include "base/mem.h"
#include "diff/diff_environment.h"
#include "diff/diff_list.h"

/* Adds NAME if A or B is set, which is a run that did not record it.  WHY says
 * so of one run, NEITHER of both. */
static void add(struct json *list, const char *name, const struct run *a,
		const struct run *b, const char *why, const char *neither)
{
	struct json *j;
	char *text;

	if (!a && !b)
		return;
	text = a && b ? mem_str(neither) :
			mem_printf("run %s %s", (a ? a : b)->id, why);
	j = json_new();
	json_set_str(j, "name", name);
	json_set_str(j, "why", text);
	json_add(list, j);
	free(text);
}

static const struct run *without_code(const struct run *r)
{
	return json_get(r->start, "code") ? NULL : r;
}

static const struct run *without_environment(const struct store *s,
					     const struct run *r)
{
	struct json *j = diff_environment_read(s, r);
	int has = j != NULL;

	json_free(j);
	return has ? NULL : r;
}

/* Only a program that is not ours can have a stdout that was not recorded. */
static const struct run *without_stdout(const struct run *r)
{
	return file_list_find(&r->outputs, "-") ? NULL : r;
}

void diff_unknown(struct json *to, const struct store *s, const struct run *a,
		  const struct run *b)
{
	struct json *list = json_new_list();
	const struct run *x = without_stdout(a), *y = without_stdout(b);

	add(list, "code", without_code(a), without_code(b),
	    "was not in a git work tree", "neither run was in a git work tree");
	add(list, "environment", without_environment(s, a),
	    without_environment(s, b), "did not keep it",
	    "neither run kept it");
	add(list, "outputs", a->end ? NULL : a, b->end ? NULL : b,
	    "has not ended", "neither run has ended");
	if (a->end && b->end && !x != !y)
		add(list, "standard output", x, y, "wrote it to a terminal",
		    "");
	diff_list_set(to, "unknown", list);
}
