/* derive.c - see derive.h. */
#include "image/derive.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "image/plane.h"
#include "image/plane_list.h"
#include "image/sample.h"

enum { DEAD = 100 }; /* at most one pixel in so many is dead */

static struct {
	pthread_mutex_t lock;
	struct correction *first;
} known = { .lock = PTHREAD_MUTEX_INITIALIZER };

int derive_info(struct image_info *info, const struct ref *r, struct err *err)
{
	size_t bin = r->bin > 1 ? (size_t)r->bin : 1;
	size_t height = info->height / info->stack;

	info->file_type = info->type;
	if (!ref_is_derived(r))
		return 0;
	if (info->width < bin || height < bin)
		return err_data(err,
				"'%s' has %zux%zu pixels, too few for bin=%zu",
				r->path, info->width, height, bin);
	info->width /= bin;
	info->height = height / bin * info->stack;
	info->pitch.x *= (double)bin;
	info->pitch.y *= (double)bin;
	info->type = PIXEL_F32;
	info->bits = 32;
	return 0;
}

void derive_add(double *sum, double *row, const void *px, enum pixel type,
		size_t n, size_t bin, const struct correction *c, size_t x,
		size_t y)
{
	const float *dark = NULL, *flat = NULL;

	sample_doubles(row, px, type, n);
	if (c && c->dark)
		dark = c->dark + y * c->width + x;
	if (c && c->flat)
		flat = c->flat + y * c->width + x;
	for (size_t i = 0; dark && i < n; i++)
		row[i] -= (double)dark[i];
	for (size_t i = 0; flat && i < n; i++) {
		double light = (double)flat[i] - (dark ? (double)dark[i] : 0);

		row[i] *= light > 0 ? c->mean / light : 1;
	}
	for (size_t i = 0; i < n / bin; i++)
		for (size_t k = 0; k < bin; k++)
			sum[i] += row[i * bin + k];
}

int derive_plane_begin(struct derive_plane *p, const struct image_info *info,
		       struct err *err)
{
	size_t pixels = info->width * info->height;

	if (p->width && (p->width != info->width || p->height != info->height))
		return err_data(err, "its planes differ in size");
	if (p->width)
		return 0;
	if (mem_available() && mem_available() / sizeof(double) / 2 < pixels)
		return err_data(err, "%zux%zu pixels do not fit into memory",
				info->width, info->height);
	*p = (struct derive_plane){
		.width = info->width,
		.height = info->height,
		.type = info->type,
		.sum = mem_zero(pixels, sizeof(double)),
		.row = mem_alloc(info->width * sizeof(double)),
	};
	return 0;
}

void derive_plane_add(struct derive_plane *p, const void *px, size_t n,
		      size_t x, size_t y)
{
	double *sum = p->sum + y * p->width + x;

	sample_doubles(p->row, px, p->type, n);
	for (size_t i = 0; i < n; i++)
		sum[i] += p->row[i];
}

static void release_plane(struct derive_plane *p)
{
	free(p->sum);
	free(p->row);
	*p = (struct derive_plane){ 0 };
}

static int same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

/* Checks that REF can be a dark or a flat image. */
static int check_ref(const char *ref, struct err *err)
{
	struct plane p;
	int rc = 0;

	if (plane_open(&p, ref, err) < 0)
		return -1;
	if (p.ref.stack || ref_is_derived(&p.ref))
		rc = err_data(err, "it must be named as planes, without z=all, "
				   "bin, dark or flat");
	else if (p.ref.c < 0 && p.info.channels > 1)
		rc = err_data(err,
			      "it has %zu channels: name one, as in '%s[c=0]'",
			      p.info.channels, p.ref.path);
	plane_close(&p);
	return rc;
}

/* Lists the planes of the dark or flat image REF. */
static int list_planes(struct strs *to, const char *ref, struct err *err)
{
	struct strs open = { 0 }, varied = { 0 };
	int rc = plane_list_expand(&open, &varied, ref, NULL, err);

	for (size_t i = 0; i < open.n && !rc; i++)
		rc = check_ref(open.at[i], err);
	for (size_t i = 0; i < open.n && !rc; i++)
		rc = plane_list(to, open.at[i], NULL, err);
	strs_release(&open);
	strs_release(&varied);
	return rc;
}

/* Returns 1 if a pixel is not finite, and sets *AT to the first. */
static int find_odd(const struct derive_plane *p, size_t *at)
{
	size_t n = p->width * p->height;

	for (*at = 0; *at < n; ++*at)
		if (!isfinite((float)p->sum[*at]))
			return 1;
	return 0;
}

/* Reads the mean of the planes of REF, which is the WHAT image ("dark"). */
static int read_mean(struct derive_plane *to, const char *what, const char *ref,
		     derive_reader *read, struct err *err)
{
	struct strs planes = { 0 };
	size_t odd;
	int rc = list_planes(&planes, ref, err);

	for (size_t i = 0; i < planes.n && !rc; i++)
		rc = read(to, planes.at[i], err);
	if (!rc && find_odd(to, &odd))
		rc = err_data(
			err,
			"the pixel in row %zu, column %zu is not a finite "
			"number",
			odd / to->width, odd % to->width);
	for (size_t i = 0; !rc && i < to->width * to->height; i++)
		to->sum[i] /= (double)planes.n;
	strs_release(&planes);
	return rc ? err_wrap(err, "cannot use '%s' as a %s image: ", ref,
			     what) :
		    0;
}

/* Fills one image of a correction from P, of WHAT. */
static int take_plane(struct correction *c, float **px, double *full,
		      int *constant, const struct derive_plane *p,
		      struct err *err)
{
	size_t n = p->width * p->height, most = 0;
	double top = pixel_is_float(p->type) ?
			     INFINITY :
			     ldexp(1, 8 * (int)pixel_bytes(p->type) -
					      pixel_is_signed(p->type)) -
				     1;

	if (c->width && (c->width != p->width || c->height != p->height))
		return err_data(err,
				"the dark image '%s' has %zux%zu pixels, and "
				"the flat image '%s' has %zux%zu",
				c->dark_ref, c->width, c->height, c->flat_ref,
				p->width, p->height);
	c->width = p->width;
	c->height = p->height;
	*px = mem_alloc(n * sizeof(**px));
	*constant = 1;
	for (size_t i = 0; i < n; i++) {
		(*px)[i] = (float)p->sum[i];
		most += p->sum[i] >= top;
		*constant &= (*px)[i] == (*px)[0];
	}
	*full = (double)most / (double)n;
	return 0;
}

static double light_at(const struct correction *c, size_t i)
{
	return (double)c->flat[i] - (c->dark ? (double)c->dark[i] : 0);
}

static int find_mean(struct correction *c, struct err *err)
{
	size_t n = c->width * c->height;
	double sum = 0;

	c->mean = 1;
	if (!c->flat)
		return 0;
	for (size_t i = 0; i < n; i++) {
		double light = light_at(c, i);

		if (light > 0)
			sum += light;
		else if (!c->dead++)
			c->first = i;
	}
	if (c->dead > n / DEAD)
		return err_data(
			err,
			"the flat image '%s' is not brighter than %s%s%s at "
			"%zu of %zu pixels, the first in row %zu, column %zu: "
			"give an evenly lit image%s",
			c->flat_ref, c->dark ? "the dark image '" : "0",
			c->dark ? c->dark_ref : "", c->dark ? "'" : "", c->dead,
			n, c->first / c->width, c->first % c->width,
			c->dark ? ", and do not confuse the two" : "");
	c->mean = sum / (double)(n - c->dead);
	return 0;
}

static void drop(struct correction *c)
{
	free(c->dark_ref);
	free(c->flat_ref);
	free(c->dark);
	free(c->flat);
	free(c);
}

static int load(struct correction *c, derive_reader *read, struct err *err)
{
	struct derive_plane p = { 0 };
	int rc = 0;

	if (c->dark_ref) {
		rc = read_mean(&p, "dark", c->dark_ref, read, err);
		rc = rc ? rc :
			  take_plane(c, &c->dark, &c->dark_full,
				     &c->dark_constant, &p, err);
		release_plane(&p);
	}
	if (c->flat_ref && !rc) {
		rc = read_mean(&p, "flat", c->flat_ref, read, err);
		rc = rc ? rc :
			  take_plane(c, &c->flat, &c->flat_full,
				     &c->flat_constant, &p, err);
		release_plane(&p);
	}
	return rc ? rc : find_mean(c, err);
}

/* The caller holds the lock. */
static struct correction *look_up(const struct ref *r)
{
	struct correction *c = known.first;

	while (c && !(same_text(c->dark_ref, r->dark) &&
		      same_text(c->flat_ref, r->flat)))
		c = c->next;
	return c;
}

const struct correction *derive_known(const struct ref *r)
{
	const struct correction *c;

	pthread_mutex_lock(&known.lock);
	c = look_up(r);
	pthread_mutex_unlock(&known.lock);
	return c;
}

/* Finds or reads the correction of R; the caller holds the lock. */
static int find(struct correction **to, const struct ref *r,
		derive_reader *read, struct err *err)
{
	struct correction *c = look_up(r);

	*to = c;
	if (c)
		return 0;
	c = mem_zero(1, sizeof(*c));
	c->dark_ref = r->dark ? mem_str(r->dark) : NULL;
	c->flat_ref = r->flat ? mem_str(r->flat) : NULL;
	if (load(c, read, err) < 0) {
		drop(c);
		return -1;
	}
	c->next = known.first;
	*to = known.first = c;
	return 0;
}

int derive_correction(const struct correction **to, const struct ref *r,
		      derive_reader *read, size_t width, size_t height,
		      struct err *err)
{
	struct correction *c;
	int rc;

	*to = NULL;
	if (!r->dark && !r->flat)
		return 0;
	pthread_mutex_lock(&known.lock);
	rc = find(&c, r, read, err);
	pthread_mutex_unlock(&known.lock);
	if (rc < 0)
		return -1;
	if (c->width != width || c->height != height)
		return err_data(err,
				"'%s' has %zux%zu pixels, and its %s image "
				"'%s' has %zux%zu: they must come from one "
				"camera with one setting",
				r->path, width, height,
				c->dark ? "dark" : "flat",
				c->dark ? c->dark_ref : c->flat_ref, c->width,
				c->height);
	*to = c;
	return 0;
}
