/* sweep.c - see sweep.h. */
#include "store/sweep.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file/out.h"
#include "base/mem.h"
#include "store/staging.h"

#define RUNS 256

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

/* A run's directory that is being made.  The process that makes it holds its
 * lock. */
static void sweep_directory(const char *tmp, const char *name)
{
	char *dir = mem_printf("%s/%s", tmp, name);
	char *lock = mem_printf("%s/lock", dir);

	if (out_is_abandoned(dir) &&
	    (access(lock, F_OK) < 0 || out_is_abandoned(lock)))
		staging_remove(dir);
	free(lock);
	free(dir);
}

static void sweep_tmp(const struct store *s)
{
	char *tmp = store_join(s, "tmp");
	DIR *d = opendir(tmp);
	struct dirent *e;

	out_sweep(tmp, is_any);
	while (d && (e = readdir(d)))
		if (*e->d_name != '.' && e->d_type == DT_DIR)
			sweep_directory(tmp, e->d_name);
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

void sweep_store(const struct store *s)
{
	struct strs ids = { 0 };
	struct err ignored = { 0 };

	sweep_tmp(s);
	if (store_list(s, "runs", is_any, &ids, &ignored) == 0)
		for (size_t i = ids.n > RUNS ? ids.n - RUNS : 0; i < ids.n; i++)
			sweep_run(s, ids.at[i]);
	strs_release(&ids);
}
