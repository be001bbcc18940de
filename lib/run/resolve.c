/*
 * resolve.c - see resolve.h.
 */
#include "run/resolve.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/mem.h"
#include "base/num.h"
#include "run/run.h"
#include "run/run_id.h"
#include "run/run_order.h"
#include "run/tag.h"

#define SHOWN 8 /* how many candidates a message lists */

static char hidden[RUN_ID_SIZE + 1];

void resolve_hide(const char *id)
{
	snprintf(hidden, sizeof hidden, "%s", id);
}

static int too_far(const char *name, size_t runs, struct err *err)
{
	const char *what = strncmp(name, "@any", 4) ? " that did not fail" : "";

	if (runs == 0)
		return err_data(
			err,
			"there is no run '%s': the store has no runs%s yet",
			name, what);
	return err_data(err,
			"there is no run '%s': the store has only %zu run%s%s",
			name, runs, runs == 1 ? "" : "s", what);
}

/* Whether run ID has failed.  A damaged one cannot be told to have. */
static int has_failed(const struct store *s, const char *id)
{
	struct err ignored = { 0 };
	struct json *end;
	int failed = run_record(s, id, "end.json", &end, &ignored) == 1 &&
		     run_state_of(s, id, end) == RUN_FAILED;

	json_free(end);
	return failed;
}

/* Counts from the end of the LOOK last runs; returns how many count. */
static size_t count_back(const struct store *s, const struct strs *ids,
			 size_t look, uint64_t n, int any, char **id)
{
	const char **last = mem_zero(look + 1, sizeof *last);
	size_t have = run_order_last(s, ids, look, last), runs = 0;

	for (size_t i = have; i-- > 0 && !*id;)
		if (strcmp(last[i], hidden) &&
		    (any || !has_failed(s, last[i])) && ++runs == n)
			*id = mem_str(last[i]);
	free(last);
	return runs;
}

/* What follows @ or @any is a number, or nothing, which is 1. */
static int number_of(const char *name, int *any, int64_t *n)
{
	*n = 1;
	if (!strcmp(name, "@last"))
		return 0;
	name++;
	if (!strncmp(name, "any", 3)) {
		*any = 1;
		name += 3;
		if (!*name)
			return 0;
	}
	return num_int(n, name) < 0 || *n < 1 ? -1 : 0;
}

/* Resolves @3 to the third run from the end. */
static int from_end(const struct store *s, const struct strs *ids,
		    const char *name, int any, char **id, struct err *err)
{
	int64_t n;
	size_t look, runs;

	if (number_of(name, &any, &n) < 0)
		return err_usage(err,
				 "'%s' is not the name of a run; @1 is the "
				 "last run that did not fail, @2 is the "
				 "second to last run that did not fail, "
				 "and @any1 is the last run, failed or "
				 "not",
				 name);
	/* Some more, as hidden and failed runs are among them. */
	look = (uint64_t)n < ids->n ? (size_t)n : ids->n;
	for (look += 8;; look *= 4) {
		runs = count_back(s, ids, look, (uint64_t)n, any, id);
		if (*id)
			return 0;
		if (look >= ids->n)
			return too_far(name, runs, err);
	}
}

static int starts(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

static int ambiguous(const struct strs *ids, const char *name, struct err *err)
{
	struct buf b = { 0 };
	size_t i, n = 0;

	for (i = 0; i < ids->n; i++) {
		if (!starts(ids->at[i], name) &&
		    !starts(ids->at[i] + RUN_ID_TAIL, name))
			continue;
		if (n++ < SHOWN)
			buf_printf(&b, "%s%s", n > 1 ? ", " : "", ids->at[i]);
	}
	err_data(err, "'%s' could be any of %zu runs: %s%s", name, n,
		 buf_text(&b), n > SHOWN ? ", ..." : "");
	buf_release(&b);
	return -1;
}

static int unknown(const struct store *s, const char *name, struct err *err)
{
	struct strs tags = { 0 };
	struct buf b = { 0 };
	struct err ignored = { 0 };
	size_t i = 0;

	if (tag_list(s, &tags, &ignored) == 0) {
		for (; i < tags.n && i < SHOWN; i++)
			buf_printf(&b, "%s%s",
				   i ? ", " : " (tags: ", tags.at[i]);
	}
	if (b.len)
		buf_str(&b, i < tags.n ? ", ...)" : ")");
	err_data(err,
		 "there is no run '%s' in the store '%s'; 'xp-log ls' lists "
		 "the runs of the store%s",
		 name, s->path, buf_text(&b));
	strs_release(&tags);
	buf_release(&b);
	return -1;
}

static int by_prefix(const struct store *s, const struct strs *ids,
		     const char *name, char **id, struct err *err)
{
	size_t i, n = 0;

	if (strlen(name) < 4)
		return unknown(s, name, err);
	for (i = 0; i < ids->n; i++) {
		if (!starts(ids->at[i], name) &&
		    !starts(ids->at[i] + RUN_ID_TAIL, name))
			continue;
		if (n++ == 0)
			*id = mem_str(ids->at[i]);
	}
	if (n == 1)
		return 0;
	free(*id);
	*id = NULL;
	if (n == 0)
		return unknown(s, name, err);
	return ambiguous(ids, name, err);
}

static int is_there(const struct store *s, const char *id)
{
	char *path = run_path(s, id, "");
	struct stat st;
	int yes = stat(path, &st) == 0 && S_ISDIR(st.st_mode);

	free(path);
	return yes;
}

static int resolve(const struct store *s, const char *name, int any, char **id,
		   struct err *err)
{
	struct strs ids = { 0 };
	int rc = tag_get(s, name, id, err);

	if (rc > 0)
		rc = tag_check(s, name, *id, err) < 0 ? -1 : 1;
	if (rc < 0) {
		free(*id);
		*id = NULL;
	}
	if (rc)
		return rc < 0 ? -1 : 0;
	if (run_id_is(name) && is_there(s, name)) {
		*id = mem_str(name);
		return 0;
	}
	if (run_list(s, &ids, err) < 0) {
		strs_release(&ids);
		return -1;
	}
	if (*name == '@')
		rc = from_end(s, &ids, name, any, id, err);
	else
		rc = by_prefix(s, &ids, name, id, err);
	strs_release(&ids);
	return rc;
}

int resolve_run(const struct store *s, const char *name, char **id,
		struct err *err)
{
	return resolve(s, name, 0, id, err);
}

int resolve_any_run(const struct store *s, const char *name, char **id,
		    struct err *err)
{
	return resolve(s, name, 1, id, err);
}

static int find(struct run *r, struct store *s, const char *name, int any,
		struct err *err)
{
	char *id = NULL;
	int rc;

	memset(r, 0, sizeof *r);
	if (store_need(s, err) < 0)
		return -1;
	rc = resolve(s, name, any, &id, err);
	if (!rc)
		rc = run_read(r, s, id, err);
	free(id);
	if (rc < 0)
		store_release(s);
	return rc;
}

int resolve_find(struct run *r, struct store *s, const char *name,
		 struct err *err)
{
	return find(r, s, name, 0, err);
}

int resolve_find_any(struct run *r, struct store *s, const char *name,
		     struct err *err)
{
	return find(r, s, name, 1, err);
}
