/*
 * diff_text.h - the differences of two runs for a person.
 */
#ifndef DIFF_DIFF_TEXT_H
#define DIFF_DIFF_TEXT_H

#include "base/buf.h"
#include "file/json.h"

/* Add what diff_runs found to TO, as text. */
void diff_text(const struct json *diff, struct buf *to);

#endif
