/*
 * croissant.h - a table of pairs as MLCommons Croissant 1.0 (JSON-LD), so
 * that catalogues and loaders know what the set holds.
 */
#ifndef MANIFEST_CROISSANT_H
#define MANIFEST_CROISSANT_H

#include "base/messages.h"
#include "base/strs.h"
#include "base/tsv.h"

/* Write T, which has all columns of a finished manifest, to PATH: each file
 * with its digest, and the pairs as a record set with its data.  DESCRIBE
 * is "KEY=VALUE", keys being those of schema.org that Croissant wants:
 * name description license url creator datePublished; another is
 * err_usage.  Warns of those that are missing. */
int croissant_write(const char *path, const struct tsv *t,
		    const struct strs *describe, struct messages *messages,
		    struct err *err);

#endif
