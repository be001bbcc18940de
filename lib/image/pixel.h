/*
 * pixel.h - types of pixels in files, the distance between neighbouring pixels
 * in the specimen (the pitch), and what headers say about an image.
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

/* What the headers of a file say about an image. */
struct image_info {
	size_t width, height, planes;
	/* lengths of axes; 1 for an axis that the file does not have */
	size_t pages, channels, slices, frames;
	size_t stack;  /* number of slices that HEIGHT covers; 1 for a plane */
	unsigned bits; /* number of significant bits in a sample (1..64) */
	enum pixel type; /* the type that samples are decoded to */
	struct pixel_pitch pitch;
};

/* Returns the length, in micrometres, of the unit called NAME (N bytes): "um",
 * "micron", "µm", "nm", "inch" ... in ASCII, UTF-8, Latin-1, or escaped as in
 * XML or Java.  Returns 0 if NAME is not a unit of length. */
double pixel_size_unit(const char *name, size_t n);

/* Returns the pitch of an image with X pixels per UNIT_X across and Y pixels
 * per UNIT_Y down, rounded to six digits.  UNIT_X and UNIT_Y are lengths in
 * micrometres.
 *
 * The pitch is unknown if UNIT_X or UNIT_Y is 0.  It is also unknown if the
 * resolution is a usual one of printers and screens (72, 96, 300 ... pixels an
 * inch).  Such a resolution says nothing about a microscope. */
struct pixel_pitch pixel_size_of(double x, double y, double unit_x,
				 double unit_y);

/* Returns the pitch of an image with the resolution X and Y in TIFF's tags.
 * UNIT is 2 for pixels per inch or 3 for pixels per centimetre.
 *
 * With any other UNIT, and where pixel_size_of says so, the pitch is unknown.
 * It is also unknown if it would be more than 1 mm: no microscope has such a
 * pitch. */
struct pixel_pitch pixel_size_of_tags(double x, double y, unsigned unit);

int pixel_size_known(const struct pixel_pitch *p);

/* Appends the pitch in micrometres: "0.26", or "0.26x0.3" if x and y differ.
 * Appends nothing if the pitch is unknown. */
void pixel_size_text(struct buf *to, const struct pixel_pitch *p);

/* Returns 1 if both pitches are known and differ by more than 1 %. */
int pixel_size_differ(const struct pixel_pitch *a, const struct pixel_pitch *b);

#endif
