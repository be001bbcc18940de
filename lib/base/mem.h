/*
 * mem.h - allocation that never returns NULL.
 *
 * When the system has no memory left, or when a size overflows, these functions
 * print one line and end the program with exit code 4.  So check a size that
 * comes from a file before you allocate it.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/* Each returns memory that the caller frees with free(). */
void *mem_alloc(size_t size);
void *mem_zero(size_t count, size_t size);
void *mem_grow(void *old, size_t count, size_t size);
char *mem_str(const char *text);	    /* a copy; NULL gives NULL */
char *mem_strn(const char *text, size_t n); /* a copy of N bytes */
/* a copy of N bytes without the white space at both ends */
char *mem_trimmed(const char *text, size_t n);
char *mem_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Prepares the SIZE bytes at P, which are new and all zero, so that the first
 * read of a page costs no page fault.  A page takes no memory until it is
 * written to. */
void mem_settle(void *p, size_t size);

/* Returns COUNT floats with undefined values, aligned to 64 bytes.  The caller
 * frees them with free().  Blocks of 4 MiB and more get large pages where the
 * system has them. */
float *mem_floats(size_t count);

/* Sets COUNT floats at *MEMORY to zero.  *MEMORY is a block of *CAP floats, or
 * NULL if *CAP is 0.  If the block is too small, the function frees it,
 * allocates another, and sets *MEMORY and *CAP.  The caller frees *MEMORY with
 * free(). */
void mem_zeros(float **memory, size_t *cap, size_t count);

/* Returns how many more bytes of memory this process can get, or 0 if this is
 * not known.  Counts the limits of a container or a batch system (control
 * groups, version 2), too. */
size_t mem_available(void);

/* For mem_available and its test only.  Returns how many more bytes of memory a
 * control group (version 2) and the groups around it allow, or SIZE_MAX if none
 * has a limit.  The file MEMBERSHIP names the group, as /proc/self/cgroup does.
 * ROOT is the directory of all groups. */
size_t mem_group(const char *membership, const char *root);

#endif
