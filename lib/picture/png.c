/*
 * png.c - see png.h.  The only file that uses libpng.
 */
#include "picture/png.h"

#include <png.h>
#include <stdint.h>
#include <stdio.h>

#include "file/out.h"

/* The destination of libpng, and the reason for its failure.  libpng returns
 * from an error by longjmp, so all variables used afterwards are those of
 * encode()'s caller. */
struct sink {
	struct buf *to;
	char reason[200];
};

static void fail(png_structp png, png_const_charp text)
{
	struct sink *s = png_get_error_ptr(png);

	snprintf(s->reason, sizeof(s->reason), "%s", text);
	longjmp(png_jmpbuf(png), 1);
}

static void ignore(png_structp png, png_const_charp text)
{
	(void)png;
	(void)text;
}

static void sink_write(png_structp png, png_bytep data, size_t n)
{
	struct sink *s = png_get_io_ptr(png);

	buf_add(s->to, data, n);
}

static void sink_flush(png_structp png)
{
	(void)png;
}

static int encode(struct sink *s, const unsigned char *bytes, size_t width,
		  size_t height, int samples)
{
	png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, s,
						  fail, ignore);
	png_infop info = png ? png_create_info_struct(png) : NULL;

	if (!info) {
		png_destroy_write_struct(&png, NULL);
		return -1;
	}
	if (setjmp(png_jmpbuf(png))) {
		png_destroy_write_struct(&png, &info);
		return -1;
	}
	png_set_write_fn(png, s, sink_write, sink_flush);
	png_set_IHDR(png, info, (png_uint_32)width, (png_uint_32)height, 8,
		     samples == 3 ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_GRAY,
		     PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
		     PNG_FILTER_TYPE_DEFAULT);
	png_write_info(png, info);
	for (size_t y = 0; y < height; y++)
		png_write_row(png, bytes + y * width * (size_t)samples);
	png_write_end(png, info);
	png_destroy_write_struct(&png, &info);
	return 0;
}

int png_encode(struct buf *to, const unsigned char *bytes, size_t width,
	       size_t height, int samples, struct err *err)
{
	struct sink s = { .to = to, .reason = "no memory left" };

	if (!width || !height || width > 1000000 || height > 1000000)
		return err_data(err, "no picture can have %zux%zu pixels",
				width, height);
	if (encode(&s, bytes, width, height, samples) < 0)
		return err_sys(err, "cannot encode a picture: %s", s.reason);
	return 0;
}

static int write_png(const char *path, const unsigned char *bytes, size_t width,
		     size_t height, int samples, struct err *err)
{
	struct buf data = { 0 };
	struct out out;
	int rc = -1;

	if (png_encode(&data, bytes, width, height, samples, err) < 0)
		err_wrap(err, "cannot write '%s': ", path);
	else if (out_open(&out, path, FILE_IMAGE, err) == 0) {
		out_add(&out, data.data, data.len);
		rc = out_commit(&out, err);
		out_release(&out);
	}
	buf_release(&data);
	return rc;
}

int png_write_gray(const char *path, const unsigned char *bytes, size_t width,
		   size_t height, struct err *err)
{
	return write_png(path, bytes, width, height, 1, err);
}

int png_write_rgb(const char *path, const unsigned char *bytes, size_t width,
		  size_t height, struct err *err)
{
	return write_png(path, bytes, width, height, 3, err);
}
