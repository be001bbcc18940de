/*
 * font.h - letters of 5 x 8 pixels for the labels of pictures.
 *
 * Inside lib/picture only.
 */
#ifndef PICTURE_FONT_H
#define PICTURE_FONT_H

enum { FONT_WIDTH = 5, FONT_HEIGHT = 8 };

/* Returns the letter C, an ASCII code from 32 to 126, as 5 columns from left to
 * right.  The lowest bit of a column is its top pixel.  For any other C,
 * returns a box. */
const unsigned char *font_letter(int c);

#endif
