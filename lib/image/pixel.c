/* pixel.c - see pixel.h. */
#include "image/pixel.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/calc.h"
#include "base/mem.h"
#include "base/num.h"

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

enum { INCH = 25400, CENTIMETRE = 10000, MILLIMETRE = 1000 }; /* um */

static const struct {
	const char *name;
	double um;
} units[] = {
	{ "um", 1 },
	{ "\302\265m", 1 },
	{ "\316\274m", 1 },
	{ "\265m", 1 },
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
	{ "mm", MILLIMETRE },
	{ "millimeter", MILLIMETRE },
	{ "millimetre", MILLIMETRE },
	{ "cm", CENTIMETRE },
	{ "centimeter", CENTIMETRE },
	{ "centimetre", CENTIMETRE },
	{ "m", 1e6 },
	{ "meter", 1e6 },
	{ "metre", 1e6 },
	{ "inch", INCH },
	{ "inches", INCH },
	{ "in", INCH },
};

/* Returns the letter that is escaped at the start of TEXT, as XML or Java do,
 * and sets *END to what follows.  Returns 0 if none is. */
static unsigned long escaped(const char *text, char **end)
{
	unsigned long x = 0;

	*end = NULL;
	if (!strncmp(text, "&#x", 3) || !strncmp(text, "&#X", 3))
		x = strtoul(text + 3, end, 16);
	else if (!strncmp(text, "&#", 2))
		x = strtoul(text + 2, end, 10);
	if (*end)
		return *(*end)++ == ';' ? x : 0;
	if (!strncmp(text, "\\u", 2) && strlen(text) >= 6) {
		char four[5] = { text[2], text[3], text[4], text[5] };

		x = strtoul(four, end, 16);
		*end = (char *)(uintptr_t)(text + 6);
	}
	return x;
}

static double named_unit(const char *name)
{
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
		if (!strcmp(units[i].name, name) ||
		    /* letter case counts only in short names: "Mm" is not
		     * "mm" */
		    (strlen(name) > 4 && !strcasecmp(units[i].name, name)))
			return units[i].um;
	return 0;
}

double pixel_size_unit(const char *name, size_t n)
{
	enum { MICRO = 0xb5, MU = 0x3bc };
	char text[32] = "", *rest;
	unsigned long letter;

	if (n >= sizeof(text))
		return 0;
	memcpy(text, name, n);
	letter = escaped(text, &rest);
	if (letter == MICRO || letter == MU)
		return strcmp(rest, "m") ? 0 : 1;
	return named_unit(text);
}

/* Rounds to six digits, since libtiff returns resolutions as floats, which have
 * seven. */
static double tidy(double um)
{
	int digits = 5 - (int)floor(calc_log10(um));
	double step = digits < 0 ? calc_power(10, (uint64_t)-digits) :
				   1 / calc_power(10, (uint64_t)digits);

	return round(um / step) * step;
}

/* Returns 1 if DENSITY pixels per UNIT is DPI pixels an inch.  Per centimetre
 * it may have been rounded to no digit (JFIF) or to one. */
static int is_dpi(double density, double unit, double dpi)
{
	double inch = density * INCH / unit, cm = density * CENTIMETRE / unit;
	double want = dpi * CENTIMETRE / INCH;

	return fabs(inch - dpi) < 0.02 ||
	       (unit != INCH && (fabs(cm - round(want)) < 1e-4 ||
				 fabs(10 * cm - round(10 * want)) < 1e-3));
}

/* Returns 1 if DENSITY pixels per UNIT is a usual resolution of printers, or
 * filler, in a unit of printers. */
static int is_printers(double density, double unit)
{
	static const int usual[] = { 72,  75,  90,  96,	  100, 120, 144,
				     150, 180, 200, 240,  300, 350, 360,
				     400, 600, 720, 1200, 2400 };

	if (unit != INCH && unit != CENTIMETRE && unit != MILLIMETRE)
		return 0;
	for (size_t i = 0; i < sizeof(usual) / sizeof(*usual); i++)
		if (is_dpi(density, unit, usual[i]))
			return 1;
	return unit != MILLIMETRE && unit / density > MILLIMETRE;
}

struct pixel_pitch pixel_size_of(double x, double y, double unit_x,
				 double unit_y)
{
	double um_x = unit_x / x, um_y = unit_y / y;

	if (!(x > 0) || !(y > 0) || !isfinite(x) || !isfinite(y) ||
	    !(um_x > 0) || !(um_y > 0) || !isfinite(um_x) || !isfinite(um_y) ||
	    is_printers(x, unit_x))
		return (struct pixel_pitch){ 0 };
	return (struct pixel_pitch){ tidy(um_x), tidy(um_y) };
}

struct pixel_pitch pixel_size_of_tags(double x, double y, unsigned unit)
{
	double um = unit == 2 ? INCH : unit == 3 ? CENTIMETRE : 0;

	return pixel_size_of(x, y, um, um);
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

struct pixel_pitch pixel_size_of_text(const char *text)
{
	const char *by = text ? strchr(text, 'x') : NULL;
	char *across = by ? mem_strn(text, (size_t)(by - text)) :
			    mem_str(text ? text : "");
	struct pixel_pitch p = { 0, 0 };
	int good = num_real(&p.x, across) == 0 &&
		   num_real(&p.y, by ? by + 1 : across) == 0;

	free(across);
	return good && pixel_size_known(&p) && p.x < 1e12 && p.y < 1e12 ?
		       p :
		       (struct pixel_pitch){ 0, 0 };
}

int pixel_size_differ(const struct pixel_pitch *a, const struct pixel_pitch *b)
{
	return pixel_size_known(a) && pixel_size_known(b) &&
	       (fabs(calc_log(a->x / b->x)) > calc_log(1.01) ||
		fabs(calc_log(a->y / b->y)) > calc_log(1.01));
}
