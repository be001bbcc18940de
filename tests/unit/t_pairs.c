/*
 * t_pairs.c - manifests: what is read from them and what is refused.
 */
#include "tiff_make.h"

#include "manifest/pair.h"

static uint64_t ramp(size_t page, size_t sample, size_t x, size_t y)
{
	(void)page;
	(void)sample;
	return 10 + x + 10 * y;
}

static void read_text(struct manifest *p, const char *text)
{
	static int n;
	char path[20];
	struct err err = { 0 };

	snprintf(path, sizeof(path), "%d.tsv", n++);
	unit_write(path, text, strlen(text));
	if (manifest_read(p, path, &err) < 0)
		fail_msg("%s", err.text);
}

static void refuse(const char *text, const char *words)
{
	static int n;
	char path[20];
	struct manifest p;
	struct err err = { 0 };

	snprintf(path, sizeof(path), "bad%d.tsv", n++);
	unit_write(path, text, strlen(text));
	assert_int_equal(manifest_read(&p, path, &err), -1);
	assert_says(&err, ERR_DATA, words);
	assert_non_null(strstr(err.text, path));
}

static void reads_columns_by_name(void **state)
{
	struct manifest p;

	(void)state;
	read_text(&p, "target\textra\tid\tsource\nb.tif\t7\tx\ta.tif\n"
		      "d.tif\t\ty\tc.tif\n");
	assert_int_equal(p.n, 2);
	assert_string_equal(p.list[1].id, "y");
	assert_string_equal(p.list[1].source, "c.tif");
	assert_string_equal(p.list[1].target, "d.tif");
	assert_string_equal(p.list[1].split, "");
	assert_string_equal(p.list[1].group, "");
	assert_true(p.list[1].channel[SOURCE]->norm.offset == 0);
	assert_true(p.list[1].channel[TARGET]->norm.scale == 1);
	assert_false(p.normalised);
	manifest_release(&p);
}

/* What values were fitted to, and whether an image's own were among it. */
static void reads_what_was_fitted_to(void **state)
{
	static const struct {
		const char *text;
		enum fitted_scope scope;
		const char *split;
		int train, test; /* own values used, for a row of that split */
	} want[] = {
		{ "", FITTED_UNKNOWN, NULL, 0, 0 },
		{ "none", FITTED_NONE, NULL, 0, 0 },
		{ "saved", FITTED_SAVED, NULL, 0, 0 },
		{ "set:train", FITTED_SET, "train", 1, 0 },
		{ "set", FITTED_SET, NULL, 1, 1 },
		{ "group:test", FITTED_GROUP, "test", 0, 1 },
		{ "group", FITTED_GROUP, NULL, 1, 1 },
		{ "image", FITTED_IMAGE, NULL, 1, 1 },
		{ "set:a:b", FITTED_SET, "a:b", 0, 0 },
		{ "set:", FITTED_SET, "", 0, 0 },
	};
	struct buf text = { 0 };
	struct manifest p;

	(void)state;
	buf_str(&text, "id\tsource\ttarget\ttarget_fit\n");
	for (size_t i = 0; i < sizeof(want) / sizeof(*want); i++)
		buf_printf(&text, "%zu\ta\tb\t%s\n", i, want[i].text);
	read_text(&p, buf_text(&text));
	for (size_t i = 0; i < p.n; i++) {
		const struct fitted_to *f = &p.list[i].target_fit;

		assert_int_equal(p.list[i].source_fit.scope, FITTED_UNKNOWN);
		assert_int_equal(f->scope, want[i].scope);
		if (want[i].split)
			assert_string_equal(f->split, want[i].split);
		else
			assert_null(f->split);
		assert_int_equal(fitted_to_own(f, "train"), want[i].train);
		assert_int_equal(fitted_to_own(f, "test"), want[i].test);
		buf_clear(&text);
		fitted_to_text(f, &text);
		assert_string_equal(buf_text(&text), want[i].text);
	}
	manifest_release(&p);
	buf_release(&text);
}

static void refuses_other_fits(void **state)
{
	static const char *const bad[] = { "sets",	 "set ", "image:train",
					   "none:train", ":",	 " " };
	char text[100];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		snprintf(text, sizeof(text),
			 "id\tsource\ttarget\tsource_fit\nx\ta\tb\t%s\n",
			 bad[i]);
		refuse(text,
		       "does not say what offset and scale were fitted to");
	}
}

#define HEAD                                                       \
	"id\tsource\ttarget\tsplit\tsource_offset\tsource_scale\t" \
	"target_offset\ttarget_scale\n"

static void refuses_bad_tables(void **state)
{
	(void)state;
	refuse("id\tsource\ttarget\n", "no rows");
	refuse("id\tsource\nx\ta\n", "'target'");
	refuse("id\tsource\ttarget\nx\t\tb\n", ":2: the source is missing");
	refuse("id\tsource\ttarget\nx\ta\tb\ny\ta\tb\nx\tc\td\n",
	       ":4: id 'x' is used twice, first in line 2");
	refuse("id\tsource\ttarget\tsource_offset\nx\ta\tb\t0\n",
	       "'source_scale'");
	refuse(HEAD "x\ta\tb\t\t0\t0\t0\t1\n", ":2: an offset of 0 and a "
					       "scale of 0");
	refuse(HEAD "x\ta\tb\t\t0\tnan\t0\t1\n", ":2: ");
	refuse(HEAD "x\ta\tb\t\t0\t1\tinf\t1\n", ":2: ");
	refuse(HEAD "x\ta\tb\t\t0\t1\t0\tone\n", "'target_scale'");
}

static void names_splits(void **state)
{
	struct manifest p;
	struct err err = { 0 };

	(void)state;
	read_text(&p, "id\tsource\ttarget\tsplit\n1\ta\tb\ttrain\n2\ta\tb\t"
		      "val\n3\ta\tb\ttrain\n");
	assert_int_equal(manifest_count(&p, "train"), 2);
	assert_int_equal(manifest_need_split(&p, "val", &err), 0);
	assert_int_equal(manifest_need_split(&p, "test", &err), -1);
	assert_says(&err, ERR_DATA, "'train', 'val'");
	manifest_release(&p);
}

static void reads_pairs_normalised(void **state)
{
	struct tiff_make m = {
		.width = 5,
		.height = 3,
		.bits = 8,
		.format = 1,
		.samples = 1,
		.photometric = 1,
		.value = ramp,
	};
	struct manifest p;
	struct image a, b;
	struct err err = { 0 };

	(void)state;
	tiff_make("a.tif", &m);
	m.width = 4;
	tiff_make("b.tif", &m);
	read_text(&p, HEAD "x\ta.tif\ta.tif\t\t10\t0.5\t0\t2\n"
			   "y\ta.tif\tb.tif\t\t0\t1\t0\t1\n"
			   "z\ta.tif\tnone.tif\t\t0\t1\t0\t1\n");
	assert_true(p.normalised);
	assert_int_equal(pair_read(&p, &p.list[0], &a, &b, &err), 0);
	assert_true(a.px[0] == 0 && a.px[14] == 12);
	assert_true(b.px[0] == 20 && b.px[14] == 68);
	image_release(&a);
	image_release(&b);
	assert_int_equal(pair_read(&p, &p.list[1], &a, &b, &err), -1);
	assert_says(&err, ERR_DATA,
		    ":3: 'a.tif' has 5x3 pixels, but 'b.tif' "
		    "has 4x3");
	assert_null(a.px);
	assert_null(b.px);
	assert_int_equal(pair_read(&p, &p.list[2], &a, &b, &err), -1);
	assert_says(&err, ERR_DATA, ":4: ");
	assert_says(&err, ERR_DATA, "'none.tif'");
	manifest_release(&p);
}

static void refuses_nonfinite_pixels(void **state)
{
	float px[6] = { 1, 2, 3, 4, 0, 6 };
	struct manifest p;
	struct image im;
	struct err err = { 0 };

	(void)state;
	px[4] = 0.0f / (px[4] + 0.0f);
	assert_int_equal(image_write("nan.tif", px, 3, 2, PIXEL_F32, NULL, NULL,
				     &err),
			 0);
	read_text(&p, "id\tsource\ttarget\nx\tnan.tif\tb\n");
	assert_int_equal(pair_read_source(&p, &p.list[0], &im, &err), -1);
	assert_says(&err, ERR_DATA,
		    ":2: 'nan.tif': the pixel in row 1, "
		    "column 1 is not a number");
	manifest_release(&p);
}

/* Pixel (y, x) of the source is seen at (y + 1, x - 2) of the target. */
static void cuts_to_what_both_show(void **state)
{
	struct tiff_make m = {
		.width = 5,
		.height = 3,
		.bits = 8,
		.format = 1,
		.samples = 1,
		.photometric = 1,
		.value = ramp,
	};
	struct manifest p;
	struct image a, b;
	struct err err = { 0 };

	(void)state;
	tiff_make("o.tif", &m);
	read_text(&p, "id\tsource\ttarget\tshift_y\tshift_x\n"
		      "x\to.tif\to.tif\t0.5\t-1.6\ny\to.tif\to.tif\t3\t0\n");
	assert_int_equal(p.list[0].shift.y, 1);
	assert_int_equal(p.list[0].shift.x, -2);
	assert_int_equal(pair_read(&p, &p.list[0], &a, &b, &err), 0);
	assert_int_equal(a.width, 3);
	assert_int_equal(a.height, 2);
	for (size_t i = 0; i < 6; i++) {
		size_t y = i / 3, x = i % 3;

		assert_true(a.px[i] == (float)ramp(0, 0, x + 2, y));
		assert_true(b.px[i] == (float)ramp(0, 0, x, y + 1));
	}
	image_release(&a);
	image_release(&b);
	assert_int_equal(pair_read(&p, &p.list[1], &a, &b, &err), -1);
	assert_says(&err, ERR_DATA,
		    ":3: a shift of 3 pixels down and 0 to the "
		    "right leaves nothing");
	assert_null(a.px);
	assert_null(b.px);
	manifest_release(&p);
}

/* The references of the channels of CELL, with bars between. */
static void lists(const char *cell, const char *want)
{
	struct strs refs = { 0 };
	struct err err = { 0 };
	struct buf got = { 0 };

	if (channel_list(&refs, cell, &err) < 0)
		fail_msg("%s", err.text);
	for (size_t i = 0; i < refs.n; i++)
		buf_printf(&got, "%s%s", i ? " | " : "", refs.at[i]);
	assert_string_equal(buf_text(&got), want);
	buf_release(&got);
	strs_release(&refs);
}

static void lists_nothing(const char *cell, const char *words)
{
	struct strs refs = { 0 };
	struct err err = { 0 };

	assert_int_equal(channel_list(&refs, cell, &err), -1);
	assert_says(&err, ERR_DATA, words);
	strs_release(&refs);
}

static void lists_channels(void **state)
{
	char *cell;

	(void)state;
	lists("a.tif", "a.tif");
	lists("a+b.tif", "a+b.tif");
	lists("a.tif[c=1]", "a.tif[c=1]");
	lists("a.tif[c=0+2]", "a.tif[c=0] | a.tif[c=2]");
	lists("a.tif[c=2+0,z=all,bin=2]",
	      "a.tif[c=2,z=all,bin=2] | a.tif[c=0,z=all,bin=2]");
	lists("a.tif[3,c=0+1]", "a.tif[3,c=0] | a.tif[3,c=1]");
	lists("a.tif[c=DAPI+GFP]", "a.tif[c=DAPI] | a.tif[c=GFP]");
	lists("a.tif + b/b.tif[c=1+0]", "a.tif | b/b.tif[c=1] | b/b.tif[c=0]");
	unit_write("a + b.tif", "", 0);
	lists("a + b.tif", "a + b.tif");
	lists_nothing("a.tif + ", "a file is missing beside a ' + '");
	lists_nothing("a.tif[c=1+1]", "names the channel 'a.tif[c=1]' twice");
	lists_nothing("a.tif[c=0+]", "'a.tif[c=0+]'");
	lists_nothing("a.tif[c=0+1+2+3+4+5+6+7+8+9+10+11+12+13+14+15+16]",
		      "names more than 16 channels");
	cell = channel_with("c.tif + d.tif[c=0+1]", "bin=2");
	assert_string_equal(cell, "c.tif[bin=2] + d.tif[c=0+1,bin=2]");
	free(cell);
}

static void reads_a_number_for_each_channel(void **state)
{
#define CHANNEL_HEAD                                 \
	"id\tsource\ttarget\tsource_offset\tsource_" \
	"scale\ttarget_offset\ttarget_scale\n"
	struct manifest p;

	(void)state;
	read_text(&p,
		  CHANNEL_HEAD "x\ta.tif[c=0+2]\tb.tif\t1.5,-2\t3,4\t5\t6\n");
	assert_int_equal(p.channels[SOURCE], 2);
	assert_int_equal(p.channels[TARGET], 1);
	assert_string_equal(p.list->channel[SOURCE][1].ref, "a.tif[c=2]");
	assert_true(p.list->channel[SOURCE][0].norm.offset == 1.5);
	assert_true(p.list->channel[SOURCE][1].norm.offset == -2);
	assert_true(p.list->channel[SOURCE][1].norm.scale == 4);
	assert_true(p.list->channel[TARGET]->norm.scale == 6);
	manifest_release(&p);
	refuse(CHANNEL_HEAD "x\ta.tif[c=0+2]\tb.tif\t1\t3,4\t5\t6\n",
	       "'source_offset' has 1 number, but the image has 2 channels");
	refuse(CHANNEL_HEAD "x\ta.tif\tb.tif\t1,2\t3\t5\t6\n",
	       "'source_offset' has 2 numbers, but the image has 1 channel");
	refuse(CHANNEL_HEAD "x\ta.tif[c=0+2]\tb.tif\t1,\t3,4\t5\t6\n",
	       "has no number for channel 1");
	refuse(CHANNEL_HEAD "x\ta.tif[c=0+2]\tb.tif\t1,2\t3,0\t5\t6\n",
	       "a scale of 0 cannot be used");
	refuse("id\tsource\ttarget\nx\ta.tif[c=0+2]\tb.tif\ny\tc.tif\td.tif\n",
	       ":3: 'c.tif' names 1 channel, but 'a.tif[c=0+2]' of the first "
	       "row names 2");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_columns_by_name),
		cmocka_unit_test(reads_what_was_fitted_to),
		cmocka_unit_test(refuses_other_fits),
		cmocka_unit_test(refuses_bad_tables),
		cmocka_unit_test(names_splits),
		cmocka_unit_test(reads_pairs_normalised),
		cmocka_unit_test(refuses_nonfinite_pixels),
		cmocka_unit_test(cuts_to_what_both_show),
		cmocka_unit_test(lists_channels),
		cmocka_unit_test(reads_a_number_for_each_channel),
	};

	return cmocka_run_group_tests(tests, unit_enter, unit_leave);
}
