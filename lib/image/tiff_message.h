/*
 * tiff_message.h - what libtiff says of a file, kept for our own messages.
 */
#ifndef IMAGE_TIFF_MESSAGE_H
#define IMAGE_TIFF_MESSAGE_H

#include <stdarg.h>

struct tiff_message {
	char text[400]; /* the first complaint, "" if there is none */
	int warned;	/* it was a warning */
};

/* Keep a complaint: the first one, but an error says more than the first
 * warning.  Returns 1. */
int tiff_message_keep(struct tiff_message *s, int warning, const char *format,
		      va_list args);
void tiff_message_clear(struct tiff_message *s);
/* Make one plain line of it, text from the file and all. */
const char *tiff_message_text(struct tiff_message *s);

#endif
