/*
 * plane_list.h - lists references to the planes of a file.
 */
#ifndef IMAGE_PLANE_LIST_H
#define IMAGE_PLANE_LIST_H

#include "base/err.h"
#include "base/messages.h"
#include "base/strs.h"

/* Appends to TO a reference to each plane in REF.  References name channel,
 * slice and frame; the channel varies fastest.  If the axes are unknown,
 * references name pages.  If REF names one plane, appends REF itself.
 *
 * If the file belongs to a set of OME-TIFFs, lists only the planes in this
 * file.  MESSAGES, if not NULL, gets a warning of planes that no file
 * contains. */
int plane_list(struct strs *to, const char *ref, struct messages *messages,
	       struct err *err);

/* Appends references to TO.  If REF has a `*` in place of a number
 * ("a.tif[c=0,t=*]", "a.tif[*]"), appends a reference for each number that can
 * replace the `*`, in the order of plane_list.  If REF has no `*`, appends REF
 * itself.
 *
 * For each reference, appends to VARIED what replaced the `*` ("t3", "z0_t3"),
 * or "" if REF has no `*`. */
int plane_list_expand(struct strs *to, struct strs *varied, const char *ref,
		      struct messages *messages, struct err *err);

/* Inside lib/image only: returns 1 if P's axes are known and describe all
 * planes of the file.  Smaller copies of pages do not count. */
struct plane;
int plane_list_axes_are_all(const struct plane *p);

#endif
