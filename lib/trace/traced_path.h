/*
 * traced_path.h - a path that a thread has given to the kernel, and what is
 * there.
 *
 * Inside lib/trace only.
 */
#ifndef TRACE_TRACED_PATH_H
#define TRACE_TRACED_PATH_H

#include <limits.h>
#include <sys/stat.h>

#include "trace/found_files.h"
#include "trace/notify.h"

struct traced_path {
	char text[PATH_MAX]; /* as given */
	char *name;	     /* absolute */
	int fd;		     /* O_PATH, or -1: see PROBLEM */
	int problem;	     /* an errno */
	struct stat st;
};

/* Looks at what lies at G->text for the thread that waits in N, which begins at
 * the directory that is its descriptor AT (or AT_FDCWD).  FLAGS are those of
 * open(2).  Returns 0, and the caller releases G; or -1 if there is nothing to
 * know.  What F will lack because of that is noted there. */
int traced_path_look(struct traced_path *g, const struct notify *n,
		     struct found_files *f, long long at, __u64 flags);
void traced_path_release(struct traced_path *g);

/* Returns a path for us to the directory that is the descriptor DIR (or
 * AT_FDCWD) of that thread.  The caller frees it. */
char *traced_path_directory(const struct notify *n, long long dir);

#endif
