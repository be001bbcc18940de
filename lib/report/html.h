/*
 * html.h - writes pieces of a page: text, numbers, data.
 *
 * Text from outside (ids, paths, notes, messages) goes through html_text or
 * html_name, so that it cannot become markup.
 *
 * Inside lib/report only.
 */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include "base/buf.h"

/* Appends TEXT with entities for the characters of markup, and U+FFFD for
 * ASCII control characters but newline and tab, and for characters that change
 * the direction of writing. */
void html_text(struct buf *to, const char *text);

/* Appends NAME as html_text does, inside a <bdi>, since a name may be written
 * from right to left. */
void html_name(struct buf *to, const char *name);

/* Appends X with four significant digits, or with all digits before the point
 * if it has up to nine; a dash if X is not finite. */
void html_number(struct buf *to, double x);

/* Appends N bytes as a URL, "data:MIME;base64,...". */
void html_data(struct buf *to, const char *mime, const void *data, size_t n);

/* Opens a <section> with the heading TITLE, which is HTML.  Links to it are
 * "#NAME" or, if NUMBER is not 0, "#NAME-NUMBER". */
void html_section(struct buf *to, size_t number, const char *name,
		  const char *title);
void html_section_end(struct buf *to);

/* Appends a page up to <main>, with its style.  TITLE is the title of the
 * window. */
void html_page(struct buf *to, const char *title);

/* Appends the rest of a page, from </main> on. */
void html_page_end(struct buf *to);

#endif
