/*
 * pixel.h - how a pixel is stored in a file, and how far apart pixels are
 * in the world.
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

const char *pixel_name(enum pixel p);	 /* "uint16", "float32" */
enum pixel pixel_find(const char *name); /* PIXEL_NONE: no such type */
size_t pixel_bytes(enum pixel p);
int pixel_is_float(enum pixel p);
int pixel_is_signed(enum pixel p);

struct pixel_pitch { /* from one pixel to the next; 0: not known */
	double x, y; /* micrometres */
};

/* Returns the micrometres of the unit called NAME (its first N bytes): "um",
 * "micron", "µm", "nm", "inch" ... in ASCII, UTF-8, Latin-1 or escaped; 0: it
 * is no unit of length. */
double pixel_size_unit(const char *name, size_t n);
/* From X pixels per UNIT_X across and Y per UNIT_Y down (micrometres; 0: not
 * known), rounded to six digits.  A printer's usual resolution (72, 96, 300
 * ... an inch) says nothing about a microscope: not known. */
struct pixel_pitch pixel_size_of(double x, double y, double unit_x,
				 double unit_y);
/* From TIFF's tags, whose UNIT is 2, an inch, or 3, a centimetre.  More than
 * 1 mm is not believed either. */
struct pixel_pitch pixel_size_of_tags(double x, double y, unsigned unit);

int pixel_size_known(const struct pixel_pitch *p);
/* Appends micrometres: "0.26", "0.26x0.3" where they differ, or nothing. */
void pixel_size_text(struct buf *to, const struct pixel_pitch *p);
/* 1: both are known and differ by more than 1 %. */
int pixel_size_differ(const struct pixel_pitch *a, const struct pixel_pitch *b);

#endif
