/* mem.c - see mem.h. */
#include "base/mem.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "base/err.h"

/* bytes; larger blocks are returned to the system when freed */
#define KEPT_MOST (4 << 20)
#define HUGE_PAGE ((size_t)2 << 20)

static void out_of_memory(size_t size)
{
	fprintf(stderr, "xp: out of memory (%zu bytes wanted)\n", size);
	exit(ERR_SYS);
}

void *mem_alloc(size_t size)
{
	void *p = malloc(size ? size : 1);

	if (!p)
		out_of_memory(size);
	return p;
}

void *mem_zero(size_t count, size_t size)
{
	void *p = calloc(count ? count : 1, size ? size : 1);

	if (!p)
		out_of_memory(count);
	return p;
}

void *mem_grow(void *old, size_t count, size_t size)
{
	void *p;

	if (size && count > SIZE_MAX / size)
		out_of_memory(SIZE_MAX);
	p = realloc(old, count && size ? count * size : 1);
	if (!p)
		out_of_memory(count * size);
	return p;
}

char *mem_str(const char *text)
{
	return text ? mem_strn(text, strlen(text)) : NULL;
}

char *mem_strn(const char *text, size_t n)
{
	char *p = mem_alloc(n + 1);

	memcpy(p, text, n);
	p[n] = '\0';
	return p;
}

char *mem_trimmed(const char *text, size_t n)
{
	while (n && isspace((unsigned char)*text)) {
		text++;
		n--;
	}
	while (n && isspace((unsigned char)text[n - 1]))
		n--;
	return mem_strn(text, n);
}

char *mem_printf(const char *format, ...)
{
	va_list ap;
	char *p;
	int n;

	va_start(ap, format);
	n = vsnprintf(NULL, 0, format, ap);
	va_end(ap);
	p = mem_alloc((size_t)n + 1);
	va_start(ap, format);
	vsnprintf(p, (size_t)n + 1, format, ap);
	va_end(ap);
	return p;
}

/* If the system refuses, pages are mapped one by one, only slower. */
void mem_settle(void *p, size_t size)
{
#ifdef MADV_POPULATE_READ
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	size_t skip = (page - (uintptr_t)p % page) % page;

	if (size > skip)
		madvise((char *)p + skip, (size - skip) / page * page,
			MADV_POPULATE_READ);
#else
	(void)p;
	(void)size;
#endif
}

/* If the system refuses, pages stay small. */
static void ask_for_huge_pages(void *p, size_t len)
{
#ifdef MADV_HUGEPAGE
	madvise(p, len / HUGE_PAGE * HUGE_PAGE, MADV_HUGEPAGE);
#else
	(void)p;
	(void)len;
#endif
}

float *mem_floats(size_t count)
{
	size_t len = count * sizeof(float) + 64;
	int large = len >= KEPT_MOST;
	void *p = NULL;

	if (count > SIZE_MAX / sizeof(float) - 64)
		out_of_memory(SIZE_MAX);
	if (posix_memalign(&p, large ? HUGE_PAGE : 64, len))
		out_of_memory(count * sizeof(float));
	if (large)
		ask_for_huge_pages(p, len);
	return p;
}

void mem_zeros(float **memory, size_t *cap, size_t count)
{
	if (!count)
		return;
	if (*cap < count) {
#ifdef M_MMAP_THRESHOLD
		/* Without this, glibc would keep ever larger blocks after they
		 * are freed. */
		mallopt(M_MMAP_THRESHOLD, KEPT_MOST);
#endif
		free(*memory);
		*memory = mem_floats(count);
		*cap = count;
	}
	memset(*memory, 0, count * sizeof(**memory));
}

/* Reads a number from the file PATH: after the word KEY or, if KEY is NULL, the
 * number that the file consists of. */
static int read_count(const char *path, const char *key, size_t *to)
{
	FILE *f = fopen(path, "r");
	char line[256];
	size_t skip = key ? strlen(key) : 0;
	int found = 0;

	while (f && !found && fgets(line, sizeof(line), f))
		if (!key || !strncmp(line, key, skip))
			found = sscanf(line + skip, "%zu", to) == 1;
	if (f)
		fclose(f);
	return found;
}

static int read_of(const char *group, const char *name, const char *key,
		   size_t *to)
{
	char *path = mem_printf("%s/%s", group, name);
	int found = read_count(path, key, to);

	free(path);
	return found;
}

/* Memory that only caches files counts as free, since the system can drop
 * it. */
static size_t left(const char *group)
{
	size_t most, used, files = 0;

	if (!read_of(group, "memory.max", NULL, &most) ||
	    !read_of(group, "memory.current", NULL, &used))
		return SIZE_MAX;
	read_of(group, "memory.stat", "inactive_file ", &files);
	used -= files < used ? files : used;
	return used < most ? most - used : 1;
}

size_t mem_group(const char *membership, const char *root)
{
	FILE *f = fopen(membership, "r");
	char line[4096], *path = NULL, *slash;
	size_t least = SIZE_MAX, one;

	while (f && !path && fgets(line, sizeof(line), f))
		if (!strncmp(line, "0::/", 4) && !strstr(line, ".."))
			path = mem_printf("%s%.*s", root,
					  (int)strcspn(line + 3, "\n"),
					  line + 3);
	if (f)
		fclose(f);
	for (slash = path; slash;) {
		one = left(path);
		least = one < least ? one : least;
		if ((slash = strrchr(path + strlen(root), '/')))
			*slash = '\0';
	}
	free(path);
	return least;
}

size_t mem_available(void)
{
	size_t kib = 0, group;

	if (!read_count("/proc/meminfo", "MemAvailable:", &kib))
		return 0;
	group = mem_group("/proc/self/cgroup", "/sys/fs/cgroup");
	return kib * 1024 < group ? kib * 1024 : group;
}
