/* tiff_file.c - an open TIFF file, without libtiff.  See tiff_file.h. */
#include "image/tiff_file.h"

int tiff_file_fail(struct tiff_file *t, struct err *err, const char *what)
{
	if (t->sys.kind) {
		*err = t->sys;
		return -1;
	}
	if (!t->said.text[0])
		return tiff_file_fault(t, err, "%s", what);
	return tiff_file_fault(t, err, "%s (%s)", what,
			       tiff_message_text(&t->said));
}

const struct in *tiff_file_in(const struct tiff_file *t, int *swapped)
{
	*swapped = t->swapped;
	return &t->in;
}

size_t tiff_file_pages(const struct tiff_file *t)
{
	return t->pages;
}
