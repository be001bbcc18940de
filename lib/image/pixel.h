/*
 * pixel.h - types of pixels in files, and distances between pixels in the
 * specimen.
 */
#ifndef IMAGE_PIXEL_H
#define IMAGE_PIXEL_H

#include <stddef.h>

#include "base/buf.h"

enum pixel { /* in the order of TIFF's formats and widths */
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

/* Returns the length, in micrometres, of the unit called NAME (N bytes): "um",
 * "micron", "µm", "nm", "inch" ... in ASCII, UTF-8, Latin-1, or escaped as in
 * XML or Java.  Returns 0 if NAME is not a unit of length. */
double pixel_size_unit(const char *name, size_t n);
/* Returns the pitch, rounded to six digits, of an image with X pixels per
 * UNIT_X across and Y pixels per UNIT_Y down.  The units are lengths in
 * micrometres; if one is 0, the pitch is unknown.  It is also unknown for the
 * usual resolutions of printers and screens (72, 96, 300 ... an inch), which
 * say nothing about a microscope. */
struct pixel_pitch pixel_size_of(double x, double y, double unit_x,
				 double unit_y);
/* Does the same for a resolution in TIFF's tags, whose UNIT is 2 (inch) or 3
 * (centimetre).  With any other unit the pitch is unknown.  It is also unknown
 * if it would be more than 1 mm, which no microscope has. */
struct pixel_pitch pixel_size_of_tags(double x, double y, unsigned unit);

int pixel_size_known(const struct pixel_pitch *p);
/* Appends the pitch in micrometres: "0.26", or "0.26x0.3" if x and y differ.
 * Appends nothing if it is unknown. */
void pixel_size_text(struct buf *to, const struct pixel_pitch *p);
/* Returns 1 if both pitches are known and differ by more than 1 %. */
int pixel_size_differ(const struct pixel_pitch *a, const struct pixel_pitch *b);

#endif
