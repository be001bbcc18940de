/*
 * plane_list.h - lists references to the planes of a file.
 */
#ifndef IMAGE_PLANE_LIST_H
#define IMAGE_PLANE_LIST_H

#include "base/err.h"
#include "base/messages.h"
#include "base/strs.h"

/* Appends to TO a reference to each plane (or stack) of REF, the channel
 * varying fastest, then slice, then frame.  References give page numbers if the
 * axes are unknown.  If REF names one plane, or fits no axes, appends REF
 * itself.
 *
 * Of a set of OME-TIFFs, lists only the planes in this file.  MESSAGES (or
 * NULL) gets warnings of planes that no file has, and of pages that do not fit
 * the description or look like smaller copies.  Fails with err_data if the file
 * cannot be read, or if it has more than 100,000 planes. */
int plane_list(struct strs *to, const char *ref, struct messages *messages,
	       struct err *err);

/* Appends a reference for each number that a `*` in REF stands for
 * ("a.tif[c=0,t=*]", "a.tif[*]"), in the order of plane_list, with its warnings
 * and errors.  Without a `*`, appends REF itself.  For each reference, appends
 * to VARIED what replaced the `*` ("t03", "z0_t03"; "p3" for a page), or "". */
int plane_list_expand(struct strs *to, struct strs *varied, const char *ref,
		      struct messages *messages, struct err *err);

/* Returns 1 if REF, in which a `*` or an axis left out stands for every number,
 * names planes of a set of OME-TIFFs none of which is in its own file.
 * Returns 0 also if the file cannot be read. */
int plane_list_is_elsewhere(const char *ref);

/* Inside lib/image only.  Returns 1 if P's axes describe all planes of the
 * file, not counting smaller copies. */
struct plane;
int plane_list_axes_are_all(const struct plane *p);

/* Inside lib/image only.  Adds one warning if P's description has planes that
 * no file has, or if the caller leaves out planes: LEFT_OUT of them, of frames
 * that are not whole.  MESSAGES may be NULL. */
void plane_list_tell_missing(const struct plane *p, size_t left_out,
			     struct messages *messages);

#endif
