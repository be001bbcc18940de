/*
 * whence.h - finds the run that made a file.
 */
#ifndef REUSE_WHENCE_H
#define REUSE_WHENCE_H

#include "run/maker.h"
#include "run/run.h"

struct whence {
	enum maker_link link;
	struct run run; /* the run that wrote these bytes */
	char *as;	/* name under which it wrote them, "-" for stdout */
	/* If no run counts as the one that wrote them: a run that wrote bytes
	 * so short that they may be equal by chance (BY_CHANCE 1), or else read
	 * these bytes, and the name under which it did. */
	char *other, *other_as;
	int by_chance;
};

/* Finds the run of S that made the file PATH: it is sure if a run wrote these
 * bytes to this file, and a guess if one wrote the same bytes to another one.
 * The caller releases O. */
int whence_find(struct whence *o, const struct store *s, const char *path,
		struct err *err);
void whence_release(struct whence *o);

#endif
