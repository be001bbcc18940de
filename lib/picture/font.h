/*
 * font.h - letters of 5 x 8 pixels for the labels of pictures.
 *
 * Inside lib/picture only.
 */
#ifndef PICTURE_FONT_H
#define PICTURE_FONT_H

enum { FONT_WIDTH = 5, FONT_HEIGHT = 8 };

/* Returns 5 columns of the letter C, from left to right; the lowest bit of a
 * column is its top pixel.  C is an ASCII code from 32 to 126; any other C
 * gives a box. */
const unsigned char *font_letter(int c);

#endif
