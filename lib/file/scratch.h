/*
 * scratch.h - temporary room for many floats, written and read in pieces.
 *
 * Up to SCRATCH_MEMORY bytes are kept in memory, more in an unnamed file in
 * $TMPDIR or, if that is not set, in /var/tmp.  The system removes such a file
 * when the program ends, even by a kill.  No result depends on where the
 * floats are.
 */
#ifndef FILE_SCRATCH_H
#define FILE_SCRATCH_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define SCRATCH_MEMORY ((uint64_t)16 << 20) /* bytes kept in memory */

struct scratch {   /* all-zero is closed */
	float *px; /* the floats, or NULL if they are in a file */
	char *dir; /* the directory of that file, or NULL */
	int fd;
};

/* Reserve room for N floats; err_sys when there is not enough. */
int scratch_open(struct scratch *s, uint64_t n, struct err *err);
void scratch_close(struct scratch *s);

/* Write N floats; AT is the index of the first. */
int scratch_write(struct scratch *s, uint64_t at, const float *px, size_t n,
		  struct err *err);
/* Read N floats that were written before; AT is the index of the first. */
int scratch_read(const struct scratch *s, uint64_t at, float *px, size_t n,
		 struct err *err);

#endif
