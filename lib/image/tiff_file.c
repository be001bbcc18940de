/* tiff_file.c - see tiff_file.h. */
#include "image/tiff_file.h"

#include <stdio.h>
#include <string.h>

int tiff_file_fault(const struct tiff_file *t, struct err *err,
		    const char *format, ...)
{
	char why[1000];
	va_list args;

	/* If the file is being written to, what was read means nothing. */
	if (in_same(&t->in, err) < 0)
		return -1;
	va_start(args, format);
	vsnprintf(why, sizeof(why), format, args);
	va_end(args);
	return err_data(err, "cannot read '%s': %s", t->in.path, why);
}

/* Turns libtiff's complaint, which may quote text of the file, into one plain
 * line.  Removes PATH from its beginning, since our message names it
 * already. */
static const char *plain_line(struct tiff_complaint *c, const char *path)
{
	char *p = strstr(c->text, " at scanline 4294967295;");
	size_t n = strlen(path);

	if (p) /* libtiff means: before the first row */
		memmove(p, p + 23, strlen(p + 23) + 1);
	if (!strncmp(c->text, path, n) && !strncmp(c->text + n, ": ", 2))
		memmove(c->text, c->text + n + 2, strlen(c->text + n + 2) + 1);
	for (p = c->text; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 127)
			*p = '?';
	if (p > c->text && p[-1] == '.')
		p[-1] = 0;
	return c->text;
}

int tiff_file_fail(struct tiff_file *t, struct err *err, const char *what)
{
	if (t->system.kind) {
		*err = t->system;
		return -1;
	}
	if (!t->complaint.text[0])
		return tiff_file_fault(t, err, "%s", what);
	return tiff_file_fault(t, err, "%s (%s)", what,
			       plain_line(&t->complaint, t->in.path));
}

int tiff_file_hear(struct tiff_file *t, int is_warning, const char *format,
		   va_list args)
{
	struct tiff_complaint *c = &t->complaint;

	if (!c->text[0] || (c->is_warning && !is_warning)) {
		vsnprintf(c->text, sizeof(c->text), format, args);
		c->is_warning = is_warning;
	}
	return 1;
}

void tiff_file_forget(struct tiff_file *t)
{
	t->complaint.text[0] = 0;
	t->complaint.is_warning = 0;
}
