/* pixel.c - see pixel.h. */
#include "image/pixel.h"

#include <math.h>
#include <string.h>

static const struct {
	const char *name;
	size_t size;
	int is_float, is_signed;
} kind[] = {
	[PIXEL_NONE] = { "none", 0, 0, 0 },
	[PIXEL_U8] = { "uint8", 1, 0, 0 },
	[PIXEL_U16] = { "uint16", 2, 0, 0 },
	[PIXEL_U32] = { "uint32", 4, 0, 0 },
	[PIXEL_U64] = { "uint64", 8, 0, 0 },
	[PIXEL_I8] = { "int8", 1, 0, 1 },
	[PIXEL_I16] = { "int16", 2, 0, 1 },
	[PIXEL_I32] = { "int32", 4, 0, 1 },
	[PIXEL_I64] = { "int64", 8, 0, 1 },
	[PIXEL_F16] = { "float16", 2, 1, 1 },
	[PIXEL_F32] = { "float32", 4, 1, 1 },
	[PIXEL_F64] = { "float64", 8, 1, 1 },
};

const char *pixel_name(enum pixel p)
{
	return kind[p].name;
}

enum pixel pixel_find(const char *name)
{
	for (enum pixel p = PIXEL_U8; p <= PIXEL_F64; p++)
		if (!strcmp(kind[p].name, name))
			return p;
	return PIXEL_NONE;
}

size_t pixel_bytes(enum pixel p)
{
	return kind[p].size;
}

int pixel_is_float(enum pixel p)
{
	return kind[p].is_float;
}

int pixel_is_signed(enum pixel p)
{
	return kind[p].is_signed;
}

static const struct {
	const char *name;
	double um;
} units[] = {
	{ "um", 1 },
	{ "\302\265m", 1 },
	{ "\316\274m", 1 },
	{ "\265m", 1 },
	{ "\\u00B5m", 1 },
	{ "\\u00b5m", 1 },
	{ "\\u03BCm", 1 },
	{ "&#181;m", 1 },
	{ "&#xB5;m", 1 },
	{ "&#xb5;m", 1 },
	{ "&#956;m", 1 },
	{ "&#x3BC;m", 1 },
	{ "&micro;m", 1 },
	{ "micron", 1 },
	{ "microns", 1 },
	{ "micrometer", 1 },
	{ "micrometers", 1 },
	{ "micrometre", 1 },
	{ "micrometres", 1 },
	{ "\303\205", 1e-4 },
	{ "\342\204\253", 1e-4 },
	{ "pm", 1e-6 },
	{ "nm", 1e-3 },
	{ "nanometer", 1e-3 },
	{ "nanometers", 1e-3 },
	{ "nanometre", 1e-3 },
	{ "mm", 1e3 },
	{ "millimeter", 1e3 },
	{ "millimetre", 1e3 },
	{ "cm", 1e4 },
	{ "centimeter", 1e4 },
	{ "centimetre", 1e4 },
	{ "m", 1e6 },
	{ "meter", 1e6 },
	{ "metre", 1e6 },
	{ "inch", 25400 },
	{ "inches", 25400 },
	{ "in", 25400 },
};

double pixel_size_unit(const char *name, size_t n)
{
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
		if (strlen(units[i].name) == n &&
		    !memcmp(units[i].name, name, n))
			return units[i].um;
	return 0;
}

/* libtiff hands resolutions on as floats of seven digits. */
static double tidy(double um)
{
	double step = pow(10, floor(log10(um)) - 5);

	return round(um / step) * step;
}

struct pixel_pitch pixel_size_of(double x, double y, double unit)
{
	struct pixel_pitch p = { 0 };

	if (!(x > 0) || !(y > 0) || !(unit > 0) || !isfinite(x) ||
	    !isfinite(y) || !isfinite(unit / x) || !isfinite(unit / y) ||
	    !(unit / x > 0) || !(unit / y > 0))
		return p;
	return (struct pixel_pitch){ tidy(unit / x), tidy(unit / y) };
}

static int is_printers(double dpi)
{
	static const int usual[] = { 72,  75,  90,  96,	  100, 120, 144,
				     150, 180, 200, 240,  300, 350, 360,
				     400, 600, 720, 1200, 2400 };

	for (size_t i = 0; i < sizeof(usual) / sizeof(*usual); i++)
		if (fabs(dpi - usual[i]) < 0.02)
			return 1;
	return 0;
}

struct pixel_pitch pixel_size_of_tags(double x, double y, unsigned unit)
{
	double um = unit == 2 ? 25400 : unit == 3 ? 10000 : 0;
	struct pixel_pitch p = pixel_size_of(x, y, um);

	if (is_printers(x * 25400 / (um ? um : 1)) || p.x > 1000)
		return (struct pixel_pitch){ 0 };
	return p;
}

int pixel_size_known(const struct pixel_pitch *p)
{
	return p->x > 0 && p->y > 0;
}

void pixel_size_text(struct buf *to, const struct pixel_pitch *p)
{
	if (!pixel_size_known(p))
		return;
	buf_printf(to, "%.9g", p->x);
	if (fabs(p->x - p->y) > 1e-6 * p->x)
		buf_printf(to, "x%.9g", p->y);
}

int pixel_size_differ(const struct pixel_pitch *a, const struct pixel_pitch *b)
{
	return pixel_size_known(a) && pixel_size_known(b) &&
	       (fabs(log(a->x / b->x)) > log(1.01) ||
		fabs(log(a->y / b->y)) > log(1.01));
}
