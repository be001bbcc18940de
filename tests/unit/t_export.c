/* t_export.c - event files, logs and tables for other trackers. */
#include "base/crc.h"
#include "export/proto.h"
#include "export/curves.h"
#include "export/histogram.h"
#include "export/tensorboard.h"
#include "export/zip.h"

#include <archive.h>
#include <archive_entry.h>
#include <math.h>
#include <stdlib.h>

#include "unit.h"

/* RFC 3720, B.4, and the check value of the catalogue of CRCs. */
static void checks_are_the_published_ones(void **state)
{
	static const char zeros[32];

	(void)state;
	assert_int_equal(crc_of(CRC_CASTAGNOLI, "123456789", 9), 0xe3069283);
	assert_int_equal(crc_of(CRC_CASTAGNOLI, zeros, 32), 0x8a9136aa);
	assert_int_equal(crc_of(CRC_IEEE, "123456789", 9), 0xcbf43926);
	assert_int_equal(crc_more(CRC_IEEE, crc_of(CRC_IEEE, "1234", 4),
				  "56789", 5),
			 0xcbf43926);
	/* a piece of the log of Weights & Biases: type 1, "abc" */
	assert_int_equal(crc_of(CRC_IEEE, "\1abc", 4), 0x539d20a9);
}

static void assert_bytes(const struct buf *b, const char *hex)
{
	struct buf text = { 0 };

	for (size_t i = 0; i < b->len; i++)
		buf_printf(&text, "%02x", (unsigned char)b->data[i]);
	assert_string_equal(buf_text(&text), hex);
	buf_release(&text);
}

/* Field 1, varint 150, is the example of the documentation. */
static void fields_are_encoded_as_documented(void **state)
{
	struct buf b = { 0 }, inner = { 0 };

	(void)state;
	proto_int(&inner, 1, 150);
	assert_bytes(&inner, "089601");
	proto_message(&b, 3, &inner);
	assert_bytes(&b, "1a03089601");
	assert_int_equal(inner.len, 0);
	buf_clear(&b);
	proto_str(&b, 2, "testing");
	assert_bytes(&b, "120774657374696e67");
	buf_release(&b);
}

/* The file of events: a version, then a loss of 0.5 at step 7 and time 2. */
static void events_are_those_of_tensorboard(void **state)
{
	struct tensorboard t;
	struct err err;

	(void)state;
	assert_int_equal(tensorboard_open(&t, "tb", "run", "id", 1, 0, &err),
			 0);
	assert_bytes(&t.data, "1800000000000000a37f4b22"
			      "09000000000000f03f1a0d627261696e2e4576656e743a32"
			      "86bf577a");
	buf_clear(&t.data);
	tensorboard_scalar(&t, 2, "loss", 7, 0.5);
	assert_bytes(&t.data,
		     "1a00000000000000129bd82d"
		     "09000000000000004010072a0d0a0b0a046c6f7373150000003f"
		     "c33fc24a");
	tensorboard_release(&t);
}

static void assert_member(struct archive *a, const char *name, const char *text,
			  int mode)
{
	struct archive_entry *e;
	char got[100];

	assert_int_equal(archive_read_next_header(a, &e), ARCHIVE_OK);
	assert_string_equal(archive_entry_pathname(e), name);
	assert_int_equal(archive_entry_mode(e), mode);
	assert_int_equal(archive_entry_size(e), strlen(text));
	assert_int_equal(archive_read_data(a, got, sizeof(got)), strlen(text));
	assert_memory_equal(got, text, strlen(text));
}

/* libarchive reads the directory at the end, or the members one by one. */
static void zips_are_read_by_libarchive(void **state)
{
	struct err err = { 0 };
	struct buf b = { 0 };
	struct zip z;

	(void)state;
	assert_int_equal(zip_open(&z, "a.zip", &err), 0);
	buf_str(&b, "some words");
	zip_add(&z, "a", &b);
	zip_member(&z, "b.txt", crc_of(CRC_IEEE, "", 0), 0);
	zip_member(&z, "c", crc_of(CRC_IEEE, "123456789", 9), 9);
	zip_data(&z, "1234", 4);
	zip_data(&z, "56789", 5);
	assert_int_equal(zip_commit(&z, &err), 0);
	zip_release(&z);
	buf_release(&b);
	for (int seek = 0; seek < 2; seek++) {
		struct archive *a = archive_read_new();
		struct archive_entry *e;
		int mode = seek ? 0100644 : 0100664; /* known, or assumed */

		if (seek)
			archive_read_support_format_zip_seekable(a);
		else
			archive_read_support_format_zip_streamable(a);
		assert_int_equal(archive_read_open_filename(a, "a.zip", 512),
				 ARCHIVE_OK);
		assert_member(a, "a", "some words", mode);
		assert_member(a, "b.txt", "", mode);
		assert_member(a, "c", "123456789", mode);
		assert_int_equal(archive_read_next_header(a, &e), ARCHIVE_EOF);
		archive_read_free(a);
	}
}

/* Nothing is written in vain: sizes are known before. */
static void zips_have_less_than_4_gib(void **state)
{
	struct err err = { 0 };
	struct zip z;

	(void)state;
	assert_int_equal(zip_open(&z, "b.zip", &err), 0);
	zip_member(&z, "a", 0, 0);
	z.size = UINT32_MAX;
	assert_int_equal(zip_commit(&z, &err), -1);
	assert_says(&err, ERR_DATA, "4 GiB");
	zip_release(&z);
	assert_int_equal(access("b.zip", F_OK), -1);
}

static void assert_point(const struct curves *s, size_t i, const char *tag,
			 uint64_t step, double value)
{
	assert_true(i < s->n);
	assert_string_equal(s->tags.at[s->points[i].tag], tag);
	assert_int_equal(s->points[i].step, step);
	assert_true(s->points[i].value == value);
}

static int add(struct curves *s, const char *text)
{
	return curves_add(s, text, strlen(text));
}

static void tables_become_points(void **state)
{
	struct curves s = { 0 };

	(void)state;
	assert_int_equal(add(&s, "step\tepoch\tsplit\tmetric\tvalue\n"
				 "1\t0.5\ttrain\tloss\t0.25\n"
				 "2\t1\tval\tloss\tinf\n"
				 "3\t1\tval\tloss\tnot\n"
				 "x\t1\tval\tloss\t1\n"
				 "4\t1\tval\tloss\t0.12"),
			 1);
	assert_int_equal(s.n, 2);
	assert_point(&s, 0, "train/loss", 1, 0.25);
	assert_point(&s, 1, "val/loss", 2, INFINITY);
	curves_release(&s);
	assert_int_equal(add(&s, "id\tsplit\tmethod\tmse\tnote\n"
				 "a\ttest\tmodel\t9\t\n"
				 "*\ttest\tmodel\t2\tgood\n"
				 "*\ttest\tmean\t4\t\n"),
			 1);
	assert_int_equal(s.n, 2);
	assert_point(&s, 0, "test/mse", 0, 2);
	assert_point(&s, 1, "test/mean/mse", 0, 4);
	assert_int_equal(curves_last(&s, 1), 1);
	curves_release(&s);
}

/* A name can be a path in a tracker: none leads out of its directory. */
static void names_cannot_lead_elsewhere(void **state)
{
	struct curves s = { 0 };

	(void)state;
	add(&s, "split\tmetric\tvalue\n"
		"..\t../../x\t1\n"
		".\ta/b\t2\n"
		"\t\xc3\xa4 1\t3\n"
		"\t\t4\n");
	assert_int_equal(s.n, 3);
	assert_point(&s, 0, "_/.._.._x", 0, 1);
	assert_point(&s, 1, "_/a_b", 0, 2);
	assert_point(&s, 2, "__ 1", 0, 3);
	curves_release(&s);
}

static void other_text_has_no_points(void **state)
{
	static const char *const texts[] = {
		"",
		"\n",
		"hello",
		"hello\n",
		"\t\t\n1\t2\n",
		"metric\tvalue\n",
		"metric\tvalue\na\n\t\t\t\na\t1\t2\n",
		"id\n*\n",
		"step\tmetric\tvalue\n-1\ta\t1\n1e30\ta\t1\nnan\ta\t1\n",
	};
	struct curves s = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		add(&s, texts[i]);
		assert_int_equal(s.n, 0);
		curves_release(&s);
	}
	assert_int_equal(curves_add(&s, "metric\tvalue\na\0\t1\n", 19), 0);
}

/* The class of a value on a limit is the one above; 0 is no negative one. */
static void histograms_have_tensorflows_classes(void **state)
{
	const float x[] = { 0,	    -0.0F, 1e-30F, -1e-30F, 3e38F,
			    -3e38F, 1,	   1,	   NAN,	    INFINITY };
	const size_t n = sizeof(x) / sizeof(*x);
	struct histogram h;
	size_t zero = HISTOGRAM_CLASSES / 2, one = zero;

	(void)state;
	histogram_make(&h, x, n);
	assert_int_equal(h.n, n - 2);
	assert_true(h.min == -3e38F && h.max == 3e38F && h.sum == 2);
	assert_true(histogram_limit(zero) == 0);
	assert_true(histogram_limit(zero + 1) == 1e-12);
	assert_true(histogram_limit(zero - 1) == -1e-12);
	assert_int_equal(h.count[zero + 1], 3);
	assert_int_equal(h.count[zero], 1);
	assert_int_equal(h.count[0], 0);
	assert_int_equal(h.count[1], 1);
	assert_int_equal(h.count[HISTOGRAM_CLASSES - 1], 1);
	while (histogram_limit(one) <= 1)
		one++;
	assert_int_equal(h.count[one], 2);
	for (size_t i = 1; i < HISTOGRAM_CLASSES; i++)
		assert_true(histogram_limit(i) > histogram_limit(i - 1));
	histogram_make(&h, NULL, 0);
	assert_int_equal(h.n, 0);
}

static size_t events(const struct tensorboard *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->data.len; n++)
		i += 16 + (unsigned char)t->data.data[i];
	return n;
}

/* Only what is new is added; a training resumed from an earlier step first
 * says so. */
static void only_new_points_are_added(void **state)
{
	static const char head[] = "step\tmetric\tvalue\n";
	struct tensorboard t = { 0 };
	struct curves s = { 0 }, sent = { 0 };

	(void)state;
	add(&s, "step\tmetric\tvalue\n1\ta\t1\n2\ta\t2\n");
	tensorboard_curves(&t, 1, &s, &sent);
	assert_int_equal(events(&t), 2);
	tensorboard_curves(&t, 1, &s, &sent);
	assert_int_equal(events(&t), 2);
	curves_release(&s);
	add(&s, "step\tmetric\tvalue\n1\ta\t1\n2\ta\t2\n3\ta\t3\n");
	tensorboard_curves(&t, 1, &s, &sent);
	assert_int_equal(events(&t), 3);
	curves_release(&s);
	add(&s, "step\tmetric\tvalue\n1\ta\t1\n2\ta\t2.5\n");
	tensorboard_curves(&t, 1, &s, &sent); /* START at 2, and step 2 */
	assert_int_equal(events(&t), 5);
	curves_release(&s);
	add(&s, head);
	tensorboard_curves(&t, 1, &s, &sent);
	assert_int_equal(events(&t), 6);
	curves_release(&s);
	curves_release(&sent);
	tensorboard_release(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(checks_are_the_published_ones),
		cmocka_unit_test(fields_are_encoded_as_documented),
		cmocka_unit_test(events_are_those_of_tensorboard),
		cmocka_unit_test(zips_are_read_by_libarchive),
		cmocka_unit_test(zips_have_less_than_4_gib),
		cmocka_unit_test(tables_become_points),
		cmocka_unit_test(names_cannot_lead_elsewhere),
		cmocka_unit_test(other_text_has_no_points),
		cmocka_unit_test(histograms_have_tensorflows_classes),
		cmocka_unit_test(only_new_points_are_added),
	};

	return cmocka_run_group_tests(tests, unit_enter, unit_leave);
}
