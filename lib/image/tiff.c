/*
 * tiff.c - the only file that uses libtiff, for reading only.
 *
 * libtiff reads through file/in.h, so that what it reads is hashed and
 * recorded, and its errors become part of ours.  It is shown one directory at a
 * time, as if this were the first in the file: contents.c finds the pages
 * once, instead of libtiff each time.
 *
 * Here the sizes of a page are checked against each other.  When blocks are
 * read, they are checked against the data.  Missing data is an error; it never
 * becomes zeros.
 */
#include "image/tiff.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <tiffio.h>

#include "base/mem.h"
#include "base/size.h"
#include "file/late.h"
#include "image/tiff_mend.h"
#include "late_tiff.h"

/* Callbacks of libtiff */

/* Replaces, in the N bytes of the file at POS which libtiff has read to TO, the
 * offset of the first directory by that of the current one. */
static void show_directory(const struct tiff_file *t, unsigned char *to,
			   size_t n, uint64_t pos)
{
	size_t size = t->big ? 8 : 4, first = t->big ? 8 : 4;
	const uint16_t one = 1;
	int little = *(const unsigned char *)&one != t->swapped;

	for (size_t i = 0; i < size; i++) {
		size_t shift = 8 * (little ? i : size - 1 - i);

		if (first + i >= pos && first + i - pos < n)
			to[first + i - pos] = (unsigned char)(t->directory >>
							      shift);
	}
}

static tmsize_t client_read(thandle_t handle, void *to, tmsize_t n)
{
	struct tiff_file *t = handle;
	ssize_t got;

	if (t->pos >= t->in.size) /* libtiff may ask for any offset */
		return 0;
	if (t->in_header && t->pos + (uint64_t)n <= TIFF_HEAD)
		memcpy(to, t->head + t->pos, (size_t)(got = n));
	else
		got = tiff_file_read(t, to, (size_t)n, t->pos, &t->system);
	if (got <= 0)
		return got;
	if (t->in_header)
		show_directory(t, to, (size_t)got, t->pos);
	t->pos += (uint64_t)got;
	if (t->pos >= (t->big ? 16 : 8)) /* libtiff has read the header */
		t->in_header = 0;
	return got;
}

static tmsize_t client_write(thandle_t handle, void *from, tmsize_t n)
{
	return handle && from && n ? -1 : 0; /* fails: files are not written */
}

static toff_t client_seek(thandle_t handle, toff_t offset, int whence)
{
	struct tiff_file *t = handle;

	if (whence == SEEK_CUR)
		offset += t->pos;
	else if (whence == SEEK_END)
		offset += t->in.size;
	return t->pos = offset;
}

static int client_close(thandle_t handle)
{
	return !handle;
}

static toff_t client_size(thandle_t handle)
{
	return ((const struct tiff_file *)handle)->in.size;
}

/* Keeps a complaint instead of printing it. */
static int hear_error(TIFF *h, void *user, const char *module,
		      const char *format, va_list args)
{
	(void)h;
	(void)module;
	return tiff_file_hear(user, 0, format, args);
}

static int hear_warning(TIFF *h, void *user, const char *module,
			const char *format, va_list args)
{
	(void)h;
	(void)module;
	return tiff_file_hear(user, 1, format, args);
}

static void close_file(struct tiff_file *t)
{
	if (!t)
		return;
	if (t->h)
		TIFFClose(t->h);
	tiff_file_end(t);
	free(t->pattern);
	free(t);
}

int tiff_open(struct tiff_file **to, const char *path, struct err *err)
{
	struct tiff_file *t;

	for (; (t = *to = tiff_file_take(path)); close_file(t))
		if (in_wake(&t->in))
			return 0;
	t = mem_zero(1, sizeof(*t));
	if (tiff_file_begin(t, path, err) < 0) {
		free(t);
		return -1;
	}
	if (tiff_file_header(t, err) < 0) {
		close_file(t);
		return -1;
	}
	*to = t;
	return 0;
}

int tiff_load(struct err *err)
{
	return late_load(&late_tiff, err);
}

/* Opens the file in libtiff, with the directory at OFFSET as its first. */
static int open_directory(struct tiff_file *t, uint64_t offset, struct err *err)
{
	TIFFOpenOptions *options;
	char what[50];

	if (tiff_load(err) < 0)
		return -1;
	options = TIFFOpenOptionsAlloc();
	if (!options)
		return err_sys(err, "no memory left to read '%s'", t->in.path);
	TIFFOpenOptionsSetMaxSingleMemAlloc(options,
					    (tmsize_t)(2 * TIFF_BLOCK_MAX +
						       t->in.size));
	TIFFOpenOptionsSetErrorHandlerExtR(options, hear_error, t);
	TIFFOpenOptionsSetWarningHandlerExtR(options, hear_warning, t);
	t->directory = offset;
	t->in_header = 1;
	t->pos = 0;
	t->differs = t->decoded = 0;
	/* m: no mmap, since a file that becomes shorter would then kill us; c:
	 * libtiff must not cut up large strips */
	t->h = TIFFClientOpenExt(t->in.path, "rmc", t, client_read,
				 client_write, client_seek, client_close,
				 client_size, NULL, NULL, options);
	TIFFOpenOptionsFree(options);
	if (t->h)
		return 0;
	snprintf(what, sizeof(what), "page %zu is damaged", t->page);
	return tiff_file_fail(t, err, what);
}

/* Whether libtiff holds little of the file: no data, and few offsets. */
static int holds_little(const struct tiff_file *t)
{
	enum { FEW = 4096 };

	return !t->decoded && TIFFNumberOfStrips(t->h) <= FEW &&
	       TIFFNumberOfTiles(t->h) <= FEW;
}

void tiff_close(struct tiff_file *t)
{
	if (!t)
		return;
	if (t->h && !holds_little(t)) {
		TIFFClose(t->h);
		t->h = NULL;
	}
	close_file(tiff_file_keep(t));
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
	p->ycbcr = photometric == PHOTOMETRIC_YCBCR;
	p->jpeg = tag(t, TIFFTAG_COMPRESSION, 0) == COMPRESSION_JPEG;
	return tiff_page_colours(t, p, photometric, has_map, err);
}

/* Fills in how the samples are laid out in the file, and in what blocks they
 * are read. */
static int page_layout(struct tiff_file *t, struct tiff_page *p,
		       struct err *err)
{
	uint32_t width = (uint32_t)p->width, rows = 0;
	int tiled = TIFFIsTiled(t->h);
	uint64_t row = tiled ? TIFFTileRowSize64(t->h) :
			       TIFFScanlineSize64(t->h);

	p->plain = !tiled && !p->ycbcr && p->bits % 8 == 0 &&
		   tag(t, TIFFTAG_COMPRESSION, 0) == COMPRESSION_NONE &&
		   tag(t, TIFFTAG_FILLORDER, 0) == FILLORDER_MSB2LSB;
	p->layout = tiled ? TIFF_TILES : TIFF_STRIPS;
	if (!tiled)
		TIFFGetFieldDefaulted(t->h, TIFFTAG_ROWSPERSTRIP, &rows);
	else if (!TIFFGetField(t->h, TIFFTAG_TILEWIDTH, &width) ||
		 !TIFFGetField(t->h, TIFFTAG_TILELENGTH, &rows))
		return tiff_file_fail(t, err,
				      "it does not give the size of its tiles");
	return tiff_page_blocks(t, p, width, rows,
				p->ycbcr ? 3 * (uint64_t)width : row, err);
}

/* Tells libtiff that samples are not stored as differences, if tiff_mend_add
 * can add them up. */
static int take_differences(struct tiff_file *t, const struct tiff_page *p)
{
	uint16_t predictor = PREDICTOR_NONE;

	TIFFGetField(t->h, TIFFTAG_PREDICTOR, &predictor);
	return predictor == PREDICTOR_HORIZONTAL && !p->ycbcr &&
	       tiff_mend_can_add(p) &&
	       TIFFSetField(t->h, TIFFTAG_PREDICTOR, PREDICTOR_NONE);
}

static int page_size(struct tiff_file *t, struct tiff_page *p, struct err *err)
{
	uint32_t width = 0, height = 0, depth = 1, planes = 0;
	void *times;

	TIFFGetField(t->h, TIFFTAG_IMAGEWIDTH, &width);
	TIFFGetField(t->h, TIFFTAG_IMAGELENGTH, &height);
	TIFFGetFieldDefaulted(t->h, TIFFTAG_IMAGEDEPTH, &depth);
	if (!width || !height)
		return tiff_file_fault(t, err,
				       "page %zu is empty: it has "
				       "%ux%u pixels",
				       t->page, width, height);
	if (depth > 1)
		return tiff_file_fault(t, err,
				       "page %zu is a block of %u slices "
				       "(ImageDepth): save the slices as a "
				       "stack of pages",
				       t->page, depth);
	p->width = width;
	p->height = height;
	p->orientation = tag(t, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
	TIFFGetField(t->h, TIFFTAG_XRESOLUTION, &p->density[0]);
	TIFFGetField(t->h, TIFFTAG_YRESOLUTION, &p->density[1]);
	p->density_unit = tag(t, TIFFTAG_RESOLUTIONUNIT, 2);
	if (TIFFGetField(t->h, 33629, &planes, &times)) /* MetaMorph's tag */
		p->planes = planes;
	return 0;
}

/* Refuses compressions that libtiff cannot decode reliably.  libtiff 4.5 leaves
 * out a ThunderScan run that ends a row, and says itself that its decoder of
 * the old JPEG format is not reliable. */
static int page_codec(struct tiff_file *t, struct err *err)
{
	uint16_t codec = (uint16_t)tag(t, TIFFTAG_COMPRESSION, 0);

	if (TIFFIsCODECConfigured(codec) && codec != COMPRESSION_OJPEG &&
	    codec != COMPRESSION_THUNDERSCAN)
		return 0;
	return tiff_file_fault(
		t, err,
		"this libtiff cannot decode compression %u%s; save the file "
		"without compression",
		codec,
		codec == COMPRESSION_OJPEG	 ? ", old JPEG, reliably" :
		codec == COMPRESSION_THUNDERSCAN ? ", ThunderScan, reliably" :
						   "");
}

/* Fills ERR: says why there is no type for the samples of the page. */
static int page_samples(struct tiff_file *t, const struct tiff_page *p,
			struct err *err)
{
	unsigned format = tag(t, TIFFTAG_SAMPLEFORMAT, 1);

	if (format == SAMPLEFORMAT_COMPLEXINT ||
	    format == SAMPLEFORMAT_COMPLEXIEEEFP)
		return tiff_file_fault(t, err,
				       "page %zu has complex numbers: save "
				       "their magnitude or another real number "
				       "instead",
				       t->page);
	return tiff_file_fault(t, err,
			       "page %zu has %u sample%s a pixel, of %u bit%s "
			       "in format %u; such samples cannot be read",
			       t->page, p->samples, p->samples == 1 ? "" : "s",
			       p->bits, p->bits == 1 ? "" : "s", format);
}

int tiff_select(struct tiff_file *t, size_t page, uint64_t offset,
		struct tiff_page *p, struct err *err)
{
	memset(p, 0, sizeof(*p));
	tiff_file_forget(t);
	t->page = page;
	t->line = 0;
	if (t->h && t->directory != offset) {
		TIFFClose(t->h);
		t->h = NULL;
	}
	if (!t->h && open_directory(t, offset, err) < 0)
		return -1;
	if (page_size(t, p, err) < 0)
		return -1;
	p->samples = tag(t, TIFFTAG_SAMPLESPERPIXEL, 1);
	p->bits = tag(t, TIFFTAG_BITSPERSAMPLE, 1);
	p->type = tiff_page_type(tag(t, TIFFTAG_SAMPLEFORMAT, 1), p->bits);
	p->planar = p->samples > 1 &&
		    tag(t, TIFFTAG_PLANARCONFIG, 1) == PLANARCONFIG_SEPARATE;
	if (p->type == PIXEL_NONE || !p->samples)
		return page_samples(t, p, err);
	if (page_codec(t, err) < 0 || page_colours(t, p, err) < 0)
		return -1;
	t->differs = t->differs || take_differences(t, p);
	return page_layout(t, p, err);
}

/* Returns 1 if the only strip of a page has all of P's pixels as they are read:
 * then where the strip lies is all that need be known. */
static int is_one_piece(const struct tiff_file *t, const struct tiff_page *p,
			const struct tiff_link *link)
{
	uint64_t size = (uint64_t)p->row_bytes * p->height;

	return p->plain && !p->planar && !p->map[0] && !p->planes &&
	       p->strip_height >= p->height && link->strip &&
	       link->strip_bytes >= size && link->strip < t->in.size &&
	       t->in.size - link->strip >= size;
}

int tiff_select_like(struct tiff_file *t, size_t page,
		     const struct tiff_link *link, struct tiff_page *p,
		     struct err *err)
{
	if (t->pattern && t->like == link->like &&
	    is_one_piece(t, t->pattern, link)) {
		*p = *t->pattern;
		p->start = link->strip;
		t->page = page;
		return 0;
	}
	if (tiff_select(t, page, link->offset, p, err) < 0)
		return -1;
	if (is_one_piece(t, p, link)) {
		t->pattern = mem_grow(t->pattern, 1, sizeof(*p));
		*t->pattern = *p;
		t->like = link->like;
	}
	return 0;
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

/* Reads rows from Y on.  A decoder can only continue after the last row it has
 * read, or start at the top of a strip. */
static int read_lines(struct tiff_file *t, const struct tiff_page *p, size_t y,
		      unsigned sample, void *to, struct err *err)
{
	size_t top = y - y % p->strip_height, end = y + tiff_page_rows(p, y);
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

/* Returns 1 if the N bytes B of a strip begin with the end of a line: at least
 * 11 bits of 0, then 1. */
static int begins_with_eol(const unsigned char *b, size_t n, int lsb_first)
{
	size_t zeros = 0;

	while (zeros < 8 * n &&
	       !(b[zeros / 8] >> (lsb_first ? zeros % 8 : 7 - zeros % 8) & 1))
		zeros++;
	return zeros >= 11;
}

/* Decodes strip I of a fax (Group 3) that does not begin with the end of a
 * line.  libtiff would skip what comes before the first one: a row. */
static tmsize_t decode_headless(struct tiff_file *t, uint32_t i, void *to,
				tmsize_t want)
{
	int lsb_first = tag(t, TIFFTAG_FILLORDER, 0) == FILLORDER_LSB2MSB;
	size_t n = min(TIFFGetStrileByteCount(t->h, i), t->in.size);
	unsigned char *data = mem_zero(n + 2, 1);
	tmsize_t got = -1;

	data[1] = lsb_first ? 0x80 : 0x01;
	if (TIFFReadRawStrip(t->h, i, data + 2, (tmsize_t)n) == (tmsize_t)n &&
	    !begins_with_eol(data + 2, n, lsb_first)) {
		tiff_file_forget(t);
		if (TIFFReadFromUserBuffer(t->h, i, data, (tmsize_t)n + 2, to,
					   want))
			got = want;
	}
	free(data);
	return got;
}

static tmsize_t decode(struct tiff_file *t, const struct tiff_page *p,
		       uint32_t i, void *to, tmsize_t want)
{
	unsigned codec = tag(t, TIFFTAG_COMPRESSION, 0);
	size_t n = (size_t)want;
	tmsize_t got;

	if (codec != COMPRESSION_DEFLATE &&
	    codec != COMPRESSION_ADOBE_DEFLATE) {
		got = decode_once(t, p, i, to, want);
		return got == want || codec != COMPRESSION_CCITTFAX3 ||
				       p->layout == TIFF_TILES ?
			       got :
			       decode_headless(t, i, to, want);
	}
	tiff_mend_mark(p, to, n);
	got = decode_once(t, p, i, to, want);
	if (got != want ||
	    !tiff_mend_is_marked(p, to, n, tag(t, TIFFTAG_PREDICTOR, 1),
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
	size_t rows = tile ? p->block_height : tiff_page_rows(p, y);
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

/* Reads the rows in the order of the file, whatever the page's orientation. */
static int read_ycbcr(struct tiff_file *t, const struct tiff_page *p, size_t x,
		      size_t y, void *to, struct err *err)
{
	uint32_t width, height, *px;
	TIFFRGBAImage im;
	char why[1024];
	int rc;

	if (!TIFFRGBAImageBegin(&im, t->h, 1, why))
		return tiff_file_fail(t, err,
				      "its colours cannot be converted to RGB");
	tiff_mend_ycbcr_size(p, x, y, &width, &height);
	px = mem_zero((size_t)width * height, sizeof(*px));
	im.req_orientation = im.orientation;
	im.col_offset = (int)x;
	im.row_offset = (int)y;
	rc = TIFFRGBAImageGet(&im, px, width, height) ?
		     0 :
		     tiff_file_fail(t, err, "damaged or incomplete colours");
	tiff_mend_ycbcr(p, to, px, width, height);
	TIFFRGBAImageEnd(&im);
	free(px);
	return rc;
}

int tiff_block(struct tiff_file *t, const struct tiff_page *p, size_t x,
	       size_t y, unsigned sample, void *to, struct err *err)
{
	int rc;

	in_stream(&t->in);
	tiff_file_forget(t);
	t->decoded = 1;
	rc = p->ycbcr		     ? read_ycbcr(t, p, x, y, to, err) :
	     p->layout == TIFF_LINES ? read_lines(t, p, y, sample, to, err) :
				       read_block(t, p, x, y, sample, to, err);
	if (rc == 0 && t->differs)
		tiff_mend_add(p, to,
			      p->layout == TIFF_TILES ? p->block_height :
							tiff_page_rows(p, y));
	/* If a decoder warns, it has silently patched the data: this is an
	 * error.  LZW's only warning is about an obsolete variant, which it
	 * decodes correctly. */
	if (rc == 0 && t->complaint.text[0] &&
	    tag(t, TIFFTAG_COMPRESSION, 0) != COMPRESSION_LZW)
		return tiff_file_fail(t, err, "damaged data");
	return rc;
}
