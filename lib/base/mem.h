/*
 * mem.h - allocation that never returns NULL.
 *
 * If the system has no memory left, these functions print one line and end the
 * program with exit code 4.  So before a caller allocates a size that comes
 * from a file, it checks that size.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/* Each returns memory; the caller frees it with free(). */
void *mem_alloc(size_t size);
void *mem_zero(size_t count, size_t size); /* COUNT * SIZE must not overflow */
void *mem_grow(void *old, size_t count, size_t size);
char *mem_str(const char *text); /* a copy; NULL gives NULL */
char *mem_strn(const char *text, size_t n);
char *mem_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Maps all pages of the SIZE bytes at P, which are new and zero, for reading.
 * One call is much cheaper than one page fault per page.  A page takes no
 * memory until it is written to. */
void mem_settle(void *p, size_t size);

/* Returns COUNT floats, aligned to 64 bytes, with undefined values; the caller
 * frees them with free().  Blocks of more than a few MB are placed in large
 * pages if the system has them. */
float *mem_floats(size_t count);
/* Sets the first COUNT floats of *MEMORY to zero.  *MEMORY holds *CAP floats
 * made by mem_floats (at first NULL and 0); if COUNT is more, they are
 * replaced.  After the first call, freed blocks of more than a few MB are
 * returned to the system. */
void mem_zeros(float **memory, size_t *cap, size_t count);

/* Returns how many more bytes of memory this process can get, considering the
 * limit of its control group (Slurm, a container); 0 if unknown. */
size_t mem_available(void);
/* For mem_available and its test: returns how many more bytes a control group
 * (version 2) and all groups around it allow; SIZE_MAX if none has a limit.
 * The file MEMBERSHIP names the group, as /proc/self/cgroup does; ROOT is the
 * directory that contains all groups. */
size_t mem_group(const char *membership, const char *root);

#endif
