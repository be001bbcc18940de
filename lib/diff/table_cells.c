/* table_cells.c - see table_cells.h. */
#include "diff/table_cells.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/object.h"

#define MAX_TABLE ((size_t)64 << 20)

static void release(struct table_cells *t)
{
	for (size_t i = 0; i < t->n; i++)
		strs_release(&t->row[i]);
	free(t->row);
}

/* Returns 0 unless every row is as long as the header. */
static int parse(struct table_cells *t, const char *text)
{
	struct strs lines = { 0 };
	int good = 1;

	strs_split(&lines, text, '\n');
	t->row = mem_zero(lines.n, sizeof(*t->row));
	for (t->n = 0; good && t->n < lines.n; t->n++) {
		strs_split(&t->row[t->n], lines.at[t->n], '\t');
		good = t->row[t->n].n == t->row[0].n;
	}
	strs_release(&lines);
	return good && t->n > 1 && t->row[0].n > 1;
}

/* Files that are large and no tables are not read at all. */
static int may_be_table(const char *path)
{
	static const char *const not [] = { ".safetensors", ".tif", ".tiff",
					    ".png", "fingerprints.tsv" };
	size_t n = strlen(path);

	for (size_t i = 0; i < sizeof(not ) / sizeof(*not ); i++) {
		size_t k = strlen(not [i]);

		if (n >= k && !strcmp(path + n - k, not [i]))
			return 0;
	}
	return 1;
}

void table_cells_each(const struct store *s, const struct run *r,
		      table_cells_fn *fn, void *arg)
{
	for (size_t i = 0; i < r->outputs.n; i++) {
		const struct digest *d = &r->outputs.list[i].digest;
		struct table_cells t = { 0 };
		struct buf b = { 0 };
		struct err ignored;

		if (may_be_table(r->outputs.list[i].path) && object_has(s, d) &&
		    object_get(s, d, &b, &ignored) == 0 && b.len &&
		    b.len <= MAX_TABLE && !memchr(b.data, 0, b.len) &&
		    b.data[b.len - 1] == '\n') {
			b.data[b.len - 1] = '\0';
			if (parse(&t, b.data))
				fn(arg, &t);
			release(&t);
		}
		buf_release(&b);
	}
}

int table_cells_column(const struct table_cells *t, const char *name)
{
	for (size_t i = 0; i < t->row[0].n; i++)
		if (!strcmp(t->row[0].at[i], name))
			return (int)i;
	return -1;
}

const char *table_cells_get(const struct table_cells *t, size_t row, int column)
{
	return column < 0 ? "" : t->row[row].at[column];
}
