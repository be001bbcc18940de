/*
 * whence.h - finds the run that made a file.
 */
#ifndef REUSE_WHENCE_H
#define REUSE_WHENCE_H

#include "run/maker.h"
#include "run/run.h"

struct whence {
	enum maker_link link;
	struct run run; /* run that wrote these bytes */
	char *as;	/* name under which RUN did, "-" for stdout */
	/* if LINK is MAKER_NONE: a run that wrote these bytes, which are so
	 * short that they may be equal by chance (BY_CHANCE 1), or else one
	 * that read them; and the name under which it did; or NULL */
	char *other, *other_as;
	int by_chance;
};

/* Finds the run of S that made the file PATH (run/maker.h).  The caller
 * releases O, also after a failure. */
int whence_find(struct whence *o, const struct store *s, const char *path,
		struct err *err);
void whence_release(struct whence *o);

#endif
