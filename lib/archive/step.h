/*
 * step.h - one run of a chain, and where it ran.
 *
 * Inside lib/archive only.
 */
#ifndef ARCHIVE_STEP_H
#define ARCHIVE_STEP_H

#include "run/run.h"

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

#endif
