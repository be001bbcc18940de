/* axes.c - see axes.h. */
#include "image/axes.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"

void axes_init(struct axes *a)
{
	*a = (struct axes){ .c = 1, .z = 1, .t = 1, .images = 1, .unit = -1 };
}

void axes_release(struct axes *a)
{
	free(a->run);
	if (a->let_go)
		a->let_go(a->owner);
	free(a->renamed);
	free(a->companion);
	strs_release(&a->channel);
	*a = (struct axes){ 0 };
}

size_t axes_length(const char *digits, size_t otherwise)
{
	size_t x = 0;

	if (!digits || *digits < '0' || *digits > '9')
		return otherwise;
	for (; *digits >= '0' && *digits <= '9' && x < AXES_LENGTH_MAX;
	     digits++)
		x = 10 * x + (size_t)(*digits - '0');
	return x;
}

void axes_set_order(struct axes *a, const char *order)
{
	size_t step = 1;

	for (; *order; order++)
		switch (*order) {
		case 'c':
		case 'C':
			a->c_step = step;
			step *= a->c;
			break;
		case 'z':
		case 'Z':
			a->z_step = step;
			step *= a->z;
			break;
		case 't':
		case 'T':
			a->t_step = step;
			step *= a->t;
			break;
		}
}

int axes_set(struct axes *a, const struct axis *axis, size_t n)
{
	char order[4] = { 0 };
	size_t k = 0;

	a->c = a->z = a->t = 1;
	while (n-- > 0) {
		char name = (char)(axis[n].name | 32);

		if (!strchr("czt", name) || strchr(order, name))
			return -1;
		*(name == 'c' ? &a->c :
		  name == 'z' ? &a->z :
				&a->t) = axis[n].length;
		order[k++] = name;
	}
	a->c_step = a->z_step = a->t_step = 0;
	axes_set_order(a, order);
	a->known = 1;
	return 0;
}

void axes_add_run(struct axes *a, const struct axes_run *run)
{
	if (!(a->runs & (a->runs - 1)))
		a->run = mem_grow(a->run, a->runs ? 2 * a->runs : 1,
				  sizeof(*a->run));
	a->run[a->runs++] = *run;
}

static int by_plane(const void *a, const void *b)
{
	size_t x = ((const struct axes_run *)a)->plane;
	size_t y = ((const struct axes_run *)b)->plane;

	return x < y ? -1 : x > y;
}

void axes_sort_runs(struct axes *a)
{
	struct axes_run *sorted = mem_alloc(a->runs * sizeof(*sorted) + 1);

	if (a->runs)
		memcpy(sorted, a->run, a->runs * sizeof(*sorted));
	if (a->runs > 1)
		qsort(sorted, a->runs, sizeof(*sorted), by_plane);
	for (size_t i = 1; i < a->runs; i++)
		a->runs_overlap |= sorted[i].plane - sorted[i - 1].plane <
				   sorted[i - 1].n;
	if (a->runs && !a->runs_overlap)
		memcpy(a->run, sorted, a->runs * sizeof(*sorted));
	free(sorted);
}

const struct axes_run *axes_find_run(const struct axes *a, size_t plane)
{
	size_t low = 0, high = a->runs;

	for (size_t i = 0; a->runs_overlap && i < a->runs; i++)
		if (plane >= a->run[i].plane &&
		    plane - a->run[i].plane < a->run[i].n)
			return &a->run[i];
	while (low < high && !a->runs_overlap) {
		size_t middle = low + (high - low) / 2;
		const struct axes_run *r = &a->run[middle];

		if (plane < r->plane)
			high = middle;
		else if (plane - r->plane >= r->n)
			low = middle + 1;
		else
			return r;
	}
	return NULL;
}

/* Axes that the caller gives */

/* Returns the number of all planes, or 0 if it is too large to be true. */
static size_t count_planes(const struct axis *axis, size_t n)
{
	size_t all = 1;

	for (size_t i = 0; i < n; i++)
		if (!axis[i].length ||
		    (all *= axis[i].length) > AXES_LENGTH_MAX)
			return 0;
	return all;
}

/* Reads "tz5yx" into AXIS: names and lengths, 0 for a length that is not given.
 * Returns the number of axes, or -1. */
static int parse_ask(struct axis axis[3], const char *text)
{
	int n = 0;

	while (*text && strchr("cztCZT", *text)) {
		if (n == 3)
			return -1;
		axis[n] = (struct axis){ *text, axes_length(text + 1, 0) };
		if (text[1] >= '0' && text[1] <= '9' && !axis[n].length)
			return -1;
		n++;
		text++;
		text += strspn(text, "0123456789");
	}
	if (n && (!strcmp(text, "") || !strcasecmp(text, "yx") ||
		  !strcasecmp(text, "yxs")))
		return n;
	return -1;
}

/* Computes the one length that was not given.  Returns -1 if several are
 * missing. */
static int fill_length(const struct axes *a, struct axis *axis, size_t n,
		       size_t pages)
{
	size_t *open = NULL, said = 1, missing = 0;

	for (size_t i = 0; i < n; i++) {
		if (axis[i].length && axis[i].length <= AXES_LENGTH_MAX / said)
			said *= axis[i].length;
		else if (axis[i].length)
			return -1;
		else if (!missing++)
			open = &axis[i].length;
	}
	if (missing == n && a->shapes == n) /* the file gives these lengths */
		for (size_t i = 0; i < n; i++)
			axis[i].length = a->shape[i];
	else if (missing > 1)
		return -1;
	else if (open)
		*open = pages / said;
	return 0;
}

int axes_ask(struct axes *a, const char *text, size_t pages, struct err *err)
{
	struct axis axis[3];
	int n = parse_ask(axis, text);

	if (n < 0)
		return err_data(err,
				"axes '%s': want letters c, z, t for "
				"channel, slice and frame, the slowest "
				"first, as in 't' or 'tz5'",
				text);
	if (fill_length(a, axis, (size_t)n, pages) < 0)
		return err_data(err,
				"axes '%s': give the length of each axis "
				"except one, as in 'tz5'",
				text);
	if (count_planes(axis, (size_t)n) != pages ||
	    axes_set(a, axis, (size_t)n) < 0)
		return err_data(err,
				"axes '%s' do not make %zu pages, the "
				"number of pages in the file",
				text, pages);
	a->images = pages;
	a->asked = 1;
	return 0;
}
