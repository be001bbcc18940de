/* made_dirs.c - see made_dirs.h. */
#include "trace/made_dirs.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "base/strs.h"
#include "file/path.h"

void made_dirs_look(struct timespec *since)
{
	clock_gettime(CLOCK_REALTIME_COARSE, since);
}

void made_dirs_wait(const struct timespec *since)
{
	const struct timespec some = { .tv_nsec = 500000 };
	struct timespec now;

	for (made_dirs_look(&now);
	     now.tv_sec == since->tv_sec && now.tv_nsec == since->tv_nsec;
	     made_dirs_look(&now))
		nanosleep(&some, NULL);
}

static int is_made(const char *dir, const struct timespec *since)
{
	char *at = path_resolve(dir);
	struct statx st;
	int known = statx(AT_FDCWD, at, 0, STATX_BTIME, &st) == 0 &&
		    st.stx_mask & STATX_BTIME;

	free(at);
	return known && (st.stx_btime.tv_sec > since->tv_sec ||
			 (st.stx_btime.tv_sec == since->tv_sec &&
			  (long)st.stx_btime.tv_nsec > since->tv_nsec));
}

/* Adds the directories above PATH that were made after SINCE.  Above one that
 * was there before, there is none. */
static void add_dirs(struct strs *to, const char *path,
		     const struct timespec *since)
{
	char *dir = mem_str(path), *slash;

	while ((slash = strrchr(dir, '/')) && slash > dir) {
		*slash = '\0';
		if (strs_has(to, dir) || !is_made(dir, since))
			break;
		strs_add(to, dir);
	}
	free(dir);
}

struct json *made_dirs_find(const struct file_list *outputs,
			    const struct timespec *since)
{
	struct json *j = NULL;
	struct strs dirs = { 0 };

	for (size_t i = 0; i < outputs->n; i++)
		if (strncmp(outputs->list[i].path, ".xp/", 4))
			add_dirs(&dirs, outputs->list[i].path, since);
	strs_sort(&dirs);
	for (size_t i = 0; i < dirs.n; i++) {
		j = j ? j : json_new_list();
		json_add_str(j, dirs.at[i]);
	}
	strs_release(&dirs);
	return j;
}
