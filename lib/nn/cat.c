/*
 * cat.c - the channels of x, then those of x2.
 *
 * A network lays x and x2 into y from the start; then nothing is moved.
 */
#include "nn/op.h"

static void shape(const struct node *n, size_t s[3])
{
	s[0] = n->x.v.c + n->x2.v.c;
	s[1] = n->x.v.h;
	s[2] = n->x.v.w;
}

static void move(const struct planes *to, const struct planes *from, int add)
{
	if (to->data == from->data)
		return;
	for (size_t c = 0; c < to->c; c++)
		for (size_t y = 0; y < to->h; y++) {
			const float *p = planes_row(from, c, y);
			float *q = planes_row(to, c, y);

			for (size_t x = 0; x < to->w; x++)
				q[x] = add ? q[x] + p[x] : p[x];
		}
}

static void forward(const struct node *n)
{
	size_t c = n->x.v.c, c2 = n->x2.v.c;
	struct planes first = planes_part(&n->y.v, 0, c);
	struct planes second = planes_part(&n->y.v, c, c2);

	move(&first, &n->x.v, 0);
	move(&second, &n->x2.v, 0);
}

static void backward(const struct node *n, float *grad)
{
	size_t c = n->x.v.c, c2 = n->x2.v.c;
	struct planes first = planes_part(&n->y.d, 0, c);
	struct planes second = planes_part(&n->y.d, c, c2);

	(void)grad;
	move(&n->x.d, &first, n->add);
	move(&n->x2.d, &second, n->add);
}

const struct op op_cat = {
	.name = "cat", .inputs = 2,
	.shape = shape, .forward = forward, .backward = backward,
};
