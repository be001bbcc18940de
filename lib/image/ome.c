/*
 * ome.c - what an OME-TIFF's description says.
 *
 * The first Pixels element gives the lengths, DimensionOrder and the size
 * of a pixel; its Channel elements names; its TiffData elements map runs of
 * planes to runs of pages.  We look for these elements only and need no XML
 * parser for it.
 */
#include "image/ome.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/num.h"
#include "image/pitch.h"

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

int ome_is(const char *description)
{
	return element(description, "OME") != NULL;
}

/* The five entities of XML; others stay as they are. */
static char *plain_text(const char *value)
{
	static const char *const entity[] = { "&amp;", "&lt;", "&gt;",
					      "&quot;", "&apos;" };
	size_t n = strcspn(value, value[-1] == '"' ? "\"" : "'");
	struct buf b = { 0 };

	for (size_t i = 0; i < n; i++) {
		char c = value[i];

		for (size_t k = 0; k < 5 && value[i] == '&'; k++)
			if (!strncmp(value + i, entity[k],
				     strlen(entity[k]))) {
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
	const char *end = strstr(pixels, "Pixels>"), *c = pixels, *name;

	while (a->channel.n < CHANNELS_MAX && (c = element(c, "Channel")) &&
	       (!end || c < end)) {
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
	return unit ? x * pitch_unit(unit, strcspn(unit, "\"'")) : x;
}

static void read_pitch(struct axes *a, const char *pixels)
{
	double x = size_of(pixels, "PhysicalSizeX", "PhysicalSizeXUnit");
	double y = size_of(pixels, "PhysicalSizeY", "PhysicalSizeYUnit");

	if (x > 0)
		a->pitch = (struct pitch){ x, y > 0 ? y : x };
}

void ome_read(struct axes *a, const char *text, size_t samples)
{
	const char *pixels = element(text, "Pixels"), *order;

	if (!pixels)
		return;
	a->unit = 0;		/* it is OME's to say */
	read_pitch(a, pixels);
	if (!(order = attribute(pixels, "DimensionOrder")))
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
	axes_steps(a, three);
	a->ome = a->known = a->c_step && a->z_step && a->t_step;
	read_channels(a, pixels);
}

/* The file a TiffData element names, or NULL: the file it is in. */
static char *other_file(const char *data, const char *path)
{
	const char *end = strstr(data, "TiffData>"), *next, *name;
	const char *uuid = element(data, "UUID"), *base = strrchr(path, '/');
	const char *past = data + strcspn(data, ">");	/* its tag */
	size_t n;

	next = element(data, "TiffData");
	if (past[-1] == '/' || !uuid || !end ||
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
int ome_page(const struct axes *a, size_t plane, const char *path,
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
