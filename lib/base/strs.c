/* strs.c - see strs.h. */
#include "base/strs.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void strs_release(struct strs *s)
{
	for (size_t i = 0; i < s->n; i++)
		free(s->at[i]);
	free(s->at);
	memset(s, 0, sizeof(*s));
}

void strs_take(struct strs *s, char *text)
{
	if (s->n == s->cap) {
		s->cap = s->cap ? s->cap * 2 : 8;
		s->at = mem_grow(s->at, s->cap, sizeof(*s->at));
	}
	s->at[s->n++] = text;
}

void strs_add(struct strs *s, const char *text)
{
	strs_take(s, mem_str(text));
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void strs_sort(struct strs *s)
{
	if (s->n > 1)
		qsort(s->at, s->n, sizeof(*s->at), by_bytes);
}

int strs_has(const struct strs *s, const char *text)
{
	for (size_t i = 0; i < s->n; i++)
		if (!strcmp(s->at[i], text))
			return 1;
	return 0;
}

long strs_find(const struct strs *s, const char *text)
{
	size_t low = 0, high = s->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int c = strcmp(s->at[mid], text);

		if (!c)
			return (long)mid;
		if (c < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return -1;
}

void strs_split(struct strs *s, const char *text, char separator)
{
	const char *end;

	while ((end = strchr(text, separator))) {
		strs_take(s, mem_strn(text, (size_t)(end - text)));
		text = end + 1;
	}
	strs_add(s, text);
}
