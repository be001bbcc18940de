/*
 * t_dialect.c - what microscopes and ImageJ write beyond plain TIFF is read as
 * they mean it, or refused with what to do.
 */
#include "tiff_unit.h"

#include <sys/stat.h>

#include "image/plane_list.h"
#include "image/scan.h"

static void note_is(const char *ref, const char *note)
{
	struct scan *s;
	struct err err = { 0 };

	if (scan_open(&s, ref, &err) < 0)
		fail_msg("%s", err.text);
	assert_string_equal(scan_note(s), note);
	scan_close(s);
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

/* The planes of the file, without its name, and what is told of them. */
static void lists(const char *planes, const char *told)
{
	struct strs refs = { 0 };
	struct messages m = { 0 };
	struct err err = { 0 };
	char all[1000] = "";

	if (plane_list(&refs, file, &m, &err) < 0)
		fail_msg("%s", err.text);
	for (size_t i = 0; i < refs.n; i++)
		strcat(all, refs.at[i] + strlen(file));
	assert_string_equal(all, planes);
	assert_int_equal(m.n, *told ? 1 : 0);
	if (m.n && !strstr(m.list[0].text, told))
		fail_msg("'%s' does not say '%s'", m.list[0].text, told);
	messages_release(&m);
	strs_release(&refs);
}

static void expands(const char *ref, const char *planes, size_t warnings)
{
	struct strs refs = { 0 }, varied = { 0 };
	struct messages m = { 0 };
	struct err err = { 0 };
	char all[1000] = "";

	if (plane_list_expand(&refs, &varied, ref, &m, &err) < 0)
		fail_msg("%s", err.text);
	for (size_t i = 0; i < refs.n; i++)
		strcat(all, strchr(refs.at[i], '['));
	assert_string_equal(all, planes);
	assert_int_equal(m.n, warnings);
	messages_release(&m);
	strs_release(&refs);
	strs_release(&varied);
}

/* Where the directory of PAGE lies, and where that of the next is told. */
static size_t directory(const struct buf *b, size_t page, size_t *link)
{
	const unsigned char *p = (const unsigned char *)b->data;
	size_t pos = 0;

	*link = 4;
	for (size_t i = 0; i <= page; i++) {
		pos = p[*link] | (size_t)p[*link + 1] << 8;
		*link = pos + 2 + 12 * (size_t)(p[pos] | p[pos + 1] << 8);
	}
	return pos;
}

/* Entry TAG of PAGE gets VALUE. */
static void set_tag(struct buf *b, size_t page, unsigned tag, unsigned value)
{
	size_t link, pos = directory(b, page, &link) + 2;

	for (; pos < link; pos += 12)
		if ((unsigned char)b->data[pos] == tag % 256 &&
		    (unsigned char)b->data[pos + 1] == tag / 256) {
			b->data[pos + 8] = (char)value;
			b->data[pos + 9] = (char)(value >> 8);
		}
}

#define IMAGEJ "ImageJ=1.54f\n"

/* ImageJ keeps the numbers of images with an inverted look-up table. */
static void imagej_only_dresses_up(void **state)
{
	struct tiff_make m = small;

	(void)state;
	m.photometric = 0;
	m.bits = 16;
	m.description = IMAGEJ "min=0.0\nmax=100.0\n";
	put(&m);
	assert_true(pixel(R(""), 1) == 1);
	assert_true(pixel(R("[raw]"), 1) == 1);
	note_is(R(""), "");
	m.bits = 32;
	m.format = 3;
	put(&m);
	assert_true(pixel(R(""), 1) < 1e-40f);
	m.description = NULL;
	put(&m);
	refuse(R(""), "[raw]");
	assert_true(pixel(R("[raw]"), 1) < 1e-40f);
	m.format = 1;
	put(&m);
	note_is(R(""), "white was 0, inverted");
}

static void knows_imagej_calibration(void **state)
{
	struct tiff_make m = small;
	struct image im;
	struct err err = { 0 };

	(void)state;
	m.bits = 16;
	m.description = IMAGEJ "cf=0\nc0=-32768.0\nc1=1.0\nvunit=Gray Value\n";
	put(&m);
	assert_int_equal(image_read(&im, R(""), &err), 0);
	assert_int_equal(im.type, PIXEL_I16);
	assert_true(im.px[1] == -32767);
	assert_string_equal(im.note, "ImageJ's calibration applied");
	image_release(&im);
	assert_true(pixel(R("[raw]"), 1) == 1);
	m.description = IMAGEJ "cf=0\nc0=-0.5\nc1=0.25\n";
	m.bits = 8;
	m.rows = 3;
	put(&m);
	assert_int_equal(image_read(&im, R(""), &err), 0);
	assert_int_equal(im.type, PIXEL_F32);
	assert_true(im.px[0] == -0.5 && im.px[3] == 0.25);
	assert_true(im.px[23] == (float)((5 + 3) % 10) / 4 - 0.5f);
	image_release(&im);
	/* One that changes nothing, none, and those that are no line. */
	m.description = IMAGEJ "cf=0\nc0=0.0\nc1=1.0\n";
	put(&m);
	note_is(R(""), "");
	m.description = IMAGEJ "cf=20\nc0=1\n";
	put(&m);
	note_is(R(""), "");
	m.description = IMAGEJ "cf=1\nc0=1\nc1=2\nc2=3\n";
	put(&m);
	note_is(R(""), "ImageJ's calibration curve not applied");
	assert_true(pixel(R(""), 3) == 3);
	m.description = IMAGEJ "cf=0\nc0=nan\nc1=1\n";
	put(&m);
	assert_true(pixel(R(""), 3) == 3);
}

/* Five slices of RGB, of which the file has one directory. */
static void reads_colours_behind_one_page(void **state)
{
	struct tiff_make m = small;
	struct buf b = { 0 };

	(void)state;
	m.samples = 3;
	m.photometric = 2;
	m.description = IMAGEJ "images=5\nslices=5\n";
	tiff_bytes(&b, &m);
	for (size_t i = 0; i + 12 < b.len; i++)
		if (!memcmp(b.data + i, "\21\1\4\0\1\0\0\0", 8)) {
			b.data[i + 8] = (char)b.len;
			b.data[i + 9] = (char)(b.len >> 8);
		}
	for (size_t page = 0; page < 5; page++)
		for (size_t y = 0; y < m.height; y++)
			tiff_row(&b, &m, page, 0, 0, m.width, y);
	put_bytes(b.data, b.len);
	lists("[c=0,z=0,t=0][c=1,z=0,t=0][c=2,z=0,t=0]"
	      "[c=0,z=1,t=0][c=1,z=1,t=0][c=2,z=1,t=0]"
	      "[c=0,z=2,t=0][c=1,z=2,t=0][c=2,z=2,t=0]"
	      "[c=0,z=3,t=0][c=1,z=3,t=0][c=2,z=3,t=0]"
	      "[c=0,z=4,t=0][c=1,z=4,t=0][c=2,z=4,t=0]",
	      "");
	assert_true(pixel(R("[c=2,z=4]"), 1) == 4 * 50 + 20 + 1);
	assert_true(pixel(R("[c=1,z=1]"), 23) == 50 + 10 + (5 + 3) % 10);
	put_bytes(b.data, b.len - 1);
	refuse(R("[c=0,z=0]"), "4 of the 5 planes of this ImageJ stack");
	/* Compressed, or a page that was taken out of a stack: one plane. */
	m.description = IMAGEJ "images=5\nslices=5\n";
	m.samples = m.photometric = 1;
	put(&m);
	assert_true(pixel(R(""), 1) == 1);
	buf_release(&b);
}

/* Moves the N strips of a page, B, to its end. */
static void move_strips(struct buf *b, size_t n, size_t bytes)
{
	const char tag[] = { 0x11, 1, 4, 0, (char)n, 0, 0, 0 };
	size_t at = 0;

	for (size_t i = 0; i + 12 < b->len; i++)
		if (!memcmp(b->data + i, tag, 8))
			at = (size_t)(unsigned char)b->data[i + 8] |
			     (size_t)(unsigned char)b->data[i + 9] << 8;
	assert_true(at && at + 4 * n <= b->len);
	for (size_t k = 0; k < n; k++) {
		b->data[at + 4 * k] = (char)(b->len + k * bytes);
		b->data[at + 4 * k + 1] = (char)((b->len + k * bytes) >> 8);
	}
}

/* ImageJ takes each image's samples together, one after the other. */
static void reads_planar_colours_behind_one_page(void **state)
{
	struct tiff_make m = small;
	struct buf b = { 0 };

	(void)state;
	m.samples = 3;
	m.photometric = 2;
	m.planar = 1;
	for (m.rows = 0; m.rows < 3; m.rows += 2) {
		m.description = IMAGEJ "images=3\nslices=3\n";
		tiff_bytes(&b, &m);
		move_strips(&b, m.rows ? 6 : 3, m.rows ? 12 : 24);
		for (size_t page = 0; page < 3; page++)
			for (size_t c = 0; c < 3; c++)
				for (size_t y = 0; y < m.height; y++)
					tiff_row(&b, &m, page, c, 0, m.width,
						 y);
		put_bytes(b.data, b.len);
		lists("[c=0,z=0,t=0][c=1,z=0,t=0][c=2,z=0,t=0]"
		      "[c=0,z=1,t=0][c=1,z=1,t=0][c=2,z=1,t=0]"
		      "[c=0,z=2,t=0][c=1,z=2,t=0][c=2,z=2,t=0]",
		      "");
		assert_true(pixel(R("[c=1,z=0]"), 1) == 11);
		assert_true(pixel(R("[c=2,z=2]"), 1) == 121);
		assert_true(pixel(R("[c=1,z=1]"), 23) == 60 + (5 + 3) % 10);
		assert_true(pixel(R("[c=2,z=all]"), 24 + 1) == 71);
		put_bytes(b.data, b.len - 1);
		refuse(R("[c=0,z=0]"), "2 of the 3 planes of this ImageJ");
	}
	buf_release(&b);
}

/* Wherever they lie: LSM has one behind each page, QPTIFF between them. */
static void leaves_smaller_copies_out(void **state)
{
	struct tiff_make m = small;

	(void)state;
	m.pages = 4;
	m.copies = 0xc; /* two images, then a copy of each */
	put(&m);
	lists("[0][1]", "");
	assert_true(pixel(R("[1]"), 1) == 51);
	refuse(R("[2]"), "no page 2");
	m.pages = 6;
	m.copies = 0x32; /* thumbnail second, levels last */
	put(&m);
	lists("[0][1][2]", "");
	assert_true(pixel(R("[1]"), 1) == 101);
	m.copies = 0x1; /* the first one */
	m.pages = 2;
	put(&m);
	assert_true(pixel(R(""), 1) == 51);
	m.copies = 0x3; /* all say so: of what? */
	put(&m);
	lists("[0][1]", "");
}

#define OME(attributes, data)                                            \
	"<OME xmlns='http://www.openmicroscopy.org/Schemas/OME/2016-06'" \
	"><Image><Pixels DimensionOrder='XYCZT' Type='uint8' SizeX='6' " \
	"SizeY='4' " attributes ">" data "</Pixels></Image></OME>"
#define DATA(c, t, page, in)                                         \
	"<TiffData FirstC='" c "' FirstT='" t "' IFD='" page "'>" in \
	"</TiffData>"
#define IN(file) "<UUID FileName='" file "'>urn:uuid:m</UUID>"
#define C2T(n) "SizeC='2' SizeZ='1' SizeT='" n "'"

static void leaves_levels_of_ome_out(void **state)
{
	struct tiff_make m = small;

	(void)state;
	m.pages = 4;
	m.copies = 0xa;
	m.description = OME("SizeC='2' SizeZ='1' SizeT='1'",
			    DATA("0", "0", "0", "") DATA("1", "0", "2", ""));
	put(&m);
	lists("[c=0,z=0,t=0][c=1,z=0,t=0]", "");
	assert_true(pixel(R("[c=1]"), 1) == 101);
	m.description = OME("SizeC='1' SizeZ='1' SizeT='1'",
			    DATA("0", "0", "0", ""));
	m.pages = 3;
	m.copies = 0x6;
	put(&m);
	lists("", "");
	assert_true(pixel(R(""), 1) == 1);
	/* Two images of which the description tells one are two. */
	m.pages = 2;
	m.copies = 0;
	put(&m);
	lists("", "");
	m.description = OME("SizeC='2' SizeZ='1' SizeT='1'", "<TiffData/>");
	m.pages = 4;
	m.copies = 0x8;
	put(&m);
	lists("[0][1][2]",
	      "its description says only what 2 of its 3 pages are");
}

/* Between the images or behind them; an OME page number counts them. */
static void tells_levels_of_ome_from_channels(void **state)
{
	static const struct {
		const char *data;
		unsigned copies;
		const char *wrong; /* else channel 1 is in page IS */
		size_t is;
	} at[] = {
		{ "<TiffData/>", 0xa, NULL, 2 },
		{ "", 0xa, NULL, 2 },
		{ "<TiffData PlaneCount='2'/>", 0xa, NULL, 2 },
		{ "<TiffData/>", 0xc, NULL, 1 },
		{ "<TiffData IFD='0' PlaneCount='2'/>", 0xc, NULL, 1 },
		{ "<TiffData IFD='0' PlaneCount='4'/>", 0xc, NULL, 1 },
		{ "<TiffData IFD='0' PlaneCount='2'/>", 0xa, "smaller", 0 },
		{ DATA("0", "0", "0", "") DATA("1", "0", "1", ""), 0xa,
		  "name a page, as in", 0 },
		{ DATA("0", "0", "0", "") DATA("1", "0", "2", ""), 0xa, NULL,
		  2 },
	};
	struct tiff_make m = small;
	char text[1000];

	(void)state;
	m.pages = 4;
	m.description = text;
	for (size_t i = 0; i < sizeof(at) / sizeof(*at); i++) {
		snprintf(text, sizeof(text),
			 OME("SizeC='2' SizeZ='1' SizeT='1'", "%s"),
			 at[i].data);
		m.copies = at[i].copies;
		put(&m);
		lists("[c=0,z=0,t=0][c=1,z=0,t=0]", "");
		if (at[i].wrong) {
			refuse(R("[c=0]"), at[i].wrong);
			refuse(R("[c=1]"), at[i].wrong);
			assert_true(pixel(R("[2]"), 1) == 101);
			continue;
		}
		assert_true(pixel(R("[c=0]"), 1) == 1);
		assert_true(pixel(R("[c=1]"), 1) == (float)(50 * at[i].is + 1));
	}
	/* ImageJ's planes are what its number of images fits. */
	m.description = IMAGEJ "images=2\nslices=2\n";
	m.copies = 0xa;
	put(&m);
	lists("[c=0,z=0,t=0][c=0,z=1,t=0]", "");
	assert_true(pixel(R("[z=1]"), 1) == 101);
}

/* What is not marked as a copy may be an image. */
static void warns_of_unmarked_levels(void **state)
{
	struct tiff_make m = small;
	struct buf b = { 0 };

	(void)state;
	m.pages = 4;
	tiff_bytes(&b, &m);
	for (unsigned page = 2; page < 4; page++) {
		set_tag(&b, page, 256, 6 / page);
		set_tag(&b, page, 257, (4 + page - 1) / page);
	}
	put_bytes(b.data, b.len);
	lists("[0][1][2][3]",
	      "2 pages of 3x2, 2x2 pixels may be smaller copies of page 0 "
	      "(6x4), but are not marked so");
	expands(R("[*]"), "[0][1][2][3]", 1);
	m.description = OME("SizeC='2' SizeZ='1' SizeT='1'",
			    "<TiffData IFD='0' PlaneCount='2'/>");
	tiff_bytes(&b, &m);
	set_tag(&b, 3, 256, 3);
	set_tag(&b, 3, 257, 2);
	put_bytes(b.data, b.len);
	lists("[0][1][2][3]", "1 page of 3x2 pixels may be a smaller copy of");
	set_tag(&b, 3, 257, 3); /* of no whole factor */
	put_bytes(b.data, b.len);
	lists("[0][1][2][3]", "says only what 2 of its 4 pages are");
	buf_release(&b);
}

static void warns_of_pages_that_imagej_lacks(void **state)
{
	struct tiff_make m = small;

	(void)state;
	m.pages = 3;
	m.description = IMAGEJ "images=4\nchannels=2\nslices=2\n";
	put(&m);
	lists("[0][1][2]", "says that it has 4 planes, and it has 3 pages");
	m.description = IMAGEJ "images=4\n";
	put(&m);
	lists("[0][1][2]", "says that it has 4 planes, and it has 3 pages");
	m.description = IMAGEJ "images=3\n";
	put(&m);
	lists("[0][1][2]", "");
	m.description = IMAGEJ;
	put(&m);
	lists("[0][1][2]", "");
}

/* Micro-Manager's files name themselves; people rename them. */
static void knows_a_renamed_ome_file(void **state)
{
	static const char *const about =
		OME(C2T("2"),
		    DATA("0", "0", "0", IN("old.ome.tif"))
			    DATA("1", "0", "1", IN("old.ome.tif"))
				    DATA("0", "1", "2", IN("old.ome.tif"))
					    DATA("1", "1", "3",
						 IN("old.ome.tif")));
	struct tiff_make m = small;

	(void)state;
	m.pages = 4;
	m.description = about;
	put(&m);
	lists("[c=0,z=0,t=0][c=1,z=0,t=0][c=0,z=0,t=1][c=1,z=0,t=1]", "");
	assert_true(pixel(R("[c=0,t=1]"), 1) == 101);
	/* With the named file beside it, it is a copy of that one's words. */
	next_name();
	unit_write("old.ome.tif", "", 0);
	tiff_make(file, &m);
	refuse(R("[c=0,t=1]"), "is in the file 'old.ome.tif'");
	unlink("old.ome.tif");
	/* Of several names one is lost: that is this file's. */
	m.pages = 1;
	m.description = OME(C2T("1"), DATA("0", "0", "0", IN("a.tif"))
					      DATA("1", "0", "0", IN("b.tif")));
	tiff_make("a.tif", &m);
	next_name();
	tiff_make(file, &m);
	assert_true(pixel(R("[c=1]"), 1) == 1);
	refuse(R("[c=0]"), "is in the file 'a.tif'");
	expands(R("[c=*]"), "[c=1]", 0);
	expands("a.tif[c=*]", "[c=0]", 1); /* b.tif is not there */
	unlink("a.tif");
}

/* Each file of a set tells of all frames, and holds some. */
static void finds_planes_of_a_set_once(void **state)
{
	static const char *const about =
		OME(C2T("2"),
		    DATA("0", "0", "0", IN("s1.tif"))
			    DATA("1", "0", "1", IN("s1.tif"))
				    DATA("0", "1", "0", IN("s2.tif"))
					    DATA("1", "1", "1", IN("s2.tif")));
	struct tiff_make m = small;

	(void)state;
	m.pages = 2;
	m.description = about;
	tiff_make("s1.tif", &m);
	tiff_make("s2.tif", &m);
	expands("s1.tif[c=0,t=*]", "[c=0,t=0]", 0);
	expands("s2.tif[c=0,t=*]", "[c=0,t=1]", 0);
	expands("s2.tif[c=*,t=*]", "[c=0,t=1][c=1,t=1]", 0);
	assert_true(pixel("s2.tif[c=1,t=1]", 1) == 51);
	refuse("s2.tif[c=1,t=0]", "is in the file 's1.tif'");
	unlink("s2.tif");
	expands("s1.tif[c=0,t=*]", "[c=0,t=0]", 1);
	unlink("s1.tif");
}

/* A set of three files, of which each has two frames of one channel. */
#define WAS(n) "<UUID FileName='was" n ".tif'>urn:uuid:" n "</UUID>"
#define TWO(t, u, n) DATA("0", t, "0", WAS(n)) DATA("0", u, "1", WAS(n))
#define SET_OF_3(uuid)                                                         \
	"<?xml version='1.0'?><!-- <OME UUID='urn:uuid:0'> -->\n"              \
	"<OME xmlns='http://www.openmicroscopy.org/Schemas/OME/2016-06' "      \
	"UUID='urn:uuid:" uuid "'><Image><Pixels DimensionOrder='XYCZT' "      \
	"Type='uint8' SizeX='6' SizeY='4' SizeC='1' SizeZ='1' SizeT='6'>" TWO( \
		"0", "1", "1") TWO("2", "3", "2")                              \
		TWO("4", "5", "3") "</Pixels></Image></OME>"

static void make_of_set(const char *path, const char *description, int big)
{
	struct tiff_make m = small;

	m.pages = 2;
	m.big = big;
	m.big_endian = big;
	m.description = description;
	tiff_make(path, &m);
}

/* What is told of the files of a directory, listed one after the other. */
static void tells_of(const char *dir, const char *files, size_t n,
		     const char *told)
{
	struct messages m = { 0 };
	struct err err = { 0 };

	for (; *files; files++) {
		struct strs refs = { 0 }, varied = { 0 };
		char ref[100];

		snprintf(ref, sizeof(ref), "%s/%c.tif[t=*]", dir, *files);
		if (plane_list_expand(&refs, &varied, ref, &m, &err) < 0)
			fail_msg("%s", err.text);
		assert_int_equal(refs.n, 2);
		strs_release(&refs);
		strs_release(&varied);
	}
	assert_int_equal(m.n, n);
	if (n && !strstr(m.list[0].text, told))
		fail_msg("'%s' does not say '%s'", m.list[0].text, told);
	messages_release(&m);
}

/* The directory of each is read once in a process, so each has its own. */
static void finds_files_of_a_renamed_set(void **state)
{
	(void)state;
	mkdir("all", 0777);
	make_of_set("all/a.tif", SET_OF_3("1"), 0);
	make_of_set("all/b.tif", SET_OF_3("2"), 1);
	make_of_set("all/c.tif", SET_OF_3("3"), 0);
	tells_of("all", "abc", 0, "");
	assert_true(pixel("all/b.tif[t=3]", 1) == 51);
	refuse("all/a.tif[t=3]", "is in the file 'b.tif': name a plane");
	mkdir("lost", 0777);
	make_of_set("lost/b.tif", SET_OF_3("2"), 0);
	make_of_set("lost/c.tif", SET_OF_3("3"), 0);
	unit_write("lost/d.tif", "II", 2);
	tells_of("lost", "bc", 1,
		 "'lost/b.tif' and the other files of its set: 2 of the planes "
		 "in their description (1 channel, 1 slice, 6 frames) are "
		 "missing, the first at c=0,z=0,t=0 (in 'was1.tif', which is "
		 "not in the same directory)");
	refuse("lost/c.tif[t=1]", "which is not in the same directory");
	mkdir("copied", 0777);
	make_of_set("copied/a.tif", SET_OF_3("1"), 0);
	make_of_set("copied/b.tif", SET_OF_3("2"), 0);
	make_of_set("copied/c.tif", SET_OF_3("3"), 0);
	make_of_set("copied/d.tif", SET_OF_3("2"), 0);
	tells_of("copied", "abcd", 1,
		 "'copied': 1 file has the UUID of another file, as 'd.tif' "
		 "has that of 'b.tif'");
}

/* What was parsed of a long description serves the other files of its set, and
 * no other set: more sets than are kept, of other lengths in part, by turns. */
static void keeps_long_descriptions_apart(void **state)
{
	static const char *const set[3] = { SET_OF_3("1"), SET_OF_3("2"),
					    SET_OF_3("3") };
	enum { SETS = 6, LONG = 5000 };
	char text[3 * LONG], path[20];

	(void)state;
	for (int k = 0; k < SETS; k++) {
		snprintf(path, sizeof(path), "long%d", k);
		mkdir(path, 0777);
		for (int i = k == 1; i < 3; i++) {
			snprintf(text, sizeof(text), "%s%*d", set[i],
				 LONG + k / 2, k);
			snprintf(path, sizeof(path), "long%d/%c.tif", k,
				 'a' + i);
			make_of_set(path, text, 0);
		}
	}
	for (int k = 0; k < 2 * SETS; k++)
		for (int i = k % SETS == 1; i < 3; i++) {
			static const char *const planes[] = { "[t=0][t=1]",
							      "[t=2][t=3]",
							      "[t=4][t=5]" };

			snprintf(path, sizeof(path), "long%d/%c.tif[t=*]",
				 k % SETS, 'a' + i);
			expands(path, planes[i], k % SETS == 1);
		}
}

/* File 1 is called as file 2 was. */
static void knows_files_that_changed_names(void **state)
{
	(void)state;
	mkdir("moved", 0777);
	make_of_set("moved/was2.tif", SET_OF_3("1"), 0);
	make_of_set("moved/was3.tif", SET_OF_3("2"), 0);
	make_of_set("moved/was4.tif", SET_OF_3("3"), 0);
	expands("moved/was2.tif[t=*]", "[t=0][t=1]", 0);
	expands("moved/was3.tif[t=*]", "[t=2][t=3]", 0);
	expands("moved/was4.tif[t=*]", "[t=4][t=5]", 0);
	refuse("moved/was2.tif[t=4]", "is in the file 'was4.tif'");
	/* Where all files have one UUID, their names tell. */
	mkdir("one", 0777);
	make_of_set("one/was1.tif", SET_OF_3("1"), 0);
	make_of_set("one/was2.tif", SET_OF_3("1"), 0);
	make_of_set("one/was3.tif", SET_OF_3("1"), 0);
	expands("one/was1.tif[t=*]", "[t=0][t=1]", 0);
	expands("one/was2.tif[t=*]", "[t=2][t=3]", 0);
	expands("one/was3.tif[t=*]", "[t=4][t=5]", 0);
}

#define ONLY(name)                                                          \
	"<OME UUID='urn:uuid:2'><BinaryOnly MetadataFile='" name "' UUID='" \
	"urn:uuid:1'/></OME>"

static void write_companion(const char *text)
{
	FILE *f = fopen("set.companion.ome", "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

/* The companion's file names are out of date; the UUID tells. */
static void reads_a_companion_file(void **state)
{
	struct tiff_make m = small;

	(void)state;
	write_companion(
		OME(C2T("2") " PhysicalSizeX='0.5'",
		    "<Channel Name='DAPI'/><Channel Name='BF'/>" DATA(
			    "0", "0", "0",
			    "<UUID FileName='a.tif'>urn:uuid:3</UUID>")
			    DATA("1", "0", "1",
				 "<UUID FileName='a.tif'>urn:uuid:3</UUID>")
				    DATA("0", "1", "0",
					 "<UUID FileName='b.tif'>"
					 "urn:uuid:2</UUID>")
					    DATA("1", "1", "1",
						 "<UUID FileName='b.tif'>"
						 "urn:uuid:2</UUID>")));
	m.pages = 2;
	m.description = ONLY("set.companion.ome");
	put(&m);
	expands(R("[c=*,t=*]"), "[c=0,t=1][c=1,t=1]", 1);
	assert_true(pixel(R("[c=BF,t=1]"), 1) == 51);
	refuse(R("[c=BF,t=0]"), "is in the file 'a.tif'");
	pitch_is(0.5, 0.5);
	/* Without it the pages are of no known kind. */
	write_companion("<OME><Image>");
	put(&m);
	lists("[0][1]", "");
	unlink("set.companion.ome");
	put(&m);
	lists("[0][1]", "");
	refuse(R("[c=BF]"), "its description is in 'set.companion.ome'");
	refuse(R(""), "which is missing or damaged");
	/* No file outside of the folder is read, and no chain of companions. */
	write_companion(ONLY("set.companion.ome"));
	put(&m);
	lists("[0][1]", "");
	m.description = ONLY("./set.companion.ome");
	write_companion(OME(C2T("1"), "<TiffData/>"));
	put(&m);
	lists("[0][1]", "");
	unlink("set.companion.ome");
}

/* It planned five frames and has two. */
static void takes_what_an_early_stop_left(void **state)
{
	struct tiff_make m = small;

	(void)state;
	m.pages = 4;
	m.description = OME(C2T("5"), "<TiffData/>");
	put(&m);
	expands(R("[c=1,t=*]"), "[c=1,t=0][c=1,t=1]", 1);
	lists("[c=0,z=0,t=0][c=1,z=0,t=0][c=0,z=0,t=1][c=1,z=0,t=1]",
	      "6 of the planes in its description (2 channels, "
	      "1 slice, 5 frames) are missing, the first at c=0,z=0,t=2");
	m.description = OME(C2T("5"),
			    DATA("0", "0", "0", "") DATA("1", "0", "1", "")
				    DATA("0", "1", "2", "")
					    DATA("1", "1", "3", ""));
	put(&m);
	expands(R("[c=0,t=*]"), "[c=0,t=0][c=0,t=1]", 1);
	refuse(R("[c=0,t=3]"), "does not say where");
	/* two whole stacks, and the first slice of a third */
	m.pages = 14;
	m.description = OME("SizeC='2' SizeZ='3' SizeT='5'", "<TiffData/>");
	put(&m);
	expands(R("[c=1,z=all,t=*]"), "[c=1,z=all,t=0][c=1,z=all,t=1]", 1);
	expands(R("[c=1,z=2,t=*]"), "[c=1,z=2,t=0][c=1,z=2,t=1]", 1);
	refuse(R("[c=0,z=all,t=2]"),
	       "the stack at c=0,t=2 lacks 2 of its 3 slices, the first at "
	       "z=1");
	refuse(R("[c=0,z=all,t=4]"), "no page 24");
}

#define SIZE(attributes) OME("SizeC='1' SizeZ='1' SizeT='1' " attributes, "")

static void knows_how_big_a_pixel_is(void **state)
{
	static const struct {
		const char *text;
		uint32_t density[3];
		double x, y;
	} at[] = {
		{ IMAGEJ "unit=um\nyunit=nm\n", { 100, 26, 1 }, 0.26, 0.00026 },
		{ IMAGEJ "unit=um\nyunit=sec\n", { 100, 26, 1 }, 0, 0 },
		{ IMAGEJ "unit=Micron\n", { 100, 26, 1 }, 0.26, 0.26 },
		{ IMAGEJ "unit=&#x00B5;m\n", { 100, 26, 1 }, 0.26, 0.26 },
		{ IMAGEJ "unit=&#181;m\n", { 100, 26, 1 }, 0.26, 0.26 },
		{ IMAGEJ "unit=\\u03BCm\n", { 100, 26, 1 }, 0.26, 0.26 },
		{ IMAGEJ "unit=Mm\n", { 100, 26, 1 }, 0, 0 },
		{ IMAGEJ "unit=inch\n", { 300, 1, 1 }, 0, 0 },
		{ IMAGEJ "unit=inch\n", { 1, 1, 1 }, 0, 0 },
		{ IMAGEJ "unit=inch\n", { 254000, 1, 1 }, 0.1, 0.1 },
		{ IMAGEJ "unit=mm\n", { 11811, 1000, 1 }, 0, 0 },
		{ IMAGEJ "unit=mm\n", { 118, 10, 1 }, 0, 0 },
		{ IMAGEJ "unit=mm\n", { 1, 1, 1 }, 1000, 1000 },
		{ IMAGEJ "unit=mm\n", { 12, 1, 1 }, 83.3333, 83.3333 },
		{ IMAGEJ "unit=cm\n", { 119, 1, 1 }, 84.0336, 84.0336 },
		{ IMAGEJ "unit=cm\n", { 118, 1, 1 }, 0, 0 },
		{ IMAGEJ "unit=cm\n", { 2835, 100, 1 }, 0, 0 },
		{ SIZE("PhysicalSizeX='0.5' PhysicalSizeXUnit='&#x00B5;m'"),
		  { 0 },
		  0.5,
		  0.5 },
		{ SIZE("PhysicalSizeX='500' PhysicalSizeXUnit='nm'"),
		  { 0 },
		  0.5,
		  0.5 },
		{ SIZE("PhysicalSizeX='0.5' PhysicalSizeY='0.5' "
		       "PhysicalSizeYUnit='s'"),
		  { 0 },
		  0,
		  0 },
		{ SIZE("PhysicalSizeX='0.5' PhysicalSizeY='0.5' "
		       "PhysicalSizeYUnit='pixel'"),
		  { 0 },
		  0,
		  0 },
		{ SIZE("PhysicalSizeX='0.5' PhysicalSizeXUnit='&micro;m'"),
		  { 0 },
		  0.5,
		  0.5 },
		{ SIZE("PhysicalSizeX='0.5' PhysicalSizeXUnit='\265m'"),
		  { 0 },
		  0.5,
		  0.5 },
		{ "<OME><![CDATA[<Pixels SizeX='6' PhysicalSizeX='9'>]]><Image>"
		  "<Pixels SizeX='6' PhysicalSizeX='0.5'/></Image></OME>",
		  { 0 },
		  0.5,
		  0.5 },
		/* The sizes lie in another file, and the tags are filler. */
		{ "<OME UUID='urn:uuid:1'><BinaryOnly MetadataFile='a.companion"
		  ".ome' UUID='urn:uuid:2'/></OME>",
		  { 10000, 1, 3 },
		  0,
		  0 },
	};
	struct tiff_make m = small;

	(void)state;
	for (size_t i = 0; i < sizeof(at) / sizeof(*at); i++) {
		m.description = at[i].text;
		memcpy(m.density, at[i].density, sizeof(m.density));
		put(&m);
		pitch_is(at[i].x, at[i].y);
	}
}

/* Words that the text defines by itself, and what is not XML. */
static void believes_no_strange_xml(void **state)
{
	static const char *const text[] = {
		"<!DOCTYPE OME [<!ENTITY a 'x'>]>"
		"<OME><Image><Pixels SizeX='6' PhysicalSizeX='1' ID='&a;'/>"
		"</Image></OME>",
		"<OME><Image><Pixels SizeX='6' PhysicalSizeX='1'/></OME>",
		"<OME><Image><Pixels SizeX='6' PhysicalSizeX='1'/>",
		("<OME><Pixels SizeX='6' PhysicalSizeX='1' ID='&unknown;'/>"
		 "</OME>"),
	};
	struct tiff_make m = small;

	(void)state;
	for (size_t i = 0; i < sizeof(text) / sizeof(*text); i++) {
		m.description = text[i];
		put(&m);
		pitch_is(0, 0);
		assert_true(pixel(R(""), 1) == 1);
	}
}

static void reads_palettes_raw(void **state)
{
	struct tiff_make m = small;
	uint16_t map[48];

	(void)state;
	for (int i = 0; i < 48; i++)
		map[i] = (uint16_t)(1000 * i);
	m.photometric = 3;
	m.bits = 4;
	m.value = ramp;
	put(&m);
	refuse(R("[c=0]"), "page 0 is damaged (TIFF directory is missing");
	m.samples = 3;
	m.map = map;
	put(&m);
	refuse(R("[c=0]"), "with more than one sample a pixel: to read");
	assert_true(pixel(R("[c=0,raw]"), 3) == 3);
	assert_true(pixel(R("[c=1,raw]"), 3) == 13);
}

static void minds_orientation(void **state)
{
	struct tiff_make m = small;

	(void)state;
	for (m.orientation = 1; m.orientation < 10; m.orientation++) {
		put(&m);
		if (m.orientation > 1 && m.orientation < 9)
			refuse(R(""), "(Orientation");
		else
			assert_true(pixel(R(""), 1) == 1);
		assert_true(pixel(R("[raw]"), 1) == 1);
	}
}

static void warning_is(const char *ref, const char *words)
{
	struct scan *s;
	struct err err = { 0 };

	if (scan_open(&s, ref, &err) < 0)
		fail_msg("%s", err.text);
	if (*words ? !strstr(scan_warning(s), words) : *scan_warning(s) != 0)
		fail_msg("'%s' does not say '%s'", scan_warning(s), words);
	scan_close(s);
}

/* What is there can be read by name; all that is there is not all. */
static void reads_what_a_damaged_chain_has(void **state)
{
	struct tiff_make m = small;
	struct strs refs = { 0 };
	struct err err = { 0 };
	struct buf b = { 0 };
	size_t link, to;

	(void)state;
	m.pages = 4;
	for (int k = 0; k < 5; k++) {
		static const char *const words[] = { "an earlier page after 4",
						     "an earlier page after 4",
						     "an earlier page after 3",
						     "breaks off after 3",
						     "breaks off after 4" };

		tiff_bytes(&b, &m);
		directory(&b, k == 2 || k == 3 ? 2 : 3, &link);
		to = k < 3 ? directory(&b, (size_t)k, &(size_t){ 0 }) :
			     b.len - 1;
		b.data[link] = (char)to;
		b.data[link + 1] = (char)(to >> 8);
		put_bytes(b.data, b.len);
		assert_true(pixel(R("[0]"), 1) == 1);
		assert_true(pixel(R("[2]"), 1) == 101);
		warning_is(R("[2]"), "list of pages is damaged");
		refuse(R(""), words[k]);
		refuse(R("[axes=z,z=all]"), words[k]);
		refuse(R("[9]"), "no page 9");
		assert_int_equal(plane_list(&refs, R(""), NULL, &err), -1);
		assert_says(&err, ERR_DATA, words[k]);
		err_clear(&err);
	}
	buf_release(&b);
	put(&m);
	warning_is(R("[2]"), "");
	strs_release(&refs);
}

/* Only the tag says it: nothing is decoded before the first row. */
static void warns_of_jpeg(void **state)
{
	static const char tag[] = "\x03\x01\x03\x00\x01\x00\x00\x00\x01";
	struct tiff_make m = small;
	struct buf b = { 0 };
	size_t at = 0;

	(void)state;
	tiff_bytes(&b, &m);
	while (memcmp(b.data + at, tag, sizeof(tag) - 1))
		assert_true(++at + sizeof(tag) <= b.len);
	put_bytes(b.data, b.len);
	warning_is(R(""), "");
	b.data[at + sizeof(tag) - 2] = 7;
	put_bytes(b.data, b.len);
	warning_is(R(""), "JPEG");
	buf_release(&b);
}

/* Of a movie's pages most say the same, and only one differs here. */
static void knows_pages_that_are_not_alike(void **state)
{
	static const struct {
		unsigned tag, value;
		const char *words;
		float is; /* pixel 1, if it can be read */
	} at[] = {
		{ 262, 0, NULL, 104 },	   /* white is 0 */
		{ 339, 2, NULL, -105 },	   /* signed */
		{ 257, 2, NULL, 151 },	   /* half as high */
		{ 274, 3, "top left", 0 }, /* another orientation */
		{ 273, 60000, "incomplete", 0 },
		{ 273, 0, "no data", 0 },
		{ 279, 5, NULL, 151 },
		/* libtiff knows better */ { 279, 9999, NULL, 151 },
	};
	struct tiff_make m = small;
	struct buf b = { 0 };

	(void)state;
	m.pages = 6;
	m.orientation = 1;
	for (size_t i = 0; i < 3 * sizeof(at) / sizeof(*at); i++) {
		size_t k = i / 3;

		m.big_endian = i % 3 == 1;
		m.bits = i % 3 == 2 ? 16 : 8;
		if (k < 2 && m.bits == 16)
			continue;
		tiff_bytes(&b, &m);
		if (!m.big_endian)
			set_tag(&b, 3, at[k].tag, at[k].value);
		put_bytes(b.data, b.len);
		for (size_t page = 1; page < 7; page++) {
			char select[20];

			snprintf(select, sizeof(select), "[%zu]", page % 6);
			if (page != 3 || m.big_endian)
				assert_true(pixel(R(select), 1) ==
					    (float)(page % 6 * 50 + 1));
			else if (at[k].words)
				refuse(R(select), at[k].words);
			else
				assert_true(pixel(R(select), 1) == at[k].is);
		}
	}
	buf_release(&b);
}

static void says_what_is_wrong_with_a_page(void **state)
{
	struct tiff_make m = small;
	struct buf b = { 0 };

	(void)state;
	tiff_bytes(&b, &m);
	set_tag(&b, 0, 257, 0);
	put_bytes(b.data, b.len);
	refuse(R(""), "page 0 is damaged");
	buf_clear(&b);
	tiff_bytes(&b, &m);
	set_tag(&b, 0, 259, 6);
	put_bytes(b.data, b.len);
	refuse(R(""), "cannot decode compression 6, old JPEG, reliably; save");
	m.bits = 64;
	m.format = 6;
	put(&m);
	refuse(R(""), "page 0 has complex numbers");
	m.bits = 8;
	m.format = 9;
	put(&m);
	refuse(R(""), "page 0 is damaged (Bad value 9 for \"SampleFormat\"");
	m.bits = 24;
	m.format = 3;
	put(&m);
	refuse(R(""), "page 0 has 1 sample a pixel, of 24 bits in format 3");
	buf_release(&b);
}

/* Eight rows of white in a fax's code (T.6): one bit each, and none of the bits
 * that mark the end. */
static void reads_a_fax_without_its_end_mark(void **state)
{
	static const unsigned char fax[] = {
		"II*\0\x08\0\0\0\x08\0"
		"\0\1\3\0\1\0\0\0\x10\0\0\0"   /* 16 pixels wide */
		"\1\1\3\0\1\0\0\0\x08\0\0\0"   /* 8 high */
		"\3\1\3\0\1\0\0\0\4\0\0\0"     /* T.6 */
		"\6\1\3\0\1\0\0\0\0\0\0\0"     /* white is 0 */
		"\x11\1\4\0\1\0\0\0\x6e\0\0\0" /* where the strip is */
		"\x15\1\3\0\1\0\0\0\1\0\0\0"
		"\x16\1\3\0\1\0\0\0\x08\0\0\0"
		"\x17\1\4\0\1\0\0\0\1\0\0\0" /* its one byte */
		"\0\0\0\0\xff"
	};
	FILE *f = fopen("fax.tif", "wb");

	(void)state;
	assert_non_null(f);
	assert_int_equal(fwrite(fax, 1, sizeof(fax) - 1, f), sizeof(fax) - 1);
	assert_int_equal(fclose(f), 0);
	assert_true(pixel("fax.tif", 127) == 1);
	assert_true(pixel("fax.tif[0]", 127) == 1);
	assert_true(pixel("fax.tif[0,raw]", 127) == 0);
	unlink("fax.tif");
}

/* libtiff takes the end of the first row for the mark that must come before. */
static void reads_a_fax_without_its_first_mark(void **state)
{
	static const unsigned char fax[] = {
		"II*\0\x08\0\0\0\x09\0"
		"\0\1\3\0\1\0\0\0\x10\0\0\0"   /* 16 pixels wide */
		"\1\1\3\0\1\0\0\0\2\0\0\0"     /* 2 high */
		"\3\1\3\0\1\0\0\0\3\0\0\0"     /* T.4 */
		"\6\1\3\0\1\0\0\0\0\0\0\0"     /* white is 0 */
		"\x0a\1\3\0\1\0\0\0\1\0\0\0"   /* order of bits */
		"\x11\1\4\0\1\0\0\0\x7a\0\0\0" /* where the strip is */
		"\x15\1\3\0\1\0\0\0\1\0\0\0"
		"\x16\1\3\0\1\0\0\0\2\0\0\0"
		"\x17\1\4\0\1\0\0\0\5\0\0\0" /* its five bytes */
		"\0\0\0\0"
		/* 8 black, 8 white; end of line; 16 white */
		"\x35\x16\x60\x03\x50"
	};

	(void)state;
	for (int lsb_first = 0; lsb_first < 2; lsb_first++) {
		unsigned char b[sizeof(fax) - 1];

		memcpy(b, fax, sizeof(b));
		for (size_t i = 0x7a; i < sizeof(b) && lsb_first; i++) {
			b[i] = 0;
			for (int k = 0; k < 8; k++)
				if (fax[i] >> k & 1)
					b[i] |= (unsigned char)(128 >> k);
		}
		b[10 + 4 * 12 + 8] = (unsigned char)(1 + lsb_first);
		put_bytes((char *)b, sizeof(b));
		assert_true(pixel(R("[raw]"), 7) == 1);
		assert_true(pixel(R("[raw]"), 8) == 0);
		assert_true(pixel(R("[raw]"), 16) == 0);
		b[0x7a + 3] = 0; /* nothing to be saved */
		put_bytes((char *)b, sizeof(b));
		refuse(R("[raw]"), "damaged");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(imagej_only_dresses_up),
		cmocka_unit_test(knows_imagej_calibration),
		cmocka_unit_test(reads_colours_behind_one_page),
		cmocka_unit_test(reads_planar_colours_behind_one_page),
		cmocka_unit_test(leaves_smaller_copies_out),
		cmocka_unit_test(leaves_levels_of_ome_out),
		cmocka_unit_test(tells_levels_of_ome_from_channels),
		cmocka_unit_test(warns_of_unmarked_levels),
		cmocka_unit_test(warns_of_pages_that_imagej_lacks),
		cmocka_unit_test(knows_a_renamed_ome_file),
		cmocka_unit_test(finds_files_of_a_renamed_set),
		cmocka_unit_test(knows_files_that_changed_names),
		cmocka_unit_test(keeps_long_descriptions_apart),
		cmocka_unit_test(finds_planes_of_a_set_once),
		cmocka_unit_test(reads_a_companion_file),
		cmocka_unit_test(takes_what_an_early_stop_left),
		cmocka_unit_test(knows_how_big_a_pixel_is),
		cmocka_unit_test(believes_no_strange_xml),
		cmocka_unit_test(reads_palettes_raw),
		cmocka_unit_test(minds_orientation),
		cmocka_unit_test(reads_a_fax_without_its_end_mark),
		cmocka_unit_test(reads_a_fax_without_its_first_mark),
		cmocka_unit_test(reads_what_a_damaged_chain_has),
		cmocka_unit_test(warns_of_jpeg),
		cmocka_unit_test(knows_pages_that_are_not_alike),
		cmocka_unit_test(says_what_is_wrong_with_a_page),
	};

	return cmocka_run_group_tests(tests, unit_enter, unit_leave);
}
