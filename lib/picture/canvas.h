/*
 * canvas.h - draws squares and text on a small RGB picture in memory.
 */
#ifndef PICTURE_CANVAS_H
#define PICTURE_CANVAS_H

#include <stddef.h>

struct canvas {
	size_t width, height;
	unsigned char *rgb; /* height x width x 3, owned */
};

struct colour {
	unsigned char r, g, b;
};

/* Makes C a white picture.  The caller releases C with canvas_release. */
void canvas_init(struct canvas *c, size_t width, size_t height);
void canvas_release(struct canvas *c);

/* Draws a square of SIDE x SIDE pixels with its top left corner at X, Y.  What
 * lies outside of the picture is left out. */
void canvas_square(struct canvas *c, size_t x, size_t y, size_t side,
		   struct colour colour);

/* Draws TEXT in black with its top left corner at X, Y, in letters of 5 x 8
 * pixels enlarged SCALE times.  An unknown character is drawn as a box. */
void canvas_text(struct canvas *c, size_t x, size_t y, size_t scale,
		 const char *text);

/* Return the size in pixels of a text that canvas_text draws. */
size_t canvas_text_width(const char *text, size_t scale);
size_t canvas_text_height(size_t scale);

/* Returns a grey: black for T = 0, white for T = 1. */
struct colour canvas_grey(double t);

/* Returns blue for T = -1, white for 0, red for 1, and mixtures between. */
struct colour canvas_signed(double t);

#endif
