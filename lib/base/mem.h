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

/* Have all of P, which is new and zero, ready to be read: one call is much
 * cheaper than a fault for each page.  What is not written to takes no
 * memory, as before. */
void mem_settle(void *p, size_t size);

/* COUNT floats, aligned to 64 bytes, not set; more than a few MB in large
 * pages where the system has them.  Free with free(). */
float *mem_floats(size_t count);
/* Make *MEMORY, *CAP floats from mem_floats (NULL and 0 to begin), at least
 * COUNT, all zero.  From then on memory of more than a few MB goes back to
 * the system when it is freed. */
void mem_zeros(float **memory, size_t *cap, size_t count);

/* Bytes of memory that the system can give now, 0 if it does not say.  Of a
 * job in a control group (Slurm, a container) what the group still may
 * take. */
size_t mem_available(void);
/* Its second half: of the group (version 2) that the file MEMBERSHIP, as
 * /proc/self/cgroup, names below ROOT, and of those around it.  SIZE_MAX:
 * no limit. */
size_t mem_group(const char *membership, const char *root);

#endif
