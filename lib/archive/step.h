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
	/* working directory, below the restored directory ("": that itself) */
	char *cwd;
	char *root; /* path of the working directory now */
	/* path now of the directory with files from outside of ROOT; NULL: they
	 * are at their own paths */
	char *outside;
	/* 1: run.sh runs it again; 0: only its record is kept */
	int rerun;
};

#endif
