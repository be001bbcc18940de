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
	/* working directory of the run, as a path below the restored directory;
	 * "" is that directory itself */
	char *cwd;
	char *root; /* path at which the run's working directory lies now */
	/* path at which the directory with files from outside of ROOT lies now;
	 * NULL: they are at their own paths */
	char *outside;
	/* 1: run.sh runs the run again; 0: only its record is kept */
	int rerun;
};

#endif
