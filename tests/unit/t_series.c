/*
 * t_series.c - stacks and movies, written with what their pages are, and the
 * planes that a reference to one of them names.
 */
#include "tiff_make.h"
#include "unit.h"

#include "image/image.h"
#include "image/series.h"
#include "image/tiff_write.h"

enum { WIDTH = 7, HEIGHT = 5 };

/* The value of all pixels of plane C, Z, T. */
static float value(size_t c, size_t z, size_t t)
{
	return (float)(c * 100 + z * 10 + t);
}

static void write_file(const char *path, const struct tiff_new *n)
{
	struct err err = { 0 };
	struct tiff_writer w;

	assert_int_equal(tiff_write_open(&w, path, n, &err), 0);
	for (size_t t = 0; t < n->t; t++)
		for (size_t z = 0; z < n->z; z++)
			for (size_t c = 0; c < n->c; c++) {
				float px[WIDTH * HEIGHT];

				for (size_t i = 0; i < WIDTH * HEIGHT; i++)
					px[i] = value(c, z, t);
				tiff_write_rows(&w, px, HEIGHT);
			}
	assert_int_equal(tiff_write_failed(&w), 0);
	assert_int_equal(tiff_write_close(&w, &err), 0);
}

static struct tiff_new of(enum tiff_dialect dialect, size_t c, size_t z,
			  size_t t)
{
	return (struct tiff_new){
		.width = WIDTH,
		.height = HEIGHT,
		.type = PIXEL_F32,
		.dialect = dialect,
		.c = c,
		.z = z,
		.t = t,
		.pitch = { 0.325, 0.25 },
		.spacing = 1.5,
		.interval = 30,
	};
}

static float pixel_of(const char *ref, size_t n)
{
	struct err err = { 0 };
	struct image im;
	float px;

	assert_int_equal(image_read(&im, ref, &err), 0);
	assert_int_equal(im.width, WIDTH);
	assert_int_equal(im.height, HEIGHT);
	px = im.px[n];
	image_release(&im);
	return px;
}

/* The planes from C0, Z0, T0 on are those that REF names. */
static void holds(const char *ref, size_t c0, size_t z0, size_t t0, size_t c,
		  size_t z, size_t t)
{
	struct err err = { 0 };
	struct plane_series s;
	size_t i = 0;

	assert_int_equal(series_find(&s, ref, 0, NULL, &err), 0);
	assert_int_equal(s.c, c);
	assert_int_equal(s.z, z);
	assert_int_equal(s.t, t);
	assert_int_equal(s.of_no_kind, 0);
	assert_int_equal(s.refs.n, c * z * t);
	for (size_t ti = 0; ti < t; ti++)
		for (size_t zi = 0; zi < z; zi++)
			for (size_t ci = 0; ci < c; ci++)
				assert_true(pixel_of(s.refs.at[i++], 11) ==
					    value(c0 + ci, z0 + zi, t0 + ti));
	assert_int_equal(s.width, WIDTH);
	assert_int_equal(s.height, HEIGHT);
	assert_true(s.pitch.x == 0.325 && s.pitch.y == 0.25);
	assert_true(s.spacing == (z > 1 ? 1.5 : 0));
	assert_true(s.interval == (t > 1 ? 30 : 0));
	series_release(&s);
}

static void refuse(const char *ref, int stacks, const char *words)
{
	struct err err = { 0 };
	struct plane_series s;

	assert_int_equal(series_find(&s, ref, stacks, NULL, &err), -1);
	assert_says(&err, ERR_DATA, words);
	series_release(&s);
}

static void both_dialects_are_read_back(void **state)
{
	static const char *const file[] = { "a.tif", "a.ome.tif" };
	char dapi[] = "DAPI <&\" \xc2\xb5m", gfp[] = "GFP";
	char *name[] = { dapi, gfp };
	struct strs channel = { name, 2, 2 };
	struct err err = { 0 };

	(void)state;
	for (int d = TIFF_IMAGEJ; d <= TIFF_OME; d++) {
		struct tiff_new n = of((enum tiff_dialect)d, 2, 3, 4);
		char ref[40];
		struct plane_series s;

		n.channel = &channel;
		write_file(file[d], &n);
		snprintf(ref, sizeof(ref), "%s[c=*]", file[d]);
		holds(ref, 0, 0, 0, 2, 3, 4);
		snprintf(ref, sizeof(ref), "%s[c=1]", file[d]);
		holds(ref, 1, 0, 0, 1, 3, 4);
		snprintf(ref, sizeof(ref), "%s[c=1,z=*,t=*]", file[d]);
		holds(ref, 1, 0, 0, 1, 3, 4);
		snprintf(ref, sizeof(ref), "%s[c=0,z=all,t=2]", file[d]);
		holds(ref, 0, 0, 2, 1, 3, 1);
		snprintf(ref, sizeof(ref), "%s[c=1,z=2,t=3]", file[d]);
		holds(ref, 1, 2, 3, 1, 1, 1);
		refuse(file[d], 0, "has 2 channels");
		refuse(file[d], 1, "has 2 channels");
		snprintf(ref, sizeof(ref), "%s[c=1,z=2]", file[d]);
		refuse(ref, 1,
		       "is a single plane, and the network is for stacks");
		snprintf(ref, sizeof(ref), "%s[c=1]", file[d]);
		assert_int_equal(series_find(&s, ref, 1, NULL, &err), 0);
		assert_int_equal(s.refs.n, 4);
		assert_int_equal(s.z, 3);
		assert_int_equal(s.t, 4);
		assert_int_equal(s.height, HEIGHT);
		snprintf(ref, sizeof(ref), "%s[c=1,z=all,t=3]", file[d]);
		assert_string_equal(s.refs.at[3], ref);
		if (d == TIFF_OME) {
			assert_int_equal(s.channel.n, 1);
			assert_string_equal(s.channel.at[0], "GFP");
			series_release(&s);
			assert_int_equal(series_find(&s, "a.ome.tif[c=*]", 0,
						     NULL, &err),
					 0);
			assert_string_equal(s.channel.at[0], name[0]);
		}
		series_release(&s);
	}
}

static void a_single_axis_is_kept(void **state)
{
	struct tiff_new n;
	char ref[40];

	(void)state;
	for (int d = TIFF_IMAGEJ; d <= TIFF_OME; d++) {
		for (int axis = 0; axis < 3; axis++) {
			snprintf(ref, sizeof(ref), "%d%d.tif", d, axis);
			n = of((enum tiff_dialect)d, axis == 0 ? 3 : 1,
			       axis == 1 ? 3 : 1, axis == 2 ? 3 : 1);
			write_file(ref, &n);
			strcat(ref, "[c=*]");
			holds(ref, 0, 0, 0, n.c, n.z, n.t);
		}
		snprintf(ref, sizeof(ref), "%d.tif", d);
		n = of((enum tiff_dialect)d, 1, 1, 1);
		write_file(ref, &n);
		holds(ref, 0, 0, 0, 1, 1, 1);
	}
}

static uint64_t number(size_t page, size_t sample, size_t x, size_t y)
{
	return page * 1000 + sample * 100 + y * 10 + x;
}

static void make(const char *path, size_t pages, unsigned samples)
{
	const struct tiff_make m = { .width = WIDTH,
				     .height = HEIGHT,
				     .pages = pages,
				     .bits = 16,
				     .format = 1,
				     .samples = samples,
				     .photometric = samples == 3 ? 2 : 1,
				     .value = number };
	struct buf b = { 0 };

	tiff_bytes(&b, &m);
	unit_write(path, b.data, b.len);
	buf_release(&b);
}

static void pages_of_no_kind(void **state)
{
	struct tiff_new n = of(TIFF_IMAGEJ, 1, 1, 4);
	struct err err = { 0 };
	struct plane_series s;

	(void)state;
	make("pages.tif", 4, 1);
	assert_int_equal(series_find(&s, "pages.tif", 0, NULL, &err), 0);
	assert_int_equal(s.of_no_kind, 1);
	assert_int_equal(s.t, 4);
	assert_true(pixel_of(s.refs.at[3], WIDTH + 1) == 3011);
	series_release(&s);
	assert_int_equal(series_find(&s, "pages.tif[*]", 0, NULL, &err), 0);
	assert_int_equal(s.refs.n, 4);
	series_release(&s);
	assert_int_equal(series_find(&s, "pages.tif[2]", 0, NULL, &err), 0);
	assert_int_equal(s.refs.n, 1);
	assert_true(pixel_of(s.refs.at[0], 0) == 2000);
	series_release(&s);
	assert_int_equal(series_find(&s, "pages.tif[axes=z]", 1, NULL, &err),
			 0);
	assert_int_equal(s.z, 4);
	assert_string_equal(s.refs.at[0], "pages.tif[axes=z,c=0,z=all,t=0]");
	series_release(&s);
	refuse("pages.tif", 1, "does not say which page is which slice");
	refuse("pages.tif[t=1]", 0, "does not say");
	refuse("pages.tif[7]", 0, "no page 7");
	n.of_no_kind = 1;
	write_file("again.tif", &n);
	assert_int_equal(series_find(&s, "again.tif", 0, NULL, &err), 0);
	assert_int_equal(s.of_no_kind, 1);
	assert_int_equal(s.refs.n, 4);
	series_release(&s);
}

static void colours_are_channels(void **state)
{
	struct err err = { 0 };
	struct plane_series s;

	(void)state;
	make("rgb.tif", 1, 3);
	refuse("rgb.tif", 0, "has 3 channels, and the network takes one");
	assert_int_equal(series_find(&s, "rgb.tif[c=1]", 0, NULL, &err), 0);
	assert_int_equal(s.refs.n, 1);
	assert_true(pixel_of(s.refs.at[0], 0) == 100);
	series_release(&s);
	assert_int_equal(series_find(&s, "rgb.tif[c=*]", 0, NULL, &err), 0);
	assert_int_equal(s.c, 3);
	assert_true(pixel_of(s.refs.at[2], 0) == 200);
	series_release(&s);
	make("many.tif", 3, 3);
	refuse("many.tif", 0, "has 3 channels");
	refuse("many.tif[c=*]", 0, "name the channel, as in 'many.tif[c=0]'");
	assert_int_equal(series_find(&s, "many.tif[c=1]", 0, NULL, &err), 0);
	assert_int_equal(s.refs.n, 3);
	assert_true(pixel_of(s.refs.at[2], 0) == 2100);
	series_release(&s);
}

#define OME(lengths, data)                                                \
	"<OME xmlns='http://www.openmicroscopy.org/Schemas/OME/2016-06'>" \
	"<Image><Pixels DimensionOrder='XYCZT' Type='uint16' SizeX='7' "  \
	"SizeY='5' TimeIncrement='30' " lengths ">" data                  \
	"</Pixels></Image></OME>"
#define DATA(c, z, t, page, in)                                             \
	"<TiffData FirstC='" c "' FirstZ='" z "' FirstT='" t "' IFD='" page \
	"'>" in "</TiffData>"
#define IN(file) "<UUID FileName='" file "'>urn:uuid:m</UUID>"

static void make_ome(const char *path, size_t pages, const char *description)
{
	const struct tiff_make m = { .width = WIDTH,
				     .height = HEIGHT,
				     .pages = pages,
				     .bits = 16,
				     .format = 1,
				     .samples = 1,
				     .photometric = 1,
				     .description = description,
				     .value = number };

	tiff_make(path, &m);
}

/* The references that series_find gives, and its one warning, or "". */
static void finds(const char *ref, int stacks, const char *refs,
		  const char *told)
{
	struct messages messages = { 0 };
	struct err err = { 0 };
	struct plane_series s;
	char all[1000] = "";

	if (series_find(&s, ref, stacks, &messages, &err) < 0)
		fail_msg("%s", err.text);
	for (size_t i = 0; i < s.refs.n; i++)
		strcat(all, strchr(s.refs.at[i], '['));
	assert_string_equal(all, refs);
	assert_int_equal(s.refs.n, s.c * s.t * (stacks ? 1 : s.z));
	assert_true(s.interval == (s.t > 1 ? 30 : 0));
	assert_int_equal(messages.n, *told ? 1 : 0);
	if (messages.n && !strstr(messages.list[0].text, told))
		fail_msg("'%s' does not say '%s'", messages.list[0].text, told);
	messages_release(&messages);
	series_release(&s);
}

#define IN_2 "<UUID FileName='was2.ome.tif'>urn:uuid:2</UUID>"
#define SET(uuid)                                                          \
	"<OME xmlns='http://www.openmicroscopy.org/Schemas/OME/2016-06' "  \
	"UUID='urn:uuid:" uuid "'><Image><Pixels DimensionOrder='XYCZT' "  \
	"Type='uint16' SizeX='7' SizeY='5' SizeC='1' SizeZ='1' SizeT='2' " \
	"TimeIncrement='30'>" DATA("0", "0", "0", "0",                     \
				   "<UUID FileName='was1.ome.tif'>"        \
				   "urn:uuid:1</UUID>")                    \
		DATA("0", "0", "1", "0", IN_2) "</Pixels></Image></OME>"

/* Both files of a set have other names now than when they were written. */
static void a_renamed_set_lacks_nothing(void **state)
{
	(void)state;
	make_ome("now1.tif", 1, SET("1"));
	make_ome("now2.tif", 1, SET("2"));
	finds("now1.tif[t=*]", 0, "[c=0,z=0,t=0]", "");
	finds("now2.tif[t=*]", 0, "[c=0,z=0,t=1]", "");
	refuse("now2.tif[t=0]", 0, "is in the file 'now1.tif': name a plane");
}

/* Five frames were planned, and two were written. */
static void an_early_stop_has_fewer_frames(void **state)
{
	static const char *const six = "6 of the planes in its description (2 "
				       "channels, 1 slice, 5 frames) are "
				       "missing, the first at c=0,z=0,t=2";

	(void)state;
	make_ome("es.tif", 4,
		 OME("SizeC='2' SizeZ='1' SizeT='5'",
		     DATA("0", "0", "0", "0", "") DATA("1", "0", "0", "1", "")
			     DATA("0", "0", "1", "2", "")
				     DATA("1", "0", "1", "3", "")));
	finds("es.tif[c=0]", 0, "[c=0,z=0,t=0][c=0,z=0,t=1]", six);
	finds("es.tif[c=1,t=*]", 0, "[c=1,z=0,t=0][c=1,z=0,t=1]", six);
	finds("es.tif[c=1,t=1]", 0, "[c=1,z=0,t=1]", six);
	refuse("es.tif", 0, "has 2 channels");
	refuse("es.tif[c=1,t=3]", 0, "does not say where");
	refuse("es.tif[c=1,t=7]", 0, "no t=7");
	make_ome("es2.tif", 4,
		 OME("SizeC='2' SizeZ='1' SizeT='5'", "<TiffData/>"));
	finds("es2.tif[c=0,t=*]", 0, "[c=0,z=0,t=0][c=0,z=0,t=1]", six);
	finds("es2.tif[c=*]", 0,
	      "[c=0,z=0,t=0][c=1,z=0,t=0][c=0,z=0,t=1][c=1,z=0,t=1]", six);
	/* in the middle of a frame */
	make_ome("es3.tif", 3,
		 OME("SizeC='2' SizeZ='1' SizeT='2'", "<TiffData/>"));
	finds("es3.tif[c=0]", 0, "[c=0,z=0,t=0][c=0,z=0,t=1]", "missing");
	finds("es3.tif[c=*]", 0, "[c=0,z=0,t=0][c=1,z=0,t=0]",
	      "1 of the planes in its description (2 channels, 1 slice, 2 "
	      "frames) is missing, the first at c=1,z=0,t=1; 1 plane of "
	      "frames that are not whole in this file is left out");
}

static void an_early_stop_leaves_whole_stacks(void **state)
{
	(void)state;
	make_ome("ez.tif", 14,
		 OME("SizeC='2' SizeZ='3' SizeT='5'", "<TiffData/>"));
	finds("ez.tif[c=1]", 1, "[c=1,z=all,t=0][c=1,z=all,t=1]",
	      "16 of the planes in its description");
	finds("ez.tif[c=1,z=1]", 0, "[c=1,z=1,t=0][c=1,z=1,t=1]",
	      "16 of the planes in its description");
	finds("ez.tif[c=0]", 0,
	      "[c=0,z=0,t=0][c=0,z=1,t=0][c=0,z=2,t=0]"
	      "[c=0,z=0,t=1][c=0,z=1,t=1][c=0,z=2,t=1]",
	      "; 1 plane of frames that are not whole");
	refuse("ez.tif[c=0,t=2]", 1,
	       "the stack at c=0,t=2 lacks 2 of its 3 slices, the first at "
	       "z=1");
}

/* Each file has some planes of all that its description tells. */
static void a_file_of_a_set_has_its_own_planes(void **state)
{
	static const char *const two =
		OME("SizeC='2' SizeZ='1' SizeT='2'",
		    DATA("0", "0", "0", "0",
			 IN("s0.tif")) DATA("1", "0", "0", "1", IN("s0.tif"))
			    DATA("0", "0", "1", "0", IN("s1.tif"))
				    DATA("1", "0", "1", "0", IN("s2.tif")));
	static const char *const mid =
		OME("SizeC='1' SizeZ='2' SizeT='2'",
		    DATA("0", "0", "0", "0",
			 IN("m0.tif")) DATA("0", "1", "0", "1", IN("m0.tif"))
			    DATA("0", "0", "1", "2", IN("m0.tif"))
				    DATA("0", "1", "1", "0", IN("m1.tif")));

	(void)state;
	make_ome("s0.tif", 2, two);
	make_ome("s1.tif", 1, two);
	make_ome("s2.tif", 1, two);
	finds("s0.tif[c=1,t=*]", 0, "[c=1,z=0,t=0]", "");
	finds("s0.tif[c=*]", 0, "[c=0,z=0,t=0][c=1,z=0,t=0]", "");
	refuse("s0.tif", 0, "has 2 channels");
	finds("s1.tif", 0, "[c=0,z=0,t=1]", "");
	finds("s2.tif", 0, "[c=1,z=0,t=1]", "");
	finds("s2.tif[c=1,t=*]", 0, "[c=1,z=0,t=1]", "");
	refuse("s2.tif[c=0]", 0, "is in the file 's0.tif'");
	make_ome("m0.tif", 3, mid);
	make_ome("m1.tif", 1, mid);
	finds("m0.tif", 0, "[c=0,z=0,t=0][c=0,z=1,t=0]",
	      "'m0.tif': 1 plane of frames that are not whole in this file is "
	      "left out");
	finds("m0.tif[t=0]", 1, "[c=0,z=all,t=0]", "");
	refuse("m0.tif", 1,
	       "the slices of the stack at c=0,t=1 lie in several files: z=1 "
	       "is in 'm1.tif', and a stack must be in one file");
	finds("m1.tif", 0, "[c=0,z=1,t=1]", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_dialects_are_read_back),
		cmocka_unit_test(a_single_axis_is_kept),
		cmocka_unit_test(pages_of_no_kind),
		cmocka_unit_test(colours_are_channels),
		cmocka_unit_test(a_renamed_set_lacks_nothing),
		cmocka_unit_test(an_early_stop_has_fewer_frames),
		cmocka_unit_test(an_early_stop_leaves_whole_stacks),
		cmocka_unit_test(a_file_of_a_set_has_its_own_planes),
	};

	return cmocka_run_group_tests(tests, unit_enter, unit_leave);
}
