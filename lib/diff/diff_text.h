/*
 * diff_text.h - writes the differences between runs as text for people.
 */
#ifndef DIFF_DIFF_TEXT_H
#define DIFF_DIFF_TEXT_H

#include "base/buf.h"
#include "file/json.h"

/* Appends DIFF, the result of diff_runs, to TO as text. */
void diff_text(const struct json *diff, struct buf *to);

#endif
