/*
 * dialect_imagej.c - ImageJ's description: lines "channels=2", "slices=3",
 * "frames=4", "unit=micron".
 *
 * The channel runs fastest, then the slice, unless "order=" says otherwise.
 * Stacks above 4 GB are one page, followed by the pixels of all others.
 */
#include <string.h>

#include "image/dialect.h"

static int is(const struct dialect_file *f)
{
	return !strncmp(f->description, "ImageJ=", 7);
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

static void read(struct axes *a, const struct dialect_file *f)
{
	const char *text = f->description;
	const char *order = line_value(text, "order");
	const char *unit = line_value(text, "unit");
	char three[4] = "czt";

	a->grey_palettes = a->pages_are_numbered = 1;
	a->images = axes_length(line_value(text, "images"), 1);
	a->c = axes_length(line_value(text, "channels"), 1);
	a->z = axes_length(line_value(text, "slices"), 1);
	a->t = axes_length(line_value(text, "frames"), 1);
	if (is_order(order))
		memcpy(three, order, 3);
	axes_set_order(a, three);
	/* A stack without lengths is a row of pages of no known kind. */
	a->known = a->c && a->z && a->t && a->c * a->z * a->t > 1;
	if (unit)
		a->unit = pixel_size_unit(unit, strcspn(unit, "\r\n"));
}

static struct pixel_pitch pitch(const struct axes *a,
				const struct tiff_page *page)
{
	double x = (double)page->density[0], y = (double)page->density[1];

	return a->unit < 0 ? pixel_size_of_tags(x, y, page->density_unit) :
			     pixel_size_of(x, y, a->unit);
}

const struct dialect dialect_imagej = {
	.name = "ImageJ",
	.is = is,
	.read = read,
	.pitch = pitch,
};
