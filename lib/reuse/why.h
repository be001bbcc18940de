/*
 * why.h - finds out why a file would be made again: what has changed since the
 * run that made it, and since the runs that made its inputs.
 *
 * Compares what --if-new compares (same_recipe.h): program, code, settings,
 * names of runs, input files, and the files that patterns match.
 */
#ifndef REUSE_WHY_H
#define REUSE_WHY_H

#include "run/maker.h"

struct why_reason {
	char *file;	  /* what would be made again */
	char *run, *tool; /* the run that made it; NULL: none is known */
	/* file, run, directory, program, code, setting, operand, input,
	 * pattern, link, absent file */
	const char *kind;
	char *name;   /* name of what differs */
	char *change; /* how it differs: "has changed" */
};

struct why {
	struct why_reason *list;
	size_t n;
	char *id, *tool; /* the run that made TARGET; NULL: none has */
	enum maker_link link;
	size_t runs; /* number of runs that were looked at */
	/* name of a program that is not ours, whose result may depend on more
	 * than its record says; or NULL */
	char *foreign;
	/* 1: the stdin of a run cannot be looked at again */
	int stdin_unknown;
};

/* Fills W for the file TARGET, which may be missing.  VERSION is that of our
 * tools.  Changes the working directory and back.  The caller releases W, also
 * after a failure. */
int why_find(struct why *w, const struct store *s, const char *target,
	     const char *version, struct err *err);
void why_release(struct why *w);

#endif
