/*
 * other_writers.h - tells when other programs write to the files of a program.
 *
 * The kernel reports (inotify) that a file of a directory was closed after it
 * had been open for writing, or that a rename gave a file its name.  It does
 * not say who did so.  Who counts what one program does itself knows how much
 * others did.  Reports have to be taken as they come (FD can be read), since
 * the kernel makes one of several that are the same: of two programs that write
 * at the same instant one may not be noticed.  On network file systems the
 * kernel reports only what is done on this machine.
 *
 * Inside lib/trace only.
 */
#ifndef TRACE_OTHER_WRITERS_H
#define TRACE_OTHER_WRITERS_H

#include <sys/stat.h>

#include "base/strs.h"

enum other_event {
	OTHER_CLOSED, /* a file that was open for writing */
	OTHER_MOVED,  /* a file got this name */
};

/* Called for each event; PATH is the name of the file, absolute. */
typedef void other_writers_fn(void *arg, const char *path,
			      enum other_event what);

struct other_writers {
	int fd; /* -1: the system reports nothing */
	/* directories by their numbers in reports; "": not one of ours */
	struct strs dirs;
	int lost; /* 1: there were more reports than the kernel keeps */
};

/* Makes W, which gets no reports yet. */
void other_writers_init(struct other_writers *w);
void other_writers_release(struct other_writers *w);

/* Gets reports of the files in DIR, an absolute path without links, from now
 * on. */
void other_writers_add(struct other_writers *w, const char *dir);

/* The program opens the file PATH, which is in such a directory. */
void other_writers_add_file(struct other_writers *w, const char *path);

/* Calls FN for all that was reported since the last call. */
void other_writers_take(struct other_writers *w, other_writers_fn *fn,
			void *arg);

/* Returns 1 if some process has the file PATH open for writing, 0 if none has
 * or the file system does not tell. */
int other_writers_is_open(const char *path);

#endif
