/*
 * op_cat.c - the channels of x, then those of x2.  If x is larger than x2, its
 * middle is taken.
 *
 * If the difference is odd, one more pixel is dropped at the end: the first
 * row taken is half the difference, rounded down.  In a network where no map
 * is larger, x and x2 are written directly into y, and nothing is copied.
 */
#include "nn/op.h"

#include <string.h>

static void shape(const struct node *n, size_t s[3])
{
	s[0] = n->x.v.c + n->x2.v.c;
	s[1] = n->x2.v.h;
	s[2] = n->x2.v.w;
}

/* Returns how many rows of x are above its middle. */
static size_t above(const struct node *n, int i)
{
	return i ? 0 : (n->x.v.h - n->x2.v.h) / 2;
}

static size_t reach(const struct node *n, int i, size_t rows)
{
	rows -= rows < above(n, i) ? rows : above(n, i);
	return rows < n->x2.v.h ? rows : n->x2.v.h;
}

static size_t needs(const struct node *n, int i, size_t row)
{
	return row + above(n, i);
}

/* Returns the middle of P, with the sides of LIKE. */
static struct planes middle(const struct planes *p, const struct planes *like)
{
	struct planes m = *p;

	m.data += (p->h - like->h) / 2 * p->row + (p->w - like->w) / 2;
	m.h = like->h;
	m.w = like->w;
	return m;
}

/* Sets FIRST and PAST to the channels that S's share takes. */
static void move(const struct planes *to, const struct planes *from, int add,
		 const struct planes_span *s)
{
	size_t first, past;

	if (to->data == from->data)
		return;
	planes_share(s, to->c, &first, &past);
	for (size_t c = first; c < past; c++)
		for (size_t y = s->from; y < s->to; y++) {
			const float *p = planes_row(from, c, y);
			float *q = planes_row(to, c, y);

			for (size_t x = 0; x < to->w; x++)
				q[x] = add ? q[x] + p[x] : p[x];
		}
}

static void forward(const struct node *n, const struct planes_span *s)
{
	size_t c = n->x.v.c, c2 = n->x2.v.c;
	struct planes first = planes_part(&n->y.v, 0, c);
	struct planes second = planes_part(&n->y.v, c, c2);
	struct planes x = middle(&n->x.v, &n->y.v);

	move(&first, &x, 0, s);
	move(&second, &n->x2.v, 0, s);
}

static void clear(const struct planes *p)
{
	for (size_t c = 0; c < p->c; c++)
		for (size_t y = 0; y < p->h; y++)
			memset(planes_row(p, c, y), 0, p->w * sizeof(*p->data));
}

static size_t back(const struct node *n, size_t rows)
{
	return rows == n->y.v.h ? n->x.v.h : rows;
}

static void backward(const struct node *n, const struct planes_span *s,
		     float *grad)
{
	size_t c = n->x.v.c, c2 = n->x2.v.c;
	struct planes first = planes_part(&n->y.d, 0, c);
	struct planes second = planes_part(&n->y.d, c, c2);
	struct planes x = middle(&n->x.d, &n->y.d);

	(void)grad;
	if (!n->add && !s->from && (n->x.d.h > x.h || n->x.d.w > x.w))
		clear(&n->x.d);
	move(&x, &first, n->add, s);
	move(&n->x2.d, &second, n->add, s);
}

const struct op op_cat = {
	.name = "cat",
	.inputs = 2,
	.shape = shape,
	.reach = reach,
	.needs = needs,
	.forward = forward,
	.back = back,
	.backward = backward,
};
