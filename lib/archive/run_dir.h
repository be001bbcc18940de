/*
 * run_dir.h - the directories in which the runs of a chain ran.
 *
 * A record has the directory in which its run ran.  A restored experiment has
 * others: its store has a file `places` with lines "ID DIR", where DIR is the
 * directory of run ID below the restored directory.
 */
#ifndef ARCHIVE_RUN_DIR_H
#define ARCHIVE_RUN_DIR_H

#include "run/run.h"

/* One run of a chain, and where it ran. */
struct step {
	struct run run;
	/* the run's working directory, a path below the restored directory; "":
	 * that directory */
	char *cwd;
	char *root; /* where the working directory is now */
	/* directory that now has the files from outside the working directory;
	 * NULL: they are at their own paths */
	char *outside;
	/* 1: run.sh runs the run again; 0: only its record is kept */
	int rerun;
};

/* Fills in cwd, root and outside of N steps, whose runs are in S. */
void run_dir_find(struct step *step, size_t n, const struct store *s);

/* Returns 1 if run ID came into S from an archive. */
int run_dir_is_restored(const struct store *s, const char *id);

/* Appends the text of `places` for N steps. */
void run_dir_text(const struct step *step, size_t n, struct buf *to);

#endif
