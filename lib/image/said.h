/*
 * said.h - what libtiff says of a file, kept for our own messages.
 */
#ifndef IMAGE_SAID_H
#define IMAGE_SAID_H

#include <stdarg.h>

struct said {
	char text[400];		/* the first complaint, "" if there is none */
	int warned;		/* it was a warning */
};

/* Keep a complaint: the first one, but an error says more than the first
 * warning.  Returns 1. */
int said_hear(struct said *s, int warning, const char *format, va_list args);
void said_hush(struct said *s);
/* Make one plain line of it, text from the file and all. */
const char *said_text(struct said *s);

#endif
