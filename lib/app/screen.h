/*
 * screen.h - draws text on a terminal, each time in place of the text before.
 *
 * Nothing else on the terminal changes.
 */
#ifndef APP_SCREEN_H
#define APP_SCREEN_H

#include <stddef.h>

struct screen {	      /* all-zero: nothing is drawn */
	size_t lines; /* number of lines drawn */
};

/* Returns 1 if standard output is a terminal that can move the cursor up. */
int screen_is_there(void);
/* Sets the size of the terminal on standard output, or 80 and 24. */
void screen_size(size_t *columns, size_t *rows);
/* Draws TEXT, which ends with a line break, in place of what was drawn.  Cuts
 * off what does not fit. */
void screen_draw(struct screen *s, const char *text);

#endif
