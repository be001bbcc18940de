/* sweep.c - see sweep.h. */
#include "store/sweep.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file/out.h"
#include "base/mem.h"
#include "store/staging.h"

#define RUNS 256 /* the last ones */

static int is_any(const char *name)
{
	return *name != '.';
}

/* ".state.xp-Ab3dE6": the name of a temporary file that file/out.h makes. */
static int is_output(const char *name)
{
	const char *last = strrchr(name, '.');

	return *name == '.' && last > name && strlen(last) >= 7;
}

/* Returns 1 if NAME says which process made it, and there is none. */
static int is_of_dead(const char *name)
{
	const char *at = strstr(name, "-p");
	char *end = NULL;
	long pid = 0;

	while (at && !isdigit((unsigned char)at[2]))
		at = strstr(at + 1, "-p");
	if (at)
		pid = strtol(at + 2, &end, 10);
	return pid > 1 && pid < INT_MAX && (!*end || strchr("-.", *end)) &&
	       kill((pid_t)pid, 0) < 0 && errno == ESRCH;
}

/* A directory may have the lock in itself. */
int sweep_is_left(const struct store *s, const char *name)
{
	char *path = mem_printf("%s/tmp/%s", s->path, name);
	char *lock = mem_printf("%s/lock", path);
	int (*is_free)(const char *) = is_of_dead(name) ? out_is_unheld :
							  out_is_abandoned;
	int left = is_free(path) && (access(lock, F_OK) < 0 || is_free(lock));

	free(lock);
	free(path);
	return left;
}

static void sweep_tmp(const struct store *s)
{
	char *tmp = store_join(s, "tmp");
	DIR *d = opendir(tmp);
	struct dirent *e;

	out_sweep(tmp, is_any);
	while (d && (e = readdir(d))) {
		char *path;

		if (e->d_type != DT_DIR || !strcmp(e->d_name, ".") ||
		    !strcmp(e->d_name, "..") || !sweep_is_left(s, e->d_name))
			continue;
		path = mem_printf("%s/%s", tmp, e->d_name);
		staging_remove(path);
		free(path);
	}
	if (d)
		closedir(d);
	free(tmp);
}

/* A run that has ended left no such files.  A run that is running holds its
 * lock. */
static void sweep_run(const struct store *s, const char *id)
{
	char *dir = mem_printf("%s/runs/%s", s->path, id);
	char *end = mem_printf("%s/end.json", dir);
	char *lock = mem_printf("%s/lock", dir);

	if (access(end, F_OK) < 0 && out_is_abandoned(lock))
		out_sweep(dir, is_output);
	free(lock);
	free(end);
	free(dir);
}

/* Sorts L and leaves its last RUNS names. */
static void keep_last(struct strs *l)
{
	size_t drop = l->n > RUNS ? l->n - RUNS : 0;

	strs_sort(l);
	for (size_t i = 0; i < l->n; i++)
		if (i < drop)
			free(l->at[i]);
		else
			l->at[i - drop] = l->at[i];
	l->n -= drop;
}

/* Lists the last runs, without a copy of the names of all. */
static void list_last(const struct store *s, struct strs *to)
{
	char *runs = store_join(s, "runs");
	DIR *d = opendir(runs);
	struct dirent *e;
	int full = 0; /* 1: nothing before TO->at[0] is wanted */

	while (d && (e = readdir(d))) {
		if (!is_any(e->d_name) ||
		    (full && strcmp(e->d_name, to->at[0]) < 0))
			continue;
		strs_add(to, e->d_name);
		if (to->n == 2 * RUNS) {
			keep_last(to);
			full = 1;
		}
	}
	if (d)
		closedir(d);
	keep_last(to);
	free(runs);
}

void sweep_store(const struct store *s, struct strs *last)
{
	struct strs ids = { 0 };

	sweep_tmp(s);
	list_last(s, &ids);
	for (size_t i = 0; i < ids.n; i++)
		sweep_run(s, ids.at[i]);
	if (last)
		*last = ids;
	else
		strs_release(&ids);
}
