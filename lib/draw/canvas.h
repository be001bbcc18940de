/*
 * canvas.h - a small RGB picture in memory: pixels, text, colours.
 */
#ifndef DRAW_CANVAS_H
#define DRAW_CANVAS_H

#include <stddef.h>

struct canvas {
	size_t width, height;
	unsigned char *rgb; /* height x width x 3, owned */
};

struct colour {
	unsigned char r, g, b;
};

/* A white picture. */
void canvas_init(struct canvas *c, size_t width, size_t height);
void canvas_release(struct canvas *c);

/* A square of SIDE pixels; what lies outside the picture is not drawn. */
void canvas_square(struct canvas *c, size_t x, size_t y, size_t side,
		   struct colour colour);

/* Black text, its top left corner at X, Y, letters of 5 x 8 pixels times
 * SCALE.  An unknown character is drawn as a box. */
void canvas_text(struct canvas *c, size_t x, size_t y, size_t scale,
		 const char *text);
/* Size of drawn text in pixels. */
size_t canvas_text_width(const char *text, size_t scale);
size_t canvas_text_height(size_t scale);

/* T from 0 to 1: black to white. */
struct colour canvas_grey(double t);
/* T from -1 to 1: blue, white at 0, red. */
struct colour canvas_signed(double t);

#endif
