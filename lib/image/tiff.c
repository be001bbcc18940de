/*
 * tiff.c - the one user of libtiff, which only reads.
 *
 * libtiff reads through base/file.h, so that what it reads is hashed and
 * recorded, and what it has to say becomes part of our errors.  A page's
 * sizes are checked against each other here and against the data when
 * blocks are read: missing data is an error, never zeros.
 */
#include "image/tiff.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <tiffio.h>

#include "base/mem.h"
#include "image/tiff_canary.h"
#include "image/tiff_file.h"
#include "image/tiff_layout.h"
#include "image/tiff_palette.h"
#include "image/tiff_predictor.h"
#include "image/tiff_raw.h"
#include "image/tiff_ycbcr.h"

/* libtiff's hands and mouth */

static tmsize_t client_read(thandle_t handle, void *to, tmsize_t n)
{
	struct tiff_file *t = handle;
	ssize_t got;

	if (t->at >= t->in.size) /* an offset may be any number */
		return 0;
	got = in_read(&t->in, to, (size_t)n, t->at, &t->sys);
	if (got > 0)
		t->at += (uint64_t)got;
	return got;
}

static tmsize_t client_write(thandle_t handle, void *from, tmsize_t n)
{
	return handle && from && n ? -1 : 0; /* nothing is written */
}

static toff_t client_seek(thandle_t handle, toff_t offset, int whence)
{
	struct tiff_file *t = handle;

	if (whence == SEEK_CUR)
		offset += t->at;
	else if (whence == SEEK_END)
		offset += t->in.size;
	return t->at = offset;
}

static int client_close(thandle_t handle)
{
	return !handle;
}

static toff_t client_size(thandle_t handle)
{
	return ((const struct tiff_file *)handle)->in.size;
}

/* What comes back: nothing is to be printed. */
static int hear_error(TIFF *h, void *user, const char *module,
		      const char *format, va_list args)
{
	(void)h;
	(void)module;
	return tiff_message_keep(user, 0, format, args);
}

static int hear_warning(TIFF *h, void *user, const char *module,
			const char *format, va_list args)
{
	(void)h;
	(void)module;
	return tiff_message_keep(user, 1, format, args);
}

/* A chain of pages that breaks off may have lost some. */
static int count_pages(struct tiff_file *t, struct err *err)
{
	tiff_message_clear(&t->said);
	t->pages = TIFFNumberOfDirectories(t->h);
	if (t->pages == 1 && TIFFLastDirectory(t->h))
		return 0; /* whatever else was said */
	return t->pages < 2 || (t->said.text[0] && !t->said.warned) ?
		       tiff_file_fail(t, err, "its list of pages is damaged") :
		       0;
}

int tiff_open(struct tiff_file **to, const char *path, struct err *err)
{
	struct tiff_file *t = mem_zero(1, sizeof(*t));
	TIFFOpenOptions *options;

	*to = NULL;
	if (in_open(&t->in, path, FILE_IMAGE, err) < 0) {
		free(t);
		return -1;
	}
	if (!(options = TIFFOpenOptionsAlloc())) {
		err_sys(err, "no memory left to read '%s'", path);
		tiff_close(t);
		return -1;
	}
	TIFFOpenOptionsSetMaxSingleMemAlloc(options,
					    (tmsize_t)(2 * TIFF_BLOCK_MAX +
						       t->in.size));
	TIFFOpenOptionsSetErrorHandlerExtR(options, hear_error, &t->said);
	TIFFOpenOptionsSetWarningHandlerExtR(options, hear_warning, &t->said);
	/* m: no mmap, a file cut short must not kill us; c: whole strips */
	t->h = TIFFClientOpenExt(path, "rmc", t, client_read, client_write,
				 client_seek, client_close, client_size, NULL,
				 NULL, options);
	TIFFOpenOptionsFree(options);
	if (!t->h)
		tiff_file_fail(t, err, "not a TIFF file");
	if (!t->h || count_pages(t, err) < 0) {
		tiff_close(t);
		return -1;
	}
	t->swapped = TIFFIsByteSwapped(t->h);
	*to = t;
	return 0;
}

void tiff_close(struct tiff_file *t)
{
	if (!t)
		return;
	if (t->h)
		TIFFClose(t->h);
	in_close(&t->in);
	free(t);
}

const char *tiff_description(struct tiff_file *t)
{
	char *text = NULL;

	if (!TIFFGetField(t->h, TIFFTAG_IMAGEDESCRIPTION, &text) || !text)
		return "";
	return text;
}

static unsigned tag(struct tiff_file *t, uint32_t name, unsigned otherwise)
{
	uint16_t x = 0;

	return TIFFGetFieldDefaulted(t->h, name, &x) ? x : otherwise;
}

static int page_colours(struct tiff_file *t, struct tiff_page *p,
			struct err *err)
{
	unsigned photometric = tag(t, TIFFTAG_PHOTOMETRIC,
				   PHOTOMETRIC_MINISBLACK);
	int has_map = TIFFGetField(t->h, TIFFTAG_COLORMAP, &p->map[0],
				   &p->map[1], &p->map[2]);

	if (photometric == PHOTOMETRIC_YCBCR && !p->planar &&
	    tag(t, TIFFTAG_COMPRESSION, 0) == COMPRESSION_JPEG) {
		TIFFSetField(t->h, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
		photometric = PHOTOMETRIC_RGB;
	}
	p->mixed = photometric == PHOTOMETRIC_YCBCR;
	return tiff_palette_judge(t, p, photometric, has_map, err);
}

/* How the samples lie in the file, and in which pieces they are read. */
static int page_layout(struct tiff_file *t, struct tiff_page *p,
		       struct err *err)
{
	uint32_t width = (uint32_t)p->width, rows = 0;
	int tiled = TIFFIsTiled(t->h);
	uint64_t row = tiled ? TIFFTileRowSize64(t->h) :
			       TIFFScanlineSize64(t->h);

	p->plain = !tiled && !p->mixed && p->bits % 8 == 0 &&
		   tag(t, TIFFTAG_COMPRESSION, 0) == COMPRESSION_NONE &&
		   tag(t, TIFFTAG_FILLORDER, 0) == FILLORDER_MSB2LSB;
	p->layout = tiled ? TIFF_TILES : TIFF_STRIPS;
	if (!tiled)
		TIFFGetFieldDefaulted(t->h, TIFFTAG_ROWSPERSTRIP, &rows);
	else if (!TIFFGetField(t->h, TIFFTAG_TILEWIDTH, &width) ||
		 !TIFFGetField(t->h, TIFFTAG_TILELENGTH, &rows))
		return tiff_file_fail(t, err, "no tile size");
	return tiff_layout_page(t, p, width, rows,
				p->mixed ? 3 * (uint64_t)width : row, err);
}

/* Differences are ours to undo from here on: to libtiff there are none. */
static int take_differences(struct tiff_file *t, const struct tiff_page *p)
{
	uint16_t predictor = PREDICTOR_NONE;

	TIFFGetField(t->h, TIFFTAG_PREDICTOR, &predictor);
	return predictor == PREDICTOR_HORIZONTAL && !p->mixed &&
	       tiff_predictor_can(p) &&
	       TIFFSetField(t->h, TIFFTAG_PREDICTOR, PREDICTOR_NONE);
}

static int page_size(struct tiff_file *t, struct tiff_page *p, struct err *err)
{
	uint32_t width = 0, height = 0, depth = 1, kind = 0, planes = 0;
	void *times;

	TIFFGetField(t->h, TIFFTAG_IMAGEWIDTH, &width);
	TIFFGetField(t->h, TIFFTAG_IMAGELENGTH, &height);
	TIFFGetFieldDefaulted(t->h, TIFFTAG_IMAGEDEPTH, &depth);
	if (!width || !height || depth > 1)
		return tiff_file_fault(t, err, "%ux%u pixels, %u deep", width,
				       height, depth);
	p->width = width;
	p->height = height;
	TIFFGetField(t->h, TIFFTAG_XRESOLUTION, &p->density[0]);
	TIFFGetField(t->h, TIFFTAG_YRESOLUTION, &p->density[1]);
	p->density_unit = tag(t, TIFFTAG_RESOLUTIONUNIT, 2);
	TIFFGetField(t->h, TIFFTAG_SUBFILETYPE, &kind);
	p->reduced = (kind & FILETYPE_REDUCEDIMAGE) != 0;
	if (TIFFGetField(t->h, 33629, &planes, &times)) /* MetaMorph's */
		p->planes = planes;
	return 0;
}

/* libtiff 4.5 leaves out a ThunderScan run that ends a row; of the old JPEG
 * it says itself that it is not to be relied upon. */
static int page_codec(struct tiff_file *t, struct err *err)
{
	uint16_t codec = (uint16_t)tag(t, TIFFTAG_COMPRESSION, 0);

	if (TIFFIsCODECConfigured(codec) && codec != COMPRESSION_OJPEG &&
	    codec != COMPRESSION_THUNDERSCAN)
		return 0;
	return tiff_file_fault(t, err,
			       "compression %u is not one this libtiff can "
			       "decode",
			       codec);
}

int tiff_page(struct tiff_file *t, size_t page, struct tiff_page *p,
	      struct err *err)
{
	memset(p, 0, sizeof(*p));
	if (page >= t->pages)
		return tiff_file_fault(t, err, "no page %zu, it has %zu", page,
				       t->pages);
	tiff_message_clear(&t->said);
	if (t->page != page && !TIFFSetDirectory(t->h, (tdir_t)page))
		return tiff_file_fail(t, err, "a broken page");
	t->differs = t->page == page && t->differs;
	t->page = page;
	t->line = 0;
	if (page_size(t, p, err) < 0)
		return -1;
	p->samples = tag(t, TIFFTAG_SAMPLESPERPIXEL, 1);
	p->bits = tag(t, TIFFTAG_BITSPERSAMPLE, 1);
	p->type = tiff_layout_type(tag(t, TIFFTAG_SAMPLEFORMAT, 1), p->bits);
	p->planar = p->samples > 1 &&
		    tag(t, TIFFTAG_PLANARCONFIG, 1) == PLANARCONFIG_SEPARATE;
	if (p->type == PIXEL_NONE || !p->samples)
		return tiff_file_fault(t, err,
				       "%u samples of %u bits, format %u",
				       p->samples, p->bits,
				       tag(t, TIFFTAG_SAMPLEFORMAT, 1));
	if (page_codec(t, err) < 0 || page_colours(t, p, err) < 0)
		return -1;
	t->differs = t->differs || take_differences(t, p);
	return page_layout(t, p, err);
}

static uint32_t number_of(struct tiff_file *t, size_t x, size_t y,
			  unsigned sample)
{
	return TIFFIsTiled(t->h) ?
		       TIFFComputeTile(t->h, (uint32_t)x, (uint32_t)y, 0,
				       (uint16_t)sample) :
		       TIFFComputeStrip(t->h, (uint32_t)y, (uint16_t)sample);
}

void tiff_stored(struct tiff_file *t, size_t x, size_t y, unsigned sample,
		 uint64_t *offset, uint64_t *bytes)
{
	uint32_t i = number_of(t, x, y, sample);

	*offset = TIFFGetStrileOffset(t->h, i);
	*bytes = TIFFGetStrileByteCount(t->h, i);
}

/* Decoders give the row after the last one they gave, or a strip's top. */
static int read_lines(struct tiff_file *t, const struct tiff_page *p, size_t y,
		      unsigned sample, void *to, struct err *err)
{
	size_t top = y - y % p->strip_height, end = y + tiff_layout_rows(p, y);
	int goes_on = t->sample == sample && t->line >= top && t->line <= y;
	char *line = to;

	for (size_t i = goes_on ? t->line : top; i < end; i++) {
		if (TIFFReadScanline(t->h, line, (uint32_t)i,
				     (uint16_t)sample) < 0)
			return tiff_file_fail(t, err,
					      "damaged or incomplete data");
		if (i >= y)
			line += p->row_bytes;
	}
	t->line = end;
	t->sample = sample;
	return 0;
}

static tmsize_t decode_once(struct tiff_file *t, const struct tiff_page *p,
			    uint32_t i, void *to, tmsize_t want)
{
	return p->layout == TIFF_TILES ?
		       TIFFReadEncodedTile(t->h, i, to, want) :
		       TIFFReadEncodedStrip(t->h, i, to, want);
}

static tmsize_t decode(struct tiff_file *t, const struct tiff_page *p,
		       uint32_t i, void *to, tmsize_t want)
{
	unsigned codec = tag(t, TIFFTAG_COMPRESSION, 0);
	size_t n = (size_t)want;
	tmsize_t got;

	if (codec != COMPRESSION_DEFLATE && codec != COMPRESSION_ADOBE_DEFLATE)
		return decode_once(t, p, i, to, want);
	tiff_canary_set(p, to, n);
	got = decode_once(t, p, i, to, want);
	if (got != want ||
	    !tiff_canary_is_left(p, to, n, tag(t, TIFFTAG_PREDICTOR, 1),
				 TIFFIsBigEndian(t->h)))
		return got;
	TIFFSetField(t->h, TIFFTAG_DEFLATE_SUBCODEC, DEFLATE_SUBCODEC_ZLIB);
	got = decode_once(t, p, i, to, want);
	TIFFSetField(t->h, TIFFTAG_DEFLATE_SUBCODEC,
		     DEFLATE_SUBCODEC_LIBDEFLATE);
	return got;
}

static int read_block(struct tiff_file *t, const struct tiff_page *p, size_t x,
		      size_t y, unsigned sample, void *to, struct err *err)
{
	int tile = p->layout == TIFF_TILES;
	size_t rows = tile ? p->block_height : tiff_layout_rows(p, y);
	tmsize_t want = (tmsize_t)(rows * p->row_bytes);
	uint32_t i = number_of(t, x, y, sample);

	if (!TIFFGetStrileOffset(t->h, i))
		return tiff_file_fault(t, err, "%s %u has no data",
				       tile ? "tile" : "strip", i);
	if (decode(t, p, i, to, want) == want)
		return 0;
	return tiff_file_fail(t, err,
			      tile ? "a damaged or incomplete tile" :
				     "a damaged or incomplete strip");
}

/* Rows as the file has them, whichever corner it says they begin at. */
static int read_mixed(struct tiff_file *t, const struct tiff_page *p, size_t x,
		      size_t y, void *to, struct err *err)
{
	uint32_t width, height, *px;
	TIFFRGBAImage im;
	char why[1024];
	int rc;

	if (!TIFFRGBAImageBegin(&im, t->h, 1, why))
		return tiff_file_fail(t, err, "colours that cannot be read");
	tiff_ycbcr_size(p, x, y, &width, &height);
	px = mem_zero((size_t)width * height, sizeof(*px));
	im.req_orientation = im.orientation;
	im.col_offset = (int)x;
	im.row_offset = (int)y;
	rc = TIFFRGBAImageGet(&im, px, width, height) ?
		     0 :
		     tiff_file_fail(t, err, "damaged or incomplete colours");
	tiff_ycbcr_unpack(p, to, px, width, height);
	TIFFRGBAImageEnd(&im);
	free(px);
	return rc;
}

int tiff_block(struct tiff_file *t, const struct tiff_page *p, size_t x,
	       size_t y, unsigned sample, void *to, struct err *err)
{
	int rc;

	in_stream(&t->in);
	tiff_message_clear(&t->said);
	if (p->layout == TIFF_RAW)
		return tiff_raw_block(t, p, y, sample, to, err);
	rc = p->mixed		     ? read_mixed(t, p, x, y, to, err) :
	     p->layout == TIFF_LINES ? read_lines(t, p, y, sample, to, err) :
				       read_block(t, p, x, y, sample, to, err);
	if (rc == 0 && t->differs)
		tiff_predictor_undo(p, to,
				    p->layout == TIFF_TILES ?
					    p->block_height :
					    tiff_layout_rows(p, y));
	/* What a decoder only warns of is damage it has papered over;
	 * LZW's only warning is of a variant long out of use. */
	if (rc == 0 && t->said.text[0] &&
	    tag(t, TIFFTAG_COMPRESSION, 0) != COMPRESSION_LZW)
		return tiff_file_fail(t, err, "damaged data");
	return rc;
}
