/*
 * mem.h - allocation that cannot fail.
 *
 * When the system has no memory left, these functions print one line and end
 * the program with code 4.  So a caller checks any size that comes from a
 * file first.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/* Each returns memory that the caller frees with free(). */
void *mem_alloc(size_t size);
void *mem_zero(size_t count, size_t size); /* checks the product */
void *mem_grow(void *old, size_t count, size_t size);
char *mem_str(const char *text); /* strdup; NULL stays NULL */
char *mem_strn(const char *text, size_t n);
char *mem_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Map all pages of the SIZE bytes P, which are new and zero, for reading: one
 * call is much cheaper than one page fault per page.  Pages that are never
 * written to still take no memory. */
void mem_settle(void *p, size_t size);

/* Returns COUNT floats, aligned to 64 bytes, whose values are undefined; free
 * with free().  More than a few MB are placed in large pages if the system
 * has them. */
float *mem_floats(size_t count);
/* Set the first COUNT floats of *MEMORY to zero.  *MEMORY has *CAP floats from
 * mem_floats (NULL and 0 at first); if these are too few they are replaced.
 * From the first call on, blocks of more than a few MB go back to the system
 * when they are freed. */
void mem_zeros(float **memory, size_t *cap, size_t count);

/* Returns how many bytes of memory the system can give now, at most what the
 * limit of a control group (Slurm, a container) leaves; 0 if unknown. */
size_t mem_available(void);
/* For mem_available and its test: returns how many more bytes a control group
 * (version 2) and all groups around it allow; SIZE_MAX if none has a limit.
 * MEMBERSHIP is a file like /proc/self/cgroup, which names the group; ROOT is
 * the directory of all groups. */
size_t mem_group(const char *membership, const char *root);

#endif
