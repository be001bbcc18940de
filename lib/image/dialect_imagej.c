/*
 * dialect_imagej.c - ImageJ's description: lines such as "channels=2",
 * "slices=3", "frames=4", "unit=micron".
 *
 * The channel varies fastest, then the slice, unless "order=" says otherwise. A
 * stack above 4 GB is one page, followed by the pixels of all others.
 *
 * ImageJ takes numbers as stored, whatever palette the image has and even if
 * white is 0.  Only a calibration changes them.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "image/dialect.h"

static int is(const struct dialect_file *f)
{
	return !strncmp(f->description, "ImageJ=", 7);
}

/* Returns the value after "KEY=" at the start of a line, or NULL. */
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

/* Returns the number after "KEY=" at the start of a line, or OTHERWISE. */
static double line_number(const char *text, const char *key, double otherwise)
{
	const char *value = line_value(text, key);
	char *copy;
	double x;

	if (!value)
		return otherwise;
	copy = mem_strn(value, strcspn(value, "\r\n"));
	if (num_real(&x, copy) < 0)
		x = otherwise;
	free(copy);
	return x;
}

/* Reads the calibration.  "cf=0" is a straight line, the only curve that ImageJ
 * writes without being asked: for signed images, which it stores as
 * unsigned. */
static void read_calibration(struct axes *a, const char *text)
{
	double cf = line_number(text, "cf", -1);

	if (cf < 0 || cf >= 20) /* 20: no calibration */
		return;
	a->calibration = AXES_CURVE;
	a->c0 = line_number(text, "c0", 0);
	a->c1 = line_number(text, "c1", 0);
	if (cf > 0 || a->c1 == 0 || !isfinite(a->c0) || !isfinite(a->c1))
		return;
	a->calibration = a->c0 != 0 || a->c1 != 1 ? AXES_LINE : AXES_NO_LINE;
}

static void read_distances(struct axes *a, const char *text)
{
	const char *unit = line_value(text, "tunit");
	double spacing = line_number(text, "spacing", 0) * a->unit;
	double interval = line_number(text, "finterval", 0);

	if (spacing > 0 && spacing < 1e12)
		a->spacing = spacing;
	if (interval > 0 && interval < 1e12 &&
	    (!unit || !strncmp(unit, "sec", 3)))
		a->interval = interval;
}

static void read(struct axes *a, const struct dialect_file *f)
{
	const char *text = f->description;
	const char *order = line_value(text, "order");
	const char *unit = line_value(text, "unit");
	const char *unit_y = line_value(text, "yunit");
	char three[4] = "czt";

	a->grey_palettes = 1;
	a->images = axes_length(line_value(text, "images"), 1);
	a->pages_are_numbered = a->images == f->pages;
	a->c = axes_length(line_value(text, "channels"), 1);
	a->z = axes_length(line_value(text, "slices"), 1);
	a->t = axes_length(line_value(text, "frames"), 1);
	if (is_order(order))
		memcpy(three, order, 3);
	axes_set_order(a, three);
	/* Without lengths, nothing is known of what the pages are. */
	a->known = a->c && a->z && a->t && a->c * a->z * a->t > 1;
	if (unit)
		a->unit = pixel_size_unit(unit, strcspn(unit, "\r\n"));
	a->unit_y = unit_y ? pixel_size_unit(unit_y, strcspn(unit_y, "\r\n")) :
			     a->unit;
	read_distances(a, text);
	read_calibration(a, text);
}

static struct pixel_pitch pitch(const struct axes *a,
				const struct tiff_page *page)
{
	double x = (double)page->density[0], y = (double)page->density[1];

	return a->unit < 0 ? pixel_size_of_tags(x, y, page->density_unit) :
			     pixel_size_of(x, y, a->unit, a->unit_y);
}

const struct dialect dialect_imagej = {
	.name = "ImageJ",
	.is = is,
	.read = read,
	.pitch = pitch,
};
