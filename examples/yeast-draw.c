/* yeast-draw.c - the noise-free pictures.  See yeast.h. */
#include "yeast.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { GRANULES = 8 };

struct granule {
	double x, y, height;
};

/* Rows or columns: N values STEP apart. */
static void blur_line(float *px, size_t n, size_t step, const double *tap,
		      long radius, double *line)
{
	for (size_t i = 0; i < n; i++)
		line[i] = px[i * step];
	for (long i = 0; i < (long)n; i++) {
		double sum = 0;

		for (long k = -radius; k <= radius; k++) {
			long at = i + k < 0	   ? 0 :
				  i + k >= (long)n ? (long)n - 1 :
						     i + k;

			sum += tap[k + radius] * line[at];
		}
		px[(size_t)i * step] = (float)sum;
	}
}

void draw_blur(float *px, size_t width, size_t height, double sigma)
{
	long radius = (long)ceil(3.5 * sigma);
	double *tap = mem_zero(2 * (size_t)radius + 1, sizeof(*tap));
	double *line = mem_zero(width > height ? width : height, sizeof(*line));
	double sum = 0;

	for (long k = -radius; k <= radius; k++)
		sum += tap[k + radius] =
			exp(-0.5 * (double)(k * k) / (sigma * sigma));
	for (long k = 0; k <= 2 * radius; k++)
		tap[k] /= sum;
	for (size_t y = 0; y < height; y++)
		blur_line(px + y * width, width, 1, tap, radius, line);
	for (size_t x = 0; x < width; x++)
		blur_line(px + x, height, width, tap, radius, line);
	free(tap);
	free(line);
}

/* The part of the picture within REACH of X, Y. */
struct box {
	size_t x0, y0, x1, y1;
};

static size_t clamp(double x, size_t high)
{
	return x <= 0 ? 0 : x >= (double)high ? high : (size_t)x;
}

static struct box box_around(const struct scene *s, double x, double y,
			     double reach)
{
	return (struct box){
		clamp(floor(x - reach), s->width),
		clamp(floor(y - reach), s->height),
		clamp(ceil(x + reach) + 1, s->width),
		clamp(ceil(y + reach) + 1, s->height),
	};
}

/* Where X, Y lies in the cell, in half axes; returns the distance. */
static double in_cell(const struct cell *c, double x, double y, double *u,
		      double *v)
{
	double co = cos(c->angle), si = sin(c->angle);

	x -= c->x;
	y -= c->y;
	*u = (co * x + si * y) / c->a;
	*v = (-si * x + co * y) / c->b;
	return hypot(*u, *v);
}

/* The fringes of an edge at distance D, positive outside: light and dark
 * in turn, as defocus makes them. */
static double fringe(double d, double wave, double width)
{
	return cos(2 * M_PI * d / wave + 0.6 * M_PI) *
	       exp(-0.5 * d * d / (width * width));
}

static void make_granules(const struct scene *s, const struct cell *c,
			  struct granule *g)
{
	struct rng r;

	rng_init(&r, s->seed, "yeast granules", s->position, c->number);
	for (int i = 0; i < GRANULES; i++) {
		double angle = 2 * M_PI * rng_uniform(&r);
		double far = 0.75 * sqrt(rng_uniform(&r));

		g[i].x = far * cos(angle);
		g[i].y = far * sin(angle);
		g[i].height = i & 1 ? 1 : -1;
	}
}

/*
 * Rings of the cell's edge and, finer, of its vacuole; granules.  A cell
 * that makes much protein is denser: stronger rings, coarser granules.
 * All of it sums to about nothing over the cell, so that no linear filter
 * can turn it into a filled disc.
 */
static double cell_light(const struct cell *c, const struct granule *g,
			 double density, double x, double y)
{
	double u, v, q = in_cell(c, x, y, &u, &v), r = sqrt(c->a * c->b);
	double d = (q - 1) * r, sum, vacuole;

	sum = 0.32 * c->focus * (0.4 + 0.6 * density) * fringe(d, 7, 2.6);
	if (q > 1)
		return sum;
	sum += 0.10 * c->focus * density * (1 - q * q);
	vacuole = (hypot(u - c->vacuole_x, v - c->vacuole_y) - c->vacuole_r) *
		  r;
	sum += 0.20 * c->focus * fringe(vacuole, 4.5, 1.4);
	for (int i = 0; i < GRANULES; i++) {
		double dx = (u - g[i].x) * r, dy = (v - g[i].y) * r;

		sum += 0.10 * density * g[i].height *
		       exp(-0.5 * (dx * dx + dy * dy) / (1.2 * 1.2));
	}
	return sum;
}

static void add_cell(const struct scene *s, const struct cell *c, float *px)
{
	struct box b = box_around(s, c->x, c->y, c->a + 12);
	double density = fmin(fmax(c->level, 0.3), 3);
	struct granule g[GRANULES];

	make_granules(s, c, g);
	for (size_t y = b.y0; y < b.y1; y++)
		for (size_t x = b.x0; x < b.x1; x++)
			px[y * s->width + x] +=
				(float)(s->light[3] * cell_light(c, g, density,
								 (double)x,
								 (double)y));
}

static void add_pillar(const struct scene *s, const struct pillar *p, float *px)
{
	double x0 = (p->x0 + p->x1) / 2, y0 = (p->y0 + p->y1) / 2;
	struct box b = box_around(s, x0, y0,
				  hypot(p->x1 - p->x0, p->y1 - p->y0) / 2 + 20);

	for (size_t y = b.y0; y < b.y1; y++)
		for (size_t x = b.x0; x < b.x1; x++) {
			double d = pillar_distance(p, (double)x, (double)y);

			px[y * s->width + x] +=
				(float)(-0.38 * exp(-0.5 * d * d / 1.6) +
					0.20 * exp(-0.5 * (d - 3.5) *
						   (d - 3.5) / 3) +
					(d < 0 ? 0.06 : 0));
		}
}

void draw_bright_field(const struct scene *s, float *px)
{
	size_t n = s->width * s->height;

	for (size_t i = 0; i < n; i++)
		px[i] = 1;
	for (size_t i = 0; i < s->pillars; i++)
		add_pillar(s, &s->pillar[i], px);
	for (size_t i = 0; i < s->cells; i++)
		add_cell(s, &s->cell[i], px);
	draw_blur(px, s->width, s->height, 0.7);
	for (size_t i = 0; i < n; i++) {
		double x = 2 * (double)(i % s->width) / (double)s->width - 1;
		double y = 2 * (double)(i / s->width) / (double)s->height - 1;
		double light = 1 + s->light[0] * x + s->light[1] * y -
			       s->light[2] * (x * x + y * y) / 2;

		px[i] = (float)(fmax(px[i], 0.05) * light);
	}
}

/* A ball of protein, without its vacuole. */
static double cell_glow(const struct cell *c, double x, double y)
{
	double u, v, q = in_cell(c, x, y, &u, &v), vacuole;

	if (q >= 1)
		return 0;
	vacuole = (hypot(u - c->vacuole_x, v - c->vacuole_y) - c->vacuole_r) *
		  sqrt(c->a * c->b);
	return c->level * sqrt(1 - q * q) * (1 - 0.6 / (1 + exp(2 * vacuole)));
}

void draw_fluorescence(const struct scene *s, float *px)
{
	size_t n = s->width * s->height;
	float *haze = mem_floats(n);

	memset(px, 0, n * sizeof(*px));
	for (size_t i = 0; i < s->cells; i++) {
		const struct cell *c = &s->cell[i];
		struct box b = box_around(s, c->x, c->y, c->a + 1);

		for (size_t y = b.y0; y < b.y1; y++)
			for (size_t x = b.x0; x < b.x1; x++)
				px[y * s->width + x] +=
					(float)cell_glow(c, (double)x,
							 (double)y);
	}
	memcpy(haze, px, n * sizeof(*px));
	draw_blur(px, s->width, s->height, 1.3);
	draw_blur(haze, s->width, s->height, 6);
	for (size_t i = 0; i < n; i++)
		px[i] = 0.85f * px[i] + 0.15f * haze[i];
	free(haze);
}
