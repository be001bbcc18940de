/* blocks.c - see blocks.h. */
#include "image/blocks.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/size.h"
#include "image/derive.h"
#include "image/plane.h"
#include "image/sample.h"
#include "image/tiff_raw.h"

/* The most bytes of blocks side by side that any file may ask for.  With a
 * block as it is stored, and everything else, a file with false sizes then
 * takes at most 256 MB. */
#define ROOM ((size_t)176 << 20)

/* The largest part of all kept bytes that a plane may take, and the most planes
 * that are kept, as all are looked through. */
enum { KEPT_PART = 8, KEPT_MAX = 1000 };

enum { ROWS = 8 }; /* the fewest of a derived image that are computed at once */

struct kept { /* the pixels of a plane that was read whole */
	char *ref;
	/* the file, and its state */
	const struct file_table_entry *file;
	struct timespec mtime;
	char *px; /* row by row */
	size_t bytes;
	size_t users; /* the list is one */
	struct kept *next;
};

static struct {
	pthread_mutex_t lock;
	struct kept *first; /* the newest */
	size_t most;	    /* bytes */
} memory = { .lock = PTHREAD_MUTEX_INITIALIZER };

struct blocks {
	const struct kept *kept; /* the pixels, if they are known, or NULL */
	struct kept *keeping;	 /* the pixels read so far, or NULL */
	char *has;		 /* 1 for each block read so far */
	size_t missing;		 /* number of blocks not read */
	struct plane plane;
	struct image_info info;
	struct blocks_grid grid;
	/* how the stored plane is cut; GRID differs if the image is derived */
	struct blocks_grid stored;
	struct derived {
		size_t bin; /* 0: not derived */
		const struct correction *correction;
		/* stored blocks side by side: the first one's number, the
		 * column at which it begins, bytes of a row, room in bytes */
		char *px;
		size_t first, x, stride, room;
		double *sum, *row; /* cells, and stored pixels, of a row */
	} derived;
	size_t slice; /* the current slice of the plane */
	int direct;   /* 1: samples need no unpacking */
	void *raw;    /* one block as stored; allocated when needed */
	/* a row of samples before the palette or the calibration is applied */
	void *row;
};

static size_t across(const struct blocks_grid *g)
{
	return (g->width + g->block_width - 1) / g->block_width;
}

/* Returns the number of rows of blocks in a strip. */
static size_t down(const struct blocks_grid *g)
{
	return (g->strip_height + g->block_height - 1) / g->block_height;
}

/* Returns the number of blocks in a slice. */
static size_t in_slice(const struct blocks_grid *g)
{
	size_t y = g->slice_height - 1;
	size_t row = y / g->strip_height * down(g) +
		     y % g->strip_height / g->block_height;

	return (row + 1) * across(g);
}

size_t blocks_at(const struct blocks_grid *g, size_t x, size_t y)
{
	size_t z = y / g->slice_height, row;

	y %= g->slice_height;
	row = y / g->strip_height * down(g) +
	      y % g->strip_height / g->block_height;
	return z * in_slice(g) + row * across(g) + x / g->block_width;
}

size_t blocks_count(const struct blocks_grid *g)
{
	return g->height / g->slice_height * in_slice(g);
}

struct blocks_place blocks_place(const struct blocks_grid *g, size_t i)
{
	size_t z = i / in_slice(g), row = i % in_slice(g) / across(g);
	size_t n = down(g), inside = row % n * g->block_height;
	struct blocks_place b = {
		.x = i % across(g) * g->block_width,
		.y = row / n * g->strip_height + inside,
	};

	b.width = min(g->block_width, g->width - b.x);
	b.height = min(g->block_height, g->strip_height - inside);
	b.height = min(b.height, g->slice_height - b.y);
	b.y += z * g->slice_height;
	return b;
}

size_t blocks_largest(const struct blocks_grid *g)
{
	return min(g->block_width, g->width) * min(g->block_height, g->height) *
	       pixel_bytes(g->type);
}

/* Returns 1 if tiles at the edge reach beyond the image. */
static int padded(const struct tiff_page *p)
{
	return p->width % p->block_width || p->height % p->block_height;
}

static void describe(struct blocks *b)
{
	const struct tiff_page *p = &b->plane.page;

	b->info = b->plane.info;
	b->stored = (struct blocks_grid){
		.width = p->width,
		.height = b->plane.info.height,
		.slice_height = p->height,
		.block_width = p->block_width,
		.block_height = p->block_height,
		.strip_height = p->layout == TIFF_TILES ? p->block_height :
							  p->strip_height,
		.type = b->plane.info.type,
	};
	b->direct = (p->layout != TIFF_TILES || !padded(p)) &&
		    !b->plane.colours && !b->plane.calibrated &&
		    (p->planar || p->samples == 1) &&
		    p->bits == 8 * pixel_bytes(p->type);
	b->stored.stored = (size_t)(!b->direct + !p->plain) * p->row_bytes *
			   p->block_height;
	b->grid = b->stored;
}

/* Checks that tiles do not share bytes of the file.  If they did, a small file
 * could promise any number of pixels. */
static int lie_apart(const struct blocks *b, struct err *err)
{
	const struct tiff_page *p = &b->plane.page;
	uint64_t sum = 0, offset, bytes, size = b->plane.file->in.size;

	for (size_t x = 0; x < p->width && sum <= size; x += p->block_width) {
		tiff_stored(b->plane.file, x, 0, b->plane.sample, &offset,
			    &bytes);
		sum += bytes < size ? bytes : size;
	}
	return sum <= size ?
		       0 :
		       tiff_file_fault(
			       b->plane.file, err,
			       "its tiles overlap: the tiles of one row take "
			       "more bytes than the file has (%llu)",
			       (unsigned long long)size);
}

static int room(const struct blocks *b, const struct blocks_grid *g,
		const char *what, size_t width, struct err *err)
{
	size_t row = width * pixel_bytes(g->type);
	size_t rows = min(g->block_height, g->height);

	if (tiff_page_room(b->plane.file, what, row, rows, ROOM, err) < 0)
		return -1;
	return rows > ROOM / row && width > g->block_width ? lie_apart(b, err) :
							     0;
}

int blocks_room(const struct blocks *b, const char *what, size_t width,
		struct err *err)
{
	return room(b, &b->grid, what, width, err);
}

/* Planes kept whole */

void blocks_remember(size_t bytes)
{
	memory.most = bytes;
}

/* The caller holds the lock. */
static void drop_user(struct kept *k)
{
	if (!k || --k->users)
		return;
	free(k->ref);
	free(k->px);
	free(k);
}

/* Finds the pixels of the plane that B has opened, or gets ready to keep
 * them. */
static void recall(struct blocks *b, const char *ref)
{
	const struct in *in = &b->plane.file->in;
	const struct blocks_grid *g = &b->grid;
	size_t row = g->width * pixel_bytes(g->type);
	struct kept *k;

	if (g->height > memory.most / KEPT_PART / row)
		return;
	pthread_mutex_lock(&memory.lock);
	for (k = memory.first; k; k = k->next)
		if (k->file == in->seen && !strcmp(k->ref, ref) &&
		    k->mtime.tv_sec == in->mtime.tv_sec &&
		    k->mtime.tv_nsec == in->mtime.tv_nsec)
			break;
	if (k)
		k->users++;
	pthread_mutex_unlock(&memory.lock);
	b->kept = k;
	if (k)
		return;
	b->keeping = mem_zero(1, sizeof(*k));
	*b->keeping = (struct kept){ .ref = mem_str(ref),
				     .file = in->seen,
				     .mtime = in->mtime,
				     .bytes = g->height * row,
				     .users = 1 };
	b->missing = blocks_count(g);
}

static void copy_rows(char *to, size_t to_stride, const char *from,
		      size_t from_stride, size_t bytes, size_t rows)
{
	for (; rows; rows--, to += to_stride, from += from_stride)
		memcpy(to, from, bytes);
}

/* Keeps block I, which has been read to FROM. */
static void keep_block(struct blocks *b, size_t i, const char *from,
		       size_t stride)
{
	struct blocks_place p = blocks_place(&b->grid, i);
	size_t size = pixel_bytes(b->grid.type), row = b->grid.width * size;

	if (!b->keeping->px) {
		b->keeping->px = mem_alloc(b->keeping->bytes);
		b->has = mem_zero(blocks_count(&b->grid), 1);
	}
	b->missing -= !b->has[i];
	b->has[i] = 1;
	copy_rows(b->keeping->px + p.y * row + p.x * size, row, from, stride,
		  p.width * size, p.height);
}

/* Keeps the plane if it was read whole, and drops the oldest planes. */
static void keep_plane(struct blocks *b)
{
	struct kept *k = b->keeping, **last = &memory.first;
	size_t bytes = 0, n = 0;

	pthread_mutex_lock(&memory.lock);
	drop_user((struct kept *)(uintptr_t)b->kept);
	if (k && !b->missing && k->px) {
		k->next = memory.first;
		memory.first = k;
		k = NULL;
	}
	while (*last && (bytes += (*last)->bytes) <= memory.most &&
	       n++ < KEPT_MAX)
		last = &(*last)->next;
	while (*last) {
		struct kept *old = *last;

		*last = old->next;
		drop_user(old);
	}
	drop_user(k);
	pthread_mutex_unlock(&memory.lock);
	free(b->has);
}

/* Adds the pixels of a plane of a dark or a flat image. */
static int add_plane(struct derive_plane *to, const char *ref, struct err *err)
{
	struct blocks *b;
	const struct blocks_grid *g;
	char *px;
	int rc = blocks_open(&b, ref, err);

	if (rc < 0)
		return -1;
	g = &b->grid;
	rc = derive_plane_begin(to, &b->info, err);
	px = rc ? NULL : mem_alloc(blocks_largest(g));
	for (size_t i = 0; !rc && i < blocks_count(g); i++) {
		struct blocks_place p = blocks_place(g, i);
		size_t bytes = p.width * pixel_bytes(g->type);

		rc = blocks_read(b, i, px, bytes, err);
		for (size_t y = 0; y < p.height && !rc; y++)
			derive_plane_add(to, px + y * bytes, p.width, p.x,
					 p.y + y);
	}
	free(px);
	blocks_close(b);
	return rc;
}

/* Cuts the derived image into blocks, each made of a row of stored ones. */
static void cut_derived(struct blocks *b, size_t bin)
{
	const struct blocks_grid *g = &b->stored;
	size_t stride = g->width * pixel_bytes(g->type);
	size_t rows = g->block_height / bin;

	b->grid = (struct blocks_grid){
		.width = b->info.width,
		.height = b->info.height,
		.slice_height = g->slice_height / bin,
		.type = b->info.type,
		.block_width = g->block_width < g->width &&
					       g->block_width % bin == 0 ?
				       g->block_width / bin :
				       b->info.width,
		.block_height = rows < ROWS ? ROWS : rows,
	};
	/* Of a strip that is read on from its middle, all blocks count as
	 * one strip. */
	b->grid.strip_height = g->block_height < g->strip_height ?
				       b->grid.slice_height :
				       b->grid.block_height;
	b->grid.stored = g->stored +
			 stride * min(g->block_height, g->slice_height) +
			 2 * g->width * sizeof(double);
}

/* Gets ready to compute the image, if it is not the stored one. */
static int derive(struct blocks *b, struct err *err)
{
	const struct ref *r = &b->plane.ref;
	struct derived *d = &b->derived;

	if (derive_info(&b->info, r, err) < 0)
		return -1;
	if (!ref_is_derived(r))
		return 0;
	d->bin = r->bin > 1 ? (size_t)r->bin : 1;
	if (room(b, &b->stored, "row of tiles", b->stored.width, err) < 0 ||
	    derive_correction(&d->correction, r, add_plane, b->stored.width,
			      b->stored.slice_height, err) < 0)
		return -1;
	cut_derived(b, d->bin);
	return 0;
}

int blocks_open(struct blocks **to, const char *ref, struct err *err)
{
	struct blocks *b = mem_zero(1, sizeof(*b));

	*to = NULL;
	if (plane_open(&b->plane, ref, err) < 0 ||
	    plane_choose(&b->plane, err) < 0) {
		blocks_close(b);
		return -1;
	}
	describe(b);
	if (room(b, &b->stored, "block of pixels", b->stored.block_width, err) <
		    0 ||
	    derive(b, err) < 0) {
		blocks_close(b);
		return -1;
	}
	recall(b, ref);
	*to = b;
	return 0;
}

void blocks_close(struct blocks *b)
{
	if (!b)
		return;
	keep_plane(b);
	plane_close(&b->plane);
	free(b->derived.px);
	free(b->derived.sum);
	free(b->derived.row);
	free(b->raw);
	free(b->row);
	free(b);
}

const struct image_info *blocks_info(const struct blocks *b)
{
	return &b->info;
}

const struct blocks_grid *blocks_grid(const struct blocks *b)
{
	return &b->grid;
}

int blocks_digest(const struct blocks *b, struct digest *to, struct err *err)
{
	return in_digest_of(&b->plane.file->in, to, err);
}

const char *blocks_note(const struct blocks *b)
{
	if (b->plane.colours)
		return "palette applied";
	if (b->plane.calibrated)
		return "ImageJ's calibration applied";
	if (b->plane.axes.calibration == AXES_CURVE && !b->plane.ref.raw)
		return "ImageJ's calibration curve not applied";
	return b->plane.inverted ? "white was 0, inverted" : "";
}

const char *blocks_warning(const struct blocks *b)
{
	return plane_warning(&b->plane);
}

/* Converts N pixels of a row of a block from FROM to TO. */
static void unpack(struct blocks *b, void *to, const void *from, size_t n)
{
	const struct tiff_page *p = &b->plane.page;
	unsigned sample = b->plane.sample;

	if (b->plane.colours) {
		sample_unpack(b->row, p->type, from, p->bits, 0, 1, n);
		sample_map(to, b->row, p->type, n, p->map[sample]);
	} else if (b->plane.calibrated) {
		sample_unpack(b->row, p->type, from, p->bits, 0, 1, n);
		sample_calibrate(to, b->stored.type, b->row, p->type, n,
				 b->plane.axes.c0, b->plane.axes.c1);
	} else {
		sample_unpack(to, p->type, from, p->bits,
			      p->planar ? 0 : sample,
			      p->planar ? 1 : p->samples, n);
	}
}

/* Allocates the buffers.  This comes last, when the sizes have been checked. */
static void make_buffers(struct blocks *b)
{
	const struct tiff_page *p = &b->plane.page;

	/* Some of libtiff's decoders only set bits, or leave some samples
	 * unwritten, so the memory must be zero. */
	if (!b->raw)
		b->raw = mem_zero(p->block_height, p->row_bytes);
	if (!b->row && (b->plane.colours || b->plane.calibrated))
		b->row = mem_alloc(p->block_width * pixel_bytes(p->type));
}

/* Decodes the block at PLACE into TO, as the file stores it. */
static int decode(struct blocks *b, const struct blocks_place *place, void *to,
		  struct err *err)
{
	const struct tiff_page *p = &b->plane.page;
	size_t y = place->y % b->stored.slice_height;

	return tiff_page_is_raw(p) ? tiff_raw_block(b->plane.file, p, y,
						    b->plane.sample, to, err) :
				     tiff_block(b->plane.file, p, place->x, y,
						b->plane.sample, to, err);
}

static int read_block(struct blocks *b, size_t i, void *to, size_t stride,
		      struct err *err)
{
	const struct tiff_page *p = &b->plane.page;
	struct blocks_place place = blocks_place(&b->stored, i);
	size_t z = place.y / b->stored.slice_height;
	int direct = b->direct && stride == p->row_bytes;
	int invert = b->plane.inverted;
	const char *from;

	if (!direct)
		make_buffers(b);
	if (z != b->slice && plane_slice(&b->plane, z, err) < 0)
		return -1;
	b->slice = z;
	if (decode(b, &place, direct ? to : b->raw, err) < 0)
		return -1;
	from = b->raw;
	for (size_t y = 0; y < place.height && (!direct || invert); y++) {
		if (!direct)
			unpack(b, to, from, place.width);
		if (invert)
			sample_invert(to, p->type, p->bits, place.width);
		from = direct ? NULL : from + p->row_bytes;
		to = (char *)to + stride;
	}
	return 0;
}

/* Reads the stored blocks of the row that contains row Y, from column X on, as
 * far as WIDTH pixels need, unless they were read last.  Returns row Y of
 * them, from column X on, or NULL. */
static const char *stored_row(struct blocks *b, size_t x, size_t width,
			      size_t y, struct err *err)
{
	const struct blocks_grid *g = &b->stored;
	struct derived *d = &b->derived;
	size_t i = blocks_at(g, x, y), size = pixel_bytes(g->type), bytes;
	struct blocks_place p = blocks_place(g, i);
	size_t end = blocks_place(g, blocks_at(g, x + width - 1, y)).x;

	if (!d->px || d->first != i) {
		d->stride = (min(end + g->block_width, g->width) - p.x) * size;
		bytes = d->stride * p.height;
		if (bytes > d->room) {
			free(d->px);
			d->px = mem_alloc(bytes);
			d->room = bytes;
		}
		d->first = i;
		d->x = p.x;
		for (size_t k = p.x; k <= end; k += g->block_width, i++)
			if (read_block(b, i, d->px + (k - p.x) * size,
				       d->stride, err) < 0) {
				d->first = SIZE_MAX;
				return NULL;
			}
	}
	return d->px + (y - p.y) * d->stride + (x - d->x) * size;
}

/* Computes block I of a derived image. */
static int read_derived(struct blocks *b, size_t i, char *to, size_t stride,
			struct err *err)
{
	struct blocks_place p = blocks_place(&b->grid, i);
	struct derived *d = &b->derived;
	size_t bin = d->bin, high = b->grid.slice_height;

	if (!d->sum) {
		d->sum = mem_alloc(b->grid.width * sizeof(*d->sum));
		d->row = mem_alloc(b->stored.width * sizeof(*d->row));
	}
	for (; p.height; p.height--, p.y++, to += stride) {
		size_t y = p.y % high * bin;
		size_t top = p.y / high * b->stored.slice_height;

		memset(d->sum, 0, p.width * sizeof(*d->sum));
		for (size_t k = 0; k < bin; k++, y++) {
			const char *px = stored_row(b, p.x * bin, p.width * bin,
						    top + y, err);

			if (!px)
				return -1;
			derive_add(d->sum, d->row, px, b->stored.type,
				   p.width * bin, bin, d->correction, p.x * bin,
				   y);
		}
		for (size_t x = 0; x < p.width; x++)
			((float *)(void *)to)[x] =
				(float)(d->sum[x] / (double)(bin * bin));
	}
	return 0;
}

int blocks_read(struct blocks *b, size_t i, void *to, size_t stride,
		struct err *err)
{
	struct blocks_place p = blocks_place(&b->grid, i);
	size_t size = pixel_bytes(b->grid.type), row = b->grid.width * size;

	if (b->kept) {
		copy_rows(to, stride, b->kept->px + p.y * row + p.x * size, row,
			  p.width * size, p.height);
		return 0;
	}
	if ((b->derived.bin ? read_derived(b, i, to, stride, err) :
			      read_block(b, i, to, stride, err)) < 0)
		return -1;
	if (b->keeping)
		keep_block(b, i, to, stride);
	return 0;
}

int blocks_same(const struct blocks *b, struct err *err)
{
	return in_same(&b->plane.file->in, err);
}
