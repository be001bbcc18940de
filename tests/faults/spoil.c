/*
 * spoil.c - puts one fault into an image or a file of weights, on purpose:
 *
 *	spoil FAULT SEED FROM TO
 *
 * noise: nothing but noise, of the same mean and spread; shift: 8 pixels down
 * and to the right; mirror: left and right exchanged; turn: turned by 90
 * degrees, if it is square; invert: bright is dark, in the type's range;
 * constant: one value; saturate: exposed for so long that 5 % of the pixels are
 * at the top; clip: all above the 70th percentile cut off; copy: the same
 * pixels in another file; crop: the upper left 512 x 512 pixels; zero: weights
 * that are all 0.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/rng.h"
#include "image/image.h"
#include "nn/weights.h"

enum { SHIFT = 8, CROP = 512 };

static int by_value(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return (x > y) - (x < y);
}

static float quantile(const struct image *im, double share)
{
	size_t n = im->width * im->height;
	float *sorted = mem_floats(n), value;

	memcpy(sorted, im->px, n * sizeof *sorted);
	qsort(sorted, n, sizeof *sorted, by_value);
	value = sorted[(size_t)(share * (double)(n - 1))];
	free(sorted);
	return value;
}

static float type_top(const struct image *im)
{
	return im->type == PIXEL_U8 ? 255 : 65535;
}

static void noise(struct image *im, unsigned seed)
{
	size_t n = im->width * im->height;
	double mean = 0, square = 0;
	struct rng r;

	for (size_t i = 0; i < n; i++)
		mean += (double)im->px[i] / (double)n;
	for (size_t i = 0; i < n; i++)
		square += (im->px[i] - mean) * (im->px[i] - mean) / (double)n;
	rng_init(&r, seed, "spoil", (uint64_t)mean, n);
	for (size_t i = 0; i < n; i++)
		im->px[i] = (float)(mean + sqrt(square) * rng_normal(&r));
}

static void shift(struct image *im, unsigned seed)
{
	(void)seed;
	for (size_t y = im->height; y-- > 0;)
		for (size_t x = im->width; x-- > 0;)
			im->px[y * im->width + x] =
				im->px[(y < SHIFT ? 0 : y - SHIFT) * im->width +
				       (x < SHIFT ? 0 : x - SHIFT)];
}

static void invert(struct image *im, unsigned seed)
{
	(void)seed;
	for (size_t i = 0; i < im->width * im->height; i++)
		im->px[i] = type_top(im) - im->px[i];
}

static void mirror(struct image *im, unsigned seed)
{
	(void)seed;
	for (size_t y = 0; y < im->height; y++)
		for (size_t x = 0; x < im->width / 2; x++) {
			float *row = im->px + y * im->width, px = row[x];

			row[x] = row[im->width - 1 - x];
			row[im->width - 1 - x] = px;
		}
}

/* By 90 degrees, of a square image. */
static void turn(struct image *im, unsigned seed)
{
	for (size_t y = 0; y < im->height && im->height == im->width; y++)
		for (size_t x = 0; x < y; x++) {
			float px = im->px[y * im->width + x];

			im->px[y * im->width + x] = im->px[x * im->width + y];
			im->px[x * im->width + y] = px;
		}
	mirror(im, seed);
}

static void constant(struct image *im, unsigned seed)
{
	(void)seed;
	for (size_t i = 1; i < im->width * im->height; i++)
		im->px[i] = im->px[0];
}

static void saturate(struct image *im, unsigned seed)
{
	float low = quantile(im, 0), high = quantile(im, 0.95);
	float gain = (type_top(im) - low) / (high > low ? high - low : 1);

	(void)seed;
	for (size_t i = 0; i < im->width * im->height; i++)
		im->px[i] = fminf(low + (im->px[i] - low) * gain, type_top(im));
}

static void clip(struct image *im, unsigned seed)
{
	float top = quantile(im, 0.7);

	(void)seed;
	for (size_t i = 0; i < im->width * im->height; i++)
		im->px[i] = fminf(im->px[i], top);
}

static void copy(struct image *im, unsigned seed)
{
	(void)im;
	(void)seed;
}

static void crop(struct image *im, unsigned seed)
{
	size_t w = im->width < CROP ? im->width : CROP;
	size_t h = im->height < CROP ? im->height : CROP;

	(void)seed;
	for (size_t y = 0; y < h; y++)
		memmove(im->px + y * w, im->px + y * im->width,
			w * sizeof *im->px);
	im->width = w;
	im->height = h;
}

static const struct {
	const char *name;
	void (*spoil)(struct image *im, unsigned seed);
} faults[] = {
	{ "noise", noise },	  { "shift", shift },
	{ "mirror", mirror },	  { "turn", turn },
	{ "invert", invert },	  { "constant", constant },
	{ "saturate", saturate }, { "clip", clip },
	{ "copy", copy },	  { "crop", crop },
};

static int spoil_image(char **arg, struct err *err)
{
	struct image im = { 0 };
	int rc = image_read(&im, arg[3], err);

	for (size_t i = 0; !rc && i < sizeof faults / sizeof *faults; i++)
		if (!strcmp(arg[1], faults[i].name))
			faults[i].spoil(&im, (unsigned)atoi(arg[2]));
	if (!rc)
		rc = image_write(arg[4], im.px, im.width, im.height, im.type,
				 NULL, NULL, err);
	image_release(&im);
	return rc;
}

static int spoil_weights(char **arg, struct err *err)
{
	struct weights w = { 0 }, out = { 0 };
	float *zero;
	size_t most = 0;
	int rc = weights_read(&w, arg[3], err);

	for (size_t i = 0; !rc && i < w.n; i++)
		most = w.tensor[i].len > most ? w.tensor[i].len : most;
	zero = mem_zero(most + 1, sizeof *zero);
	for (size_t i = 0; !rc && i < w.n; i++)
		weights_add(&out, w.tensor[i].name, w.tensor[i].shape,
			    w.tensor[i].dims, zero);
	for (size_t i = 0; !rc && i < w.key.n; i++)
		weights_set(&out, w.key.at[i], w.value.at[i]);
	if (!rc)
		rc = weights_write(&out, arg[4], 0, err);
	weights_release(&out);
	weights_release(&w);
	free(zero);
	return rc;
}

int main(int argc, char **arg)
{
	struct err err = { 0 };
	int rc;

	if (argc != 5) {
		fputs("usage: spoil FAULT SEED FROM TO\n", stderr);
		return 2;
	}
	rc = strcmp(arg[1], "zero") ? spoil_image(arg, &err) :
				      spoil_weights(arg, &err);
	if (rc < 0)
		fprintf(stderr, "spoil: %s\n", err.text);
	return rc < 0 ? 3 : 0;
}
