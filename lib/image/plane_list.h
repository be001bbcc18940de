/*
 * plane_list.h - lists references to the planes of a file.
 */
#ifndef IMAGE_PLANE_LIST_H
#define IMAGE_PLANE_LIST_H

#include "base/err.h"
#include "base/messages.h"
#include "base/strs.h"

/* Appends to TO a reference to each plane in REF, with the channel varying
 * fastest, then slice, then frame.  References give page numbers if the axes
 * are unknown.  If REF names one plane, appends REF itself.
 *
 * Of a set of OME-TIFFs, lists only the planes in this file.  MESSAGES (or
 * NULL) gets a warning of planes that no file has. */
int plane_list(struct strs *to, const char *ref, struct messages *messages,
	       struct err *err);

/* Appends a reference for each number that a `*` in REF stands for
 * ("a.tif[c=0,t=*]", "a.tif[*]"), in the order of plane_list.  Without a `*`,
 * appends REF itself.  For each reference, appends to VARIED what replaced the
 * `*` ("t3", "z0_t3"), or "". */
int plane_list_expand(struct strs *to, struct strs *varied, const char *ref,
		      struct messages *messages, struct err *err);

/* Inside lib/image only.  Returns 1 if P's axes describe all planes of the
 * file.  Smaller copies of pages do not count. */
struct plane;
int plane_list_axes_are_all(const struct plane *p);

/* Inside lib/image only.  Adds one warning if P's description plans planes that
 * no file has, or if LEFT_OUT, the number of planes that the caller leaves out
 * since their frames are not whole, is not 0.  MESSAGES may be NULL. */
void plane_list_tell_missing(const struct plane *p, size_t left_out,
			     struct messages *messages);

#endif
