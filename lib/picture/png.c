/*
 * png.c - see png.h.  The only file that uses libpng.
 */
#include "picture/png.h"

#include <png.h>
#include <stdint.h>

#include "file/out.h"

/* The destination of libpng, and the reason for its failure.  libpng returns
 * from an error by longjmp, so all variables used afterwards are those of
 * encode()'s caller. */
struct sink {
	struct out out;
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

	out_add(&s->out, data, n);
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

static int write_png(const char *path, const unsigned char *bytes, size_t width,
		     size_t height, int samples, struct err *err)
{
	struct sink s = { .reason = "no memory left" };
	int rc;

	if (!width || !height || width > 1000000 || height > 1000000)
		return err_data(err,
				"cannot write '%s': a picture of "
				"%zux%zu",
				path, width, height);
	if (out_open(&s.out, path, FILE_IMAGE, err) < 0)
		return -1;
	if (encode(&s, bytes, width, height, samples) < 0)
		rc = err_sys(err, "cannot write '%s': %s", path, s.reason);
	else
		rc = out_commit(&s.out, err);
	out_release(&s.out);
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
