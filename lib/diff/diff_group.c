/* diff_group.c - see diff_group.h. */
#include "diff/diff_group.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

int diff_group_is_asked(const struct strs *only, const char *group)
{
	return !only || !only->n || strs_has(only, group);
}

static void add_runs(struct json *to, const struct diff_run *runs, size_t n)
{
	struct json *list = json_new_list();

	for (size_t i = 0; i < n; i++) {
		const struct run *r = runs[i].run;
		struct json *j = json_new();

		json_set_str(j, "id", r->id);
		json_set_str(j, "tool", json_str(r->start, "tool"));
		json_set_str(j, "state", run_state_name(r->state));
		json_add(list, j);
	}
	json_set(to, "runs", list);
}

/* Why a run did not record something: of one run, of all of them. */
struct unknown_reason {
	const char *of_one, *of_all;
};

static const struct unknown_reason reasons[] = {
	{ "was imported", "was recorded here" },
	{ "was not in a git work tree", "was in a git work tree" },
	{ "did not keep it", "kept it" },
	{ "has not ended", "has ended" },
	{ "wrote it to a terminal", "wrote it elsewhere than to a terminal" },
};

static const struct unknown_reason *reason(const char *text)
{
	static const struct unknown_reason other = { "could not read all of it",
						     "could read all of it" };

	for (size_t i = 0; text && i < sizeof(reasons) / sizeof(*reasons); i++)
		if (!strcmp(text, reasons[i].of_one))
			return &reasons[i];
	return text ? &other : NULL;
}

/* Tell that the runs that have a reason WHY did not record NAME. */
static void add_unknown(struct json *list, const char *name,
			const struct diff_run *runs,
			const struct unknown_reason *const *why, size_t n)
{
	struct json *j = json_new();
	struct buf text = { 0 };
	size_t lack = 0, same = 0;

	for (size_t i = 0; i < n; i++) {
		lack += why[i] != NULL;
		same += why[i] == why[0];
	}
	if (lack == n && same == n)
		buf_printf(&text, "%s %s",
			   n == 2 ? "neither run" : "none of the runs",
			   why[0]->of_all);
	for (size_t i = 0; i < n && (lack < n || same < n); i++)
		if (why[i])
			buf_printf(&text, "%srun %s %s", text.len ? "; " : "",
				   runs[i].run->id, why[i]->of_one);
	if (lack) {
		json_set_str(j, "name", name);
		json_set_str(j, "why", buf_text(&text));
		json_add(list, j);
	} else {
		json_free(j);
	}
	buf_release(&text);
}

/* Only a program that is not ours may have a stdout that nobody kept. */
static void add_unknown_stdout(struct json *list, const struct diff_run *runs,
			       const struct unknown_reason **why, size_t n)
{
	size_t has = 0;

	for (size_t i = 0; i < n; i++) {
		const struct run *r = runs[i].run;
		int kept = file_list_find(&r->outputs, "-") != NULL;

		has += kept;
		why[i] = kept || !r->end || run_imported(r->start) ?
				 NULL :
				 reason("wrote it to a terminal");
	}
	if (has)
		add_unknown(list, "standard output", runs, why, n);
}

static void set_unknown(struct json *to, const struct diff_run *runs,
			const struct json *const *of, size_t n,
			const struct strs *only)
{
	static const char *const names[] = { "code", "data", "environment",
					     "outputs" };
	struct json *list = json_new_list();
	const struct unknown_reason **why = mem_zero(n, sizeof(*why));
	size_t imported = 0;

	for (size_t i = 0; i < n; i++)
		imported += run_imported(runs[i].run->start) != NULL;
	for (size_t k = 0; k < sizeof(names) / sizeof(*names); k++) {
		/* files that trackers keep are compared with each other */
		if (!diff_group_is_asked(only, names[k]) ||
		    (imported == n && !strcmp(names[k], "outputs")))
			continue;
		for (size_t i = 0; i < n; i++)
			why[i] = reason(
				json_str(json_get(of[i], "unknown"), names[k]));
		add_unknown(list, names[k], runs, why, n);
	}
	if (diff_group_is_asked(only, "outputs"))
		add_unknown_stdout(list, runs, why, n);
	free(why);
	json_set_list(to, "unknown", list);
}

static int is_single(const char *group)
{
	return strcmp(group, "settings") != 0;
}

static void set_groups(struct json *to, const struct json *differing,
		       const struct strs *only)
{
	struct json *things = json_new_list();

	for (size_t i = 0; ingredients_group[i]; i++) {
		const char *group = ingredients_group[i];
		const struct json *list = json_get(differing, group);

		if (!list || !diff_group_is_asked(only, group))
			continue;
		json_set(to, group, json_clone(list));
		if (!strcmp(group, "free"))
			continue;
		if (is_single(group))
			json_add_str(things, group);
		for (size_t k = 0; !is_single(group) && k < json_len(list); k++)
			json_add_str(things,
				     json_str(json_at(list, k), "name"));
	}
	json_set_int(to, "different", (int64_t)json_len(things));
	json_set(to, "things", things);
}

void diff_group(struct json *to, const struct diff_run *runs, size_t n,
		const struct strs *only)
{
	struct json **of = mem_zero(n, sizeof(*of)), *differing;
	const char **label = mem_zero(n, sizeof(*label));
	size_t compared;

	for (size_t i = 0; i < n; i++) {
		of[i] = ingredients_of(&runs[i]);
		label[i] = runs[i].run->id;
	}
	differing = ingredients_compare((const struct json *const *)of, label,
					n, only, &compared);
	add_runs(to, runs, n);
	json_set_int(to, "compared", (int64_t)compared);
	set_groups(to, differing, only);
	set_unknown(to, runs, (const struct json *const *)of, n, only);
	for (size_t i = 0; i < n; i++)
		json_free(of[i]);
	free(of);
	free(label);
	json_free(differing);
}
