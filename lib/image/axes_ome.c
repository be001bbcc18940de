/*
 * axes_ome.c - what an OME-TIFF's description says.
 *
 * A Pixels element gives the lengths, DimensionOrder and the size of a
 * pixel; its Channel elements names; its TiffData elements map runs of
 * planes to runs of pages.  Of several, as of a plate, the first counts that
 * has planes in this file.  We look for these elements only and need no XML
 * parser for it.
 */
#include "image/axes_ome.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/num.h"
#include "image/pixel_size.h"

enum { LENGTH_MAX = 1 << 24, CHANNELS_MAX = 1000 };

static size_t length(const char *digits, size_t otherwise)
{
	size_t x = 0;

	if (!digits || *digits < '0' || *digits > '9')
		return otherwise;
	for (; *digits >= '0' && *digits <= '9' && x < LENGTH_MAX; digits++)
		x = 10 * x + (size_t)(*digits - '0');
	return x;
}

/* The next start of element NAME (any prefix) in TEXT, after its name. */
static const char *element(const char *text, const char *name)
{
	size_t n = strlen(name);

	while (text && (text = strchr(text, '<'))) {
		const char *p = ++text, *end = p + strcspn(p, " \t\r\n/>");
		const char *colon = memchr(p, ':', (size_t)(end - p));

		if (!strncmp(p, "!--", 3)) {
			text = strstr(p, "-->");
			continue;
		}
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

int axes_ome_is(const char *description)
{
	return element(description, "OME") != NULL;
}

/* The five entities of XML; others stay as they are. */
static char *plain_text(const char *value)
{
	static const char *const entity[] = { "&amp;", "&lt;", "&gt;", "&quot;",
					      "&apos;" };
	size_t n = strcspn(value, value[-1] == '"' ? "\"" : "'");
	struct buf b = { 0 };

	for (size_t i = 0; i < n; i++) {
		char c = value[i];

		for (size_t k = 0; k < 5 && value[i] == '&'; k++)
			if (!strncmp(value + i, entity[k], strlen(entity[k]))) {
				c = "&<>\"'"[k];
				i += strlen(entity[k]) - 1;
				break;
			}
		buf_char(&b, c);
	}
	return buf_detach(&b);
}

static void read_channels(struct axes *a, const char *pixels)
{
	const char *c = pixels, *name;

	while (a->channel.n < CHANNELS_MAX && (c = element(c, "Channel"))) {
		name = attribute(c, "Name");
		strs_take(&a->channel, name ? plain_text(name) : mem_str(""));
	}
}

static double size_of(const char *pixels, const char *name,
		      const char *unit_name)
{
	const char *value = attribute(pixels, name);
	const char *unit = attribute(pixels, unit_name);
	char *text;
	double x;
	int bad;

	if (!value)
		return 0;
	text = plain_text(value);
	bad = num_real(&x, text) < 0 || !(x > 0 && x < 1e12);
	free(text);
	if (bad)
		return 0;
	return unit ? x * pixel_size_unit(unit, strcspn(unit, "\"'")) : x;
}

static void read_pitch(struct axes *a, const char *pixels)
{
	double x = size_of(pixels, "PhysicalSizeX", "PhysicalSizeXUnit");
	double y = size_of(pixels, "PhysicalSizeY", "PhysicalSizeYUnit");

	if (x > 0)
		a->pitch = (struct pixel_pitch){ x, y > 0 ? y : x };
}

/* What stands between a Pixels element's name and its end. */
static char *contents(const char *pixels)
{
	const char *end = strstr(pixels, "Pixels>");
	const char *next = element(pixels, "Pixels");

	if (!end || (next && next < end))
		end = next;
	return end ? mem_strn(pixels, (size_t)(end - pixels)) : mem_str(pixels);
}

/* The UUID element of a TiffData element, or NULL. */
static const char *uuid_of(const char *data)
{
	const char *past = data + strcspn(data, ">"); /* its tag */
	const char *next = element(data, "TiffData"), *uuid;
	const char *end = strstr(data, "TiffData>");

	if (past[-1] == '/' || !end)
		return NULL;
	uuid = element(past, "UUID");
	return uuid && uuid < end && !(next && uuid > next) ? uuid : NULL;
}

/* Whether that UUID is the one that the file has given itself. */
static int is_own(const struct axes *a, const char *uuid)
{
	const char *id = uuid + strcspn(uuid, ">");
	size_t n;

	id += strspn(id, "> \t\r\n");
	n = strcspn(id, "< \t\r\n");
	return a->uuid && strlen(a->uuid) == n && !memcmp(a->uuid, id, n);
}

/* The file a TiffData element names, or NULL: the file it is in, whatever
 * that is called by now. */
static char *other_file(const struct axes *a, const char *data,
			const char *path)
{
	const char *uuid = uuid_of(data), *base = strrchr(path, '/'), *name;
	char *other;

	if (!uuid || is_own(a, uuid) || !(name = attribute(uuid, "FileName")))
		return NULL;
	other = plain_text(name);
	if (strcmp(other, base ? base + 1 : path))
		return other;
	free(other);
	return NULL;
}

static int is_here(const struct axes *a, const char *pixels, const char *path)
{
	const char *data = element(pixels, "TiffData");
	char *other;

	if (!data)
		return 1;
	for (; data; data = element(data, "TiffData")) {
		if (!(other = other_file(a, data, path)))
			return 1;
		free(other);
	}
	return 0;
}

/* The Pixels element that is about this file, or else the first. */
static char *choose_pixels(const struct axes *a, const char *text,
			   const char *path)
{
	const char *at = element(text, "Pixels"), *first = at;

	for (; at; at = element(at, "Pixels")) {
		char *pixels = contents(at);

		if (is_here(a, pixels, path))
			return pixels;
		free(pixels);
	}
	return first ? contents(first) : NULL;
}

/* A description may outlive a change of the image. */
static int is_about(const char *pixels, const struct tiff_page *page)
{
	return length(attribute(pixels, "SizeX"), page->width) == page->width &&
	       length(attribute(pixels, "SizeY"), page->height) == page->height;
}

static void read_lengths(struct axes *a, const char *pixels, size_t samples)
{
	const char *order = attribute(pixels, "DimensionOrder");

	a->c = length(attribute(pixels, "SizeC"), 0);
	a->z = length(attribute(pixels, "SizeZ"), 0);
	a->t = length(attribute(pixels, "SizeT"), 0);
	if (!order || strncmp(order, "XY", 2) || strlen(order) < 5 || !a->c ||
	    !a->z || !a->t || a->c % samples)
		return;
	a->c /= samples; /* OME counts the samples of a pixel */
	char three[4] = { order[2], order[3], order[4], 0 };
	axes_steps(a, three);
	a->ome = a->known = a->c_step && a->z_step && a->t_step;
}

void axes_ome_read(struct axes *a, const char *text,
		   const struct tiff_page *page, const char *path)
{
	const char *root = element(text, "OME"), *uuid;

	if (root && (uuid = attribute(root, "UUID")))
		a->uuid = plain_text(uuid);
	if (!(a->text = choose_pixels(a, text, path)))
		return;
	a->unit = 0; /* it is OME's to say */
	if (!is_about(a->text, page))
		return;
	read_pitch(a, a->text);
	read_lengths(a, a->text, page->samples);
	if (a->known)
		read_channels(a, a->text);
}

/* TiffData: a run of planes from First on is a run of pages from IFD on. */
int axes_ome_page(const struct axes *a, size_t plane, const char *path,
		  size_t *page, struct err *err)
{
	const char *data = element(a->text, "TiffData");
	size_t all = a->c * a->z * a->t;

	*page = plane;
	if (!data)
		return 0;
	for (; data; data = element(data, "TiffData")) {
		const char *ifd = attribute(data, "IFD");
		size_t first =
			length(attribute(data, "FirstC"), 0) * a->c_step +
			length(attribute(data, "FirstZ"), 0) * a->z_step +
			length(attribute(data, "FirstT"), 0) * a->t_step;
		size_t n = length(attribute(data, "PlaneCount"), ifd ? 1 : all);
		char *other;

		if (plane < first || plane - first >= n)
			continue;
		if ((other = other_file(a, data, path))) {
			err_data(err, "'%s': that plane lies in '%s'", path,
				 other);
			free(other);
			return -1;
		}
		*page = length(ifd, 0) + (plane - first);
		return 0;
	}
	return err_data(err,
			"'%s': its OME description does not say where "
			"that plane lies: take pages by number, as in "
			"'%s[0]', or say what they are by --axes",
			path, path);
}
