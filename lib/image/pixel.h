/*
 * pixel.h - the type of a pixel in a file, and the size of a pixel in the
 * specimen.
 */
#ifndef IMAGE_PIXEL_H
#define IMAGE_PIXEL_H

#include <stddef.h>

#include "base/buf.h"

enum pixel { /* the order is that of TIFF's formats and widths */
	     PIXEL_NONE,
	     PIXEL_U8,
	     PIXEL_U16,
	     PIXEL_U32,
	     PIXEL_U64,
	     PIXEL_I8,
	     PIXEL_I16,
	     PIXEL_I32,
	     PIXEL_I64,
	     PIXEL_F16,
	     PIXEL_F32,
	     PIXEL_F64,
};

const char *pixel_name(enum pixel p); /* "uint16", "float32" */
/* Returns the type called NAME, or PIXEL_NONE if there is none. */
enum pixel pixel_find(const char *name);
size_t pixel_bytes(enum pixel p);
int pixel_is_float(enum pixel p);
int pixel_is_signed(enum pixel p);

struct pixel_pitch { /* distance from one pixel to the next; 0: not known */
	double x, y; /* micrometres */
};

/* Returns how many micrometres the unit NAME (its first N bytes) is: "um",
 * "micron", "µm", "nm", "inch" ... in ASCII, UTF-8, Latin-1 or escaped.
 * Returns 0 if NAME is not a unit of length. */
double pixel_size_unit(const char *name, size_t n);
/* Returns the pitch of X pixels per UNIT_X across and Y pixels per UNIT_Y down,
 * rounded to six digits.  The units are in micrometres; 0: not known.  The
 * usual resolutions of printers and screens (72, 96, 300 ... an inch) say
 * nothing about a microscope, so the pitch is then not known. */
struct pixel_pitch pixel_size_of(double x, double y, double unit_x,
				 double unit_y);
/* The same from TIFF's tags, whose UNIT is 2 (inch) or 3 (centimetre); with any
 * other, the pitch is not known.  Nor is it if it would be more than 1 mm,
 * which is not credible. */
struct pixel_pitch pixel_size_of_tags(double x, double y, unsigned unit);

int pixel_size_known(const struct pixel_pitch *p);
/* Appends the pitch in micrometres: "0.26", "0.26x0.3" if x and y differ, or
 * nothing if it is not known. */
void pixel_size_text(struct buf *to, const struct pixel_pitch *p);
/* Returns 1 if both are known and differ by more than 1 %. */
int pixel_size_differ(const struct pixel_pitch *a, const struct pixel_pitch *b);

#endif
