/*
 * dialect_tifffile.c - tifffile's description: {"shape": [4, 3, 2, 256, 256],
 * "axes": "TZCYX"}.
 *
 * Often "axes" is missing; then only the lengths are known.
 */
#include <string.h>

#include "file/json.h"
#include "image/dialect.h"

static int is(const struct dialect_file *f)
{
	return f->description[0] == '{' && strstr(f->description, "\"shape\"");
}

/* Returns how many of the last of SHAPE's N lengths are the sides (and samples)
 * of PAGE; 0 if the last lengths are others, so the shape means something
 * else. */
static size_t own_lengths(const size_t *shape, size_t n,
			  const struct tiff_page *page)
{
	size_t s = page->samples;

	if (n >= 3 && s > 1 && !page->planar && shape[n - 1] == s &&
	    shape[n - 2] == page->width && shape[n - 3] == page->height)
		return 3;
	if (n < 2 || shape[n - 1] != page->width ||
	    shape[n - 2] != page->height || (s > 1 && !page->planar))
		return 0;
	if (s == 1)
		return 2;
	return n >= 3 && shape[n - 3] == s ? 3 : 0;
}

/* Names the axes: LETTERS has one letter for each length of tifffile's
 * shape. */
static void name_shape(struct axes *a, const char *letters)
{
	struct axis axis[AXES_SHAPE];
	size_t n = 0;

	for (size_t i = 0; i < a->shapes; i++)
		if (a->shape[i] != 1)
			axis[n++] = (struct axis){ letters[i], a->shape[i] };
	axes_set(a, axis, n);
}

static void read_shape(struct axes *a, const struct json *j,
		       const struct tiff_page *page)
{
	const struct json *list = json_get(j, "shape");
	const char *letters = json_str(j, "axes");
	size_t shape[AXES_SHAPE], n = list ? json_len(list) : 0;

	if (!n || n > AXES_SHAPE || !json_is_list(list))
		return;
	for (size_t i = 0; i < n; i++) {
		int64_t x = json_value(json_at(list, i), 0);

		if (x < 1 || x > AXES_LENGTH_MAX)
			return;
		shape[i] = (size_t)x;
	}
	a->shapes = n - own_lengths(shape, n, page);
	if (a->shapes == n) {
		a->shapes = 0;
		return;
	}
	a->images = 1;
	for (size_t i = 0; i < a->shapes; i++) {
		a->shape[i] = shape[i];
		if ((a->images *= shape[i]) > AXES_LENGTH_MAX)
			a->images = AXES_LENGTH_MAX;
	}
	if (letters && strlen(letters) == n && a->images > 1)
		name_shape(a, letters);
}

static void read(struct axes *a, const struct dialect_file *f)
{
	struct err err = { 0 };
	struct json *j = json_parse_any(f->description, strlen(f->description),
					&err);

	if (j && json_is_map(j))
		read_shape(a, j, f->first);
	/* If the file has several series, or pages were added later, the shape
	 * does not describe all pages. */
	a->shape_is_all = a->shapes > 0;
	json_free(j);
}

const struct dialect dialect_tifffile = {
	.name = "tifffile",
	.is = is,
	.read = read,
};
