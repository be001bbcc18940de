/* diff_cause.c - see diff_cause.h. */
#include "diff/diff_cause.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define NAMED 3 /* how many things of a group are named */

/* A group of ingredients, its class of cause, and which first differences it
 * can cause. */
static const struct cause_group {
	const char *group, *class;
	unsigned can; /* one bit for each of enum diff_steps_what */
} groups[] = {
#define BIT(what) (1u << DIFF_STEPS_##what)
#define DRAWN (BIT(BATCH) | BIT(WEIGHTS) | BIT(END) | BIT(NETWORK))
#define COMPUTED (BIT(LOSS) | BIT(GRADIENT) | BIT(WEIGHTS) | BIT(END))
	{ "seed", "random numbers", BIT(BATCH) | BIT(WEIGHTS) },
	{ "data", "data", BIT(BATCH) | BIT(PIXELS) | BIT(END) | BIT(WEIGHTS) },
	{ "settings", "settings", DRAWN | COMPUTED | BIT(PIXELS) },
	{ "code", "code", DRAWN | COMPUTED | BIT(PIXELS) },
	{ "environment", "environment", COMPUTED | BIT(PIXELS) },
	{ "machine", "environment", COMPUTED | BIT(PIXELS) },
};

/* Returns how many things of GROUP differ.  For our own tools, files of a work
 * tree do not count, since they cannot change what the tools do. */
static size_t count_items(const struct diff_evidence *e, const char *group)
{
	const struct json *list = json_get(e->differing, group);
	size_t n = 0;

	for (size_t i = 0; list && i < json_len(list); i++)
		n += e->foreign || strcmp(group, "code") ||
		     !strcmp(json_str(json_at(list, i), "name"), "version");
	return n;
}

static int can_explain(const struct diff_evidence *e,
		       const struct cause_group *g)
{
	if (!count_items(e, g->group))
		return 0;
	if (!e->steps || e->steps->what == DIFF_STEPS_NONE)
		return 1;
	/* before the first update nothing depends on data */
	if (e->steps->what == DIFF_STEPS_WEIGHTS && !e->steps->step)
		return (g->can & BIT(BATCH)) || !strcmp(g->group, "data");
	if (e->steps->what == DIFF_STEPS_WEIGHTS &&
	    (!strcmp(g->group, "seed") || !strcmp(g->group, "data")))
		return 0;
	return !!(g->can & 1u << e->steps->what);
}

static void add_values(const struct json *values, struct buf *to)
{
	const char *a = json_str(values, "a"), *b = json_str(values, "b");

	buf_printf(to, ": %.40s and %.40s", a ? a : "none", b ? b : "none");
}

/* "seed: 1 and 2", "settings lr, patch, loss and 2 more".  The group is not
 * named when it is what the whole line is about. */
static void add_group(const struct diff_evidence *e, const char *group,
		      const char *about, struct buf *to)
{
	const struct json *list = json_get(e->differing, group);
	size_t n = json_len(list), shown = n > NAMED ? NAMED : n;
	int named = !about || strcmp(group, about) != 0;

	buf_str(to, to->len ? "; " : "");
	if (named)
		buf_str(to, group);
	for (size_t i = 0; i < shown; i++) {
		const struct json *j = json_at(list, i);
		const char *name = json_str(j, "name");

		if (strcmp(name, group))
			buf_printf(to, "%s%s",
				   i	 ? ", " :
				   named ? " " :
					   "",
				   name);
		if (n == 1 && strcmp(group, "data") && strcmp(group, "code"))
			add_values(json_get(j, "values"), to);
	}
	if (n > shown)
		buf_printf(to, " and %zu more", n - shown);
}

/* Returns the class that the fingerprints show, or NULL. */
static const char *seen(const struct diff_evidence *e, const char **because)
{
	if (!e->steps)
		return NULL;
	switch (e->steps->what) {
	case DIFF_STEPS_PIXELS:
		*because = "the patches are the same, but their pixels are not";
		return "data";
	case DIFF_STEPS_LOSS:
	case DIFF_STEPS_GRADIENT:
	case DIFF_STEPS_WEIGHTS:
		if (!e->steps->step)
			return NULL;
		*because =
			"the batch is the same, but what was computed from it "
			"is "
			"not";
		return "arithmetic";
	default:
		return NULL;
	}
}

static void add_all(const struct diff_evidence *e, int explaining,
		    const char *about, struct buf *to)
{
	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
		if (explaining ? can_explain(e, &groups[i]) :
				 count_items(e, groups[i].group) > 0)
			add_group(e, groups[i].group, about, to);
}

/* Returns the class of the groups that can explain the difference, or NULL if
 * they are not of exactly one class.  Sets *N to the number of these classes,
 * and *ALL to the number of classes that differ at all. */
static const char *only_class(const struct diff_evidence *e, size_t *n,
			      size_t *all)
{
	const char *class = NULL, *any = NULL;

	*n = *all = 0;
	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
		const char *c = groups[i].class;

		if (count_items(e, groups[i].group)) {
			*all += !any || strcmp(any, c) != 0;
			any = c;
		}
		if (can_explain(e, &groups[i])) {
			*n += !class || strcmp(class, c) != 0;
			class = c;
		}
	}
	return *n == 1 ? class : NULL;
}

/* Returns what was not recorded and may be the cause, or NULL. */
static const char *unseen(const struct diff_evidence *e)
{
	if (e->foreign && e->unknown && json_str(e->unknown, "code"))
		return "code";
	if (e->unknown && json_str(e->unknown, "environment"))
		return "environment";
	return NULL;
}

static void explain_one(struct diff_cause *c, const struct diff_evidence *e,
			const char *class, size_t all)
{
	struct buf b = { 0 };

	add_all(e, 1, class, &b);
	c->class = class;
	if (unseen(e)) {
		c->class = "unknown";
		buf_printf(&b, " differs, but the %s was not recorded",
			   unseen(e));
	} else {
		if (!strcmp(class, "data") && e->reordered) {
			c->class = "order";
			buf_str(&b, ": the same rows in another order");
		}
		buf_str(&b, ", the only recorded difference");
		if (all > 1)
			buf_str(&b, " that can make this");
	}
	c->because = buf_detach(&b);
}

void diff_cause(struct diff_cause *c, const struct diff_evidence *e)
{
	const char *why = NULL, *shown = seen(e, &why), *class;
	struct buf b = { 0 };
	size_t n, all;

	class = only_class(e, &n, &all);
	if (class) {
		explain_one(c, e, class, all);
		return;
	}
	c->class = shown ? shown : "unknown";
	if (shown)
		buf_str(&b, why);
	if (n) {
		struct buf list = { 0 };

		add_all(e, 1, NULL, &list);
		buf_printf(&b,
			   "%smore than one thing differs, and these two runs "
			   "cannot show which one matters: %s",
			   b.len ? "; " : "", buf_text(&list));
		buf_release(&list);
	} else {
		buf_printf(&b,
			   "%snothing differs that was recorded and could "
			   "cause this",
			   b.len ? ", and " : "");
		if (unseen(e))
			buf_printf(&b, "; the %s was not recorded", unseen(e));
	}
	c->because = buf_detach(&b);
}

void diff_cause_release(struct diff_cause *c)
{
	free(c->because);
	*c = (struct diff_cause){ 0 };
}
