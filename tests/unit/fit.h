/*
 * fit.h - a scratch directory with a few image pairs, for tests of lib/train.
 */
#ifndef UNIT_FIT_H
#define UNIT_FIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "image/image.h"
#include "manifest/manifest.h"

/* Makes a directory and goes there. */
static inline void fit_enter(void)
{
	const char *tmp = getenv("TMPDIR");
	char *dir = mem_printf("%s/xp-unit.XXXXXX", tmp ? tmp : "/tmp");

	assert_non_null(mkdtemp(dir));
	assert_int_equal(chdir(dir), 0);
	free(dir);
}

static inline void fit_leave(void)
{
	char *dir = getcwd(NULL, 0);
	char *command = mem_printf("rm -rf '%s'", dir);

	assert_int_equal(chdir("/"), 0);
	assert_int_equal(system(command), 0);
	free(command);
	free(dir);
}

struct fit_size {
	size_t width, height;
	const char *split;
};

/* Pixel (x, y) of source and target of image I. */
typedef void fit_pixel(size_t i, size_t x, size_t y, size_t width,
		       float *source, float *target);

static inline void fit_write(const char *name, size_t i, const float *px,
			     const struct fit_size *s)
{
	char *path = mem_printf("%s%zu.tif", name, i);
	struct err err = { 0 };

	if (image_write(path, px, s->width, s->height, PIXEL_F32, NULL, NULL,
			&err) < 0)
		fail_msg("%s", err.text);
	free(path);
}

/* Writes N pairs and reads them back through a manifest. */
static inline void fit_pairs(struct manifest *p, const struct fit_size *s,
			     size_t n, fit_pixel *pixel)
{
	struct buf b = { 0 };
	struct err err = { 0 };

	buf_str(&b, "id\tsource\ttarget\tsplit\n");
	for (size_t i = 0; i < n; i++) {
		size_t w = s[i].width, h = s[i].height;
		float *x = mem_floats(w * h), *y = mem_floats(w * h);

		for (size_t k = 0; k < w * h; k++)
			pixel(i, k % w, k / w, w, x + k, y + k);
		fit_write("a", i, x, &s[i]);
		fit_write("b", i, y, &s[i]);
		buf_printf(&b, "%zu\ta%zu.tif\tb%zu.tif\t%s\n", i, i, i,
			   s[i].split);
		free(x);
		free(y);
	}
	if (out_write("pairs.tsv", b.data, b.len, &err) < 0 ||
	    manifest_read(p, "pairs.tsv", &err) < 0)
		fail_msg("%s", err.text);
	buf_release(&b);
}

#endif
