/*
 * ref.h - references, the names of planes in files, and how they are parsed.
 *
 * A reference is a path, or a path with a selection in brackets:
 *
 * `path[3]`: page number 3, counted from 0.
 *
 * `path[3,c=1]`: sample 1 of that page.
 *
 * `path[c=1,z=4,t=0]`: channel, slice and frame, if the file describes its
 * pages.  If a page has several samples, c counts them, too.
 *
 * `path[c=DAPI]`: the channel that an OME-TIFF calls so.
 *
 * `path[axes=tz5,z=3,t=0]`: the axes of the pages, the slowest first, whatever
 * the file says; here frames, each of five slices.
 *
 * `path[z=all]`: a stack, all slices at once.  They are handled as one tall
 * plane, one slice below the other.
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
	char *channel;	    /* the name of the channel, or NULL */
	char *axes;	    /* the axes (axes_ask); NULL: as the file says */
	int raw;	    /* 1: "raw", samples as stored */
};

/* Fills R from REF.  Errors quote REF and say what a reference looks like. */
int ref_parse(struct ref *r, const char *ref, struct err *err);
void ref_release(struct ref *r);

/* Returns a name for the image that REF refers to, without folder and
 * extension: "b" for "a/b.tif", "b_c1" for "a/b.tif[c=1]".  The caller frees
 * it. */
char *ref_stem(const char *ref);
/* Fills PATH with the path in REF, and SELECT with the brackets after it
 * ("[3]") or "".  The caller frees both.  If a file is called REF, brackets
 * included, REF is a path. */
void ref_split(const char *ref, char **path, char **select);
/* Returns REF with "axes=AXES" added ("a.tif[axes=t,t=3]"), or a copy of REF if
 * it already gives axes or a page number, or if AXES is NULL.  The caller frees
 * it. */
char *ref_with_axes(const char *ref, const char *axes);

#endif
