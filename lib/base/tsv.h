/*
 * tsv.h - tables with a header line, in and out, whole.
 *
 * Columns are found by name, never by position, so a tool works behind any
 * other that adds columns.  No quoting, no comments, no types.  A cell
 * holds no tab and no newline; an empty cell means "missing".
 */
#ifndef BASE_TSV_H
#define BASE_TSV_H

#include "base/err.h"
#include "base/out.h"

struct tsv {
	char *path; /* for messages; "-" reads "standard input" */
	char **column;
	size_t columns;
	char **cell; /* rows x columns */
	size_t rows, cap;
	size_t last; /* column that tsv_add_column found last */
};

/* Fill T from PATH ("-": stdin).  Refuses: an empty file, no header, a
 * doubled column name, a row of another length, a NUL, invalid UTF-8. */
int tsv_read(struct tsv *t, const char *path, struct err *err);
void tsv_release(struct tsv *t);

/* Column number, or -1. */
int tsv_column(const struct tsv *t, const char *name);
/* The same, but a missing column is err_data that names the file. */
int tsv_need(const struct tsv *t, const char *name, struct err *err);
/* The column's number; added at the right, with empty cells, if new. */
int tsv_add_column(struct tsv *t, const char *name);
void tsv_rename_column(struct tsv *t, int column, const char *name);
size_t tsv_add_row(struct tsv *t);

/* Belongs to T; "" when missing or COLUMN is -1. */
const char *tsv_get(const struct tsv *t, size_t row, int column);
void tsv_set(struct tsv *t, size_t row, int column, const char *text);
void tsv_set_real(struct tsv *t, size_t row, int column, double x);
/* The same with all the digits that it takes to read back X. */
void tsv_set_exact(struct tsv *t, size_t row, int column, double x);
void tsv_set_int(struct tsv *t, size_t row, int column, long long x);
/* A cell as a number; missing or malformed is err_data with the row. */
int tsv_real(const struct tsv *t, size_t row, int column, double *x,
	     struct err *err);

/* Prefix ERR with "pairs.tsv:14: " (line number of ROW; see err_place).
 * Returns -1. */
int tsv_wrap(const struct tsv *t, size_t row, struct err *err);

/* 0, or err_data when TEXT cannot be a cell. */
int tsv_check_cell(const char *text, struct err *err);

void tsv_write(const struct tsv *t, struct out *o);
/* One JSON object a line, every value a string except plain numbers. */
void tsv_write_json(const struct tsv *t, struct out *o);

#endif
