/* mem.c - see mem.h. */
#include "base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/err.h"

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

float *mem_floats(size_t count)
{
	void *p = NULL;

	if (count > SIZE_MAX / sizeof(float) - 64)
		out_of_memory(SIZE_MAX);
	if (posix_memalign(&p, 64, count * sizeof(float) + 64))
		out_of_memory(count * sizeof(float));
	return p;
}

void mem_zeros(float **memory, size_t *cap, size_t count)
{
	if (*cap < count) {
		free(*memory);
		*memory = mem_floats(count);
		*cap = count;
#ifdef MADV_HUGEPAGE
		/* Where the system says no, nothing is lost. */
		uintptr_t end = (uintptr_t)(*memory + count);
		uintptr_t from = ((uintptr_t)*memory + 4095) / 4096 * 4096;

		if (from < end)
			madvise((void *)from, end - from, MADV_HUGEPAGE);
#endif
	}
	if (count)
		memset(*memory, 0, count * sizeof(**memory));
}

size_t mem_available(void)
{
	FILE *f = fopen("/proc/meminfo", "r");
	char line[128];
	size_t kib = 0;

	if (!f)
		return 0;
	while (fgets(line, sizeof(line), f))
		if (sscanf(line, "MemAvailable: %zu kB", &kib) == 1)
			break;
	fclose(f);
	return kib * 1024;
}
