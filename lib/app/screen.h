/*
 * screen.h - a picture of text on a terminal that is drawn again in its place.
 *
 * The terminal stays as it is: nothing but lines of text and, before a picture
 * is drawn again, the sequences that go up and clear what was drawn.
 */
#ifndef APP_SCREEN_H
#define APP_SCREEN_H

#include <stddef.h>

struct screen {	      /* all-zero: nothing is drawn */
	size_t lines; /* that are drawn */
};

/* Returns 1 if standard output is a terminal that can go up. */
int screen_is_there(void);
/* Sets the size of the terminal on standard output; 80 and 24 if there is
 * none. */
void screen_size(size_t *columns, size_t *rows);
/* Draws TEXT, which ends with a line break, in place of what was drawn.  What
 * does not fit is cut off. */
void screen_draw(struct screen *s, const char *text);

#endif
