/*
 * plane_list.h - the planes of a file, each by its reference.
 */
#ifndef IMAGE_PLANE_LIST_H
#define IMAGE_PLANE_LIST_H

#include "base/err.h"
#include "base/messages.h"
#include "base/strs.h"

/* Adds a reference to each plane that REF holds, in order: channels fastest,
 * then slices, then frames; or pages.  REF itself if it names one plane.  Of
 * a set of OME-TIFFs the planes in this file; of planes that are in no file
 * MESSAGES (NULL: nobody) is told. */
int plane_list(struct strs *to, const char *ref, struct messages *messages,
	       struct err *err);
/* Of REF with a `*` in place of a number ("a.tif[c=0,t=*]", "a.tif[*]") adds
 * each reference that it stands for, as above; of another REF that itself.
 * VARIED (same length) gets what was put in: "t3", "z0_t3"; "" where nothing
 * was. */
int plane_list_expand(struct strs *to, struct strs *varied, const char *ref,
		      struct messages *messages, struct err *err);

#endif
