/* fuzz_tsv.c - any bytes as a table: refused, or the same when written. */
#include "file/file.h"
#include "file/tsv.h"

#include <string.h>

#include "replay.h"

static void check_cells(const struct tsv *t)
{
	struct err err = { 0 };
	double x;

	for (size_t row = 0; row < t->rows; row++)
		for (int c = 0; c < (int)t->columns; c++) {
			FUZZ_CHECK(!tsv_check_cell(tsv_get(t, row, c), &err));
			tsv_real(t, row, c, &x, &err);
		}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct tsv t = { 0 }, again = { 0 };
	struct err err = { 0 };
	struct out o, second;

	file_stdin_from(data, n);
	if (tsv_read(&t, "-", &err) < 0) {
		FUZZ_CHECK(err.kind == ERR_DATA && *err.text);
		tsv_release(&t);
		return 0;
	}
	check_cells(&t);
	FUZZ_CHECK(!out_open(&o, "-", FILE_PLAIN, &err));
	tsv_write(&t, &o);
	file_stdin_from(o.data.data, o.data.len);
	FUZZ_CHECK(!tsv_read(&again, "-", &err));
	FUZZ_CHECK(!out_open(&second, "-", FILE_PLAIN, &err));
	tsv_write(&again, &second);
	FUZZ_CHECK(o.data.len == second.data.len &&
		   !memcmp(o.data.data, second.data.data, o.data.len));
	out_release(&second);
	out_release(&o);
	FUZZ_CHECK(!out_open(&o, "-", FILE_PLAIN, &err));
	tsv_write_json(&t, &o);
	out_release(&o);
	tsv_release(&again);
	tsv_release(&t);
	return 0;
}

FUZZ_MAIN("tsv")
