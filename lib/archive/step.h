/*
 * step.h - one run of an experiment, and where it ran.  Inside lib/archive
 * only.
 */
#ifndef ARCHIVE_STEP_H
#define ARCHIVE_STEP_H

#include "run/run.h"

struct step {
	struct run run;
	char *cwd;     /* below the restored directory; "": there */
	char *root;    /* the directory it ran in, as it is now */
	char *outside; /* where outer files lie now; NULL: there */
	int rerun;     /* 0: only its record belongs here */
};

#endif
