/*
 * preview.c - see preview.h.
 */
#include "train/preview.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "picture/canvas.h"
#include "picture/png.h"

enum {
	ROWS = 8,
	COLUMNS = 2 * SIDES, /* as in the image, then as the network sees it */
	LARGEST = 300,	     /* pixels a side: larger patches are shrunk */
	SMALLEST = 180,	     /* smaller ones are enlarged to this, about */
	GAP = 8,	     /* white pixels around everything */
	LINE = 12,	     /* height of a line of text, with its gap */
	HEAD = 2 * LINE + GAP,
};

struct preview {
	struct train *t;
	size_t side, shrink, zoom; /* of the patches that are drawn */
	struct tsv table;	   /* a row for each patch (batch_describe) */
	float *px;		   /* (ROWS, COLUMNS, side, side) */
	double low[SIDES], high[SIDES];
	size_t cell; /* width of a column */
	char *text[ROWS][2];
};

static float *plane(const struct preview *p, size_t row, size_t column)
{
	return p->px + (row * COLUMNS + column) * p->side * p->side;
}

/* Shrinks a patch: each pixel is the mean of a whole block. */
static void shrink(const struct preview *p, const float *from, float *to)
{
	size_t n = p->shrink, side = p->t->o.batch.patch;

	for (size_t i = 0; i < p->side * p->side; i++) {
		const float *at = from + i / p->side * n * side +
				  i % p->side * n;
		double sum = 0;

		for (size_t k = 0; k < n * n; k++)
			sum += at[k / n * side + k % n];
		to[i] = (float)(sum / (double)(n * n));
	}
}

static int read_row(struct preview *p, size_t row, float *room, struct err *err)
{
	static const enum batch_stage stages[] = { BATCH_PLAIN,
						   BATCH_AUGMENTED };
	const struct batch_options *o = &p->t->o.batch;
	size_t each = batch_patches(o);
	size_t z = o->slices / 2, plane_len = o->patch * o->patch;
	float *x = room + batch_room(o), *y = x + batch_values(o, SOURCE);

	for (size_t k = 0; k < 2; k++) {
		/* the same slice, wherever it is */
		if (k && batch_reversed(p->t->batch, row / each, row % each))
			z = o->slices - 1 - z;
		if (batch_stage(p->t->batch, row / each, row % each, stages[k],
				room, x, y, NULL, err) < 0)
			return -1;
		shrink(p, x + z * plane_len, plane(p, row, SIDES * k + SOURCE));
		shrink(p, y + z * plane_len, plane(p, row, SIDES * k + TARGET));
	}
	return 0;
}

static const char *cell(const struct preview *p, size_t row, const char *name)
{
	return tsv_get(&p->table, row, tsv_column(&p->table, name));
}

/* Where the patch is from, and what was done to it. */
static void write_texts(struct preview *p, size_t row)
{
	struct buf done = { 0 };

	p->text[row][0] =
		mem_printf("%s, y %s, x %s%s", cell(p, row, "id"),
			   cell(p, row, "y"), cell(p, row, "x"),
			   p->t->o.batch.foreground > 0 &&
					   !strcmp(cell(p, row, "foreground"),
						   "1") ?
				   ", on foreground" :
				   "");
	if (strcmp(cell(p, row, "flip"), "0"))
		buf_str(&done, " flipped");
	if (strcmp(cell(p, row, "quarter_turns"), "0"))
		buf_printf(&done, " turned:%s/4",
			   cell(p, row, "quarter_turns"));
	if (p->t->o.batch.augment.on && *cell(p, row, "augment"))
		buf_printf(&done, " %s", cell(p, row, "augment"));
	p->text[row][1] = mem_str(done.len ? buf_text(&done) + 1 : "unchanged");
	buf_release(&done);
}

static int by_value(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return (x > y) - (x < y);
}

/* Sets the range of SIDE: the percentiles 0.1 and 99.9 of its first column, the
 * patches as they are.  So both columns can be compared. */
static void set_range(struct preview *p, enum side side)
{
	size_t len = p->side * p->side, n = ROWS * len;
	float *all = mem_floats(n);

	for (size_t i = 0; i < ROWS; i++)
		memcpy(all + i * len, plane(p, i, side), len * sizeof(*all));
	qsort(all, n, sizeof(*all), by_value);
	p->low[side] = all[n / 1000];
	p->high[side] = all[n - 1 - n / 1000];
	if (!(p->high[side] > p->low[side])) {
		p->low[side] -= 0.5;
		p->high[side] += 0.5;
	}
	free(all);
}

static void draw_plane(struct canvas *c, const struct preview *p, size_t row,
		       size_t column, size_t top)
{
	const float *px = plane(p, row, column);
	double low = p->low[column % SIDES], high = p->high[column % SIDES];

	for (size_t i = 0; i < p->side * p->side; i++)
		canvas_square(c, GAP + column * p->cell + i % p->side * p->zoom,
			      top + i / p->side * p->zoom, p->zoom,
			      canvas_grey((px[i] - low) / (high - low)));
}

static void draw_head(struct canvas *c, const struct preview *p)
{
	static const char *const head[] = { "source", "target",
					    "source as trained on",
					    "target as trained on" };

	const size_t *channels = p->t->o.batch.channels;

	for (size_t k = 0; k < COLUMNS; k++) {
		char range[80];

		snprintf(range, sizeof(range), "%s%.4g to %.4g",
			 channels[k % SIDES] > 1 ? "channel 0, " : "",
			 p->low[k % SIDES], p->high[k % SIDES]);
		canvas_text(c, GAP + k * p->cell, GAP, 1, head[k]);
		canvas_text(c, GAP + k * p->cell, GAP + LINE, 1, range);
	}
}

static int draw(const struct preview *p, const char *path, struct err *err)
{
	size_t row = HEAD + p->side * p->zoom, width = GAP + COLUMNS * p->cell;
	struct canvas c;
	int rc;

	for (size_t i = 0; i < 2 * ROWS; i++) {
		size_t n = canvas_text_width(p->text[i / 2][i % 2], 1);

		width = n + 2 * GAP > width ? n + 2 * GAP : width;
	}
	canvas_init(&c, width, GAP + HEAD + ROWS * row);
	draw_head(&c, p);
	for (size_t i = 0; i < ROWS; i++) {
		size_t top = GAP + HEAD + i * row;

		canvas_text(&c, GAP, top, 1, p->text[i][0]);
		canvas_text(&c, GAP, top + LINE, 1, p->text[i][1]);
		for (size_t k = 0; k < COLUMNS; k++)
			draw_plane(&c, p, i, k, top + 2 * LINE);
	}
	rc = png_write_rgb(path, c.rgb, c.width, c.height, err);
	canvas_release(&c);
	return rc;
}

static int fill(struct preview *p, struct err *err)
{
	const struct batch_options *o = &p->t->o.batch;
	float *room = mem_floats(batch_room(o) + batch_values(o, SOURCE) +
				 batch_values(o, TARGET));
	int rc = 0;

	for (size_t i = 0; i < ROWS && !rc; i++) {
		if (i >= p->table.rows)
			rc = batch_describe(p->t->batch, i / batch_patches(o),
					    &p->table, err);
		if (rc)
			break;
		write_texts(p, i);
		rc = read_row(p, i, room, err);
	}
	free(room);
	for (enum side side = SOURCE; side <= TARGET && !rc; side++)
		set_range(p, side);
	return rc;
}

int preview_write(struct train *t, const char *path, struct err *err)
{
	struct preview p = { .t = t };
	size_t side = t->o.batch.patch;
	int rc;

	p.shrink = (side + LARGEST - 1) / LARGEST;
	p.side = side / p.shrink;
	p.zoom = (SMALLEST + p.side - 1) / p.side;
	p.cell = p.side * p.zoom + GAP;
	p.px = mem_floats(ROWS * COLUMNS * p.side * p.side);
	rc = fill(&p, err);
	if (!rc)
		rc = draw(&p, path, err);
	for (size_t i = 0; i < 2 * ROWS; i++)
		free(p.text[i / 2][i % 2]);
	tsv_release(&p.table);
	free(p.px);
	return rc;
}
