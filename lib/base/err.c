/* err.c - see err.h. */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int fill(struct err *err, enum err_kind kind, const char *format,
		va_list ap)
{
	err->kind = kind;
	vsnprintf(err->text, sizeof(err->text), format, ap);
	return -1;
}

int err_no(struct err *err, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	fill(err, ERR_NO, format, ap);
	va_end(ap);
	return -1;
}

int err_usage(struct err *err, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	fill(err, ERR_USAGE, format, ap);
	va_end(ap);
	return -1;
}

int err_data(struct err *err, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	fill(err, ERR_DATA, format, ap);
	va_end(ap);
	return -1;
}

int err_sys(struct err *err, const char *format, ...)
{
	int saved = errno;
	va_list ap;
	size_t n;

	va_start(ap, format);
	fill(err, ERR_SYS, format, ap);
	va_end(ap);
	n = strlen(err->text);
	if (saved)
		snprintf(err->text + n, sizeof(err->text) - n, ": %s",
			 strerror(saved));
	return -1;
}

int err_wrap(struct err *err, const char *format, ...)
{
	char old[sizeof(err->text)];
	va_list ap;
	size_t n;

	memcpy(old, err->text, sizeof(old));
	va_start(ap, format);
	vsnprintf(err->text, sizeof(err->text), format, ap);
	va_end(ap);
	n = strlen(err->text);
	snprintf(err->text + n, sizeof(err->text) - n, "%.*s",
		 (int)sizeof(old) - 1, old);
	return -1;
}

int err_place(struct err *err, const char *where)
{
	size_t n = strlen(where);

	n -= n < 2 ? n : 2;
	while (n && where[n - 1] != ':')
		n--;
	return n && !strncmp(err->text, where, n) ? -1 :
						    err_wrap(err, "%s", where);
}

void err_clear(struct err *err)
{
	err->kind = ERR_NONE;
	err->text[0] = '\0';
}
