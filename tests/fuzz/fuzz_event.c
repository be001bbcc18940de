/*
 * fuzz_event.c - any bytes as a TensorBoard event file, and any text as lines
 * of metrics: the table has four columns and numbers, whatever comes.
 *
 * The first byte says which; records of an event file get right checks, as no
 * fuzzer guesses a CRC.
 */
#include "file/event_file.h"

#include <string.h>

#include "base/crc.h"
#include "base/num.h"
#include "replay.h"

static void check_table(const struct metric_lines *m)
{
	struct strs lines = { 0 }, cells = { 0 };
	double x;

	if (!m->table.len)
		return;
	FUZZ_CHECK(!memchr(m->table.data, '\0', m->table.len));
	FUZZ_CHECK(m->table.data[m->table.len - 1] == '\n');
	strs_split(&lines, m->table.data, '\n');
	for (size_t i = 0; i + 1 < lines.n; i++) {
		strs_split(&cells, lines.at[i], '\t');
		FUZZ_CHECK(cells.n == 4);
		FUZZ_CHECK(!i || (num_real(&x, cells.at[0]) == 0 && x >= 0));
		FUZZ_CHECK(!i || num_real(&x, cells.at[3]) == 0);
		FUZZ_CHECK(*cells.at[2]);
		strs_release(&cells);
	}
	strs_release(&lines);
}

static uint32_t masked(const void *data, size_t n)
{
	uint32_t crc = crc_of(CRC_CASTAGNOLI, data, n);

	return (crc >> 15 | crc << 17) + 0xa282ead8u;
}

static void add_fixed(struct buf *to, uint64_t x, int n)
{
	for (; n--; x >>= 8)
		buf_char(to, (char)(x & 255));
}

/* Each record is the N bytes DATA. */
static void frame(struct buf *to, const void *data, size_t n)
{
	size_t start = to->len;

	add_fixed(to, n, 8);
	add_fixed(to, masked(to->data + start, 8), 4);
	buf_add(to, data, n);
	add_fixed(to, masked(data, n), 4);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct metric_lines m = { 0 };
	struct buf framed = { 0 };
	struct event_file e = { 0 };

	if (n && data[0] == 'l') {
		metric_lines_add(&m, (const char *)data + 1, n - 1);
		metric_lines_end(&m);
	} else if (n && data[0] == 'f') {
		frame(&framed, data + 1, n - 1);
		event_file_parse(&e, framed.data, framed.len, "", &m);
		FUZZ_CHECK(e.records == 1 && !e.damaged && !e.cut);
	} else {
		event_file_parse(&e, data, n, "x/", &m);
	}
	check_table(&m);
	metric_lines_release(&m);
	buf_release(&framed);
	return 0;
}

FUZZ_MAIN("event")
