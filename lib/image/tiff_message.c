/* tiff_message.c - what libtiff says of a file.  See tiff_message.h. */
#include "image/tiff_message.h"

#include <stdio.h>
#include <string.h>

int tiff_message_keep(struct tiff_message *s, int warning, const char *format,
		      va_list args)
{
	if (!s->text[0] || (s->warned && !warning)) {
		vsnprintf(s->text, sizeof(s->text), format, args);
		s->warned = warning;
	}
	return 1;
}

void tiff_message_clear(struct tiff_message *s)
{
	s->text[0] = 0;
	s->warned = 0;
}

const char *tiff_message_text(struct tiff_message *s)
{
	char *p = strstr(s->text, " at scanline 4294967295;");

	if (p) /* it means: before the first */
		memmove(p, p + 23, strlen(p + 23) + 1);
	for (p = s->text; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 127)
			*p = '?';
	if (p > s->text && p[-1] == '.')
		p[-1] = 0;
	return s->text;
}
