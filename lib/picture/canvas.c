/*
 * canvas.c - see canvas.h.
 */
#include "picture/canvas.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "picture/font.h"

void canvas_init(struct canvas *c, size_t width, size_t height)
{
	c->width = width;
	c->height = height;
	c->rgb = mem_zero(width * height, 3);
	memset(c->rgb, 255, width * height * 3);
}

void canvas_release(struct canvas *c)
{
	free(c->rgb);
	*c = (struct canvas){ 0 };
}

void canvas_square(struct canvas *c, size_t x, size_t y, size_t side,
		   struct colour colour)
{
	for (size_t i = y; i < y + side && i < c->height; i++)
		for (size_t j = x; j < x + side && j < c->width; j++) {
			unsigned char *to = c->rgb + (i * c->width + j) * 3;

			to[0] = colour.r;
			to[1] = colour.g;
			to[2] = colour.b;
		}
}

static void draw_letter(struct canvas *c, size_t x, size_t y, size_t scale,
			int letter)
{
	const unsigned char *column = font_letter(letter);

	for (size_t i = 0; i < FONT_WIDTH; i++)
		for (size_t j = 0; j < FONT_HEIGHT; j++)
			if (column[i] >> j & 1)
				canvas_square(c, x + i * scale, y + j * scale,
					      scale, (struct colour){ 0 });
}

/* A UTF-8 character of several bytes is drawn as one box: its later bytes are
 * skipped. */
static int starts_letter(char c)
{
	return ((unsigned char)c & 0xc0) != 0x80;
}

void canvas_text(struct canvas *c, size_t x, size_t y, size_t scale,
		 const char *text)
{
	for (; *text; text++) {
		if (!starts_letter(*text))
			continue;
		draw_letter(c, x, y, scale, (unsigned char)*text);
		x += (FONT_WIDTH + 1) * scale;
	}
}

size_t canvas_text_width(const char *text, size_t scale)
{
	size_t n = 0;

	for (; *text; text++)
		n += starts_letter(*text);
	return n * (FONT_WIDTH + 1) * scale;
}

size_t canvas_text_height(size_t scale)
{
	return FONT_HEIGHT * scale;
}

static double clamp(double t, double low, double high)
{
	return t < low ? low : t > high ? high : t;
}

static unsigned char byte(double x)
{
	return (unsigned char)(clamp(x, 0, 1) * 255 + 0.5);
}

struct colour canvas_grey(double t)
{
	unsigned char v = byte(t);

	return (struct colour){ v, v, v };
}

/* Mixes linearly between white and the two ends of ColorBrewer's scale RdBu. */
struct colour canvas_signed(double t)
{
	static const double blue[] = { 33 / 255., 102 / 255., 172 / 255. };
	static const double red[] = { 178 / 255., 24 / 255., 43 / 255. };
	const double *end = t < 0 ? blue : red;
	double a = clamp(t < 0 ? -t : t, 0, 1);

	return (struct colour){
		byte(1 - a * (1 - end[0])),
		byte(1 - a * (1 - end[1])),
		byte(1 - a * (1 - end[2])),
	};
}
