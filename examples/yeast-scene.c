/* yeast-scene.c - where traps and cells are.  See yeast.h. */
#include "yeast.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { MARGIN = 24 }; /* cells just outside still show */

static double uniform(struct rng *r, double low, double high)
{
	return low + (high - low) * rng_uniform(r);
}

static void add_pillar(struct scene *s, double x, double y, double angle,
		       uint64_t trap)
{
	double half = 9, dx = half * cos(angle), dy = half * sin(angle);

	if (s->pillars == s->pillars_cap) {
		s->pillars_cap = s->pillars_cap ? 2 * s->pillars_cap : 32;
		s->pillar = mem_grow(s->pillar, s->pillars_cap,
				     sizeof(*s->pillar));
	}
	s->pillar[s->pillars++] = (struct pillar){ x - dx, y - dy, x + dx,
						   y + dy, 3.8,	   trap };
}

double pillar_distance(const struct pillar *p, double x, double y)
{
	double dx = p->x1 - p->x0, dy = p->y1 - p->y0;
	double t = ((x - p->x0) * dx + (y - p->y0) * dy) / (dx * dx + dy * dy);

	t = fmin(fmax(t, 0), 1);
	return hypot(x - p->x0 - t * dx, y - p->y0 - t * dy) - p->r;
}

/* Whether a cell of radius R fits at X, Y; cells may touch. */
static int is_free(const struct scene *s, double x, double y, double r)
{
	for (size_t i = 0; i < s->cells; i++) {
		const struct cell *c = &s->cell[i];

		if (hypot(x - c->x, y - c->y) < 0.97 * (r + sqrt(c->a * c->b)))
			return 0;
	}
	for (size_t i = 0; i < s->pillars; i++)
		if (pillar_distance(&s->pillar[i], x, y) < r + 0.5)
			return 0;
	return 1;
}

/* A cell of radius R, with all that is its own drawn at random. */
static struct cell *add_cell(struct scene *s, struct rng *r, double x, double y,
			     double radius)
{
	double stretch = uniform(r, 1, 1.15);
	struct cell *c;

	if (s->cells == s->cells_cap) {
		s->cells_cap = s->cells_cap ? 2 * s->cells_cap : 64;
		s->cell = mem_grow(s->cell, s->cells_cap, sizeof(*s->cell));
	}
	c = &s->cell[s->cells];
	*c = (struct cell){ .x = x,
			    .y = y,
			    .a = radius * stretch,
			    .b = radius / stretch,
			    .number = s->cells };
	c->angle = uniform(r, 0, M_PI);
	c->level = exp(0.35 * rng_normal(r));
	c->focus = uniform(r, 0.9, 1.1);
	if (rng_uniform(r) < 0.2)
		c->focus = -c->focus;
	c->vacuole_r = uniform(r, 0.25, 0.45);
	c->vacuole_x = uniform(r, -0.35, 0.35);
	c->vacuole_y = uniform(r, -0.35, 0.35);
	s->cells++;
	return c;
}

/*
 * A bud on the cell that stands at MOTHER: it grows from a third of its
 * mother's size, and shares her proteins.
 */
static void add_bud(struct scene *s, struct rng *r, size_t mother,
		    uint64_t time)
{
	double age = fmin(uniform(r, 0, 0.7) + 0.12 * (double)(time - 1), 1);
	double start = uniform(r, 0, 2 * M_PI);
	struct cell m = s->cell[mother], *bud;
	double size = sqrt(m.a * m.b), radius = size * (0.3 + 0.45 * age);

	for (int i = 0; i < 12; i++) {
		double angle = start + i * M_PI / 6;
		double d = size + radius * 0.9;
		double x = m.x + d * cos(angle), y = m.y + d * sin(angle);

		if (!is_free(s, x + 0.1 * d * cos(angle),
			     y + 0.1 * d * sin(angle), radius * 0.9))
			continue;
		bud = add_cell(s, r, x, y, radius);
		bud->level = m.level * uniform(r, 0.8, 1.1);
		bud->focus = m.focus * uniform(r, 0.9, 1);
		bud->vacuole_r *= 0.5;
		return;
	}
}

/* A mother at X, Y, cells that lean on her, and most often a bud. */
static void add_family(struct scene *s, struct rng *r, double x, double y,
		       double radius, uint64_t time)
{
	size_t mother = s->cells;
	int friends = (int)rng_below(r, 3);

	add_cell(s, r, x, y, radius);
	for (int tries = 0; friends > 0 && tries < 20; tries++) {
		double angle = uniform(r, 0, 2 * M_PI);
		double other = uniform(r, 6.2, 8.5);
		double d = radius + other + uniform(r, 0.5, 3);

		if (!is_free(s, x + d * cos(angle), y + d * sin(angle), other))
			continue;
		add_cell(s, r, x + d * cos(angle), y + d * sin(angle), other);
		friends--;
	}
	if (rng_uniform(r) < 0.7)
		add_bud(s, r, mother, time);
}

/* Two pillars that lean together like a funnel hold a cell. */
static void add_traps(struct scene *s, struct rng *r)
{
	double turn = uniform(r, -0.08, 0.08);
	double from_x = uniform(r, -76, 0) + s->stage_x;
	double from_y = uniform(r, -70, 0) + s->stage_y;
	double width = (double)s->width, height = (double)s->height;

	for (int row = -3; row * 70 < height + 250; row++)
		for (int col = -3; col * 76 < width + 250; col++) {
			uint64_t trap = (uint64_t)(row + 3) << 32 |
					(uint64_t)(col + 3);
			double gx = from_x + 76 * col + 38 * (row & 1);
			double gy = from_y + 70 * row;
			double x = gx - turn * gy, y = gy + turn * gx;

			if (x < -40 || x > width + 40 || y < -40 ||
			    y > height + 40)
				continue;
			add_pillar(s, x - 15, y, turn + M_PI / 2 + 0.22, trap);
			add_pillar(s, x + 15, y, turn + M_PI / 2 - 0.22, trap);
		}
}

/* What stands between a pair of pillars.  Each trap has its own stream,
 * so that what one holds does not change what the next one does. */
static void fill_trap(struct scene *s, const struct pillar *p, uint64_t time)
{
	const struct pillar *q = p + 1;
	double x = (p->x0 + p->x1 + q->x0 + q->x1) / 4;
	double y = (p->y0 + p->y1 + q->y0 + q->y1) / 4, radius;
	struct rng r;

	rng_init(&r, s->seed, "yeast trap", s->position, p->trap);
	if (rng_uniform(&r) >= 0.88)
		return;
	x += uniform(&r, -1, 1);
	y += uniform(&r, -4, 4);
	radius = uniform(&r, 7.5, 9.5);
	add_family(s, &r, x, y, radius, time);
}

static void add_cells(struct scene *s, uint64_t time)
{
	double area = (double)s->width * (double)s->height;

	for (size_t i = 0; i + 1 < s->pillars; i += 2)
		fill_trap(s, &s->pillar[i], time);
	for (size_t i = 0; i < (size_t)(area / 6000) + 1; i++) {
		double x, y, size;
		struct rng r;

		rng_init(&r, s->seed, "yeast free", s->position, i);
		x = uniform(&r, -MARGIN, (double)s->width + MARGIN);
		y = uniform(&r, -MARGIN, (double)s->height + MARGIN);
		x += s->stage_x;
		y += s->stage_y;
		size = uniform(&r, 6.5, 9.5);
		if (is_free(s, x, y, size + 1))
			add_family(s, &r, x, y, size, time);
	}
}

void scene_make(struct scene *s, size_t width, size_t height, uint64_t seed,
		uint64_t position, uint64_t time)
{
	struct rng r;

	memset(s, 0, sizeof(*s));
	s->width = width;
	s->height = height;
	s->seed = seed;
	s->position = position;
	rng_init(&r, seed, "yeast stage", position, time);
	s->stage_x = 1.5 * rng_normal(&r);
	s->stage_y = 1.5 * rng_normal(&r);
	s->light[3] = uniform(&r, 0.94, 1.06);
	rng_init(&r, seed, "yeast position", position, 0);
	s->light[0] = uniform(&r, -0.07, 0.07);
	s->light[1] = uniform(&r, -0.07, 0.07);
	s->light[2] = uniform(&r, 0.03, 0.12);
	add_traps(s, &r);
	add_cells(s, time);
}

void scene_release(struct scene *s)
{
	free(s->cell);
	free(s->pillar);
	memset(s, 0, sizeof(*s));
}
