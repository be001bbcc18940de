/*
 * image.h - one plane of pixels as floats, and how to name it.
 *
 * An image reference is a path, or `path[3]` (page, from 0), or
 * `path[c=1,z=4,t=0]` (channel, slice, frame of an ImageJ hyperstack,
 * OME-TIFF or tifffile stack; of an interleaved file: c is the sample), or
 * `path[3,c=1]` (a sample of a page).  `c=DAPI` is the channel that an
 * OME-TIFF calls so.  `path[axes=tz5,z=3,t=0]` says what the pages are,
 * slowest first, whatever the file says: here five slices a frame.  A file
 * with several planes and no selection is an error that says how to
 * select.
 *
 * `path[z=all]` is a stack: all its slices at once, one below the other,
 * which for most purposes is one tall plane.
 *
 * White-is-0 images are turned over; a palette's colours are three
 * channels of uint16 (unless ImageJ wrote it: those only dress up grey
 * levels).  `raw` among the selection gives the samples as stored.
 */
#ifndef IMAGE_IMAGE_H
#define IMAGE_IMAGE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/strs.h"

enum pixel { /* how a pixel is stored in the file */
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
enum pixel pixel_find(const char *name); /* PIXEL_NONE: no such */
size_t pixel_bytes(enum pixel p);	 /* bytes */
int pixel_is_float(enum pixel p);

struct pixel_pitch { /* from one pixel to the next; 0: not known */
	double x, y; /* micrometres */
};

struct image {
	size_t width, height;
	enum pixel type; /* of the file */
	size_t slices;	 /* 1 but for stacks: height is that of all */
	float *px;	 /* height x width, row by row, owned */
	struct pixel_pitch pitch;
	const char *note; /* how its samples were changed: see scan.h */
};

struct image_info {
	size_t width, height, planes;
	size_t pages, channels, slices, frames; /* 1 where there is none */
	size_t stack;	 /* slices that height is of; 1: a plane */
	unsigned bits;	 /* significant bits a sample (1..64) */
	enum pixel type; /* the type samples are decoded to */
	struct pixel_pitch pitch;
};

/* Read what the header says, no pixels. */
int image_info(struct image_info *info, const char *ref, struct err *err);

/* A reference to each plane REF holds, in order: channels fastest, then
 * slices, then frames; or pages.  REF itself if it names one plane. */
int plane_list(struct strs *to, const char *ref, struct err *err);
/* Of REF with a `*` in place of a number ("a.tif[c=0,t=*]", "a.tif[*]")
 * each that it stands for; of another REF itself.  VARIED (same length)
 * gets what was put in: "t3", "z0_t3"; "" where nothing was. */
int ref_expand(struct strs *to, struct strs *varied, const char *ref,
	       struct err *err);
/* REF with AXES said in it ("a.tif[axes=t,t=3]"), unless it says some or
 * names a page; AXES NULL: REF.  The caller frees it. */
char *ref_with_axes(const char *ref, const char *axes);

/* The plane that REF names, as floats.  Integers above 2^24 and doubles
 * are rounded to float; non-finite pixels are kept (callers check). */
int image_read(struct image *im, const char *ref, struct err *err);
void image_release(struct image *im);

/* Write PX (HEIGHT x WIDTH; SLICES below each other become pages) as TYPE
 * (PIXEL_U8, U16, F32), whole or not at all.  Integers: rounded to nearest
 * even, *CLIPPED counts the pixels that did not fit (NULL: do not count).
 * PITCH: NULL, not known. */
int image_write(const char *path, const float *px, size_t width, size_t height,
		enum pixel type, const struct pixel_pitch *pitch,
		uint64_t *clipped, struct err *err);
int image_write_stack(const char *path, const float *px, size_t width,
		      size_t height, size_t slices, enum pixel type,
		      const struct pixel_pitch *pitch, uint64_t *clipped,
		      struct err *err);

/* The path inside REF and what follows it ("[3]" or ""); freed by the
 * caller.  A name that exists as a file is a path, brackets and all. */
void ref_split(const char *ref, char **path, char **select);

#endif
