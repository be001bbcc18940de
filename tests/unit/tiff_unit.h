/*
 * tiff_unit.h - what tests of reading TIFFs share: small files, and what is
 * read from them.
 */
#ifndef TIFF_UNIT_H
#define TIFF_UNIT_H

#include "tiff_make.h"

#include "image/image.h"

/* The present file.  Each has a name of its own, since an input that has
 * changed after its first reading is refused. */
static char file[20];

static inline const char *R(const char *select)
{
	static char ref[100];

	snprintf(ref, sizeof(ref), "%s%s", file, select);
	return ref;
}

static inline void next_name(void)
{
	static int n;

	unlink(file);
	snprintf(file, sizeof(file), "%d.tif", ++n);
}

static inline void put(const struct tiff_make *m)
{
	next_name();
	tiff_make(file, m);
}

static inline void put_bytes(const char *data, size_t n)
{
	next_name();
	unit_write(file, data, n);
}

static inline uint64_t ramp(size_t page, size_t sample, size_t x, size_t y)
{
	return page * 50 + sample * 10 + (x + y) % 10;
}

static const struct tiff_make small = {
	.width = 6,
	.height = 4,
	.bits = 8,
	.format = 1,
	.samples = 1,
	.photometric = 1,
	.value = ramp,
};

static inline float pixel(const char *ref, size_t i)
{
	struct image im;
	struct err err = { 0 };
	float x;

	if (image_read(&im, ref, &err) < 0)
		fail_msg("%s", err.text);
	x = im.px[i];
	image_release(&im);
	return x;
}

static inline void refuse(const char *ref, const char *words)
{
	struct image im;
	struct err err = { 0 };

	assert_int_equal(image_read(&im, ref, &err), -1);
	assert_null(im.px);
	assert_says(&err, ERR_DATA, words);
}

#endif
