/*
 * scratch.h - temporary storage for many floats, written and read in pieces.
 *
 * Up to SCRATCH_MEMORY bytes are kept in memory.  More bytes go into an unnamed
 * file.  The file lies in $TMPDIR or, if TMPDIR is not set, in /var/tmp.  The
 * system removes the file when the program ends, even if the program is killed.
 * Results do not depend on where the floats are.
 */
#ifndef FILE_SCRATCH_H
#define FILE_SCRATCH_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define SCRATCH_MEMORY ((uint64_t)16 << 20) /* bytes kept in memory */

struct scratch {   /* all-zero is closed */
	float *px; /* the floats, or NULL if a file has them */
	char *dir; /* directory of the file, or NULL */
	int fd;
};

/* Reserves room for N floats.  Fails with err_sys if there is not enough
 * room. */
int scratch_open(struct scratch *s, uint64_t n, struct err *err);
void scratch_close(struct scratch *s);

/* Writes N floats.  AT is the index of the first float. */
int scratch_write(struct scratch *s, uint64_t at, const float *px, size_t n,
		  struct err *err);

/* Reads N floats that were written before.  AT is the index of the first
 * float. */
int scratch_read(const struct scratch *s, uint64_t at, float *px, size_t n,
		 struct err *err);

#endif
