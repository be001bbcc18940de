/*
 * rewrite.c - writes images as (x - offset) * scale, or back.
 */
#include "norm/rewrite.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "file/digest.h"
#include "base/mem.h"
#include "image/ref.h"
#include "image/sample.h"
#include "image/scan.h"
#include "image/tiff_write.h"

/* An id may be any text.  If it is not usable as a file name, a part of its
 * digest is appended, so that different ids have different files. */
char *rewrite_path(const char *dir, const char *side, const char *id)
{
	struct buf b = { 0 };
	struct digest d;
	char hex[DIGEST_HEX + 1];
	int plain = id[0] != '.' && strlen(id) < 200;

	buf_printf(&b, "%s/%s/", dir, side);
	for (const char *c = id; *c && c < id + 200; c++) {
		int fine = (*c >= 'a' && *c <= 'z') ||
			   (*c >= 'A' && *c <= 'Z') ||
			   (*c >= '0' && *c <= '9') || strchr("._-+=@", *c);

		buf_char(&b, fine && (c > id || *c != '.') ? *c : '_');
		plain &= fine;
	}
	if (!plain) {
		digest_of(&d, id, strlen(id));
		buf_printf(&b, "-%.12s", digest_hex(hex, &d));
	}
	buf_str(&b, ".tif");
	return buf_detach(&b);
}

struct conversion {
	const struct norm *norm;
	int invert;
	enum pixel type;
	int cut; /* 1: limit values to [0, 1] */
	uint64_t clipped;
};

static double cut_off(struct conversion *c, double v)
{
	if (!c->cut || (v >= 0 && v <= 1))
		return v;
	c->clipped += v < -1e-6 || v > 1 + 1e-6;
	return v < 0 ? 0 : 1;
}

static void convert_row(struct conversion *c, const double *row, size_t n,
			float *to)
{
	for (size_t i = 0; i < n; i++)
		to[i] = (float)(c->invert ?
					row[i] / c->norm->scale +
						c->norm->offset :
					cut_off(c, (row[i] - c->norm->offset) *
							   c->norm->scale));
}

/* Refuses a PATH that is the file of REF. */
static int check_path(const char *ref, const char *path, struct err *err)
{
	char *file, *select, *from, *to = realpath(path, NULL);
	int same;

	ref_split(ref, &file, &select);
	from = realpath(file, NULL);
	same = from && to && !strcmp(from, to);
	free(file);
	free(select);
	free(from);
	free(to);
	return same ? err_usage(err,
				"'%s' is an input: choose another "
				"directory to write to",
				path) :
		      0;
}

static int convert_rows(struct conversion *c, struct scan *s,
			struct tiff_writer *w, struct err *err)
{
	const struct image_info *info = scan_info(s);
	size_t width = info->width, size = pixel_bytes(info->type);
	double *row = mem_zero(width, sizeof(*row));
	float *to = mem_zero(width, sizeof(*to));
	void *out = mem_alloc(width * pixel_bytes(c->type));
	struct band b;
	int rc;

	while ((rc = scan_next(s, &b, err)) > 0)
		for (size_t y = 0; y < b.rows; y++) {
			sample_doubles(row,
				       (const char *)b.px + y * width * size,
				       info->type, width);
			convert_row(c, row, width, to);
			sample_store(out, c->type, to, width, &c->clipped);
			tiff_write_rows(w, out, 1);
		}
	free(row);
	free(to);
	free(out);
	return rc;
}

static int convert(struct conversion *c, const char *ref, const char *path,
		   struct image_info *info, struct err *err)
{
	struct tiff_new layout = { .type = c->type };
	struct scan *s;
	struct tiff_writer w;
	int rc = -1;

	if (check_path(ref, path, err) < 0 || scan_open(&s, ref, err) < 0)
		return -1;
	*info = *scan_info(s);
	layout.width = info->width;
	layout.height = info->height / info->stack;
	layout.z = info->stack;
	layout.pitch = info->pitch;
	if (tiff_write_open(&w, path, &layout, err) == 0) {
		rc = convert_rows(c, s, &w, err);
		if (rc == 0)
			rc = tiff_write_close(&w, err);
		else
			tiff_write_drop(&w);
	}
	scan_close(s);
	return rc;
}

int rewrite_apply(const char *ref, const char *path, const struct norm *norm,
		  uint64_t *cut, struct image_info *info, struct err *err)
{
	struct conversion c = { .norm = norm,
				.type = PIXEL_F32,
				.cut = cut != NULL };

	if (convert(&c, ref, path, info, err) < 0)
		return -1;
	if (cut)
		*cut = c.clipped;
	return 0;
}

int rewrite_invert(const char *ref, const char *path, const struct norm *norm,
		   enum pixel type, uint64_t *clipped, struct image_info *info,
		   struct err *err)
{
	struct conversion c = { .norm = norm, .invert = 1, .type = type };

	if (type != PIXEL_U8 && type != PIXEL_U16)
		c.type = PIXEL_F32;
	if (convert(&c, ref, path, info, err) < 0)
		return -1;
	*clipped += c.clipped;
	return 0;
}
