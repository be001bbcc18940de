/*
 * peer_tiff.c - the least there is to do: libtiff's own loop over strips,
 * and a count of each level.
 *
 *	peer_tiff THREADS FILE...	statistics of 16-bit images, one a line
 *	peer_tiff deflate FROM TO	a copy, Deflate with predictor
 */
#include <math.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tiffio.h>

enum { LEVELS = 65536, THREADS = 64 };

struct result {
	int low, high, middle;
	double mean, sd;
};

static struct {
	char **file;
	struct result *result;
	int files, next;
} all;

static void fail(const char *file)
{
	fprintf(stderr, "peer_tiff: cannot use '%s'\n", file);
	exit(1);
}

/* Four tables, so that equal neighbours do not wait for each other. */
static void count(uint32_t (*h)[LEVELS], const char *file, uint16_t *strip,
		  tmsize_t room)
{
	TIFF *t = TIFFOpen(file, "r");

	if (!t)
		fail(file);
	for (uint32_t s = 0; s < TIFFNumberOfStrips(t); s++) {
		tmsize_t bytes = TIFFReadEncodedStrip(t, s, strip, room);
		size_t n = (size_t)bytes / 2, i = 0;

		if (bytes < 0)
			fail(file);
		for (; i + 4 <= n; i += 4) {
			h[0][strip[i]]++;
			h[1][strip[i + 1]]++;
			h[2][strip[i + 2]]++;
			h[3][strip[i + 3]]++;
		}
		for (; i < n; i++)
			h[0][strip[i]]++;
	}
	TIFFClose(t);
}

static struct result summarise(uint32_t (*h)[LEVELS])
{
	struct result r = { .low = -1 };
	double n = 0, sum = 0, squares = 0, below = 0;

	for (int v = 0; v < LEVELS; v++) {
		h[0][v] += h[1][v] + h[2][v] + h[3][v];
		if (h[0][v] && r.low < 0)
			r.low = v;
		if (h[0][v])
			r.high = v;
		n += h[0][v];
		sum += (double)v * h[0][v];
		squares += (double)v * v * h[0][v];
	}
	r.mean = sum / n;
	r.sd = sqrt(squares / n - r.mean * r.mean);
	for (int v = 0; v < LEVELS && below <= n / 2; v++) {
		below += h[0][v];
		r.middle = v;
	}
	return r;
}

static void *work(void *unused)
{
	const tmsize_t room = 64 << 20;
	uint32_t(*h)[LEVELS] = calloc(4, sizeof *h);
	uint16_t *strip = malloc((size_t)room);
	int i;

	while ((i = __atomic_fetch_add(&all.next, 1, __ATOMIC_RELAXED)) <
	       all.files) {
		memset(h, 0, 4 * sizeof *h);
		count(h, all.file[i], strip, room);
		all.result[i] = summarise(h);
	}
	free(h);
	free(strip);
	return unused;
}

static int deflate_copy(const char *from, const char *to)
{
	TIFF *a = TIFFOpen(from, "r"), *b = TIFFOpen(to, "w");
	uint32_t width = 0, height = 0, rows = 64;
	uint16_t *line;

	if (!a || !b)
		fail(from);
	TIFFGetField(a, TIFFTAG_IMAGEWIDTH, &width);
	TIFFGetField(a, TIFFTAG_IMAGELENGTH, &height);
	TIFFSetField(b, TIFFTAG_IMAGEWIDTH, width);
	TIFFSetField(b, TIFFTAG_IMAGELENGTH, height);
	TIFFSetField(b, TIFFTAG_BITSPERSAMPLE, 16);
	TIFFSetField(b, TIFFTAG_SAMPLESPERPIXEL, 1);
	TIFFSetField(b, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
	TIFFSetField(b, TIFFTAG_ROWSPERSTRIP, rows);
	TIFFSetField(b, TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE);
	TIFFSetField(b, TIFFTAG_PREDICTOR, PREDICTOR_HORIZONTAL);
	line = malloc(2 * (size_t)width);
	for (uint32_t y = 0; y < height; y++)
		if (TIFFReadScanline(a, line, y, 0) < 0 ||
		    TIFFWriteScanline(b, line, y, 0) < 0)
			fail(from);
	free(line);
	TIFFClose(a);
	TIFFClose(b);
	return 0;
}

int main(int argc, char **argv)
{
	int threads = argc > 2 ? atoi(argv[1]) : 0;
	pthread_t thread[THREADS];

	if (argc == 4 && !strcmp(argv[1], "deflate"))
		return deflate_copy(argv[2], argv[3]);
	if (threads < 1 || threads > THREADS)
		return 2;
	all.file = argv + 2;
	all.files = argc - 2;
	all.result = calloc((size_t)all.files, sizeof *all.result);
	for (int i = 1; i < threads; i++)
		if (pthread_create(&thread[i], NULL, work, NULL))
			return 4;
	work(NULL);
	for (int i = 1; i < threads; i++)
		pthread_join(thread[i], NULL);
	for (int i = 0; i < all.files; i++)
		printf("%s\t%d\t%d\t%d\t%.9g\t%.9g\n", all.file[i],
		       all.result[i].low, all.result[i].high,
		       all.result[i].middle, all.result[i].mean,
		       all.result[i].sd);
	free(all.result);
	return 0;
}
