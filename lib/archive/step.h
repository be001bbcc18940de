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
	char *cwd;     /* working directory of the run, as a path below the
			  restored directory; "" is that directory itself */
	char *root;    /* path at which the run's working directory lies now */
	char *outside; /* path at which the directory with files from outside
			  of ROOT lies now; NULL: they are at their own
			  paths */
	int rerun;     /* 1: run.sh runs the run again; 0: only its record is
			  kept */
};

#endif
