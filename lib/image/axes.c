/*
 * axes.c - which page of a file is which channel, slice and frame.
 *
 * ImageJ: lines "channels=2", "slices=3", "frames=4"; the channel runs
 * fastest, then the slice, unless "order=" says otherwise.
 *
 * tifffile: {"shape": [4, 3, 2, 256, 256], "axes": "TZCYX"}, often without
 * the axes; then only the lengths are known.
 */
#include "image/axes.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "image/axes_ome.h"
#include "image/pixel_size.h"

enum { AXIS_MAX = 1 << 24 }; /* no length above is believed */

void axes_steps(struct axes *a, const char *order)
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

struct axis {
	char name;
	size_t length;
};

/* The slowest first; -1: not each one of c, z and t, and once. */
static int set_axes(struct axes *a, const struct axis *at, size_t n)
{
	char order[4] = { 0 };
	size_t k = 0;

	a->c = a->z = a->t = 1;
	while (n-- > 0) {
		char name = (char)(at[n].name | 32);

		if (!strchr("czt", name) || strchr(order, name))
			return -1;
		*(name == 'c' ? &a->c :
		  name == 'z' ? &a->z :
				&a->t) = at[n].length;
		order[k++] = name;
	}
	a->c_step = a->z_step = a->t_step = 0;
	axes_steps(a, order);
	a->known = 1;
	a->ome = 0;
	return 0;
}

static size_t planes(const struct axis *at, size_t n)
{
	size_t all = 1;

	for (size_t i = 0; i < n; i++)
		if (!at[i].length || (all *= at[i].length) > AXIS_MAX)
			return 0;
	return all;
}

/* ImageJ */

/* A length in DIGITS; OTHERWISE when there is none. */
static size_t length(const char *digits, size_t otherwise)
{
	size_t x = 0;

	if (!digits || *digits < '0' || *digits > '9')
		return otherwise;
	for (; *digits >= '0' && *digits <= '9' && x < AXIS_MAX; digits++)
		x = 10 * x + (size_t)(*digits - '0');
	return x;
}

/* The value after "KEY=" at the start of a line, or NULL. */
static const char *line_value(const char *text, const char *key)
{
	size_t n = strlen(key);

	for (; text; text = strchr(text, '\n')) {
		text += *text == '\n';
		if (!strncmp(text, key, n) && text[n] == '=')
			return text + n + 1;
	}
	return NULL;
}

static int is_order(const char *order)
{
	return order && strlen(order) >= 3 && memchr(order, 'c', 3) &&
	       memchr(order, 'z', 3) && memchr(order, 't', 3);
}

static void read_imagej(struct axes *a, const char *text)
{
	const char *order = line_value(text, "order");
	const char *unit = line_value(text, "unit");
	char three[4] = "czt";

	a->lut = 1;
	a->images = length(line_value(text, "images"), 1);
	a->c = length(line_value(text, "channels"), 1);
	a->z = length(line_value(text, "slices"), 1);
	a->t = length(line_value(text, "frames"), 1);
	if (is_order(order))
		memcpy(three, order, 3);
	axes_steps(a, three);
	/* A stack without lengths is a row of pages of no known kind. */
	a->known = a->c && a->z && a->t && a->c * a->z * a->t > 1;
	if (unit)
		a->unit = pixel_size_unit(unit, strcspn(unit, "\r\n"));
}

/* tifffile */

/* How many of SHAPE's N lengths, at its end, are those of PAGE; 0: its last
 * ones are not, so they mean something else. */
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

/* LETTERS: an axis for each length of tifffile's shape. */
static void name_shape(struct axes *a, const char *letters)
{
	struct axis at[AXES_SHAPE];
	size_t n = 0;

	for (size_t i = 0; i < a->shapes; i++)
		if (a->shape[i] != 1)
			at[n++] = (struct axis){ letters[i], a->shape[i] };
	set_axes(a, at, n);
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

		if (x < 1 || x > AXIS_MAX)
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
		if ((a->images *= shape[i]) > AXIS_MAX)
			a->images = AXIS_MAX;
	}
	if (letters && strlen(letters) == n && a->images > 1)
		name_shape(a, letters);
}

static void read_tifffile(struct axes *a, const char *text,
			  const struct tiff_page *page)
{
	struct err err = { 0 };
	struct json *j = json_parse_any(text, strlen(text), &err);

	if (j && json_is_map(j))
		read_shape(a, j, page);
	json_free(j);
}

void axes_read(struct axes *a, const char *description,
	       const struct tiff_page *page, const char *path)
{
	*a = (struct axes){ .c = 1, .z = 1, .t = 1, .images = 1, .unit = -1 };
	if (!strncmp(description, "ImageJ=", 7))
		read_imagej(a, description);
	else if (description[0] == '{' && strstr(description, "\"shape\""))
		read_tifffile(a, description, page);
	else if (axes_ome_is(description))
		axes_ome_read(a, description, page, path);
	if (!a->known)
		a->c = a->z = a->t = 1;
}

void axes_release(struct axes *a)
{
	free(a->text);
	free(a->uuid);
	a->text = a->uuid = NULL;
	strs_release(&a->channel);
}

/* Asked for */

/* "tz5yx": names and lengths into AT, 0 where there is none; how many, or
 * -1. */
static int parse_ask(struct axis at[3], const char *text)
{
	int n = 0;

	while (*text && strchr("cztCZT", *text)) {
		if (n == 3)
			return -1;
		at[n] = (struct axis){ *text, length(text + 1, 0) };
		if (text[1] >= '0' && text[1] <= '9' && !at[n].length)
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

/* Work out the one length that was not said; -1: there are more. */
static int fill_length(const struct axes *a, struct axis *at, size_t n,
		       size_t pages)
{
	size_t *open = NULL, said = 1, missing = 0;

	for (size_t i = 0; i < n; i++) {
		if (at[i].length && at[i].length <= AXIS_MAX / said)
			said *= at[i].length;
		else if (at[i].length)
			return -1;
		else if (!missing++)
			open = &at[i].length;
	}
	if (missing == n && a->shapes == n) /* the file knows them */
		for (size_t i = 0; i < n; i++)
			at[i].length = a->shape[i];
	else if (missing > 1)
		return -1;
	else if (open)
		*open = pages / said;
	return 0;
}

int axes_ask(struct axes *a, const char *text, size_t pages, struct err *err)
{
	struct axis at[3];
	int n = parse_ask(at, text);

	if (n < 0)
		return err_data(err,
				"axes '%s': want letters c, z, t for "
				"channel, slice and frame, the slowest "
				"first, as in 't' or 'tz5'",
				text);
	if (fill_length(a, at, (size_t)n, pages) < 0)
		return err_data(err,
				"axes '%s': of several axes say how "
				"long they are, but for one, as in 'tz5'",
				text);
	if (planes(at, (size_t)n) != pages || set_axes(a, at, (size_t)n) < 0)
		return err_data(err, "axes '%s' do not make %zu pages", text,
				pages);
	a->images = pages;
	return 0;
}

int axes_page(const struct axes *a, size_t c, size_t z, size_t t,
	      const char *path, size_t *page, struct err *err)
{
	*page = c * a->c_step + z * a->z_step + t * a->t_step;
	return a->ome ? axes_ome_page(a, *page, path, page, err) : 0;
}

struct pixel_pitch axes_pitch(const struct axes *a,
			      const struct tiff_page *page)
{
	if (a->pitch.x > 0)
		return a->pitch;
	if (a->unit < 0)
		return pixel_size_of_tags((double)page->density[0],
					  (double)page->density[1],
					  page->density_unit);
	return pixel_size_of((double)page->density[0], (double)page->density[1],
			     a->unit);
}
