/*
 * mem.h - allocation that never returns NULL.
 *
 * If the system has no memory left, these functions print one line and end the
 * program with exit code 4.  So a caller must check a size that comes from a
 * file before it allocates that many bytes.
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

/* The same, without the blanks at both ends. */
char *mem_trimmed(const char *text, size_t n);
char *mem_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Maps all pages of the SIZE bytes at P for reading.  The bytes must be new and
 * zero.  One call is much cheaper than one page fault for each page.  A page
 * takes no memory until it is written to. */
void mem_settle(void *p, size_t size);

/* Returns COUNT floats, aligned to 64 bytes, with undefined values.  The caller
 * frees them with free().  Blocks of more than a few MB are placed in large
 * pages if the system has them. */
float *mem_floats(size_t count);

/* Sets the first COUNT floats of *MEMORY to zero.  *MEMORY is a block of *CAP
 * floats.  At first *MEMORY is NULL and *CAP is 0.  If COUNT is more than *CAP,
 * frees the block, replaces it by one of COUNT floats (mem_floats) and updates
 * *CAP.  From the first call on, the C library returns freed blocks of more
 * than a few MB to the system. */
void mem_zeros(float **memory, size_t *cap, size_t count);

/* Returns how many more bytes of memory this process can get, or 0 if this is
 * unknown.  The limit of the process's control group (Slurm, a container)
 * counts, too. */
size_t mem_available(void);

/* Returns how many more bytes a control group (version 2) and all groups around
 * it allow, or SIZE_MAX if no group has a limit.  MEMBERSHIP is a file that
 * names the group in the form of /proc/self/cgroup.  ROOT is the directory of
 * all groups.  For mem_available and its test only. */
size_t mem_group(const char *membership, const char *root);

#endif
