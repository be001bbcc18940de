/*
 * pixel_size.h - how far apart pixels are.
 */
#ifndef IMAGE_PIXEL_SIZE_H
#define IMAGE_PIXEL_SIZE_H

#include "base/buf.h"
#include "image/image.h"

/* Micrometres of the unit called NAME (its first N bytes): "um", "micron",
 * "µm", "nm", "inch" ... in ASCII, UTF-8, Latin-1 or escaped; 0: no unit of
 * length. */
double pixel_size_unit(const char *name, size_t n);
/* From pixels per UNIT (micrometres; 0: unknown), rounded to six digits. */
struct pixel_pitch pixel_size_of(double x, double y, double unit);
/* From TIFF's tags, whose UNIT is 2, an inch, or 3, a centimetre.  What is
 * a printer's usual resolution (72, 96, 300 ... an inch) or above 1 mm says
 * nothing about a microscope and is not known. */
struct pixel_pitch pixel_size_of_tags(double x, double y, unsigned unit);

int pixel_size_known(const struct pixel_pitch *p);
/* Micrometres: "0.26", or "0.26x0.3" where they differ, or "". */
void pixel_size_text(struct buf *to, const struct pixel_pitch *p);
/* 1: both are known and differ by more than 1 %. */
int pixel_size_differ(const struct pixel_pitch *a, const struct pixel_pitch *b);

#endif
