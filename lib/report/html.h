/*
 * html.h - pieces of a page: text that cannot become markup, numbers, data.
 *
 * Text that comes from outside (ids, paths, notes, messages) goes through
 * html_text or html_name.  So it can neither open a tag nor leave an
 * attribute.
 *
 * Inside lib/report only.
 */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include "base/buf.h"

/* Appends TEXT as text.  Characters of markup become entities.  Control
 * characters become U+FFFD.  So do characters that change the direction of
 * writing. */
void html_text(struct buf *to, const char *text);

/* Appends NAME as html_text does, inside a <bdi>.  This is for a name from
 * outside, which may be in a script that is written from right to left. */
void html_name(struct buf *to, const char *name);

/* Appends X with four digits, or a dash if X is not finite. */
void html_number(struct buf *to, double x);

/* Appends the N bytes DATA as a URL: "data:MIME;base64,...". */
void html_data(struct buf *to, const char *mime, const void *data, size_t n);

/* Open a <section> with the heading TITLE.  Links to it are "#NAME" if NUMBER
 * is 0, and "#NAME-NUMBER" otherwise. */
void html_section(struct buf *to, size_t number, const char *name,
		  const char *title);
void html_section_end(struct buf *to);

/* Appends the beginning of a page, up to <main>, with all of its style.  TITLE
 * is also the title of the window. */
void html_page(struct buf *to, const char *title);

/* Appends the end of a page, from </main> on. */
void html_page_end(struct buf *to);

#endif
