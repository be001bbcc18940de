/*
 * plane_list.h - lists references to the planes of a file.
 */
#ifndef IMAGE_PLANE_LIST_H
#define IMAGE_PLANE_LIST_H

#include "base/err.h"
#include "base/messages.h"
#include "base/strs.h"

/* Appends to TO a reference to each plane in REF: by channel (fastest), slice
 * and frame or, if the axes are unknown, by page.  If REF names one plane,
 * appends REF itself.  If the file belongs to a set of OME-TIFFs, lists only
 * the planes in this file.  Warns in MESSAGES, if not NULL, of planes that no
 * file contains. */
int plane_list(struct strs *to, const char *ref, struct messages *messages,
	       struct err *err);
/* If REF has a `*` in place of a number ("a.tif[c=0,t=*]", "a.tif[*]"), appends
 * each reference that the `*` stands for, in the same order; otherwise appends
 * REF itself.  Appends to VARIED, for each of them, what replaced the `*`:
 * "t3", "z0_t3", or "" if there was no `*`. */
int plane_list_expand(struct strs *to, struct strs *varied, const char *ref,
		      struct messages *messages, struct err *err);

/* Inside lib/image only: returns 1 if P's axes are known and describe all
 * planes of its file, except for smaller copies. */
struct plane;
int plane_list_axes_are_all(const struct plane *p);

#endif
