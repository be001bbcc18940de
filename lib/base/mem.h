/*
 * mem.h - allocation that cannot fail.
 *
 * When the system has no memory left these print one line and exit with
 * code 4.  A size that comes from a file is checked before it gets here.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/* All return memory that the caller frees with free(). */
void *mem_alloc(size_t size);
void *mem_zero(size_t count, size_t size); /* checks the product */
void *mem_grow(void *old, size_t count, size_t size);
char *mem_str(const char *text); /* strdup; NULL stays NULL */
char *mem_strn(const char *text, size_t n);
char *mem_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Map all pages of P, which is new and zero, for reading: one call is much
 * cheaper than a page fault each.  Pages that are never written to still take
 * no memory. */
void mem_settle(void *p, size_t size);

/* COUNT floats, aligned to 64 bytes, not set; more than a few MB in large
 * pages where the system has them.  Free with free(). */
float *mem_floats(size_t count);
/* Make *MEMORY, *CAP floats from mem_floats (NULL and 0 to begin), hold at
 * least COUNT floats, all zero.  After the first call memory of more than a
 * few MB goes back to the system when it is freed. */
void mem_zeros(float **memory, size_t *cap, size_t count);

/* Bytes of memory that the system can give now, 0 if it does not say.  Counts
 * the limit of a control group (Slurm, a container). */
size_t mem_available(void);
/* For mem_available and its test: bytes that the control group (version 2)
 * still may take which the file MEMBERSHIP, as /proc/self/cgroup, names below
 * ROOT, or that the groups around it leave.  SIZE_MAX: no limit. */
size_t mem_group(const char *membership, const char *root);

#endif
