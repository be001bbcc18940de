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
 * `path[axes=tz5,z=3,t=0]`: a plane by axes that the reference gives
 * (axes_ask): here frames, each of five slices.
 *
 * `path[z=all]`: a stack, all slices at once, as one tall plane with one slice
 * below the other.
 *
 * `path[raw]`: samples as stored (image.h).
 *
 * `path[bin=2]`, `path[dark=d.tif,flat=f.tif]`: an image computed from a stored
 * one (derive.h).  The dark and the flat image are references themselves, with
 * brackets of their own if need be; their paths have no commas, and brackets
 * only in pairs.
 */
#ifndef IMAGE_REF_H
#define IMAGE_REF_H

#include "base/buf.h"
#include "base/err.h"
#include "base/strs.h"

enum { REF_BIN_MAX = 64 };

struct ref {
	char *path;
	long page, c, z, t; /* -1: not given */
	int stack;	    /* 1: "z=all" */
	char *channel;	    /* name of the channel, or NULL */
	char *axes;	    /* axes; NULL: as the file says */
	int raw;	    /* 1: "raw" */
	long bin;	    /* pixels a side that become one; -1: not given */
	char *dark, *flat;  /* references of images, or NULL */
};

/* Fills R from REF.  The caller releases R.  Fails with err_data if REF is no
 * reference; the message says what one looks like. */
int ref_parse(struct ref *r, const char *ref, struct err *err);
void ref_release(struct ref *r);

/* Returns 1 if the image that R names is computed from a stored one. */
int ref_is_derived(const struct ref *r);

/* Returns a name for the image that REF names, without directory and extension:
 * "b" for "a/b.tif", "b_c1" for "a/b.tif[c=1]".  Dark and flat images are left
 * out.  The caller frees the name. */
char *ref_stem(const char *ref);

/* Returns where the brackets at the end of TEXT begin, or the length of TEXT if
 * there are none. */
size_t ref_brackets(const char *text);

/* Sets *PATH to the path in REF, and *SELECT to the brackets after it ("[3]"),
 * or "" if there are none.  The caller frees both.  If a file has the name REF,
 * brackets included, all of REF is the path. */
void ref_split(const char *ref, char **path, char **select);

/* Does what ref_split does, but appends to ITEMS what the brackets contain:
 * "3", "c=1". */
void ref_split_items(const char *ref, char **path, struct strs *items);

/* Does what ref_split does, but leaves bin, dark and flat out of *SELECT. */
void ref_split_plane(const char *ref, char **path, char **select);

/* Returns REF with ITEM ("bin=2") added to its brackets.  The caller frees the
 * result. */
char *ref_with(const char *ref, const char *item);

/* Appends the items raw, dark, flat and bin of R to TO, which ends in '[' or in
 * another item. */
void ref_add_ways(struct buf *to, const struct ref *r);

/* Returns REF with "axes=AXES" added ("a.tif[axes=t,t=3]"), or a copy of REF if
 * AXES is NULL or REF already gives axes or a page.  The caller frees the
 * result. */
char *ref_with_axes(const char *ref, const char *axes);

#endif
