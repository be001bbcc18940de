/*
 * font.h - letters of 5 x 8 pixels for the labels of pictures.  Inside
 * lib/draw only.
 */
#ifndef DRAW_FONT_H
#define DRAW_FONT_H

enum { FONT_WIDTH = 5, FONT_HEIGHT = 8 };

/* The letter C (ASCII 32 to 126; any other: a box) as 5 columns from the
 * left, the lowest bit being the top pixel. */
const unsigned char *font_letter(int c);

#endif
