/*
 * other_writers.h - tells when other programs write to the files of a program.
 *
 * The kernel reports (inotify) that a file of a directory was closed after it
 * had been open for writing, or that a rename gave a file its name.  It does
 * not say who did so.  Who counts what one program does itself knows how much
 * others did.  The kernel makes one report of several that are the same and
 * come one after the other.  So the file is watched, too, before the program
 * can write to it: reports of the directory and of the file then take turns,
 * and no two that follow each other are the same.  Of a rename the file itself
 * is known.  On network file systems the kernel reports only what is done on
 * this machine.
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

/* What is known of one file. */
struct other_counts {
	/* How often the program opened it for writing and renamed a file to it;
	 * how often it was closed, and got its name, by anybody.  What others
	 * did to bytes that the program replaces counts as its own. */
	int opens, renames, closes, moves;
	/* 1: what lies there is the file that the program renamed last */
	int is_renamed;
	dev_t dev; /* that file */
	ino_t ino;
};

/* The program opens the file for writing, and empties it first if ANEW is 1. */
void other_writers_opened(struct other_counts *c, int anew);

/* The program renames the file ST to be the file C.  OLD (or NULL) is what is
 * known of it by its old name. */
void other_writers_renamed(struct other_counts *c, struct other_counts *old,
			   const struct stat *st);

/* Returns 1 if others may have written what lies at PATH. */
int other_writers_wrote(const struct other_counts *c, const char *path);

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
