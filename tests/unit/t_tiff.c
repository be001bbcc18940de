/*
 * t_tiff.c - every layout of TIFF gives back the samples that went in, and
 * files that lie are refused.
 */
#include "base/buf.h"
#include "tiff_unit.h"

#include <math.h>
#include <sys/stat.h>

#include "image/image.h"
#include "image/plane_list.h"
#include "image/ref.h"
#include "image/sample.h"
#include "image/scan.h"

/* Sample bits that differ everywhere and use all bits. */
static uint64_t mix(size_t page, size_t sample, size_t x, size_t y)
{
	uint64_t v = 1 + page * 1000003 + sample * 7919 + y * 131071 + x;

	v *= 0x9e3779b97f4a7c15u;
	return v ^ v >> 29;
}

/* What the bits of a sample mean, worked out the slow way. */
static double meaning(uint64_t v, unsigned bits, unsigned format)
{
	double sign = 1, f;
	int e;

	if (bits < 64)
		v &= ((uint64_t)1 << bits) - 1;
	if (format == 1)
		return (double)v;
	if (format == 2)
		return v >> (bits - 1) ?
			       -(double)(~v + 1 +
					 (bits < 64 ? (uint64_t)1 << bits :
						      0)) :
			       (double)v;
	if (v >> (bits - 1))
		sign = -1;
	e = bits == 16 ? (int)(v >> 10 & 31) :
	    bits == 32 ? (int)(v >> 23 & 255) :
			 (int)(v >> 52 & 2047);
	f = bits == 16 ? ldexp((double)(v & 1023), -10) :
	    bits == 32 ? ldexp((double)(v & 0x7fffff), -23) :
			 ldexp((double)(v & 0xfffffffffffff), -52);
	if (e == (bits == 16 ? 31 : bits == 32 ? 255 : 2047))
		return f != 0 ? NAN : sign * INFINITY;
	e -= bits == 16 ? 15 : bits == 32 ? 127 : 1023;
	return sign * (e == (bits == 16 ? -15 :
			     bits == 32 ? -127 :
					  -1023) ?
			       ldexp(f, e + 1) :
			       ldexp(1 + f, e));
}

static double tolerance; /* of those whose rounding is libtiff's */

static void compare(const char *ref, const struct tiff_make *m, size_t page,
		    size_t sample)
{
	struct scan *s;
	struct band b;
	struct err err = { 0 };
	double *row = malloc(m->width * sizeof(*row));
	size_t rows = 0;
	int rc;

	if (scan_open(&s, ref, &err) < 0)
		fail_msg("%s", err.text);
	assert_int_equal(scan_info(s)->width, m->width);
	assert_int_equal(scan_info(s)->height, m->height);
	assert_int_equal(scan_info(s)->bits, m->bits);
	while ((rc = scan_next(s, &b, &err)) > 0)
		for (size_t i = 0; i < b.rows; i++, rows++) {
			enum pixel type = scan_info(s)->type;

			assert_int_equal(b.y + i, rows);
			sample_doubles(row,
				       (const char *)b.px +
					       i * m->width * pixel_bytes(type),
				       type, m->width);
			for (size_t x = 0; x < m->width; x++) {
				double want =
					meaning(m->value(page, sample, x, rows),
						m->bits, m->format);

				if (!(fabs(row[x] - want) <= tolerance) &&
				    row[x] != want && want == want)
					fail_msg("%s: row %zu, column %zu: "
						 "%.17g, want %.17g",
						 ref, rows, x, row[x], want);
				if (want != want)
					assert_true(row[x] != row[x]);
			}
		}
	if (rc < 0)
		fail_msg("%s", err.text);
	assert_int_equal(rows, m->height);
	scan_close(s);
	free(row);
}

static void check_layouts(struct tiff_make m)
{
	static const size_t rows[] = { 0, 1, 5 };

	for (int k = 0; k < 5; k++) {
		m.rows = k < 3 ? rows[k] : 0;
		m.tile_width = k < 3 ? 0 : 16;
		m.tile_height = k == 3 ? 16 : 32;
		for (m.samples = 1; m.samples < 4; m.samples += 2)
			for (m.planar = 0; m.planar < (int)m.samples;
			     m.planar += 2) {
				if (m.big && m.samples > 1)
					continue;
				put(&m);
				if (m.samples == 1) {
					compare(R(""), &m, 0, 0);
					continue;
				}
				compare(R("[c=0]"), &m, 0, 0);
				compare(R("[0,c=2]"), &m, 0, 2);
			}
	}
}

static const struct {
	unsigned bits, format;
	enum pixel type;
} types[] = {
	{ 8, 1, PIXEL_U8 },   { 16, 1, PIXEL_U16 }, { 32, 1, PIXEL_U32 },
	{ 64, 1, PIXEL_U64 }, { 8, 2, PIXEL_I8 },   { 16, 2, PIXEL_I16 },
	{ 32, 2, PIXEL_I32 }, { 64, 2, PIXEL_I64 }, { 16, 3, PIXEL_F16 },
	{ 32, 3, PIXEL_F32 }, { 64, 3, PIXEL_F64 }, { 1, 1, PIXEL_U8 },
	{ 2, 1, PIXEL_U8 },   { 4, 1, PIXEL_U8 },   { 7, 1, PIXEL_U8 },
	{ 10, 1, PIXEL_U16 }, { 12, 1, PIXEL_U16 }, { 14, 1, PIXEL_U16 },
	{ 24, 1, PIXEL_U32 }, { 31, 1, PIXEL_U32 }, { 40, 1, PIXEL_U64 },
	{ 12, 2, PIXEL_I16 }, { 24, 2, PIXEL_I32 },
};

static void reads_every_type_and_layout(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		for (int k = 0; k < 4; k++) {
			struct tiff_make m = {
				.big_endian = k & 1,
				.big = k >> 1,
				.width = 37,
				.height = 21,
				.bits = types[i].bits,
				.format = types[i].format,
				.photometric = 1,
				.value = mix,
			};
			struct image_info info;
			struct err err = { 0 };

			/* 5-byte samples have no agreed order of bytes. */
			if (m.bits == 40)
				continue;
			check_layouts(m);
			assert_int_equal(image_info(&info, R(""), &err), 0);
			assert_int_equal(info.type, types[i].type);
			assert_int_equal(info.bits, types[i].bits);
		}
}

/* The last sample is marked before it is read (image/tiff_canary.h). */
static uint64_t like_a_mark(size_t page, size_t sample, size_t x, size_t y)
{
	(void)page;
	(void)sample;
	(void)y;
	return x * 0xa5a5a5a5a5a5a5a5;
}

static void adds_differences_up(void **state)
{
	struct tiff_make m = {
		.width = 37, .height = 21, .photometric = 1, .differences = 1
	};

	(void)state;
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		for (int k = 0; k < 4; k++) {
			m.big_endian = k & 1;
			m.big = k >> 1;
			m.bits = types[i].bits;
			m.format = types[i].format;
			m.value = k < 2 ? mix : like_a_mark;
			if (m.bits % 8 == 0 && m.bits != 24 && m.bits != 40)
				check_layouts(m);
		}
}

/* Brightness and differences of red, green and blue (ITU-R BT.601). */
static uint64_t primary(size_t page, size_t sample, size_t x, size_t y)
{
	double l = (double)(mix(page, 0, x, y) & 255);
	double b = (double)(mix(page, 1, x, y) & 255) - 128;
	double r = (double)(mix(page, 2, x, y) & 255) - 128;
	double v = !sample ?
			   l + 1.402 * r :
		   sample == 2 ?
			   l + 1.772 * b :
			   l - (0.114 * 1.772 * b + 0.299 * 1.402 * r) / 0.587;

	return (uint64_t)fmin(fmax(rint(v), 0), 255);
}

static void unmixes_colours(void **state)
{
	static const size_t rows[] = { 0, 1, 5 };
	struct tiff_make m = { .width = 37,
			       .height = 21,
			       .photometric = 6,
			       .samples = 3,
			       .bits = 8,
			       .format = 1 };

	(void)state;
	tolerance = 1;
	for (int k = 0; k < 12; k++) {
		static const char *const ref[] = { "[c=0]", "[c=1]", "[c=2]" };

		m.big_endian = k & 1;
		m.differences = k > 3; /* libtiff 4.5 fails on plain tiles */
		m.tile_width = k < 8 ? 0 : 16;
		m.tile_height = 32;
		m.rows = rows[k % 3];
		m.value = mix;
		put(&m);
		m.value = primary;
		for (size_t c = 0; c < 3; c++)
			compare(R(ref[c]), &m, 0, c);
	}
	tolerance = 0;
	m.planar = 1;
	put(&m);
	refuse(R("[c=0]"), "convert it to RGB");
}

static void reads_an_image_whole(void **state)
{
	struct tiff_make m = small;
	struct image im;
	struct err err = { 0 };

	(void)state;
	m.width = 300;
	m.height = 200;
	m.bits = 16;
	m.rows = 7;
	m.value = mix;
	put(&m);
	assert_int_equal(image_read(&im, R(""), &err), 0);
	assert_int_equal(im.width, 300);
	assert_int_equal(im.type, PIXEL_U16);
	for (size_t i = 0; i < 300 * 200; i++)
		assert_true(im.px[i] ==
			    (float)(uint16_t)mix(0, 0, i % 300, i / 300));
	image_release(&im);
}

/* The first byte of FILE's pixels, which follow the header, behind the back of
 * those who look at sizes and times. */
static void set_first_pixel(const char *path, char value)
{
	FILE *f = fopen(path, "r+b");
	struct timespec time[2];
	struct stat st;

	assert_non_null(f);
	assert_int_equal(fstat(fileno(f), &st), 0);
	time[0] = st.st_atim;
	time[1] = st.st_mtim;
	assert_int_equal(fseek(f, 8, SEEK_SET), 0);
	assert_true(fputc(value, f) == value);
	assert_int_equal(fflush(f), 0);
	assert_int_equal(futimens(fileno(f), time), 0);
	fclose(f);
}

/* What is kept is not read again; images that are large or were not read whole
 * are not kept. */
static void remembers_small_images(void **state)
{
	struct tiff_make m = small;
	struct err err = { 0 };
	struct scan *s;
	struct band b;

	(void)state;
	image_remember(8 * 300 * 20);
	m.width = 300;
	m.height = 20;
	m.rows = 7;
	put(&m);
	assert_int_equal(scan_open(&s, R(""), &err), 0);
	assert_int_equal(scan_next(s, &b, &err), 1);
	scan_close(s);
	set_first_pixel(file, 77);
	assert_true(pixel(R(""), 0) == 77);
	set_first_pixel(file, 78);
	assert_true(pixel(R(""), 0) == 77);
	assert_true(pixel(R("[raw]"), 0) == 78);
	m.height = 21;
	put(&m);
	assert_true(pixel(R(""), 0) == 0);
	set_first_pixel(file, 78);
	assert_true(pixel(R(""), 0) == 78);
	image_remember(0);
}

/* Strips above 16 MB are read in pieces. */
static void reads_one_large_strip(void **state)
{
	struct tiff_make m = small;
	size_t less = getenv("XP_QUICK") ? 10 : 1;

	(void)state;
	m.width = 3001;
	m.height = 3000 / less;
	m.bits = 16;
	m.big_endian = 1;
	m.value = mix;
	put(&m);
	compare(R(""), &m, 0, 0);
	m.planar = 1;
	m.samples = 3;
	m.height = 1500 / less;
	m.width = 6001;
	put(&m);
	compare(R("[c=2]"), &m, 0, 2);
	m.differences = 1;
	put(&m);
	compare(R("[c=1]"), &m, 0, 1);
}

static void turns_white_is_0_over(void **state)
{
	struct tiff_make m = small;

	(void)state;
	m.photometric = 0;
	put(&m);
	assert_true(pixel(R(""), 1) == 254);
	assert_true(pixel(R("[raw]"), 1) == 1);
	m.bits = 12;
	put(&m);
	assert_true(pixel(R(""), 1) == 4094);
	m.bits = 16;
	m.format = 2;
	put(&m);
	assert_true(pixel(R(""), 1) == -2);
	m.bits = 32;
	m.format = 3;
	put(&m);
	refuse(R(""), "white");
}

static void applies_palettes(void **state)
{
	struct tiff_make m = small;
	uint16_t map[48];

	(void)state;
	for (int i = 0; i < 48; i++)
		map[i] = (uint16_t)(1000 * i);
	m.photometric = 3;
	m.bits = 4;
	m.map = map;
	put(&m);
	refuse(R(""), "[c=0]");
	assert_true(pixel(R("[c=0]"), 3) == 3000);
	assert_true(pixel(R("[c=2]"), 3) == 35000);
	assert_true(pixel(R("[raw]"), 3) == 3);
	refuse(R("[c=3]"), "c=3");
	m.description = "ImageJ=1.53c\nimages=1\n";
	put(&m);
	assert_true(pixel(R(""), 3) == 3);
}

static void chooses_pages(void **state)
{
	struct tiff_make m = small;
	struct image_info info;
	struct err err = { 0 };

	(void)state;
	m.pages = 5;
	put(&m);
	refuse(R(""), "5 pages");
	refuse(R(""), "[0]");
	refuse(R("[5]"), "no page 5");
	refuse(R("[z=1]"), "which page");
	refuse(R("[-1]"), "file.tif[3]");
	refuse(R("[1,2]"), "file.tif[3]");
	refuse(R("[q=1]"), "file.tif[3]");
	refuse(R("[]"), "file.tif[3]");
	assert_true(pixel(R("[0]"), 1) == 1);
	assert_true(pixel(R("[4]"), 1) == 201);
	assert_int_equal(image_info(&info, R(""), &err), 0);
	assert_int_equal(info.pages, 5);
	assert_int_equal(info.planes, 5);
	m.samples = 3;
	put(&m);
	refuse(R("[3]"), "[0,c=0]");
	assert_true(pixel(R("[3,c=2]"), 1) == 171);
	m.pages = 1;
	tiff_make("b[2].tif[1]", &m);
	assert_true(pixel("b[2].tif[1][c=1]", 1) == 11);
}

static void knows_imagej_hyperstacks(void **state)
{
	struct tiff_make m = small;
	struct strs refs = { 0 };
	struct err err = { 0 };

	(void)state;
	m.pages = 12;
	m.value = ramp;
	m.bits = 16;
	m.description = "ImageJ=1.53c\nimages=12\nchannels=2\nslices=3\n"
			"frames=2\nhyperstack=true\n";
	put(&m);
	/* c runs fastest, then z, then t */
	assert_true(pixel(R("[c=1,z=2,t=1]"), 0) == 50 * 11);
	assert_true(pixel(R("[c=0,z=1,t=1]"), 0) == 50 * 8);
	assert_true(pixel(R("[t=1,z=1,c=0]"), 0) == 50 * 8);
	assert_true(pixel(R("[8]"), 0) == 50 * 8);
	refuse(R("[c=1,z=2]"), "2 frames");
	refuse(R("[c=2,z=0,t=0]"), "no c=2");
	assert_int_equal(plane_list(&refs, R(""), NULL, &err), 0);
	assert_int_equal(refs.n, 12);
	assert_string_equal(refs.at[1], R("[c=1,z=0,t=0]"));
	assert_string_equal(refs.at[11], R("[c=1,z=2,t=1]"));
	strs_release(&refs);
	m.description = "ImageJ=1.53c\nimages=12\nchannels=2\nslices=3\n"
			"frames=2\norder=tzc\n";
	put(&m);
	assert_true(pixel(R("[c=1,z=0,t=0]"), 0) == 50 * 6);
}

/* One directory, and the pixels of three planes after each other. */
static void make_one_page(struct buf *b, const struct tiff_make *m)
{
	struct buf px = { 0 };

	tiff_bytes(b, m);
	/* The data must come last: move them behind the directory. */
	for (size_t page = 0; page < 3; page++)
		for (size_t y = 0; y < m->height; y++)
			tiff_row(&px, m, page, 0, 0, m->width, y);
	for (size_t i = 0; i + 12 < b->len; i++)
		if (!memcmp(b->data + i, "\1\21\0\4\0\0\0\1", 8)) {
			b->data[i + 10] = (char)(b->len >> 8);
			b->data[i + 11] = (char)b->len;
		}
	buf_add(b, px.data, px.len);
	buf_release(&px);
	put_bytes(b->data, b->len);
}

static void knows_metamorph_stacks(void **state)
{
	struct tiff_make m = small;
	struct buf b = { 0 };

	(void)state;
	m.planes = 3;
	m.bits = 16;
	m.big_endian = 1;
	make_one_page(&b, &m);
	assert_true(pixel(R("[2]"), 1) == 101);
	assert_true(pixel(R("[axes=z,z=1]"), 23) == 50 + (5 + 3) % 10);
	refuse(R(""), "3 pages");
	put_bytes(b.data, b.len - 1);
	refuse(R(""), "2 of the 3 planes of this MetaMorph stack");
	buf_release(&b);
}

#define PIXELS(c, z, data)                                              \
	"<Image><Pixels DimensionOrder='XYZCT' SizeC='" c "' SizeZ='" z \
	"' SizeT='1' SizeX='6' SizeY='4'>" data "</Pixels></Image>"

/* Smaller copies are no pages: LSM files have one behind each. */
static void passes_over_thumbnails(void **state)
{
	struct tiff_make m = small;
	struct strs refs = { 0 };
	struct err err = { 0 };

	(void)state;
	m.copies = 0xaaaaaaaa;
	m.pages = 6;
	put(&m);
	refuse(R(""), "3 pages");
	refuse(R("[3]"), "no page 3");
	assert_true(pixel(R("[1]"), 1) == 101);
	assert_true(pixel(R("[axes=z,z=2]"), 1) == 201);
	assert_true(pixel(R("[axes=z,z=all]"), 24 + 1) == 101);
	assert_int_equal(plane_list(&refs, R(""), NULL, &err), 0);
	assert_int_equal(refs.n, 3);
	assert_true(pixel(refs.at[2], 1) == 201);
	strs_release(&refs);
	m.pages = 2;
	put(&m);
	assert_true(pixel(R(""), 1) == 1);
	/* OME numbers all pages. */
	m.pages = 6;
	m.description = "<OME>" PIXELS("3", "1",
				       "<TiffData FirstC='2' "
				       "IFD='4'/>") "</OME>";
	put(&m);
	assert_true(pixel(R("[c=2]"), 1) == 201);
}

static void knows_imagej_stacks_of_one_page(void **state)
{
	struct tiff_make m = small;
	struct buf b = { 0 };

	(void)state;
	m.description = "ImageJ=1.53c\nimages=3\nslices=3\n";
	m.bits = 16;
	m.big_endian = 1;
	make_one_page(&b, &m);
	assert_true(pixel(R("[z=0]"), 1) == 1);
	assert_true(pixel(R("[z=2]"), 1) == 101);
	assert_true(pixel(R("[1]"), 23) == 50 + (5 + 3) % 10);
	refuse(R(""), "3 slices");
	refuse(R("[z=3]"), "no z=3");
	put_bytes(b.data, b.len - 1);
	refuse(R("[0]"), "2 of the 3 planes of this ImageJ stack");
	put_bytes(b.data, b.len - 2 * m.width * m.height * 2);
	refuse(R(""), "1 of the 3 planes of this ImageJ stack");
	buf_release(&b);
}

#define OME(order, data)                                                    \
	"<?xml version=\"1.0\"?><!-- a > b --><OME:OME xmlns:OME=\"x\">"    \
	"<OME:Image ID='Image:0'><OME:Pixels BigEndian=\"false\" "          \
	"DimensionOrder=\"" order "\" SizeC=\"2\" SizeT=\"1\" SizeX=\"6\" " \
	"SizeY=\"4\" SizeZ=\"3\" Type=\"uint16\">" data                     \
	"</OME:Pixels></OME:Image></OME:OME>"

static void knows_ome(void **state)
{
	struct tiff_make m = small;

	(void)state;
	m.pages = 6;
	m.bits = 16;
	m.description = OME("XYZCT", "<OME:TiffData/>");
	put(&m);
	assert_true(pixel(R("[c=1,z=2]"), 0) == 50 * 5);
	assert_true(pixel(R("[c=1,z=0,t=0]"), 0) == 50 * 3);
	m.description = OME("XYCZT", "");
	put(&m);
	assert_true(pixel(R("[c=1,z=0]"), 0) == 50);
	m.description =
		OME("XYCZT",
		    "<OME:TiffData FirstZ=\"1\" IFD=\"0\" "
		    "PlaneCount=\"4\"/><OME:TiffData FirstC=\"1\" IFD='5'/>"
		    "<OME:TiffData FirstC='0' IFD='4'><OME:UUID FileName="
		    "\"b.ome.tif\">urn:x</OME:UUID></OME:TiffData>");
	put(&m);
	assert_true(pixel(R("[c=0,z=1]"), 0) == 0);
	assert_true(pixel(R("[c=1,z=2]"), 0) == 50 * 3);
	assert_true(pixel(R("[c=1,z=0]"), 0) == 50 * 5);
	refuse(R("[c=0,z=0]"), "b.ome.tif");
	m.description = OME("XYCZT", "<TiffData><UUID FileName='b.tif'/>"
				     "</TiffData>");
	put(&m);
	unit_write("b.tif", "", 0);
	refuse(R("[c=0,z=0]"), "is in the file 'b.tif'");
	m.description = OME("XYCZT", "<TiffData FirstZ='9' IFD='1'/>");
	put(&m);
	refuse(R("[c=0,z=0]"), "does not say");
	m.description = OME("XYCZT", "<TiffData IFD='77' PlaneCount='6'/>");
	put(&m);
	refuse(R("[c=0,z=0]"), "no page 77");
}

#define IN(file, id) "<UUID FileName='" file "'>" id "</UUID>"

/* Files are renamed, sets of them share a description. */
static void knows_files_of_an_ome_set(void **state)
{
	struct tiff_make m = small;
	struct image_info info;
	struct err err = { 0 };

	(void)state;
	m.pages = 6;
	m.description = "<OME UUID='urn:7'>" PIXELS(
		"6", "1", "<TiffData>" IN("a&amp;b.tif", "urn:8") "</TiffData>")
		PIXELS("3", "2",
		       "<TiffData PlaneCount='5'>" IN("old.tif",
						      "urn:7") "</TiffData>")
			PIXELS("1", "6",
			       "<TiffData FirstZ='5' "
			       "IFD='5'/>") "</OME>";
	put(&m);
	assert_true(pixel(R("[c=1,z=1]"), 0) == 50 * 3);
	refuse(R("[c=2,z=1]"), "name a page by its number");
	tiff_make("a&b.tif", &m);
	assert_true(pixel("a&b.tif[c=4]", 0) == 50 * 4);
	m.pages = 1;
	m.description = "<OME UUID='urn:7'><!-- <Pixels> -->" PIXELS(
		"2", "1",
		"<Channel Name='A'/><Channel Name='B'/><TiffData IFD='0'>" IN(
			"a.tif",
			"urn:8") "</TiffData><TiffData FirstC='1' "
				 "IFD='0'>" IN("b.tif",
					       "urn:7") "</TiffData>") "</OME>";
	put(&m);
	assert_true(pixel(R(""), 1) == 1);
	assert_true(pixel(R("[c=1]"), 1) == 1);
	assert_true(pixel(R("[c=B]"), 1) == 1);
	refuse(R("[c=0]"), "is in the file 'a.tif'");
	refuse(R("[c=A]"), "is in the file 'a.tif'");
	/* What was said of an image of another size is not about this. */
	m.pages = 6;
	m.width = 5;
	m.description = OME("XYZCT", "");
	put(&m);
	refuse(R("[c=1,z=2]"), "--axes");
	m.description = "<OME><Pixels PhysicalSizeX='2' SizeX='5' "
			"SizeY='3'/></OME>";
	put(&m);
	assert_int_equal(image_info(&info, R(""), &err), 0);
	assert_true(info.pitch.x == 0);
}

static void knows_channels_by_name(void **state)
{
	struct tiff_make m = small;

	(void)state;
	m.pages = 6;
	m.description =
		OME("XYCZT",
		    "<OME:Channel ID='Channel:0:0' Name="
		    "\"A &amp; B\"/><OME:Channel Name='DAPI'></OME:Channel>");
	put(&m);
	assert_true(pixel(R("[c=DAPI,z=1]"), 0) == 50 * 3);
	assert_true(pixel(R("[c=A & B,z=1]"), 0) == 50 * 2);
	refuse(R("[c=DAPI]"), "3 slices");
	refuse(R("[c=FITC,z=1]"), "no channel is called 'FITC'; there are "
				  "'A & B', 'DAPI'");
	refuse(R("[0,c=DAPI]"), "neither a file nor a plane");
	m.description = OME("XYCZT", "<Channel Name='A'/><Channel Name='A'/>");
	put(&m);
	refuse(R("[c=A,z=1]"), "both c=0 and c=1 are called 'A'");
	m.description = NULL;
	put(&m);
	refuse(R("[c=DAPI]"), "gives its channels no names");
}

static void knows_what_tifffile_writes(void **state)
{
	struct tiff_make m = small;
	struct strs refs = { 0 };
	struct err err = { 0 };

	(void)state;
	m.pages = 6;
	m.description = "{\"axes\": \"TCYX\", \"shape\": [3, 2, 4, 6]}";
	put(&m);
	assert_true(pixel(R("[c=1,t=2]"), 0) == 50 * 5);
	assert_int_equal(plane_list(&refs, R("[c=1]"), NULL, &err), 0);
	assert_int_equal(refs.n, 3);
	assert_string_equal(refs.at[2], R("[c=1,z=0,t=2]"));
	strs_release(&refs);
	/* Axes we have no name for, and none at all. */
	m.description = "{\"axes\": \"QCYX\", \"shape\": [3, 2, 4, 6]}";
	put(&m);
	refuse(R("[c=1,t=2]"), "--axes");
	m.description = "{\"shape\": [3, 2, 4, 6]}";
	put(&m);
	refuse(R("[c=1,t=2]"), "--axes");
	assert_true(pixel(R("[4]"), 0) == 50 * 4);
	/* The lengths are those of the file when they are not said. */
	assert_true(pixel(R("[axes=tc,c=1,t=2]"), 0) == 50 * 5);
	/* Two series: the first does not speak for all pages. */
	m.description = "{\"axes\": \"ZYX\", \"shape\": [2, 4, 6]}";
	put(&m);
	refuse(R("[z=1]"), "--axes");
	m.samples = 3;
	m.description = "{\"axes\": \"TYXS\", \"shape\": [6, 4, 6, 3]}";
	put(&m);
	assert_true(pixel(R("[c=2,t=3]"), 0) == 50 * 3 + 20);
	/* Sizes that no file has, and text that is no JSON. */
	for (size_t i = 0; i < 4; i++) {
		m.description = (const char *[]){
			"{\"shape\": [6,4,", "{\"shape\": [1e9, 1e9, 4, 6]}",
			"{\"shape\": {}}",
			"{\"shape\": [9,9,9,9,9,9,9,9,9,4,6]}"
		}[i];
		put(&m);
		refuse(R("[c=2,t=3]"), "--axes");
	}
}

/* What a person says goes before what the file says. */
static void is_told_axes(void **state)
{
	struct tiff_make m = small;

	(void)state;
	m.pages = 6;
	put(&m);
	refuse(R("[t=2]"), "--axes");
	refuse(R(""), "--axes");
	assert_true(pixel(R("[axes=t,t=2]"), 0) == 50 * 2);
	assert_true(pixel(R("[axes=zyx,z=5]"), 0) == 50 * 5);
	assert_true(pixel(R("[axes=tz3,t=1,z=2]"), 0) == 50 * 5);
	assert_true(pixel(R("[z=1,t=1,axes=z3t2]"), 0) == 50 * 3);
	refuse(R("[axes=tz,t=1,z=1]"), "give the length");
	refuse(R("[axes=t5,t=1]"), "do not make 6 pages");
	refuse(R("[axes=tz4,t=1]"), "do not make 6 pages");
	refuse(R("[axes=tt2,t=1]"), "do not make 6 pages");
	refuse(R("[axes=q,t=1]"), "want letters");
	refuse(R("[axes=t0,t=0]"), "want letters");
	refuse(R("[axes=t99999999999999999999z99999999999999999999]"), "axes");
	refuse(R("[axes=t,2]"), "neither a file nor a plane");
	m.description = "ImageJ=1.53c\nimages=6\nslices=6\n";
	put(&m);
	assert_true(pixel(R("[z=4]"), 0) == 50 * 4);
	assert_true(pixel(R("[axes=t,t=4]"), 0) == 50 * 4);
}

static void puts_in_what_stars_stand_for(void **state)
{
	struct tiff_make m = small;
	struct strs refs = { 0 }, varied = { 0 };
	struct err err = { 0 };
	char *ref;

	(void)state;
	m.pages = 12;
	put(&m);
	ref = ref_with_axes(R("[c=1,t=*]"), "tc2");
	assert_string_equal(ref, R("[axes=tc2,c=1,t=*]"));
	assert_int_equal(plane_list_expand(&refs, &varied, ref, NULL, &err), 0);
	free(ref);
	assert_int_equal(refs.n, 6);
	assert_string_equal(refs.at[5], R("[axes=tc2,c=1,t=5]"));
	assert_string_equal(varied.at[5], "t5");
	assert_int_equal(plane_list_expand(&refs, &varied, R("[*]"), NULL,
					   &err),
			 0);
	assert_int_equal(refs.n, 18);
	assert_string_equal(refs.at[8], R("[2]"));
	assert_string_equal(varied.at[8], "p02");
	assert_int_equal(plane_list_expand(&refs, &varied, R("[3]"), NULL,
					   &err),
			 0);
	assert_string_equal(refs.at[18], R("[3]"));
	assert_string_equal(varied.at[18], "");
	assert_int_equal(plane_list_expand(&refs, &varied, R("[t=*]"), NULL,
					   &err),
			 -1);
	assert_says(&err, ERR_DATA, "--axes");
	/* One page is the only slice and frame there is. */
	m.pages = 1;
	put(&m);
	assert_int_equal(plane_list_expand(&refs, &varied, R("[t=*,z=*]"), NULL,
					   &err),
			 0);
	assert_string_equal(refs.at[refs.n - 1], R("[t=0,z=0]"));
	assert_true(pixel(refs.at[refs.n - 1], 1) == 1);
	refuse(R("[t=1]"), "no t=1: there are 1");
	refuse(R("[z=1]"), "no z=1: there are 1");
	ref = ref_with_axes(R("[3]"), "t");
	assert_string_equal(ref, R("[3]"));
	free(ref);
	strs_release(&refs);
	strs_release(&varied);
}

static void pitch_is(double x, double y)
{
	struct image_info info;
	struct err err = { 0 };

	if (image_info(&info, file, &err) < 0)
		fail_msg("%s", err.text);
	if (fabs(info.pitch.x - x) > 1e-9 || fabs(info.pitch.y - y) > 1e-9)
		fail_msg("%.17g x %.17g, want %g x %g", info.pitch.x,
			 info.pitch.y, x, y);
}

#define UNIT(attributes)                                                  \
	"<OME><Image><Pixels DimensionOrder='XYZCT' SizeC='1' SizeZ='1' " \
	"SizeT='1' " attributes "/></Image></OME>"

static void knows_how_big_a_pixel_is(void **state)
{
	static const struct {
		const char *text;
		uint32_t density[3];
		double x, y;
	} at[] = {
		{ NULL, { 0 }, 0, 0 },
		{ NULL, { 500000, 13, 3 }, 0.26, 0.26 },
		{ NULL, { 254000, 1, 2 }, 0.1, 0.1 },
		{ NULL, { 500000, 13, 1 }, 0, 0 }, /* of no unit */
		{ NULL, { 72, 1, 2 }, 0, 0 },	   /* a printer's */
		{ NULL, { 300, 1, 2 }, 0, 0 },
		{ NULL, { 2835, 100, 3 }, 0, 0 }, /* 72 an inch */
		{ NULL, { 28, 1, 3 }, 0, 0 },
		{ NULL, { 38, 1, 3 }, 0, 0 },
		{ NULL, { 118, 1, 3 }, 0, 0 },
		{ NULL, { 1181, 10, 3 }, 0, 0 },
		{ NULL, { 125, 1, 3 }, 80, 80 },
		{ NULL, { 1, 1, 2 }, 0, 0 },
		{ "ImageJ=1.5\nunit=um\n", { 100, 26, 1 }, 0.26, 0.26 },
		{ "ImageJ=1.5\nunit=\\u00B5m\n", { 100, 26, 1 }, 0.26, 0.26 },
		{ "ImageJ=1.5\nunit=nm\n", { 1, 65, 1 }, 0.065, 0.065 },
		{ "ImageJ=1.5\nunit=pixel\n", { 100, 26, 3 }, 0, 0 },
		{ UNIT("PhysicalSizeX='0.1083333'"),
		  { 100, 26, 3 },
		  0.1083333,
		  0.1083333 },
		{ UNIT("PhysicalSizeX='65' PhysicalSizeXUnit='nm' "
		       "PhysicalSizeY='0.07' PhysicalSizeYUnit='\302\265m'"),
		  { 0 },
		  0.065,
		  0.07 },
		{ UNIT("PhysicalSizeX='1' PhysicalSizeXUnit='pixel'"),
		  { 0 },
		  0,
		  0 },
		{ UNIT("PhysicalSizeX='nan'"), { 0 }, 0, 0 },
	};
	struct tiff_make m = small;

	(void)state;
	for (size_t i = 0; i < sizeof(at) / sizeof(*at); i++) {
		m.description = at[i].text;
		memcpy(m.density, at[i].density, sizeof(m.density));
		m.big_endian = i % 2;
		put(&m);
		pitch_is(at[i].x, at[i].y);
	}
}

static void writes_how_big_a_pixel_is(void **state)
{
	static const float px[6] = { 1, 2, 3, 4, 5, 6 };
	static const double um[] = {
		0.26, 0.0645, 1, 12.5, 0.108333, 900, 1e-5
	};
	struct image im;
	struct err err = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(um) / sizeof(*um); i++) {
		struct pixel_pitch p = { um[i], um[i] * 2 };

		next_name();
		assert_int_equal(image_write(file, px, 3, 2, PIXEL_F32, &p,
					     NULL, &err),
				 0);
		pitch_is(um[i], um[i] == 900 ? 1800 : um[i] * 2);
		assert_int_equal(image_read(&im, file, &err), 0);
		assert_memory_equal(im.px, px, sizeof(px));
		image_release(&im);
	}
	next_name();
	assert_int_equal(image_write(file, px, 3, 2, PIXEL_F32,
				     &(struct pixel_pitch){ 0 }, NULL, &err),
			 0);
	pitch_is(0, 0);
}

/* Every way to cut a file short is noticed. */
static void refuses_what_is_cut_short(void **state)
{
	struct tiff_make m = small;
	struct buf b = { 0 };

	(void)state;
	m.rows = 1;
	tiff_bytes(&b, &m);
	for (size_t n = 0; n < b.len; n++) {
		put_bytes(b.data, n);
		refuse(R(""), file);
	}
	put_bytes(b.data, b.len);
	assert_true(pixel(R(""), 23) == 8);
	buf_release(&b);
	refuse("none.tif", "'none.tif'");
	refuse(".", "directory");
}

/* Any byte turned into any of some values: an answer, and no crash. */
static void survives_damage(void **state)
{
	static const unsigned char to[] = { 0, 1, 0x7f, 0xff };
	struct tiff_make m = small;
	struct image im;
	struct buf b = { 0 };

	(void)state;
	m.pages = 2;
	m.rows = 2;
	tiff_bytes(&b, &m);
	for (size_t i = 0; i < b.len; i++)
		for (size_t k = 0; k < sizeof(to); k++) {
			char old = b.data[i];
			struct err err = { 0 };

			b.data[i] = (char)to[k];
			put_bytes(b.data, b.len);
			if (image_read(&im, R("[1]"), &err) < 0)
				assert_says(&err, ERR_DATA, file);
			image_release(&im);
			b.data[i] = old;
		}
	buf_release(&b);
}

static void writes_what_it_reads(void **state)
{
	static const float px[] = {
		0,     1,     254.5f, 255.5f, -0.4f,  -1,
		65535, 65536, 2.5f,   3.5f,   1e-30f, 1e30f
	};
	static const float u8[] = {
		0, 1, 254, 255, 0, 0, 255, 255, 2, 4, 0, 255
	};
	static const float u16[] = { 0,	    1,	   254, 256, 0, 0,
				     65535, 65535, 2,	4,   0, 65535 };
	struct image im;
	struct err err = { 0 };
	uint64_t clipped = 0;

	(void)state;
	assert_int_equal(image_write("8.tif", px, 4, 3, PIXEL_U8, NULL,
				     &clipped, &err),
			 0);
	assert_int_equal(clipped, 5); /* 255.5 -1 65535 65536 1e30 */
	assert_int_equal(image_write("16.tif", px, 3, 4, PIXEL_U16, NULL,
				     &clipped, &err),
			 0);
	assert_int_equal(clipped, 3);
	assert_int_equal(image_write("32.tif", px, 12, 1, PIXEL_F32, NULL, NULL,
				     &err),
			 0);
	assert_int_equal(image_read(&im, "8.tif", &err), 0);
	assert_int_equal(im.type, PIXEL_U8);
	assert_memory_equal(im.px, u8, sizeof(u8));
	image_release(&im);
	assert_int_equal(image_read(&im, "16.tif", &err), 0);
	assert_int_equal(im.height, 4);
	assert_memory_equal(im.px, u16, sizeof(u16));
	image_release(&im);
	assert_int_equal(image_read(&im, "32.tif", &err), 0);
	assert_int_equal(im.type, PIXEL_F32);
	assert_memory_equal(im.px, px, sizeof(px));
	image_release(&im);
	assert_int_equal(image_write("no/8.tif", px, 4, 3, PIXEL_U8, NULL, NULL,
				     &err),
			 -1);
	assert_int_equal(err.kind, ERR_SYS);
}

static void writes_many_strips(void **state)
{
	size_t width = 1111, height = 1000;
	float *px = malloc(width * height * sizeof(*px));
	struct image im;
	struct err err = { 0 };

	(void)state;
	for (size_t i = 0; i < width * height; i++)
		px[i] = (float)(i * 7 % 100003) / 3;
	next_name();
	assert_int_equal(image_write(file, px, width, height, PIXEL_F32, NULL,
				     NULL, &err),
			 0);
	assert_int_equal(image_read(&im, R(""), &err), 0);
	assert_memory_equal(im.px, px, width * height * sizeof(*px));
	image_release(&im);
	free(px);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_every_type_and_layout),
		cmocka_unit_test(adds_differences_up),
		cmocka_unit_test(unmixes_colours),
		cmocka_unit_test(reads_an_image_whole),
		cmocka_unit_test(remembers_small_images),
		cmocka_unit_test(reads_one_large_strip),
		cmocka_unit_test(turns_white_is_0_over),
		cmocka_unit_test(applies_palettes),
		cmocka_unit_test(chooses_pages),
		cmocka_unit_test(knows_imagej_hyperstacks),
		cmocka_unit_test(knows_imagej_stacks_of_one_page),
		cmocka_unit_test(knows_metamorph_stacks),
		cmocka_unit_test(passes_over_thumbnails),
		cmocka_unit_test(knows_ome),
		cmocka_unit_test(knows_files_of_an_ome_set),
		cmocka_unit_test(knows_channels_by_name),
		cmocka_unit_test(knows_what_tifffile_writes),
		cmocka_unit_test(is_told_axes),
		cmocka_unit_test(puts_in_what_stars_stand_for),
		cmocka_unit_test(knows_how_big_a_pixel_is),
		cmocka_unit_test(writes_how_big_a_pixel_is),
		cmocka_unit_test(refuses_what_is_cut_short),
		cmocka_unit_test(survives_damage),
		cmocka_unit_test(writes_what_it_reads),
		cmocka_unit_test(writes_many_strips),
	};

	return cmocka_run_group_tests(tests, unit_enter, unit_leave);
}
