/*
 * scratch.h - many floats that are written and read piece by piece.
 *
 * They are in memory or, where they are many, in a file without a name in
 * $TMPDIR, else in /var/tmp: it is gone when the program is, however that
 * ends.  No result depends on which.
 */
#ifndef BASE_SCRATCH_H
#define BASE_SCRATCH_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define SCRATCH_MEMORY ((uint64_t)16 << 20) /* bytes; more: a file */

struct scratch {   /* all-zero is closed */
	float *px; /* NULL: in the file */
	char *dir; /* where that is; NULL: in memory */
	int fd;
};

/* Reserve room for N floats; err_sys where there is not that much. */
int scratch_open(struct scratch *s, uint64_t n, struct err *err);
void scratch_close(struct scratch *s);

/* Write N floats from number AT on. */
int scratch_write(struct scratch *s, uint64_t at, const float *px, size_t n,
		  struct err *err);
/* Read N floats that were written before. */
int scratch_read(const struct scratch *s, uint64_t at, float *px, size_t n,
		 struct err *err);

#endif
