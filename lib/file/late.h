/*
 * late.h - shared libraries that are loaded when they are first used, since
 * loading takes longer than most commands run.
 *
 * The build makes a header of each file that is the only one to use such a
 * library: late_tiff.h of image/tiff.c, say.  That file includes it after this
 * library's own header and calls late_load(&late_tiff, err) before all else.
 * Where programs cannot load libraries (static ones), or where the build did
 * not find the library's name, the library is linked as others are, and
 * late_load does nothing.
 */
#ifndef FILE_LATE_H
#define FILE_LATE_H

#include <stddef.h>

#include "base/err.h"

struct late {
	const char *file;	  /* "libtiff.so.6", or NULL if it is linked */
	const char *const *names; /* of its functions that are used */
	size_t n;
	void *functions; /* N pointers, in that order */
	int loaded;
};

/* Loads the library of L and finds its functions, once in a process; any
 * thread may call it at any time.  Returns -1 with ERR_SYS if the library or
 * one of the functions is missing; ERR may be NULL. */
int late_load(struct late *l, struct err *err);

#endif
