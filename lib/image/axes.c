/*
 * axes.c - which page of a file is which channel, slice and frame.
 *
 * ImageJ: lines "channels=2", "slices=3", "frames=4"; the channel runs
 * fastest, then the slice, unless "order=" says otherwise.
 *
 * OME-TIFF: the first Pixels element gives the lengths and DimensionOrder;
 * its TiffData elements map runs of planes to runs of pages.  We look for
 * these elements only and need no XML parser for it.
 */
#include "image/axes.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"

enum { AXIS_MAX = 1 << 24 };	/* no length above is believed */

/* Steps for axes that follow each other as ORDER ("czt") names them. */
static void set_steps(struct axes *a, const char *order)
{
	size_t step = 1;

	for (; *order; order++)
		switch (*order) {
		case 'c': case 'C': a->c_step = step; step *= a->c; break;
		case 'z': case 'Z': a->z_step = step; step *= a->z; break;
		case 't': case 'T': a->t_step = step; step *= a->t; break;
		}
}

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
	char three[4] = "czt";

	a->lut = 1;
	a->images = length(line_value(text, "images"), 1);
	a->c = length(line_value(text, "channels"), 1);
	a->z = length(line_value(text, "slices"), 1);
	a->t = length(line_value(text, "frames"), 1);
	if (is_order(order))
		memcpy(three, order, 3);
	set_steps(a, three);
	/* A stack without lengths is a row of pages of no known kind. */
	a->known = a->c && a->z && a->t && a->c * a->z * a->t > 1;
}

/* OME */

/* The next start of element NAME (any prefix) in TEXT, after its name. */
static const char *element(const char *text, const char *name)
{
	size_t n = strlen(name);

	while (text && (text = strchr(text, '<'))) {
		const char *p = ++text, *end = p + strcspn(p, " \t\r\n/>");
		const char *colon = memchr(p, ':', (size_t)(end - p));

		if (colon)
			p = colon + 1;
		if ((size_t)(end - p) == n && !memcmp(p, name, n))
			return end;
	}
	return NULL;
}

/* The value of attribute NAME in the element whose name AT follows. */
static const char *attribute(const char *at, const char *name)
{
	size_t n = strlen(name);

	while (*at && *at != '>') {
		const char *key = at += strspn(at, " \t\r\n/");
		char quote;

		at += strcspn(at, "=>");
		if (*at != '=')
			return NULL;
		if (!strncmp(key, name, n) && key + n == at &&
		    (at[1] == '"' || at[1] == '\''))
			return at + 2;
		if ((quote = at[1]) != '"' && quote != '\'')
			return NULL;
		if (!(at = strchr(at + 2, quote)))
			return NULL;
		at++;
	}
	return NULL;
}

static void read_ome(struct axes *a, const char *text, size_t samples)
{
	const char *pixels = element(text, "Pixels"), *order;

	if (!pixels || !(order = attribute(pixels, "DimensionOrder")))
		return;
	a->c = length(attribute(pixels, "SizeC"), 0);
	a->z = length(attribute(pixels, "SizeZ"), 0);
	a->t = length(attribute(pixels, "SizeT"), 0);
	if (strncmp(order, "XY", 2) || strlen(order) < 5 ||
	    !a->c || !a->z || !a->t || a->c % samples)
		return;
	a->c /= samples;	/* OME counts the samples of a pixel */
	a->text = mem_str(text);
	char three[4] = { order[2], order[3], order[4], 0 };
	set_steps(a, three);
	a->ome = a->known = a->c_step && a->z_step && a->t_step;
}

void axes_read(struct axes *a, const char *description, size_t samples)
{
	*a = (struct axes){ .c = 1, .z = 1, .t = 1, .images = 1 };
	if (!strncmp(description, "ImageJ=", 7))
		read_imagej(a, description);
	else if (element(description, "OME"))
		read_ome(a, description, samples);
	if (!a->known)
		a->c = a->z = a->t = 1;
}

void axes_release(struct axes *a)
{
	free(a->text);
	a->text = NULL;
}

/* The file a TiffData element names, or NULL: the file it is in. */
static char *other_file(const char *data, const char *path)
{
	const char *end = strstr(data, "TiffData>"), *next, *name;
	const char *uuid = element(data, "UUID"), *base = strrchr(path, '/');
	size_t n;

	next = element(data, "TiffData");
	if (data[strcspn(data, ">") - 1] == '/' || !uuid || !end ||
	    uuid > end || (next && uuid > next) ||
	    !(name = attribute(uuid, "FileName")))
		return NULL;
	base = base ? base + 1 : path;
	n = strcspn(name, "\"'");
	if (n == strlen(base) && !memcmp(name, base, n))
		return NULL;
	return mem_strn(name, n);
}

/* TiffData: a run of planes from First on is a run of pages from IFD on. */
static int ome_page(const struct axes *a, size_t plane, const char *path,
		    size_t *page, struct err *err)
{
	const char *data = element(element(a->text, "Pixels"), "TiffData");
	size_t all = a->c * a->z * a->t;

	*page = plane;
	if (!data)
		return 0;
	for (; data; data = element(data, "TiffData")) {
		const char *ifd = attribute(data, "IFD");
		size_t first = length(attribute(data, "FirstC"), 0) *
			a->c_step + length(attribute(data, "FirstZ"), 0) *
			a->z_step + length(attribute(data, "FirstT"), 0) *
			a->t_step;
		size_t n = length(attribute(data, "PlaneCount"),
				  ifd ? 1 : all);
		char *other;

		if (plane < first || plane - first >= n)
			continue;
		if ((other = other_file(data, path))) {
			err_data(err, "'%s': that plane lies in '%s'", path,
				 other);
			free(other);
			return -1;
		}
		*page = length(ifd, 0) + (plane - first);
		return 0;
	}
	return err_data(err, "'%s': its OME description does not say where "
			"that plane lies", path);
}

int axes_page(const struct axes *a, size_t c, size_t z, size_t t,
	      const char *path, size_t *page, struct err *err)
{
	*page = c * a->c_step + z * a->z_step + t * a->t_step;
	return a->ome ? ome_page(a, *page, path, page, err) : 0;
}
