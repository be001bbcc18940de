/*
 * pixel.h - the types of pixels in files, their pitch, and what a file says
 * about an image.
 *
 * The pitch is the distance between neighbouring pixels in the specimen.
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

enum { PIXEL_CHANNEL = 48 }; /* bytes of a channel's name that are kept */

/* What the headers of a file say about an image. */
struct image_info {
	size_t width, height, planes;
	/* number of pages, and lengths of the axes; 1 for an axis that the file
	 * does not have */
	size_t pages, channels, slices, frames;
	size_t stack;  /* number of slices that HEIGHT covers; 1 for a plane */
	unsigned bits; /* number of significant bits in a sample (1..64) */
	enum pixel type; /* the type that samples are decoded to */
	/* the same, before the image is corrected and binned (derive.h) */
	enum pixel file_type;
	struct pixel_pitch pitch;
	/* name of the channel that was chosen, or "": the file names none */
	char channel[PIXEL_CHANNEL];
};

/* Returns the micrometres in the unit NAME (N bytes), such as "um", "µm", "nm"
 * or "inch", or 0 if NAME is no unit of length.  NAME may be ASCII, UTF-8,
 * Latin-1, or escaped as in XML or Java. */
double pixel_size_unit(const char *name, size_t n);

/* Returns the pitch, rounded to six digits, if there are X pixels in UNIT_X
 * micrometres across, and Y pixels in UNIT_Y micrometres down.
 *
 * The pitch is unknown if X, Y or a unit is 0.  In inches, centimetres and
 * millimetres it is also unknown at a resolution of printers and screens (72,
 * 96, 300 ... pixels an inch, or 28, 38, 118 ... a centimetre); and, in inches
 * and centimetres, above 1 mm. */
struct pixel_pitch pixel_size_of(double x, double y, double unit_x,
				 double unit_y);

/* Returns the pitch (pixel_size_of) from TIFF's tags: X and Y pixels per inch
 * (UNIT 2) or centimetre (UNIT 3).  Any other UNIT: unknown. */
struct pixel_pitch pixel_size_of_tags(double x, double y, unsigned unit);

int pixel_size_known(const struct pixel_pitch *p);

/* Appends the pitch in micrometres, "0.26" or "0.26x0.3", or nothing if the
 * pitch is unknown. */
void pixel_size_text(struct buf *to, const struct pixel_pitch *p);

/* Returns the pitch of which pixel_size_text made TEXT.  It is unknown if TEXT
 * is NULL, empty, or something else. */
struct pixel_pitch pixel_size_of_text(const char *text);

/* Returns 1 if both pitches are known and differ by more than 1 %. */
int pixel_size_differ(const struct pixel_pitch *a, const struct pixel_pitch *b);

#endif
