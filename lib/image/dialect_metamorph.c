/*
 * dialect_metamorph.c - MetaMorph's stacks: one page, followed by the pixels
 * of all others; a tag of its own (33629) counts them.
 */
#include "image/dialect.h"

static int is(const struct dialect_file *f)
{
	return f->first->planes > 1 && f->pages == 1;
}

static void read(struct axes *a, const struct dialect_file *f)
{
	a->images = f->first->planes;
	a->behind_one = 1;
}

const struct dialect dialect_metamorph = {
	.name = "MetaMorph",
	.is = is,
	.read = read,
};
