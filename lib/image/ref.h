/*
 * ref.h - parses references, the names of planes in files.
 *
 * A reference is a path, or a path with a selection in brackets:
 *
 * `path[3]`: page number 3, counted from 0.
 *
 * `path[3,c=1]`: sample 1 of that page.
 *
 * `path[c=1,z=4,t=0]`: channel, slice and frame, if the file describes its
 * pages.  If a page has several samples, each sample is a channel.
 *
 * `path[c=DAPI]`: the channel that an OME-TIFF calls so.
 *
 * `path[axes=tz5,z=3,t=0]`: a plane by axes that the reference gives, whatever
 * the file says.  The slowest axis comes first: here frames, each of five
 * slices.
 *
 * `path[z=all]`: a stack, all slices at once.  A stack is handled as one tall
 * plane with one slice below the other.
 *
 * `path[raw]`: samples as stored (image.h).
 */
#ifndef IMAGE_REF_H
#define IMAGE_REF_H

#include "base/err.h"

struct ref {
	char *path;
	long page, c, z, t; /* -1: not given */
	int stack;	    /* 1: "z=all", every slice */
	char *channel;	    /* name of the channel, or NULL */
	char *axes;	    /* axes (axes_ask); NULL: as the file says */
	int raw;	    /* 1: "raw", samples as stored */
};

/* Fills R from REF.  Errors quote REF and say what a reference looks like. */
int ref_parse(struct ref *r, const char *ref, struct err *err);
void ref_release(struct ref *r);

/* Returns a name for the image that REF names, without directory and extension:
 * "b" for "a/b.tif", "b_c1" for "a/b.tif[c=1]".  The caller frees the name. */
char *ref_stem(const char *ref);

/* Fills PATH with the path in REF.  Fills SELECT with the brackets after the
 * path ("[3]"), or with "" if there are none.  The caller frees both.  If a
 * file has the name REF, brackets included, all of REF is the path. */
void ref_split(const char *ref, char **path, char **select);

/* Returns REF with "axes=AXES" added ("a.tif[axes=t,t=3]").  Returns a copy of
 * REF if AXES is NULL, or if REF already gives axes or a page number.  The
 * caller frees the result. */
char *ref_with_axes(const char *ref, const char *axes);

#endif
