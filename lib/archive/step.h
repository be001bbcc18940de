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
	/* the run's working directory, as a path below the restored directory;
	 * "" is the restored directory itself */
	char *cwd;
	char *root; /* where the working directory is now */
	/* Where the files are now that lay outside of the working directory: in
	 * this directory, or at their own paths if it is NULL. */
	char *outside;
	/* 1: run.sh runs the run again; 0: only its record is kept */
	int rerun;
};

#endif
