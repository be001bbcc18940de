/*
 * ref.h - how a plane of a file is named, and such a name taken apart.
 *
 * An image reference is a path, or `path[3]` (page, from 0), or
 * `path[c=1,z=4,t=0]` (channel, slice, frame of a file that says which pages
 * those are; where samples are interleaved, c is the sample), or `path[3,c=1]`
 * (a sample of a page).  `c=DAPI` is the channel that an OME-TIFF calls so.
 * `path[axes=tz5,z=3,t=0]` names the axes along which the pages run, the
 * slowest-varying first, and overrides the file: here frames, each of five
 * slices.
 *
 * `path[z=all]` is a stack: all its slices at once, one below the other,
 * which for most purposes is one tall plane.
 *
 * `raw` in the brackets asks for samples as stored: see image.h.
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
	int raw;	    /* "raw": samples as stored */
};

/* Errors quote REF and say what a reference looks like. */
int ref_parse(struct ref *r, const char *ref, struct err *err);
void ref_release(struct ref *r);

/* A name for the image that REF refers to, without folder and extension:
 * "a/b.tif" gives "b", "a/b.tif[c=1]" gives "b_c1".  The caller frees it. */
char *ref_stem(const char *ref);
/* The path inside REF and what follows it ("[3]" or ""); the caller frees
 * both.  A name that exists as a file is a path, brackets and all. */
void ref_split(const char *ref, char **path, char **select);
/* REF with "axes=AXES" added ("a.tif[axes=t,t=3]"), or a copy of REF if it
 * already gives axes or names pages by number, or if AXES is NULL.  The caller
 * frees it. */
char *ref_with_axes(const char *ref, const char *axes);

#endif
