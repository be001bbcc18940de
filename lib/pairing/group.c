/* group.c - see group.h. */
#include "pairing/group.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "pairing/group_cut.h"
#include "pairing/group_hint.h"
#include "manifest/slip.h"
#include "pairing/split_exact.h"
#include "pairing/torn_series.h"

enum { FEW_GROUPS = 200 };

/* share of all pairs by which a part may be too large or too small */
#define LOPSIDED 0.15

static int add_assign(struct group *g, const char *text, struct err *err)
{
	const char *equals = strchr(text, '=');
	struct assign *a = &g->assign[g->assigns];

	if (!equals || equals == text || !equals[1])
		return err_usage(err,
				 "bad --assign '%s': want LABEL=REGEX, "
				 "like test=Position12",
				 text);
	if (regex_compile(&a->where, equals + 1, err) < 0)
		return -1;
	a->label = mem_strn(text, (size_t)(equals - text));
	g->assigns++;
	if (tsv_check_cell(a->label, err) < 0) {
		err->kind = ERR_USAGE;
		return err_wrap(err, "--assign: ");
	}
	return 0;
}

int group_init(struct group *g, const char *group, const struct strs *assign,
	       const char *split, uint64_t seed, struct err *err)
{
	memset(g, 0, sizeof(*g));
	g->seed = seed;
	g->assign = mem_zero(assign->n + 1, sizeof(*g->assign));
	if (group && regex_compile(&g->group, group, err) < 0)
		return err_wrap(err, "--group: ");
	for (size_t i = 0; i < assign->n; i++)
		if (add_assign(g, assign->at[i], err) < 0)
			return -1;
	return split_parse(&g->shares, split, err);
}

void group_release(struct group *g)
{
	for (size_t i = 0; i < g->assigns; i++) {
		free(g->assign[i].label);
		regex_release(&g->assign[i].where);
	}
	free(g->assign);
	regex_release(&g->group);
	memset(g, 0, sizeof(*g));
}

static int fill_group(struct group *g, struct tsv *t, size_t row,
		      struct err *err)
{
	int column = tsv_column(t, "group");
	const char *id = tsv_get(t, row, tsv_column(t, "id"));

	if (g->group.text)
		return group_cut(&g->group, t, row, err);
	if (!*tsv_get(t, row, column)) {
		tsv_set(t, row, column, id);
		g->blank++;
	} else {
		g->named += strcmp(tsv_get(t, row, column), id) != 0;
	}
	return 0;
}

static int keeps_label(const struct group *g, const char *label)
{
	if (g->folds && (!strcmp(label, split_names[SPLIT_TRAIN]) ||
			 !strcmp(label, split_names[SPLIT_VAL])))
		return 0;
	return *label != '\0';
}

static int matches_any(const struct regex *where, const struct strs *name)
{
	size_t i = 0;

	while (i < name->n && !regex_matches(where, name->at[i]))
		i++;
	return i < name->n;
}

/* Sets the label of the first ASSIGN that matches.  Returns 0 if none does. */
static int assign(struct group *g, struct tsv *t, size_t row)
{
	struct strs name = { 0 };
	const char *label = NULL;

	group_cut_names(&name, t, row);
	for (size_t i = 0; i < g->assigns; i++) {
		struct assign *a = &g->assign[i];

		if (!matches_any(&a->where, &name))
			continue;
		label = label ? label : a->label;
		a->matched++;
		a->lost += strcmp(label, a->label) != 0;
	}
	strs_release(&name);
	if (label)
		tsv_set(t, row, tsv_column(t, "split"), label);
	return label != NULL;
}

static void fill_split(struct group *g, struct tsv *t, size_t row)
{
	int column = tsv_column(t, "split");
	const char *group = tsv_get(t, row, tsv_column(t, "group"));

	if (assign(g, t, row))
		return;
	if (keeps_label(g, tsv_get(t, row, column)))
		g->kept++;
	else if (g->exact || g->stratify)
		tsv_set(t, row, column, "");
	else if (!g->as_it_is)
		tsv_set(t, row, column,
			g->folds ?
				split_fold(group, g->seed, g->folds, g->fold) :
				split_label(&g->shares, group, g->seed));
}

struct group_member {
	const char *group, *split, *source;
};

static int by_group(const void *a, const void *b)
{
	const struct group_member *x = a, *y = b;
	int c = strcmp(x->group, y->group);

	if (!c)
		c = strcmp(x->split, y->split);
	return c ? c : strcmp(x->source, y->source);
}

/* Returns the rows sorted by group; the caller frees them. */
static struct group_member *members(const struct tsv *t)
{
	struct group_member *m = mem_zero(t->rows + 1, sizeof(*m));
	int group = tsv_column(t, "group"), split = tsv_column(t, "split");
	int source = tsv_column(t, "source");

	for (size_t i = 0; i < t->rows; i++)
		m[i] = (struct group_member){ tsv_get(t, i, group),
					      tsv_get(t, i, split),
					      tsv_get(t, i, source) };
	qsort(m, t->rows, sizeof(*m), by_group);
	return m;
}

static int check_groups(const struct tsv *t, struct err *err)
{
	struct group_member *m = members(t);
	int rc = 0;

	for (size_t i = 1; !rc && i < t->rows; i++)
		if (!strcmp(m[i - 1].group, m[i].group) &&
		    strcmp(m[i - 1].split, m[i].split))
			rc = err_data(err,
				      "group '%s' would be in two parts: "
				      "'%s' is assigned to %s, but '%s' is "
				      "assigned to %s",
				      m[i].group, m[i - 1].source,
				      m[i - 1].split, m[i].source, m[i].split);
	free(m);
	return rc;
}

struct unsplit { /* a row that has no part yet */
	const char *group, *stratum;
	size_t row;
};

static int by_group_and_row(const void *a, const void *b)
{
	const struct unsplit *x = a, *y = b;
	int c = strcmp(x->group, y->group);

	return c ? c : (x->row > y->row) - (x->row < y->row);
}

static struct unsplit *list_unsplit(const struct tsv *t, int stratum, size_t *n)
{
	struct unsplit *u = mem_zero(t->rows + 1, sizeof(*u));
	int group = tsv_column(t, "group"), split = tsv_column(t, "split");

	*n = 0;
	for (size_t i = 0; i < t->rows; i++)
		if (!*tsv_get(t, i, split))
			u[(*n)++] = (struct unsplit){ tsv_get(t, i, group),
						      tsv_get(t, i, stratum),
						      i };
	qsort(u, *n, sizeof(*u), by_group_and_row);
	return u;
}

/* Lists the groups of N rows.  If one is in two strata, fails. */
static int list_groups(struct split_exact_group *to, size_t *groups,
		       const struct unsplit *u, size_t n, const char *column,
		       struct err *err)
{
	*groups = 0;
	for (size_t i = 0; i < n; i++) {
		if (i && !strcmp(u[i - 1].group, u[i].group)) {
			to[*groups - 1].rows++;
			if (strcmp(u[i - 1].stratum, u[i].stratum))
				return err_data(err,
						"group '%s' has both '%s' and "
						"'%s' in column '%s': stratify "
						"by a column that has one "
						"value within each group",
						u[i].group, u[i - 1].stratum,
						u[i].stratum, column);
			continue;
		}
		to[(*groups)++] = (struct split_exact_group){
			.name = u[i].group, .stratum = u[i].stratum, .rows = 1
		};
	}
	return 0;
}

static int fill_exactly(const struct group *g, struct tsv *t, struct err *err)
{
	int stratum = g->stratify ? tsv_need(t, g->stratify, err) : -1;
	struct split_exact_group *group;
	struct unsplit *u;
	size_t n, groups;
	int rc;

	if (g->stratify && stratum < 0)
		return err_wrap(err, "--stratify: ");
	u = list_unsplit(t, stratum, &n);
	group = mem_zero(n + 1, sizeof(*group));
	rc = list_groups(group, &groups, u, n, g->stratify, err);
	if (!rc) {
		split_exact_fill(&g->shares, g->seed, group, groups);
		for (size_t i = 0, k = 0; i < n; i++) {
			k += strcmp(group[k].name, u[i].group) != 0;
			tsv_set(t, u[i].row, tsv_column(t, "split"),
				split_names[group[k].part]);
		}
	}
	free(group);
	free(u);
	return rc;
}

static int has_label(const struct tsv *t)
{
	size_t i = 0;

	while (i < t->rows && !*tsv_get(t, i, tsv_column(t, "split")))
		i++;
	return i < t->rows;
}

int group_fill(struct group *g, struct tsv *t, struct err *err)
{
	int rc = 0;

	g->as_it_is = g->as_it_is && has_label(t);
	for (size_t i = 0; !rc && i < t->rows; i++)
		if (!(rc = fill_group(g, t, i, err)))
			fill_split(g, t, i);
	if (!rc && g->group.text)
		rc = group_cut_check(&g->group, t, err);
	if (!rc && (g->exact || g->stratify))
		rc = fill_exactly(g, t, err);
	return rc || g->torn ? rc : check_groups(t, err);
}

static size_t count(const struct tsv *t, const char *label, size_t *groups)
{
	struct group_member *m = members(t);
	size_t rows = 0;

	*groups = 0;
	for (size_t i = 0; i < t->rows; i++) {
		if (strcmp(m[i].split, label))
			continue;
		rows++;
		*groups += !i || strcmp(m[i - 1].group, m[i].group);
	}
	free(m);
	return rows;
}

static void list_labels(const struct tsv *t, struct strs *labels)
{
	int split = tsv_column(t, "split");

	for (int i = 0; i < SPLITS; i++)
		strs_add(labels, split_names[i]);
	for (size_t i = 0; i < t->rows; i++)
		if (*tsv_get(t, i, split) &&
		    !strs_has(labels, tsv_get(t, i, split)))
			strs_add(labels, tsv_get(t, i, split));
}

/* Appends advice about empty parts, if there is any. */
static void advise(const struct group *g, const struct tsv *t, struct buf *to)
{
	const char **group = mem_zero(t->rows + 1, sizeof(*group));
	struct group_member *m = members(t);
	size_t n = 0, parts = 0;
	int64_t seed = -1;

	for (size_t i = 0; i < t->rows; i++)
		if (!n || strcmp(group[n - 1], m[i].group))
			group[n++] = m[i].group;
	for (int i = 0; i < SPLITS; i++)
		parts += split_share(&g->shares, i) > 0;
	if (n && n <= FEW_GROUPS && !g->assigns && !g->folds && !g->kept)
		seed = split_seed(&g->shares, group, n);
	if (g->folds)
		buf_str(to, "; use fewer --folds with so few groups");
	else if (n < parts)
		buf_printf(to,
			   "; %zu group%s cannot fill %zu parts: add "
			   "images, or ask for fewer parts, as with --split "
			   "80:20:0",
			   n, n == 1 ? "" : "s", parts);
	else if (g->kept)
		buf_str(to,
			"; the table's column 'split' gives the parts: empty "
			"this column, or assign groups with --assign");
	else if (!g->assigns)
		buf_str(to, "; with so few groups use --split-exact, or "
			    "assign groups with --assign");
	if (seed >= 0)
		buf_printf(to, ", or try --seed %lld", (long long)seed);
	free(m);
	free(group);
}

/* Returns 0 if names do not look like series. */
static int warn_series(const struct tsv *t, struct messages *messages)
{
	struct strs first = { 0 }, name = { 0 };
	struct buf b = { 0 };
	size_t groups;
	int found;

	for (size_t i = 0; i < t->rows; i++) {
		group_cut_names(&name, t, i);
		strs_add(&first, name.at[0]);
	}
	strs_release(&name);
	found = group_hint((const char *const *)first.at, t->rows, &b, &groups);
	if (found && groups == 1)
		messages_warn(messages,
			      "all pairs belong to one series of similar "
			      "images, so scores on val and test mean little: "
			      "use other images for val and test");
	else if (found)
		messages_warn(messages,
			      "names look like series of similar images; "
			      "keep each series together with --group '%s' "
			      "(%zu groups)",
			      buf_text(&b), groups);
	buf_release(&b);
	strs_release(&first);
	return found;
}

/* Returns 1 if each pair is in a group of its own. */
static int is_ungrouped(const struct tsv *t)
{
	struct group_member *m = members(t);
	size_t i = 1;

	while (i < t->rows && strcmp(m[i - 1].group, m[i].group))
		i++;
	free(m);
	return i >= t->rows;
}

void group_report(const struct tsv *t, struct messages *messages)
{
	struct strs label = { 0 };
	struct buf b = { 0 };

	list_labels(t, &label);
	for (size_t i = 0; i < label.n; i++) {
		size_t groups, rows = count(t, label.at[i], &groups);

		buf_printf(&b, "%s%s %zu pair%s in %zu group%s", i ? ", " : "",
			   label.at[i], rows, rows == 1 ? "" : "s", groups,
			   groups == 1 ? "" : "s");
	}
	messages_take(messages, MESSAGE_INFO, buf_detach(&b));
	strs_release(&label);
}

/* Returns 1 if part I of the split should have pairs. */
static int is_wanted(const struct group *g, int i)
{
	return g->folds ? i != SPLIT_TEST : split_share(&g->shares, i) > 0;
}

/* Warns of the part whose share of the pairs is furthest from the share asked
 * for, if it is far: with few groups, a hash leaves much to chance. */
static void warn_lopsided(const struct group *g, const struct tsv *t,
			  struct messages *messages)
{
	double worst = LOPSIDED, has = 0;
	int part = -1;
	size_t groups;

	if (g->folds || g->assigns || g->kept || g->exact || g->stratify)
		return;
	for (int i = 0; i < SPLITS; i++) {
		double share = (double)count(t, split_names[i], &groups) /
			       (double)t->rows;

		if (fabs(share - split_share(&g->shares, i)) <= worst)
			continue;
		worst = fabs(share - split_share(&g->shares, i));
		has = share;
		part = i;
	}
	if (part >= 0)
		messages_warn(messages,
			      "%s has %.0f %% of the pairs, not %.0f %%: a "
			      "split by hash meets its shares on average only; "
			      "split by count with --split-exact",
			      split_names[part], 100 * has,
			      100 * split_share(&g->shares, part));
}

/* Warns of each ASSIGN that matches no source, or none that is left to it. */
static void warn_assign(const struct group *g, struct messages *messages)
{
	for (size_t i = 0; i < g->assigns; i++) {
		const struct assign *a = &g->assign[i];

		if (!a->matched)
			messages_warn(messages,
				      "--assign '%s=%s' matches no source",
				      a->label, a->where.text);
		else if (a->lost == a->matched)
			messages_warn(messages,
				      "--assign '%s=%s' assigns nothing: an "
				      "earlier --assign takes all it matches; "
				      "give the narrower one first",
				      a->label, a->where.text);
		else if (a->lost)
			messages_info(messages,
				      "--assign '%s=%s' does not assign %zu of "
				      "the %zu sources it matches: an earlier "
				      "--assign takes them",
				      a->label, a->where.text, a->lost,
				      a->matched);
	}
}

/* Warns if all rows have one value in the column STRATIFY. */
static void warn_stratify(const struct group *g, const struct tsv *t,
			  struct messages *messages)
{
	int column = g->stratify ? tsv_column(t, g->stratify) : -1;
	const char *value = column < 0 ? "" : tsv_get(t, 0, column);
	size_t i = 1;

	while (i < t->rows && !strcmp(tsv_get(t, i, column), value))
		i++;
	if (column < 0 || i < t->rows || i == 1)
		return;
	messages_warn(messages,
		      "--stratify '%s' does nothing: %s%s%s in column '%s'",
		      g->stratify,
		      *value ? "every row has '" : "no row has a value", value,
		      *value ? "'" : "", g->stratify);
}

static void warn_unsplit(const struct tsv *t, struct messages *messages)
{
	size_t groups, rows = count(t, "", &groups);

	if (rows)
		messages_warn(messages,
			      "%zu row%s no split, so %s neither trained on "
			      "nor scored: fill the column 'split', or have "
			      "xp-pairs --table do so",
			      rows, rows == 1 ? " has" : "s have",
			      rows == 1 ? "it is" : "they are");
}

/* Warns of rows without a group in a table that has groups, and of groups whose
 * names are perhaps one. */
static void warn_names(const struct group *g, const struct tsv *t,
		       struct messages *messages)
{
	const char **name = mem_zero(t->rows + 1, sizeof(*name)), *alike[2];
	size_t found;

	if (g->blank && g->named)
		messages_warn(messages,
			      "%zu row%s no group, so each is a group of its "
			      "own, but others have one: fill the column "
			      "'group' (a spreadsheet leaves merged cells "
			      "empty)",
			      g->blank, g->blank == 1 ? " has" : "s have");
	for (size_t i = 0; i < t->rows; i++)
		name[i] = tsv_get(t, i, tsv_column(t, "group"));
	found = g->torn || is_ungrouped(t) ? 0 :
					     slip_names(name, t->rows, alike);
	if (found)
		messages_warn(messages,
			      "groups '%s' and '%s' are perhaps one, and %zu "
			      "name%s like this in all: names differ in case, "
			      "blanks or leading zeros; give one group one "
			      "name",
			      alike[0], alike[1], found, found == 1 ? "" : "s");
	free(name);
}

void group_warn(const struct group *g, const struct tsv *t,
		struct messages *messages)
{
	struct buf empty = { 0 };
	size_t groups;

	warn_unsplit(t, messages);
	warn_assign(g, messages);
	warn_stratify(g, t, messages);
	for (int i = 0; i < SPLITS; i++)
		if (is_wanted(g, i) && !count(t, split_names[i], &groups))
			buf_printf(&empty, "%s%s",
				   empty.len ? " or " : "no pair is in ",
				   split_names[i]);
	if (empty.len) {
		advise(g, t, &empty);
		messages_warn(messages, "%s", buf_text(&empty));
	} else {
		warn_lopsided(g, t, messages);
	}
	warn_names(g, t, messages);
	if (!is_ungrouped(t) || !warn_series(t, messages))
		torn_series_warn(t, messages);
	buf_release(&empty);
}
