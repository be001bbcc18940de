/* stated.c - see stated.h. */
#include "manifest/stated.h"

#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "base/strs.h"

static int differs(const char *cell, size_t is)
{
	double x;

	return is && *cell && (num_real(&x, cell) < 0 || x != (double)is);
}

/* CELL has one type for all channels, or one for each with a + between. */
static int type_differs(const char *cell, size_t k, enum pixel is)
{
	struct strs each = { 0 };
	int other;

	strs_split(&each, cell, '+');
	if (each.n == 1)
		k = 0;
	other = *cell && (k >= each.n || strcmp(each.at[k], pixel_name(is)));
	strs_release(&each);
	return other;
}

const char *stated_otherwise(const struct tsv *t, size_t row, enum side side,
			     size_t k, const struct stated *is,
			     char found[STATED_TEXT])
{
	const struct {
		const char *column;
		size_t is;
	} size[] = { { "width", is->width },
		     { "height", is->height },
		     { "slices", is->slices } };
	const char *type = side == SOURCE ? "source_type" : "target_type";

	for (size_t i = 0; i < 3 && side == SOURCE; i++)
		if (differs(tsv_get(t, row, tsv_column(t, size[i].column)),
			    size[i].is)) {
			snprintf(found, STATED_TEXT, "%zu", size[i].is);
			return size[i].column;
		}
	if (!type_differs(tsv_get(t, row, tsv_column(t, type)), k, is->type))
		return NULL;
	snprintf(found, STATED_TEXT, "%s", pixel_name(is->type));
	return type;
}
