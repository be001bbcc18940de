/* sh.c - see sh.h. */
#include "base/sh.h"

#include <string.h>

void sh_quote(struct buf *to, const char *text)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789%+,-./:=@_";

	if (*text && strspn(text, plain) == strlen(text)) {
		buf_str(to, text);
		return;
	}
	buf_char(to, '\'');
	for (; *text; text++)
		if (*text == '\'')
			buf_str(to, "'\\''");
		else
			buf_char(to, *text);
	buf_char(to, '\'');
}
