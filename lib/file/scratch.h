/*
 * scratch.h - temporary storage for many floats.
 *
 * Up to SCRATCH_MEMORY bytes are kept in memory, more in a file without a name
 * in $TMPDIR or /var/tmp.  The system removes the file when the program ends,
 * however it ends.
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

/* Makes room for N floats.  The caller closes S.  Fails with err_sys if there
 * is no room. */
int scratch_open(struct scratch *s, uint64_t n, struct err *err);
void scratch_close(struct scratch *s);

/* Writes N floats from index AT on.  Fails with err_sys. */
int scratch_write(struct scratch *s, uint64_t at, const float *px, size_t n,
		  struct err *err);

/* Reads N floats, written before, from index AT on.  Fails with err_sys. */
int scratch_read(const struct scratch *s, uint64_t at, float *px, size_t n,
		 struct err *err);

#endif
