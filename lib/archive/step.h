/*
 * step.h - one run of an experiment, and where it ran.  Inside lib/archive
 * only.
 */
#ifndef ARCHIVE_STEP_H
#define ARCHIVE_STEP_H

#include "run/run.h"

struct step {
	struct run run;
	char *cwd;     /* the directory it runs in, as a path below the restored
			  directory; "" is that directory itself */
	char *root;    /* the present path of the directory it ran in */
	char *outside; /* the present path of the directory with the files from
			  outside of root; NULL: they are at their own paths */
	int rerun;     /* 1: run.sh runs it again; 0: only its record is kept */
};

#endif
