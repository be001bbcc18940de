/*
 * ref.h - an image reference taken apart: which file, which plane of it.
 */
#ifndef IMAGE_REF_H
#define IMAGE_REF_H

#include "base/err.h"

struct ref {
	char *path;
	long page, c, z, t; /* -1: not said */
	int stack;	    /* "z=all": every slice */
	char *channel;	    /* c by its name, or NULL */
	char *axes;	    /* what the pages are, or NULL: as the file
				   says; see axes_ask */
	int raw;	    /* "raw": as stored, white not turned over,
				   no palette applied */
};

/* Errors quote REF and say what a reference looks like. */
int ref_parse(struct ref *r, const char *ref, struct err *err);
void ref_release(struct ref *r);

/* The name of what REF names, without folder and extension: "a/b.tif" gives
 * "b", "a/b.tif[c=1]" gives "b_c1".  The caller frees it. */
char *ref_stem(const char *ref);

#endif
