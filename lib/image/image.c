/* image.c - see image.h. */
#include "image/image.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "image/blocks.h"
#include "image/derive.h"
#include "image/plane.h"
#include "image/sample.h"
#include "image/scan.h"
#include "image/tiff.h"
#include "image/tiff_file.h"
#include "image/tiff_write.h"

int image_load(struct err *err)
{
	return tiff_load(err);
}

int image_is(const char *path)
{
	return tiff_file_is(path);
}

void image_remember(size_t bytes)
{
	blocks_remember(bytes);
}

int image_info(struct image_info *info, const char *ref, struct err *err)
{
	struct plane p;
	int rc = 0;

	if (plane_open(&p, ref, err) < 0)
		return -1;
	if ((p.info.planes > 1 || p.axes.of_set) &&
	    (p.ref.page >= 0 || p.ref.c >= 0 || p.ref.z >= 0 || p.ref.t >= 0 ||
	     p.ref.stack))
		rc = plane_choose(&p, err);
	*info = p.info;
	if (!rc)
		rc = derive_info(info, &p.ref, err);
	plane_close(&p);
	return rc;
}

int image_correction(struct image_correction *to, const char *ref)
{
	const struct correction *c = NULL;
	struct err err = { 0 };
	struct ref r;

	if (ref_parse(&r, ref, &err) < 0)
		return 0;
	if (r.dark || r.flat)
		c = derive_known(&r);
	ref_release(&r);
	if (!c)
		return 0;
	*to = (struct image_correction){
		.dark = c->dark_ref,
		.flat = c->flat_ref,
		.dark_full = c->dark_full,
		.flat_full = c->flat_full,
		.dark_constant = c->dark_constant,
		.flat_constant = c->flat_constant,
		.dead = c->dead,
		.first_x = c->first % c->width,
		.first_y = c->first / c->width,
	};
	return 1;
}

/* Memory grows with the pixels that have been read, not with those that the
 * header promises: a header of a few bytes can promise any number. */
static int take_rows(struct image *im, size_t *room, const struct band *b,
		     struct err *err)
{
	size_t done = b->y * im->width, n = b->rows * im->width;
	size_t all = im->height * im->width;

	if (done + n > *room) {
		*room = *room * 2 > done + n ? *room * 2 : done + n;
		if (*room > all)
			*room = all;
		if (mem_available() && mem_available() < *room * 4)
			return err_data(err,
					"%zux%zu pixels do not fit "
					"into memory",
					im->width, im->height);
		im->px = mem_grow(im->px, *room, sizeof(*im->px));
	}
	sample_floats(im->px + done, b->px, im->type, n);
	return 0;
}

struct pixel_pitch image_pitch(const char *path)
{
	struct pixel_pitch pitch = { 0, 0 };
	struct err unused = { 0 };
	struct plane p;

	if (plane_open(&p, path, &unused) == 0) {
		pitch = p.info.pitch;
		plane_close(&p);
	}
	return pitch;
}

int image_read(struct image *im, const char *ref, struct err *err)
{
	struct scan *s;
	struct band b;
	size_t room = 0;
	int rc;

	memset(im, 0, sizeof(*im));
	if (scan_open(&s, ref, err) < 0)
		return -1;
	im->width = scan_info(s)->width;
	im->height = scan_info(s)->height;
	im->slices = scan_info(s)->stack;
	im->type = scan_info(s)->type;
	im->file_type = scan_info(s)->file_type;
	im->pitch = scan_info(s)->pitch;
	im->note = scan_note(s);
	memcpy(im->channel, scan_info(s)->channel, sizeof(im->channel));
	while ((rc = scan_next(s, &b, err)) > 0)
		if (take_rows(im, &room, &b, err) < 0) {
			rc = err_wrap(err, "cannot read '%s': ", ref);
			break;
		}
	scan_close(s);
	if (rc < 0)
		image_release(im);
	return rc;
}

void image_release(struct image *im)
{
	free(im->px);
	memset(im, 0, sizeof(*im));
}

int image_write(const char *path, const float *px, size_t width, size_t height,
		enum pixel type, const struct pixel_pitch *pitch,
		uint64_t *clipped, struct err *err)
{
	return image_write_stack(path, px, width, height, 1, type, pitch,
				 clipped, err);
}

int image_write_stack(const char *path, const float *px, size_t width,
		      size_t height, size_t slices, enum pixel type,
		      const struct pixel_pitch *pitch, uint64_t *clipped,
		      struct err *err)
{
	struct tiff_new layout = {
		.width = width,
		.height = height / slices,
		.z = slices,
		.type = type,
		.pitch = pitch ? *pitch : (struct pixel_pitch){ 0, 0 },
	};
	struct tiff_writer w;
	uint64_t lost = 0;
	void *row = mem_alloc(width * pixel_bytes(type));

	if (tiff_write_open(&w, path, &layout, err) < 0) {
		free(row);
		return -1;
	}
	for (size_t y = 0; y < height; y++) {
		sample_store(row, type, px + y * width, width, &lost);
		tiff_write_rows(&w, row, 1);
	}
	free(row);
	if (clipped)
		*clipped = lost;
	return tiff_write_close(&w, err);
}
