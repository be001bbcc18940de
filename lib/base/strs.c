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

int strs_distance(const char *a, const char *b)
{
	enum { MAX = 40 };
	int d[MAX + 1][MAX + 1];
	size_t n = strlen(a), m = strlen(b);

	if (n > MAX || m > MAX)
		return 9;
	for (size_t i = 0; i <= n; i++)
		d[i][0] = (int)i;
	for (size_t j = 0; j <= m; j++)
		d[0][j] = (int)j;
	for (size_t i = 1; i <= n; i++)
		for (size_t j = 1; j <= m; j++) {
			int best = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);

			if (d[i - 1][j] + 1 < best)
				best = d[i - 1][j] + 1;
			if (d[i][j - 1] + 1 < best)
				best = d[i][j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1] && d[i - 2][j - 2] + 1 < best)
				best = d[i - 2][j - 2] + 1;
			d[i][j] = best;
		}
	return d[n][m];
}
