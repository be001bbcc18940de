/*
 * bench_images.c - images to measure on: spots on a bright middle, with
 * noise, 16 bits.
 *
 *	bench_images DIR COUNT SIDE [pairs | movie]
 *
 * Writes im_000.tif ...; with `pairs` BF_000.tif and YFP_000.tif ..., whose
 * spots lie at the same places; with `movie` the frames of one file each,
 * BF.tif and YFP.tif.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/rng.h"
#include "image/tiff_write.h"

enum { SPOTS = 60, MOVIE_SPOTS = 2, NOISE = 1 << 20 };

static float noise[NOISE]; /* normal numbers; images begin anywhere */

static void draw_spots(float *px, size_t side, int n, struct rng *r)
{
	for (int i = 0; i < n; i++) {
		double x = rng_uniform(r) * (double)side, size, high;
		double y = rng_uniform(r) * (double)side;
		long reach;

		size = 3 + rng_uniform(r) * (double)side / 40;
		high = 100 + 2900 * rng_uniform(r);
		reach = (long)(4 * size);
		for (long v = (long)y - reach; v < (long)y + reach; v++)
			for (long u = (long)x - reach; u < (long)x + reach;
			     u++) {
				double d = pow((double)u - x, 2) +
					   pow((double)v - y, 2);

				if (u >= 0 && v >= 0 && u < (long)side &&
				    v < (long)side)
					px[(size_t)v * side + (size_t)u] +=
						(float)(high *
							exp(-d /
							    (2 * size * size)));
			}
	}
}

static void open_image(struct tiff_writer *w, const char *path, size_t side,
		       size_t frames)
{
	const struct tiff_new layout = {
		.width = side, .height = side, .z = frames, .type = PIXEL_U16
	};
	struct err err = { 0 };

	if (tiff_write_open(w, path, &layout, &err) < 0) {
		fprintf(stderr, "bench_images: %s\n", err.text);
		exit(4);
	}
}

static void close_image(struct tiff_writer *w)
{
	struct err err = { 0 };

	if (tiff_write_close(w, &err) < 0) {
		fprintf(stderr, "bench_images: %s\n", err.text);
		exit(4);
	}
}

/* The camera: offset, light, the square root's noise. */
static void take_image(struct tiff_writer *w, const float *spots, size_t side,
		       float light, struct rng *r)
{
	uint16_t *px = mem_alloc(side * side * sizeof(*px));
	size_t at = rng_below(r, NOISE);

	for (size_t i = 0; i < side * side; i++) {
		double x = (double)(i % side) / (double)side - 0.5;
		double y = (double)(i / side) / (double)side - 0.5;
		float v = 200 + light * (float)(1 - x * x - y * y) + spots[i];

		v += noise[(at + i) % NOISE] * sqrtf(v);
		px[i] = (uint16_t)(v < 0 ? 0 : v > 65535 ? 65535 : v + 0.5f);
	}
	tiff_write_rows(w, px, side);
	free(px);
}

static const char *const kind[] = { "BF", "YFP" };

static float *draw(size_t i, size_t side, int n, struct rng *r)
{
	float *spots = mem_floats(side * side);

	memset(spots, 0, side * side * sizeof(*spots));
	rng_init(r, 1, "spots", i, 0);
	draw_spots(spots, side, n, r);
	return spots;
}

static void make(const char *dir, size_t i, size_t side, int pair)
{
	struct rng r;
	float *spots = draw(i, side, SPOTS, &r);

	for (int k = 0; k <= pair; k++) {
		char *path = mem_printf("%s/%s_%03zu.tif", dir,
					pair ? kind[k] : "im", i);
		struct tiff_writer w;

		open_image(&w, path, side, 1);
		take_image(&w, spots, side, k ? 20 : 150, &r);
		close_image(&w);
		free(path);
	}
	free(spots);
}

static void make_movie(const char *dir, size_t frames, size_t side)
{
	struct tiff_writer w[2];

	for (int k = 0; k < 2; k++) {
		char *path = mem_printf("%s/%s.tif", dir, kind[k]);

		open_image(&w[k], path, side, frames);
		free(path);
	}
	for (size_t i = 0; i < frames; i++) {
		struct rng r;
		float *spots = draw(i, side, MOVIE_SPOTS, &r);

		for (int k = 0; k < 2; k++)
			take_image(&w[k], spots, side, k ? 20 : 150, &r);
		free(spots);
	}
	close_image(&w[0]);
	close_image(&w[1]);
}

int main(int argc, char **argv)
{
	struct rng r;
	size_t n, side;

	if (argc < 4)
		return 2;
	rng_init(&r, 1, "noise", 0, 0);
	for (size_t i = 0; i < NOISE; i++)
		noise[i] = (float)rng_normal(&r);
	n = strtoul(argv[2], NULL, 10);
	side = strtoul(argv[3], NULL, 10);
	if (argc > 4 && !strcmp(argv[4], "movie"))
		make_movie(argv[1], n, side);
	else
		for (size_t i = 0; i < n; i++)
			make(argv[1], i, side, argc > 4);
	return 0;
}
