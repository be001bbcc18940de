/*
 * valley.c - see valley.h.
 */
#include "optimise/valley.h"

#include <stdlib.h>

#include "base/mem.h"

size_t valley_find(const double *loss, size_t n, size_t *first, size_t *last)
{
	size_t *length = mem_zero(n, sizeof(*length)), end = 0;

	for (size_t i = 0; i < n; i++) {
		length[i] = 1;
		for (size_t j = 0; j < i; j++)
			if (loss[i] < loss[j] && length[i] <= length[j])
				length[i] = length[j] + 1;
		if (length[i] > length[end])
			end = i;
	}
	/* fastai counts back as if all losses of the valley were neighbours. */
	*last = end;
	*first = end - (length[end] - 1);
	free(length);
	return *first + (end - *first) / 3 + (end - *first) / 6;
}
