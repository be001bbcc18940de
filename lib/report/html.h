/*
 * html.h - pieces of a page: text that cannot become markup, numbers, data.
 *
 * Whatever comes from outside (ids, paths, notes, messages) goes through
 * html_text or html_name, so it can neither open a tag nor leave an attribute.
 *
 * Inside lib/report only.
 */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include "base/buf.h"

/* Append TEXT as text.  Characters of markup become entities; control
 * characters, and those that change the direction of writing, become U+FFFD. */
void html_text(struct buf *to, const char *text);
/* The same in a <bdi>: a name from outside, whatever script it is in. */
void html_name(struct buf *to, const char *name);
/* Append X with four digits, or a dash if it is not finite. */
void html_number(struct buf *to, double x);
/* Append "data:MIME;base64,..." with the N bytes DATA. */
void html_data(struct buf *to, const char *mime, const void *data, size_t n);

/* Open a <section> with the heading TITLE, linked to by "#NAME" or, if NUMBER
 * is not 0, by "#NAME-NUMBER". */
void html_section(struct buf *to, size_t number, const char *name,
		  const char *title);
void html_section_end(struct buf *to);

/* The beginning of a page up to <main>, with all of its style; TITLE is also
 * the name of the window.  And its end. */
void html_page(struct buf *to, const char *title);
void html_page_end(struct buf *to);

#endif
